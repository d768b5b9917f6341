import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/**
 * Downloads reports of the type "relationship-xlsx": a form as a spreadsheet.
 *
 * @returns {Promise<boolean>} whether the action was one of these
 */
async function downloadFormSheet(action, options, env) {
    if (action.report_type !== "relationship-xlsx") {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: `/crm_relationship/sheet/${action.report_name}/${action.context.active_ids.join(",")}`,
            data: { context: JSON.stringify(user.context) },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("relationship_xlsx", downloadFormSheet);
