import { EventBus } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { dequeue, queued } from "./check_in_queue";

const METHODS = { in: "action_check_in", out: "action_check_out" };
// Logged out is no answer: it is sent after the next login.
const NO_ANSWER = ["odoo.http.SessionExpiredException"];

/**
 * Sends the check-ins that wait, whatever is on the screen: when the client loads, when the
 * connection comes back, and when somebody taps. The bus says "sent" with the id of the visit.
 */
export const checkInService = {
    dependencies: ["orm", "notification"],
    start(env, { orm, notification }) {
        const bus = new EventBus();
        const mutex = new Mutex();

        async function send(item) {
            const delay = Math.floor((Date.now() - item.tapped) / 60000);
            const answer = await orm.call("relationship.visit", METHODS[item.kind], [
                [item.visitId], { ...item.sent, delay_minutes: delay },
            ]);
            notification.add(answer.message, { type: answer.verdict === "verified" ? "success" : "info" });
        }

        /** In the order of the taps. What the server refuses is told and not sent again. */
        async function sendAll(tapped) {
            let refusal;
            for (const item of queued()) {
                try {
                    await send(item);
                } catch (error) {
                    if (error instanceof ConnectionLostError) {
                        if (tapped) {
                            notification.add(_t("No connection. It will be sent as soon as there is one."), { type: "warning" });
                        }
                        break;
                    }
                    refusal ||= error;
                    if (NO_ANSWER.includes(error.exceptionName)) {
                        break;
                    }
                }
                dequeue(item.sent.token);
                bus.trigger("sent", item.visitId);
            }
            if (refusal) {
                throw refusal;
            }
        }

        const flush = (tapped = false) => mutex.exec(() => sendAll(tapped));
        browser.addEventListener("online", () => flush());
        flush();
        return { bus, flush };
    },
};

registry.category("services").add("relationship_check_in", checkInService);
