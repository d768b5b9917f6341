import { onMounted, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** Milliseconds between two looks at where everybody is. */
const INTERVAL = 60000;

/** A kanban that reloads by itself while its page is in sight: the team's progress today. */
export class RefreshingKanbanController extends KanbanController {
    setup() {
        super.setup();
        onMounted(() => {
            this.refreshTimer = setInterval(() => this.refresh(), INTERVAL);
        });
        onWillUnmount(() => clearInterval(this.refreshTimer));
    }

    async refresh() {
        if (!document.hidden) {
            await this.model.load();
        }
    }
}

registry.category("views").add("relationship_refreshing_kanban", {
    ...kanbanView,
    Controller: RefreshingKanbanController,
});
