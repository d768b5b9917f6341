import { tours } from "@document_approval/../tests/tours/tours";

import { decide } from "./tour_steps";

tours.add("visit_day_on_phone", {
    steps: () => [
        { content: "The visit is on the report", trigger: ".o_field_widget[name='line_ids'] .o_kanban_record:contains(苏州恒泰)" },
        { content: "Add a cost", trigger: ".o_field_widget[name='expense_line_ids'] .o-kanban-button-new", run: "click" },
        { content: "Look for the item", trigger: ".modal .o_field_widget[name='item_id'] input", run: "click" },
        { content: "Choose it", trigger: ".o_kanban_record:contains(Transport), .o-autocomplete--dropdown-item:contains(Transport) a", run: "click" },
        { content: "The amount", trigger: ".modal .o_field_widget[name='amount'] input", run: "edit 25" },
        { content: "Done with the cost", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "It is on the report", trigger: ".o_field_widget[name='expense_line_ids'] .o_kanban_record:contains(Transport)" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty)) .o_form_button_create" },
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Supervisor review)" },
    ],
});

tours.add("visit_day_at_desk", {
    steps: () => [
        { content: "Open the report", trigger: ".o_data_row:contains(RB) td[name='name']", run: "click" },
        { content: "My signature is asked for", trigger: "[name='approval_mine']:contains(Supervisor review)" },
        { content: "The talk is there", trigger: ".o_field_widget[name='line_ids']:contains(谈了年度合作)" },
        ...decide("action_approval_approve"),
        { content: "The next one is asked", trigger: "[name='approval_waiting']:contains(Department manager approval)" },
    ],
});

tours.add("visit_progress", {
    steps: () => [
        { content: "Who is where", trigger: ".o_kanban_record:contains(Specialist) li:contains(苏州恒泰)" },
        { content: "Open the day", trigger: ".o_kanban_record:contains(Specialist)", run: "click" },
        { content: "The visits of today", trigger: ".o_kanban_record:contains(BF), .o_data_row:contains(BF)" },
    ],
});
