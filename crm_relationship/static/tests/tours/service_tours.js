import { tours } from "@document_approval/../tests/tours/tours";

import { choose } from "./tour_steps";

/** Press a button that asks first, and say yes. */
function confirm(action) {
    return [
        { content: `Press ${action}`, trigger: `button[name='${action}']:not(:disabled)`, run: "click" },
        { content: "Confirm", trigger: ".modal-footer .btn-primary", run: "click" },
    ];
}

tours.add("service_write_scheme", {
    steps: () => [
        { content: "Name it", trigger: ".o_field_widget[name='subject'] input", run: "edit 年度服务方案" },
        ...choose("partner_id", "苏州恒泰"),
        { content: "Say what it shall achieve", trigger: ".o_field_widget[name='goals'] textarea", run: "edit 满意度 95%" },
        { content: "Add a service", trigger: ".o_field_widget[name='line_ids'] .o_field_x2many_list_row_add a", run: "click" },
        { content: "Name the service", trigger: ".o_field_widget[name='line_ids'] .o_selected_row td[name='name'] input", run: "edit 月度回访" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty)) .o_form_button_create" },
        ...confirm("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Supervisor review)" },
    ],
});

tours.add("service_done_on_phone", {
    steps: () => [
        { content: "Press Done on the card", trigger: ".o_kanban_record:contains(月度回访) button[name='action_done']", run: "click" },
        { content: "It left the list of what is planned", trigger: ".o_kanban_renderer:not(:has(.o_kanban_record:contains(月度回访)))" },
    ],
});

tours.add("service_read_rules_on_phone", {
    steps: () => [
        { content: "Asked to read", trigger: ".o_form_view .alert-info:contains(Please read)" },
        { content: "The text is there", trigger: ".nav-link:contains(Text)", run: "click" },
        { content: "Read it", trigger: ".o_field_widget[name='text']:contains(第一条)" },
        { content: "Open the buttons where they are folded", trigger: ".o_form_view:has(button[name='action_acknowledge']), .o-form-buttonbox, .o_cp_action_menus" },
        { content: "Acknowledge", trigger: "button[name='action_acknowledge']", run: "click" },
        { content: "Done", trigger: ".o_form_view:not(:has(.alert-info:contains(Please read)))" },
    ],
});

tours.add("service_answer_suggestion", {
    steps: () => [
        { content: "Open the answer", trigger: "button[name='action_answer_open']", run: "click" },
        { content: "Write it", trigger: ".modal .o_field_widget[name='answer'] textarea", run: "edit 同意，本月试行" },
        { content: "Give it", trigger: ".modal-footer button[name='action_confirm']", run: "click" },
        { content: "Accepted", trigger: ".o_arrow_button_current[data-value='accepted']" },
        { content: "Read the answer", trigger: ".nav-link:contains(Answer)", run: "click" },
        { content: "It is there", trigger: ".o_field_widget[name='answer']:contains(同意)" },
    ],
});
