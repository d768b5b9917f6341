import { tours } from "@document_approval/../tests/tours/tours";

import { save } from "./tour_steps";

tours.add("key_account_plan", {
    steps: () => [
        { content: "A new plan", trigger: ".o_field_widget[name='note'], .nav-link[name='opinions']", run: "click" },
        ...save(),
        { content: "Rank", trigger: "button[name='action_compute']", run: "click" },
        { content: "See the lists", trigger: ".nav-link[name='rankings']", run: "click" },
        {
            content: "Tap the star of the best",
            trigger: ".o_field_widget[name='sales_ranking_ids'] .o_data_row:first-child:contains(Tour Best) button[name='action_choose']",
            run: "click",
        },
        { content: "It is chosen", trigger: ".o_field_widget[name='sales_ranking_ids'] .o_data_row:first-child button[name='action_unchoose']" },
        { content: "See the key customers", trigger: ".nav-link[name='customers']", run: "click" },
        { content: "Target and reason are filled in", trigger: ".o_field_widget[name='customer_ids'] .o_data_row:contains(Tour Best):contains(sales No. 1)" },
        { content: "Open it", trigger: ".o_field_widget[name='customer_ids'] .o_list_record_open_form_view button", run: "click" },
        { content: "Add a measure", trigger: ".o_field_widget[name='measure_ids'] .o_field_x2many_list_row_add a", run: "click" },
        { content: "Say what", trigger: ".o_field_widget[name='measure_ids'] .o_selected_row td[name='name'] input", run: "edit Monthly visit" },
        { content: "See the quarters", trigger: ".nav-link[name='targets']", run: "click" },
        { content: "Four quarters", trigger: ".o_field_widget[name='target_ids'] .o_data_row:nth-child(4)" },
        { content: "Evenly instead", trigger: "button[name='action_spread_evenly']", run: "click" },
        { content: "Spread", trigger: ".o_field_widget[name='target_ids'] .o_data_row:nth-child(4):contains(15,000.00)" },
    ],
});

tours.add("countermeasure_propose", {
    steps: () => [
        { content: "A new sheet", trigger: ".nav-link[name='lines']" },
        ...save(),
        { content: "Propose", trigger: "button[name='action_propose']", run: "click" },
        { content: "Somebody is told", trigger: ".o_notification:contains(1 customers)" },
        { content: "The form is loaded again", trigger: "button[name='action_propose']:contains(Propose More)" },
        { content: "See the customers", trigger: ".nav-link[name='lines']", run: "click" },
        { content: "The deterioration in figures", trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains(Tour Risk):contains(-50.0)" },
    ],
});

tours.add("countermeasure_close_on_phone", {
    steps: () => [
        { content: "Open what I am to do", trigger: ".o_kanban_record:contains(Tour Risk)", run: "click" },
        { content: "Say what came of it", trigger: ".o_field_widget[name='result'] textarea", run: "edit Orders are back" },
        { content: "Close it", trigger: "button[name='action_close'], .o_statusbar_buttons .dropdown-toggle", run: "click" },
        { content: "It is closed", trigger: ".o_form_view .o_field_widget[name='result']:not(:has(textarea)):contains(Orders are back)" },
    ],
});

tours.add("key_measure_on_phone", {
    steps: () => [
        { content: "What I promised", trigger: ".o_kanban_record:contains(Monthly visit) button[name='action_follow_done']", run: "click" },
        { content: "Nothing is left", trigger: ".o_view_nocontent, .o_kanban_renderer:not(:has(.o_kanban_record:contains(Monthly visit)))" },
    ],
});
