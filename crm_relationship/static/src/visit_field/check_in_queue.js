import { user } from "@web/core/user";

/**
 * Check-ins that the server has not heard of yet, kept by the browser until it has.
 * Each has a token, so that sending one again does no harm.
 */
const KEY = "crm_relationship.checkin";

/** Sixteen random bytes; crypto.randomUUID exists on secure connections only. */
export function newToken() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What waits of the person who is logged in, of one visit or of all: a phone may be shared. */
export function queued(visitId) {
    return read().filter((item) => item.userId === user.userId && (!visitId || item.visitId === visitId));
}

export function enqueue(item) {
    write([...read(), { ...item, userId: user.userId }]);
}

export function dequeue(token) {
    write(read().filter((item) => item.sent.token !== token));
}

function read() {
    try {
        const items = JSON.parse(localStorage.getItem(KEY) || "[]");
        return Array.isArray(items) ? items : [];
    } catch {
        return [];
    }
}

function write(items) {
    if (items.length) {
        localStorage.setItem(KEY, JSON.stringify(items));
    } else {
        localStorage.removeItem(KEY);
    }
}
