import { tours } from "@document_approval/../tests/tours/tours";

import { decide } from "./tour_steps";

tours.add("visit_plan_at_desk", {
    steps: () => [
        { content: "Say what for", trigger: ".o_field_widget[name='goal'] textarea", run: "edit 覆盖到期客户" },
        { content: "Propose", trigger: "button[name='action_propose']:contains(Propose Visits)", run: "click" },
        { content: "Visits were added", trigger: ".o_notification:contains(visits were added)" },
        { content: "They are on the plan", trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains(客户0003)" },
        { content: "Look at the calendar", trigger: "button[name='action_calendar']", run: "click" },
        { content: "The visits stand in the week", trigger: ".o_calendar_view .fc-event:contains(客户)" },
        { content: "Back to the plan", trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a:contains(JH)", run: "click" },
        { content: "Fill the gaps", trigger: "button[name='action_propose']:contains(Fill Gaps)", run: "click" },
        { content: "Nobody else is due", trigger: ".o_notification:contains(Nobody else is due)" },
        ...decide("action_approval_submit"),
        { content: "It waits for the supervisor", trigger: "[name='approval_waiting']:contains(Supervisor review)" },
    ],
});

tours.add("visit_plan_approve_on_phone", {
    steps: () => [
        { content: "Open what waits for me", trigger: ".o_kanban_record:contains(Waiting for You)", run: "click" },
        { content: "My signature is asked for", trigger: "[name='approval_mine']:contains(Service manager approval)" },
        { content: "The visits can be read", trigger: ".o_field_widget[name='line_ids'] .o_kanban_record:contains(苏州恒泰)" },
        ...decide("action_approval_approve"),
        { content: "Its visits are to come", trigger: "[name='stage']:contains(Coming)" },
    ],
});

tours.add("visit_plan_on_phone", {
    steps: () => [
        { content: "Propose", trigger: "button[name='action_propose']:contains(Propose Visits)", run: "click" },
        { content: "Visits were added", trigger: ".o_notification:contains(visits were added)" },
        { content: "They are on the plan", trigger: ".o_field_widget[name='line_ids'] .o_kanban_record:contains(客户0003)" },
    ],
});

tours.add("visit_plan_completion", {
    steps: () => [
        { content: "Coming visits, too", trigger: ".o_facet_remove", run: "click" },
        { content: "By person", trigger: ".o_pivot table:contains(Specialist)" },
        { content: "Graph", trigger: ".o_switch_view.o_graph", run: "click" },
        { content: "Drawn", trigger: ".o_graph_canvas_container canvas" },
        { content: "List", trigger: ".o_switch_view.o_list", run: "click" },
        { content: "Open a row", trigger: ".o_data_row:contains(苏州恒泰) td[name='partner_id']", run: "click" },
        { content: "The visit", trigger: ".o_form_view .o_field_widget[name='plan_id']" },
    ],
});
