/* global luxon */
import { tours } from "@document_approval/../tests/tours/tours";

import { choose, decide, save } from "./tour_steps";

/** A moment far enough ahead for any lead time, as the field is typed. */
function inTenDays() {
    return luxon.DateTime.now().plus({ days: 10 }).toFormat("MM/dd/yyyy '18:00:00'");
}

/** Type an amount into the line of `item`. */
function amount(list, item, value) {
    const row = `.o_field_widget[name='${list}'] .o_data_row:contains(${item})`;
    return [
        { content: `Open the line ${item}`, trigger: `${row} td[name='amount']`, run: "click" },
        { content: `Type ${value}`, trigger: `.o_field_widget[name='${list}'] .o_selected_row td[name='amount'] input`, run: `edit ${value}` },
    ];
}

tours.add("hospitality_apply", {
    steps: () => [
        ...choose("partner_id", "苏州恒泰"),
        { content: "Say where", trigger: ".o_field_widget[name='venue'] input", run: "edit 松鹤楼" },
        { content: "Say when", trigger: ".o_field_widget[name='date_start'] input", run: `edit ${inTenDays()}` },
        { content: "Say why", trigger: ".o_field_widget[name='purpose'] textarea", run: "edit 洽谈年度合作" },
        { content: "I come along already", trigger: ".o_field_widget[name='host_ids'] .o_data_row:contains(Specialist)" },
        { content: "Add a guest", trigger: ".o_field_widget[name='guest_ids'] .o_field_x2many_list_row_add a", run: "click" },
        { content: "Name the guest", trigger: ".o_field_widget[name='guest_ids'] .o_selected_row td[name='name'] input", run: "edit 黄志强" },
        ...amount("budget_line_ids", "Meals", "800"),
        { content: "The total follows", trigger: ".o_field_widget[name='purpose'] textarea", run: "click" },
        { content: "Total", trigger: ".o_field_widget[name='budget_total']:contains(800)" },
        ...save(),
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Supervisor review)" },
    ],
});

tours.add("hospitality_approve_on_phone", {
    steps: () => [
        { content: "Open what waits for me", trigger: ".o_kanban_record:contains(苏州恒泰):contains(Waiting for You)", run: "click" },
        { content: "My signature is asked for", trigger: "[name='approval_mine']:contains(Service manager approval)" },
        ...decide("action_approval_approve"),
        { content: "The next one is asked", trigger: "[name='approval_waiting']" },
    ],
});

tours.add("hospitality_sign_at_desk", {
    steps: () => [
        { content: "Open what waits for me", trigger: ".o_kanban_record:contains(苏州恒泰)", run: "click" },
        { content: "My signature is asked for", trigger: "[name='approval_mine']" },
        ...decide("action_approval_approve"),
        { content: "Signed", trigger: "[name='approval_waiting']" },
    ],
});

tours.add("hospitality_audit_at_desk", {
    steps: () => [
        { content: "Open what waits for me", trigger: ".o_kanban_record:contains(苏州恒泰)", run: "click" },
        { content: "My signature is asked for", trigger: "[name='approval_mine']" },
        ...decide("action_approval_approve"),
        { content: "The audit may lower the amount", trigger: ".modal .o_field_widget[name='lowered_amount']" },
        { content: "Leave it as it is and sign", trigger: ".modal footer .btn-primary, .modal-footer .btn-primary", run: "click" },
        { content: "Approved", trigger: ".o_arrow_button_current[data-value='approved']" },
    ],
});

tours.add("hospitality_confirm_funds", {
    steps: () => [
        { content: "Confirm the funds", trigger: "button[name='action_funds_support']", run: "click" },
        { content: "Confirmed", trigger: ".badge:contains(Funds Supported)" },
    ],
});

tours.add("hospitality_report", {
    steps: () => [
        { content: "Tick the checklist", trigger: ".o_field_widget[name='step_ids'] .o_data_row:contains(Prepare) button[name='action_done']", run: "click" },
        { content: "Ticked", trigger: ".o_field_widget[name='step_progress']:contains(1/5)" },
        { content: "Make the report", trigger: "button.btn-primary[name='action_report']", run: "click" },
        { content: "It is filled in", trigger: ".o_field_widget[name='guest_ids'] .o_data_row:contains(黄志强)" },
        ...amount("expense_line_ids", "Meals", "750"),
        { content: "Explain the difference", trigger: ".o_field_widget[name='expense_line_ids'] .o_selected_row td[name='remark'] input", run: "edit 一人未到" },
        { content: "Say what it achieved", trigger: ".o_field_widget[name='effect'] textarea", run: "edit 客户同意续签" },
        ...save(),
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Supervisor review)" },
    ],
});

tours.add("hospitality_print", {
    steps: () => [
        { content: "Open the cog", trigger: ".o_cp_action_menus button.dropdown-toggle, .o_cp_action_menus .o-dropdown", run: "click" },
        { content: "Print", trigger: ".o-dropdown-item:contains(Print), .dropdown-item:contains(Print), .o-dropdown:contains(Print)", run: "hover" },
        { content: "The paper is offered", trigger: ".o-dropdown--menu :contains(Customer Hospitality Report)" },
    ],
});
