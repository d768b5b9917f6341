import { tours } from "@document_approval/../tests/tours/tours";

import { choose } from "./tour_steps";

tours.add("area_route_desk", {
    steps: () => [
        { content: "A new route", trigger: ".o_list_button_add", run: "click" },
        ...choose("area_id", "Tour Area"),
        { content: "All its customers", trigger: "button[name='action_add_area']", run: "click" },
        { content: "In the best order", trigger: ".o_data_row:contains(Tour Near) .o_data_cell[name='time_text']:contains(–)" },
        { content: "Who has no coordinates says so", trigger: ".o_data_row:contains(Tour Nowhere) .o_data_cell[name='reason']:contains(No coordinates)" },
        { content: "Off the route", trigger: ".o_data_row:contains(Tour Nowhere) .o_list_record_remove button, .o_data_row:contains(Tour Nowhere) button[name='delete']", run: "click" },
        { content: "Gone", trigger: ".o_field_widget[name='stop_ids']:not(:has(.o_data_row:contains(Tour Nowhere)))" },
        { content: "Optimise", trigger: "button[name='action_optimise']", run: "click" },
        { content: "All fit", trigger: "span.badge:contains('2 of 2')" },
        { content: "The drawing", trigger: ".o_notebook .nav-link[name='drawing']", run: "click" },
        { content: "Two numbered stops", trigger: ".o_relationship_route_map svg .o_route_stop:nth-of-type(2)" },
        { content: "No tiles without a setting", trigger: ".o_relationship_route_map:not(:has(img))" },
        { content: "Submit", trigger: "button[name='action_approval_submit']", run: "click" },
        { content: "Yes", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { content: "Waiting for the manager", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Pending), .alert:contains(Waiting for)" },
    ],
});

tours.add("area_route_phone", {
    steps: () => [
        { content: "Today's route", trigger: ".o_kanban_record:contains(Tour Area)", run: "click" },
        { content: "The stops as cards with a map", trigger: ".o_form_view .o_field_widget[name='stop_ids'] .o_kanban_record:contains(Tour Near) a[href*='amap']" },
        { content: "The drawing", trigger: ".o_notebook .nav-link[name='drawing']", run: "click" },
        { content: "It is legible", trigger: ".o_relationship_route_map svg text:contains(Tour)" },
    ],
});

tours.add("area_propose", {
    steps: () => [
        { content: "Propose areas", trigger: ".o_control_panel button:contains(Propose Areas)", run: "click" },
        { content: "Look at the list", trigger: ".modal footer button[name='action_propose']:visible, .modal .modal-footer button[name='action_propose']", run: "click" },
        { content: "Named: who has no coordinates", trigger: ".modal .alert:contains(Tour Nowhere)" },
        { content: "The proposed area", trigger: ".modal .o_field_widget[name='line_ids'] .o_data_row" },
        { content: "Make it", trigger: ".modal button[name='action_apply']", run: "click" },
        { content: "There it is", trigger: "body:not(:has(.modal)) .o_kanban_record:contains(2 customers)" },
    ],
});
