/* global luxon */
import { tours } from "@document_approval/../tests/tours/tours";

import { choose, chooseIn, decide, save } from "./tour_steps";

/** A moment so many days ahead at `hour`, as the field is typed. */
function inDays(days, hour) {
    return luxon.DateTime.now().plus({ days }).toFormat(`MM/dd/yyyy '${hour}:00:00'`);
}

/** Customer, time and purpose: a visit in one small form. */
tours.add("visit_quick_on_phone", {
    steps: () => [
        { content: "Plan one", trigger: ".o-kanban-button-new", run: "click" },
        ...choose("partner_id", "苏州恒泰"),
        { content: "The customer is there", trigger: ".modal .o_field_widget[name='partner_id'] input:value(苏州恒泰)" },
        { content: "The time is there", trigger: ".modal .o_field_widget[name='date_start']" },
        { content: "What for", trigger: ".modal .o_field_widget[name='purpose'] .o_radio_item:contains(problem) input", run: "click" },
        { content: "Add it", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Back on the cards", trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("visit_plan_from_customer", {
    steps: () => [
        { content: "Plan a visit", trigger: "button[name='action_plan_visit']", run: "click" },
        { content: "Customer and time are there", trigger: ".modal .o_field_widget[name='partner_id'] input:value(苏州恒泰)" },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Closed", trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});

tours.add("visit_apply", {
    steps: () => [
        ...choose("partner_id", "苏州恒泰"),
        { content: "Say when", trigger: ".o_field_widget[name='date_start'] input, .o_field_widget[name='date_start'] button", run: "click" },
        { content: "Type it", trigger: ".o_field_widget[name='date_start'] input", run: `edit ${inDays(6, 10)}` },
        { content: "Add a cost", trigger: ".o_field_widget[name='expense_line_ids'] .o_field_x2many_list_row_add a", run: "click" },
        ...chooseIn(".o_field_widget[name='expense_line_ids'] .o_selected_row td[name='item_id'] input", "Transport"),
        { content: "How much", trigger: ".o_field_widget[name='expense_line_ids'] .o_selected_row td[name='budget_amount'] input", run: "edit 800" },
        { content: "Leave the line", trigger: ".o_field_widget[name='subject'] input", run: "click" },
        { content: "An advance", trigger: ".o_field_widget[name='advance_amount'] input", run: "edit 500" },
        ...save(),
        { content: "It needs an application", trigger: "[name='application_needed']" },
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Supervisor review)" },
    ],
});

tours.add("visit_approve_on_phone", {
    steps: () => [
        { content: "Open what waits for me", trigger: ".o_kanban_record:contains(苏州恒泰)", run: "click" },
        { content: "My signature is asked for", trigger: "[name='approval_mine']:contains(Service manager approval)" },
        ...decide("action_approval_approve"),
        { content: "The next one is asked", trigger: "[name='approval_waiting']" },
    ],
});

/** The dialog of rescheduling, then the visit's calendar of the week it moved to. */
tours.add("visit_reschedule", {
    steps: () => [
        { content: "Reschedule", trigger: "button[name='action_reschedule']", run: "click" },
        { content: "Say when", trigger: ".modal .o_field_widget[name='date_start'] input, .modal .o_field_widget[name='date_start'] button", run: "click" },
        { content: "Type it", trigger: ".modal .o_field_widget[name='date_start'] input", run: `edit ${inDays(8, 14)}` },
        { content: "Say why", trigger: ".modal .o_field_widget[name='reason'] input", run: "edit 客户出差" },
        { content: "Move it", trigger: ".modal button[name='action_reschedule']", run: "click" },
        { content: "The trace is kept", trigger: ".nav-link[name='moves']", run: "click" },
        { content: "With the reason", trigger: ".o_field_widget[name='move_ids'] .o_data_row:contains(客户出差)" },
    ],
});

/** Odoo's own calendar: open the event, rename it and move it by an hour. */
tours.add("visit_move_in_calendar", {
    steps: () => [
        { content: "Another title", trigger: ".o_field_widget[name='name'] input, .o_field_widget[name='name'] textarea", run: "edit 季度走访" },
        { content: "Another place", trigger: ".o_field_widget[name='location'] input", run: "edit 客户新厂" },
        ...save(),
    ],
});

tours.add("visit_cancel", {
    steps: () => [
        { content: "Cancel", trigger: "button[name='action_approval_cancel']", run: "click" },
        { content: "Say why", trigger: ".modal .o_field_widget[name='reason'] textarea", run: "edit 客户停产" },
        { content: "Confirm", trigger: ".modal-footer .btn-primary, .modal-footer .btn-danger", run: "click" },
        { content: "It is off", trigger: ".alert:contains(客户停产)" },
    ],
});
