import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const POLL = 700;
const STEPS = {
    rows: _t("Reading the rows"),
    customers: _t("Finding the customers"),
    purchases: _t("Writing the purchases"),
    errors: _t("Collecting the bad rows"),
};

/** The import button, which turns into a bar that says how far the import is and can stop it. */
export class PurchaseImportRun extends Component {
    static template = "crm_relationship.PurchaseImportRun";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.progress = useState({ running: false, busy: false, stopping: false, step: null, rows: 0 });
        onWillStart(() => this.isWaiting && this.poll());
        onWillDestroy(() => this.quiet());
    }

    get record() {
        return this.props.record;
    }

    get isWaiting() {
        return this.record.data.state === "queued";
    }

    get label() {
        return _t("Import %s Rows", formatInteger(this.record.data.good_count));
    }

    /** Percent of the rows read; the steps behind it share what is left of the bar. */
    get percent() {
        const order = ["customers", "purchases", "errors"].indexOf(this.progress.step);
        if (order >= 0) {
            return 60 + order * 15;
        }
        return Math.min(60, (60 * this.progress.rows) / Math.max(this.record.data.row_count, 1));
    }

    get text() {
        if (!this.progress.running) {
            return _t("Waiting for the server");
        }
        const step = STEPS[this.progress.step] || "";
        return this.progress.step === "rows" ? `${step}: ${formatInteger(this.progress.rows)}` : step;
    }

    async run() {
        this.progress.busy = true;
        try {
            if (!(await this.record.save())) {
                return;
            }
            this.poll();
            await this.orm.call(this.record.resModel, "action_import", [[this.record.resId]]);
        } finally {
            this.quiet();
            this.progress.busy = false;
            await this.record.load();
            if (this.isWaiting) {
                this.poll();
            }
        }
    }

    /** The server can be stopped within a statement only, so it is asked again until it has. */
    stop() {
        this.progress.stopping = true;
    }

    poll() {
        this.timer = setTimeout(async () => {
            const found = await this.orm.silent.call(this.record.resModel, "get_progress", [[this.record.resId]]);
            if (!this.timer) {
                return;
            }
            Object.assign(this.progress, { running: found.running, step: found.step, rows: found.rows });
            if (this.progress.stopping && found.running) {
                await this.orm.silent.call(this.record.resModel, "action_stop", [[this.record.resId]]);
            }
            if (found.state === this.record.data.state) {
                this.poll();
            } else {
                this.record.load();
            }
        }, POLL);
    }

    quiet() {
        clearTimeout(this.timer);
        this.timer = null;
        this.progress.stopping = false;
    }
}

registry.category("view_widgets").add("relationship_purchase_import_run", {
    component: PurchaseImportRun,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "row_count", type: "integer" },
        { name: "good_count", type: "integer" },
    ],
});
