/* global luxon */
import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { enqueue, newToken, queued } from "./check_in_queue";
import { currentPosition } from "./position";

const CONSENT = _t(
    "At check-in and check-out, and at no other time, your position can be stored to confirm that you were at the " +
        "customer. You and, where your company says so, your supervisor can see it; it is deleted after some days, " +
        "and at once when you withdraw your consent. Without it you check in all the same."
);

/** Two big buttons for a thumb: arrived, leaving. Nothing is asked of the phone before they are tapped. */
export class VisitCheckIn extends Component {
    static template = "crm_relationship.VisitCheckIn";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.sender = useService("relationship_check_in");
        this.state = useState({ busy: false, step: "", queue: queued(this.record.resId) });
        onWillUpdateProps(({ record }) => {
            this.state.queue = queued(record.resId);
        });
        useBus(this.sender.bus, "sent", ({ detail: visitId }) => this.onSent(visitId));
    }

    get record() {
        return this.props.record;
    }

    get data() {
        return this.record.data;
    }

    isQueued(kind) {
        return this.state.queue.some((item) => item.kind === kind);
    }

    get canCheckIn() {
        return this.data.can_check_in && !this.isQueued("in");
    }

    get canCheckOut() {
        return (this.data.can_check_out || this.isQueued("in")) && !this.isQueued("out");
    }

    get isShown() {
        return Boolean(this.record.resId) && (this.canCheckIn || this.canCheckOut || this.checks.length || this.state.queue.length);
    }

    /** What has been recorded, for the reader. */
    get checks() {
        const { data } = this;
        return [
            { kind: "in", label: _t("Checked in"), moment: data.checkin_time, verdict: data.checkin_verdict, distance: data.checkin_distance_m },
            { kind: "out", label: _t("Checked out"), moment: data.checkout_time, verdict: data.checkout_verdict, distance: data.checkout_distance_m },
        ].filter((check) => check.moment);
    }

    time(moment) {
        return moment.toLocaleString(luxon.DateTime.TIME_24_SIMPLE);
    }

    verdictLabel(check) {
        return {
            verified: _t("Verified, %s", this.distance(check)),
            far: _t("Too far: %s", this.distance(check)),
            no_position: _t("No position"),
        }[check.verdict];
    }

    /** Metres, or kilometres where metres say no more. */
    distance({ distance }) {
        return distance < 10000 ? _t("%s m", distance) : _t("%s km", Math.round(distance / 1000));
    }

    verdictClass(check) {
        return { verified: "text-bg-success", far: "text-bg-danger", no_position: "text-bg-secondary" }[check.verdict];
    }

    async check(kind, withPosition = true) {
        if (this.state.busy) {
            return; // the second tap of an impatient thumb
        }
        this.state.busy = true;
        try {
            if (!(await this.record.save())) {
                return;
            }
            const sent = withPosition ? await this.locate() : { reason: "button" };
            enqueue({ visitId: this.record.resId, kind, sent: { ...sent, token: newToken() }, tapped: Date.now() });
            this.state.queue = queued(this.record.resId);
            await this.flush(true);
        } finally {
            this.state.busy = false;
            this.state.step = "";
        }
    }

    async onSent(visitId) {
        if (visitId === this.record.resId) {
            await this.record.load();
            this.state.queue = queued(visitId);
        }
    }

    /** The position, after asking for consent where nobody asked before. */
    async locate() {
        let answer = this.data.position_consent;
        if (!answer && navigator.onLine) {
            answer = await this.askConsent();
        }
        if (answer !== "given") {
            return { reason: "button" };
        }
        this.state.step = _t("Looking for your position…");
        return currentPosition();
    }

    askConsent() {
        return new Promise((resolve) => {
            const answer = (given) => async () =>
                resolve(await this.orm.call("relationship.position.consent", "answer_consent", [given]));
            this.dialog.add(ConfirmationDialog, {
                title: _t("Store your position at check-in?"),
                body: CONSENT,
                confirmLabel: _t("Allow"),
                confirm: answer(true),
                cancelLabel: _t("Go on without"),
                cancel: answer(false),
                dismiss: () => resolve(false),
            });
        });
    }

    async flush(tapped = false) {
        this.state.step = _t("Sending…");
        try {
            await this.sender.flush(tapped);
        } finally {
            this.state.step = "";
        }
    }

    async changeConsent(given) {
        if (given) {
            await this.askConsent();
        } else {
            await this.orm.call("relationship.position.consent", "answer_consent", [false]);
            this.notification.add(_t("Consent withdrawn. Your stored positions are deleted."), { type: "info" });
        }
        await this.record.load();
    }

    async usePosition() {
        await this.orm.call("relationship.visit", "action_use_position", [[this.record.resId]]);
        this.notification.add(_t("The customer's position is known now."), { type: "success" });
        await this.record.load();
    }
}

const char = (name) => ({ name, type: "char" });
const boolean = (name) => ({ name, type: "boolean" });
const moment = (name) => ({ name, type: "datetime" });
const integer = (name) => ({ name, type: "integer" });

registry.category("view_widgets").add("relationship_visit_check_in", {
    component: VisitCheckIn,
    fieldDependencies: [
        boolean("can_check_in"), boolean("can_check_out"), boolean("can_use_position"), char("position_consent"),
        moment("checkin_time"), moment("checkout_time"), integer("checkin_distance_m"), integer("checkout_distance_m"),
        { name: "checkin_verdict", type: "selection" }, { name: "checkout_verdict", type: "selection" },
    ],
});
