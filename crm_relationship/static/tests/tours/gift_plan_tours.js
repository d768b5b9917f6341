import { tours } from "@document_approval/../tests/tours/tours";

import { choose, decide } from "./tour_steps";

tours.add("gift_plan_at_desk", {
    steps: () => [
        { content: "For the Dragon Boat Festival", trigger: ".o_field_widget[name='occasion'] input", run: "click" },
        { content: "Choose it", trigger: ".o_select_menu_item:contains(Dragon Boat Festival)", run: "click" },
        { content: "Its day is filled in", trigger: ".o_field_widget[name='occasion'] input:value(Dragon Boat Festival)" },
        { content: "What for", trigger: ".o_field_widget[name='purpose'] input", run: "edit 端午问候" },
        ...choose("product_id", "茶叶礼盒"),
        { content: "What it may cost", trigger: ".o_field_widget[name='budget'] input", run: "edit 800" },
        { content: "Propose", trigger: "button[name='action_propose']:contains(Propose Gifts)", run: "click" },
        { content: "Gifts were added", trigger: ".o_notification:contains(2 gifts were added)" },
        { content: "The best customer first", trigger: ".o_field_widget[name='line_ids'] .o_data_row:eq(0):contains(战略客户)" },
        { content: "Who is left out", trigger: ".o_notebook a[name='left_out']", run: "click" },
        { content: "And why", trigger: ".o_field_widget[name='left_out_ids'] .o_data_row:contains(The budget is used up)" },
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Supervisor review)" },
    ],
});

tours.add("gift_plan_requests", {
    steps: () => [
        { content: "Make the requests", trigger: "button[name='action_make_requests']", run: "click" },
        { content: "They are there", trigger: ".o_list_view .o_data_row:contains(战略客户)" },
    ],
});

tours.add("gift_plan_lines", {
    steps: () => [
        { content: "Each has its request", trigger: ".o_list_view .o_data_row:contains(Request Made)" },
        { content: "By tier", trigger: ".o_switch_view.o_pivot", run: "click" },
        { content: "Figures", trigger: ".o_pivot table:contains(Strategic)" },
    ],
});

tours.add("gift_plan_approve_on_phone", {
    steps: () => [
        { content: "Open what waits for me", trigger: ".o_kanban_record:contains(Waiting for You)", run: "click" },
        { content: "My signature is asked for", trigger: "[name='approval_mine']:contains(Service manager approval)" },
        { content: "The gifts can be read", trigger: ".o_field_widget[name='line_ids'] .o_kanban_record:contains(战略客户)" },
        ...decide("action_approval_approve"),
        { content: "It is approved", trigger: "[name='approval_state']:contains(Approved), .o_arrow_button_current:contains(Approved)" },
    ],
});

tours.add("gift_plan_on_phone", {
    steps: () => [
        { content: "What for", trigger: ".o_field_widget[name='purpose'] input", run: "edit 拜访致谢" },
        { content: "Propose", trigger: "button[name='action_propose']:contains(Propose Gifts)", run: "click" },
        { content: "Gifts were added", trigger: ".o_notification:contains(gifts were added)" },
        { content: "They are on the plan", trigger: ".o_field_widget[name='line_ids'] .o_kanban_record:contains(核心客户)" },
    ],
});

tours.add("gift_catalogue", {
    steps: () => [
        { content: "A new gift", trigger: ".o_control_panel_main_buttons button:contains(New), .o-kanban-button-new", run: "click" },
        { content: "It is called", trigger: ".o_field_widget[name='name'] textarea", run: "edit 丝绸围巾" },
        { content: "It is a gift", trigger: ".o_field_widget[name='relationship_is_gift'] input:checked" },
        { content: "Save it", trigger: ".o_form_button_save", run: "click" },
        { content: "It is saved", trigger: ".o_form_saved" },
    ],
});
