import { tours } from "@document_approval/../tests/tours/tours";

/** Log an interaction in the open dialog. */
function log(words) {
    return [
        ...(words ? [{ content: "Say what it was about", trigger: ".modal .o_field_widget[name='summary'] input", run: `edit ${words}` }] : []),
        { content: "Log it", trigger: ".modal footer .btn-primary, .modal .modal-footer .btn-primary", run: "click" },
        { content: "Logged", trigger: "body:not(:has(.modal))" },
    ];
}

tours.add("customer_360_desk", {
    steps: () => [
        { content: "Open the customer", trigger: ".o_kanban_record:contains(Tour Works)", run: "click" },
        { content: "Its labels", trigger: ".o_form_view .o_field_badge[name='churn_risk']:contains(High)" },
        { content: "Its trend", trigger: ".o_relationship_trend rect" },
        { content: "Why these labels", trigger: ".o_notebook .nav-link[name='why']", run: "click" },
        { content: "Address and visits", trigger: ".o_notebook .nav-link[name='address']", run: "click" },
        { content: "When not to call", trigger: ".o_field_widget[name='no_visit_text']:contains(Monday 09:00–10:30)" },
        { content: "Log a WeChat talk", trigger: ".o_statusbar_buttons button[name='action_log_wechat']", run: "click" },
        { content: "The channel is chosen", trigger: ".modal .o_field_widget[name='channel'] input:checked[data-value='wechat']" },
        ...log("Asked for a new quotation"),
        { content: "Recent interactions", trigger: ".o_notebook .nav-link[name='interactions']", run: "click" },
        { content: "There it is", trigger: ".o_field_widget[name='interaction_ids'] .o_data_row:contains(Asked for a new quotation)" },
        { content: "Purchases", trigger: ".oe_stat_button[name='action_purchases']", run: "click" },
        { content: "The order", trigger: ".o_list_view .o_data_row:contains(T-1)" },
        { content: "Back", trigger: ".o_breadcrumb .breadcrumb-item a:contains(Tour Works), .o_back_button", run: "click" },
        { content: "The customer again", trigger: ".o_form_view .o_relationship_trend" },
    ],
});

tours.add("customer_360_phone", {
    steps: () => [
        { content: "First tap: log a call", trigger: ".o_kanban_record:contains(Tour Works) button[name='action_log_call']", run: "click" },
        { content: "The dialog", trigger: ".modal .o_field_widget[name='channel'] input:checked[data-value='call']" },
        ...log(),
        { content: "Open the customer", trigger: ".o_kanban_record:contains(Tour Works)", run: "click" },
        { content: "Its trend", trigger: ".o_form_view .o_relationship_trend rect" },
        { content: "The call brought the risk down", trigger: ".o_field_badge[name='churn_risk']:contains(Low)" },
    ],
});

tours.add("customer_register", {
    steps: () => [
        { content: "Register", trigger: "button[name='action_relationship_register']", run: "click" },
        { content: "In the roster with a number", trigger: ".o_form_view .o_field_widget[name='number'] input:value(KH0)" },
    ],
});

tours.add("customer_sheet", {
    steps: () => [
        { content: "Tick all customers", trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { content: "Actions", trigger: ".o_control_panel .o_cp_action_menus .dropdown-toggle:contains(Actions)", run: "click" },
        { content: "Customer sheet", trigger: ".o-dropdown--menu .o_menu_item:contains(Customer Sheet)", run: "click" },
        { content: "The customers are listed", trigger: ".o_form_view .o_field_widget[name='line_ids'] .o_data_row:contains(Tour Works)" },
    ],
});

tours.add("classification_tryout", {
    steps: () => [
        { content: "The strategic tier's threshold", trigger: ".o_field_widget[name='tier_ids'] .o_data_row:first td[name='amount_min']", run: "click" },
        { content: "Ask for less", trigger: ".o_field_widget[name='tier_ids'] .o_selected_row td[name='amount_min'] input", run: "edit 1000" },
        { content: "Try", trigger: "button[name='action_try']", run: "click" },
        { content: "Who would move", trigger: ".o_relationship_tryout .table-warning" },
        { content: "Show them", trigger: "button[name='action_open_moves']", run: "click" },
        { content: "Those whose tier would change", trigger: ".o_list_view .o_group_header:contains(Value Tier)", run: "click" },
        { content: "From which tier", trigger: ".o_list_view .o_group_header:contains(Basic)", run: "click" },
        { content: "To which tier", trigger: ".o_list_view .o_group_header:contains(Strategic)", run: "click" },
        { content: "The customer that would move", trigger: ".o_list_view .o_data_row:contains(Tour Works)" },
    ],
});

tours.add("customer_override", {
    steps: () => [
        { content: "Open the customer", trigger: ".o_kanban_record:contains(Tour Works)", run: "click" },
        { content: "The computed risk", trigger: ".o_form_view .o_field_badge[name='churn_risk']:contains(High)" },
        { content: "Actions", trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { content: "Override", trigger: ".o-dropdown--menu .o_menu_item:contains(Override a Label)", run: "click" },
        { content: "Which label", trigger: ".modal .o_field_widget[name='label'] input[data-value='churn_risk']", run: "click" },
        { content: "Its value", trigger: ".modal .o_field_widget[name='churn_risk'] select, .modal .o_field_widget[name='churn_risk'] input", run: "click" },
        { content: "Low", trigger: ".o_select_menu_item:contains(Low)", run: "click" },
        { content: "Why", trigger: ".modal .o_field_widget[name='reason'] input, .modal .o_field_widget[name='reason'] textarea", run: "edit Contract signed yesterday" },
        { content: "Until when", trigger: ".modal .o_field_widget[name='date_until'] button, .modal .o_field_widget[name='date_until'] input", run: "click" },
        { content: "Type the day", trigger: ".modal .o_field_widget[name='date_until'] input", run: "edit 12/31/2099 && press Enter" },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "The label in force", trigger: "body:not(:has(.modal)) .o_form_view .o_field_badge[name='churn_risk']:contains(Low)" },
        { content: "Why these labels", trigger: ".o_notebook .nav-link[name='why']", run: "click" },
        { content: "The reason and what was computed", trigger: ".o_notebook .tab-pane.active:contains(Contract signed yesterday)" },
    ],
});
