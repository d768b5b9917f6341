/**
 * The phone's position, asked for once, when a button is tapped. Never rejects: whatever keeps
 * the phone from knowing where it is becomes a reason, and the check-in goes on without.
 */
const WAIT = 10000;
const REASONS = { 1: "denied", 2: "unavailable", 3: "timeout" };

export function currentPosition() {
    if (!window.isSecureContext) {
        return Promise.resolve({ reason: "insecure" });
    }
    if (!navigator.geolocation) {
        return Promise.resolve({ reason: "unavailable" });
    }
    return new Promise((resolve) => {
        // A browser that waits for an answer to its own question never times out by itself
        const timer = setTimeout(() => resolve({ reason: "timeout" }), WAIT + 2000);
        const done = (found) => {
            clearTimeout(timer);
            resolve(found);
        };
        navigator.geolocation.getCurrentPosition(
            ({ coords }) =>
                done({ latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy }),
            (error) => done({ reason: REASONS[error.code] || "unavailable" }),
            { enableHighAccuracy: true, timeout: WAIT, maximumAge: 0 }
        );
    });
}
