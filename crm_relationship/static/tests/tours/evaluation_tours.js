import { tours } from "@document_approval/../tests/tours/tours";

import { chooseIn, decide } from "./tour_steps";

const lines = ".o_field_widget[name='line_ids']";

tours.add("evaluation_at_desk", {
    steps: () => [
        { content: "Evaluate the customer", trigger: "button[name='action_evaluate']", run: "click" },
        { content: "Numbers gave grades", trigger: `${lines} .o_data_row:contains(销售额) td[name='grade_id']:contains(B)` },
        { content: "Two of three are graded", trigger: ".o_field_widget[name='progress']:contains(2/3)" },
        { content: "Grade the rest", trigger: `${lines} .o_data_row:contains(战略契合度) td[name='grade_id']`, run: "click" },
        ...chooseIn(`${lines} .o_selected_row td[name='grade_id'] input`, "A"),
        { content: "It has its score", trigger: `${lines} .o_selected_row td[name='score']:contains(20.00)` },
        { content: "Say why", trigger: `${lines} .o_selected_row td[name='evidence'] textarea`, run: "edit 框架协议" },
        { content: "Propose", trigger: ".o_field_widget[name='conclusion'] textarea", run: "edit 建议扩大合作" },
        { content: "The verdict is there", trigger: ".o_field_widget[name='verdict_suggested']:contains(Develop)" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty)) .o_form_button_create" },
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Supervisor review)" },
    ],
});

tours.add("evaluation_sign_and_undo", {
    steps: () => [
        { content: "Open what waits for me", trigger: ".o_kanban_record:contains(苏州恒泰)", run: "click" },
        { content: "My signature is asked for", trigger: "[name='approval_mine']:contains(Service manager approval)" },
        { content: "What it would bring about", trigger: ".o_field_widget[name='measure_text']:contains(50 percent)" },
        ...decide("action_approval_approve"),
        { content: "Signed", trigger: ".o_arrow_button_current[data-value='approved']" },
        { content: "See the effects", trigger: ".o_notebook a[name='effects']", run: "click" },
        { content: "The interval changed", trigger: ".o_field_widget[name='effect_ids'] .o_data_row:contains(every 15 days)" },
        { content: "Undo it", trigger: ".o_field_widget[name='effect_ids'] .o_data_row:contains(every 15 days) button[name='action_undo']", run: "click" },
        { content: "It is undone", trigger: ".o_field_widget[name='effect_ids'] .o_data_row:contains(every 15 days):contains(Undone)" },
    ],
});

tours.add("evaluation_round", {
    steps: () => [
        { content: "Who is due", trigger: ".modal .o_field_widget[name='due_text']:contains(Core: 1)" },
        { content: "Propose", trigger: ".modal button[name='action_propose']", run: "click" },
        { content: "The round stands in its stages", trigger: ".o_kanban_group:contains(To Begin) .o_kanban_record:contains(苏州恒泰)" },
    ],
});

tours.add("evaluation_on_phone", {
    steps: () => [
        { content: "Open mine", trigger: ".o_kanban_record:contains(苏州恒泰)", run: "click" },
        { content: "Tap what is not graded", trigger: `${lines} .o_kanban_record:contains(战略契合度):contains(Tap to grade)`, run: "click" },
        { content: "Choose B", trigger: ".modal .o_field_widget[name='grade_id'] .o_radio_item:contains(B) input", run: "click" },
        { content: "Say why", trigger: ".modal .o_field_widget[name='evidence'] textarea", run: "edit 高层互访" },
        { content: "Done", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Graded", trigger: `${lines} .o_kanban_record:contains(战略契合度) .badge:contains(B)` },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']" },
    ],
});

tours.add("evaluation_new_version", {
    steps: () => [
        { content: "A scorecard in use", trigger: ".o_arrow_button_current[data-value='active']" },
        { content: "Make the next version", trigger: "button[name='action_new_version']", run: "click" },
        { content: "It is a draft", trigger: ".o_arrow_button_current[data-value='draft']" },
        { content: "Change a weight", trigger: ".o_field_widget[name='indicator_ids'] .o_data_row:contains(销售额) td[name='weight']", run: "click" },
        { content: "Type it", trigger: ".o_field_widget[name='indicator_ids'] .o_selected_row td[name='weight'] input", run: "edit 40" },
        { content: "The sum is told", trigger: ".o_field_widget[name='indicator_ids'] .o_data_row:contains(增长率) td[name='weight']", run: "click" },
        { content: "Not 100", trigger: ".alert:contains(90)" },
        { content: "Mend it", trigger: ".o_field_widget[name='indicator_ids'] .o_selected_row td[name='weight'] input", run: "edit 40" },
        { content: "Look at the grades", trigger: ".o_notebook a[name='meanings']", run: "click" },
        { content: "A row for each indicator and grade", trigger: ".o_field_widget[name='meaning_ids'] .o_data_row:contains(增长率)" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty)) .o_form_button_create" },
        { content: "Activate", trigger: "button[name='action_activate']", run: "click" },
        { content: "In use", trigger: ".o_arrow_button_current[data-value='active']" },
    ],
});
