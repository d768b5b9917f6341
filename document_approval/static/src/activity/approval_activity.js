import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { ActivityMenu } from "@mail/core/web/activity_menu";
import { patch } from "@web/core/utils/patch";

// Opens the dialog that decides what an activity asks for; `onDecided` runs when it is closed.
async function openDecision(services, activity, method, onDecided) {
    const action = await services.orm.call("mail.activity", method, [[activity.id]]);
    // Called by name, an action comes without the list of views that a form's button is given.
    services.action.doAction({ ...action, views: [[false, "form"]] }, { onClose: onDecided });
}

// In the chatter of a document.
patch(Activity.prototype, {
    onClickApproval(method) {
        const thread = this.thread;
        openDecision(this.env.services, this.props.activity, method, () => {
            this.props.onActivityChanged(thread);
            this.props.reloadParentView();
        });
    },
});

// In the small window behind the clock of a list or a kanban.
patch(ActivityListPopoverItem.prototype, {
    get isApproval() {
        return Boolean(this.props.activity.approval_is_mine);
    },
    get hasCancelButton() {
        return super.hasCancelButton && !this.isApproval;
    },
    get hasEditButton() {
        return super.hasEditButton && !this.isApproval;
    },
    get hasMarkDoneButton() {
        return super.hasMarkDoneButton && !this.isApproval;
    },
    onClickApproval(method) {
        // The window goes with the dialog; the record behind it is read again when that is closed.
        const onActivityChanged = this.props.onActivityChanged;
        openDecision(this.env.services, this.props.activity, method, () => onActivityChanged?.());
    },
});

// In the menu of activities: everything that waits, on one screen with its buttons.
patch(ActivityMenu.prototype, {
    openActivityGroup(group, filter, newWindow) {
        if (group.model !== "approval.task") {
            return super.openActivityGroup(...arguments);
        }
        this.dropdown.close();
        this.action.doAction("document_approval.approval_task_action", {
            newWindow,
            clearBreadcrumbs: true,
        });
    },
});
