import { tours } from "@document_approval/../tests/tours/tours";

import { choose, decide, save } from "./tour_steps";

/** The radio button `label` of a field. */
function tick(name, label) {
    return { content: `${label}`, trigger: `.o_field_widget[name='${name}'] .o_radio_item:contains(${label}) input`, run: "click" };
}

tours.add("budget_set", {
    steps: () => [
        ...choose("department_id", "客户服务部"),
        tick("kind", "Hospitality"),
        { content: "How much", trigger: ".o_field_widget[name='amount'] input", run: "edit 1000" },
        tick("effect", "Stop"),
        ...save(),
        { content: "What is left", trigger: ".o_field_widget[name='amount_left']:contains(700.00)" },
        { content: "More", trigger: ".o_field_widget[name='amount'] input", run: "edit 1200" },
        { content: "Why", trigger: ".o_field_widget[name='change_reason'] input", run: "edit Trade fair" },
        ...save(),
        { content: "It is kept", trigger: ".o_field_widget[name='change_ids'] .o_data_row:contains(Trade fair)" },
        { content: "See the documents", trigger: "button[name='action_open_entries']", run: "click" },
        { content: "The request counts", trigger: ".o_list_view .o_data_row:contains(苏州恒泰):contains(300.00)" },
    ],
});

tours.add("budget_stop", {
    steps: () => [
        { content: "What is left is said", trigger: ".o_field_widget[name='budget_status'].text-danger:contains(500.00)" },
        { content: "Ask for less", trigger: ".o_field_widget[name='budget_line_ids'] .o_data_row:contains(Meals) td[name='amount']", run: "click" },
        { content: "400", trigger: ".o_field_widget[name='budget_line_ids'] .o_selected_row td[name='amount'] input", run: "edit 400" },
        { content: "Leave the line", trigger: ".o_field_widget[name='purpose'] textarea", run: "click" },
        { content: "It fits", trigger: ".o_field_widget[name='budget_status'].text-muted:contains(100.00)" },
        ...save(),
        ...decide("action_approval_submit"),
        { content: "Submitted", trigger: "[name='approval_waiting']" },
    ],
});

tours.add("budget_on_phone", {
    steps: () => [
        { content: "The card with what is left", trigger: ".o_kanban_record:contains(客户服务部):contains(200.00)", run: "click" },
        { content: "It is exceeded by nothing", trigger: ".o_field_widget[name='amount_left']:contains(200.00)" },
        { content: "More buttons", trigger: ".o_button_more", run: "click" },
        { content: "Behind the figures", trigger: "button[name='action_open_entries']", run: "click" },
        { content: "The document", trigger: ".o_kanban_record:contains(苏州恒泰)", run: "click" },
        { content: "It opens", trigger: ".o_form_view .o_field_widget[name='venue']" },
    ],
});

tours.add("budget_line_on_phone", {
    steps: () => [
        { content: "The signer sees that it is beyond the budget", trigger: "[name='budget_excess']:contains(300.00)" },
        { content: "And what is left", trigger: ".o_field_widget[name='budget_status'].text-warning:contains(500.00)" },
        ...decide("action_approval_approve"),
        { content: "Signed", trigger: "[name='approval_waiting']" },
    ],
});
