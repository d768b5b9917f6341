{
    "name": "Customer Relations",
    "summary": "Hospitality, visits and customer care on signed forms",
    "version": "19.0.1.0.0",
    "category": "Sales/Customer Relations",
    "author": "crm_relationship contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "document_approval",
        "calendar",
        "contacts",
        "hr",
        "product",
    ],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "data": [
        # Security, groups first, then access rights, then record rules
        "security/crm_relationship_groups.xml",
        "security/relationship_purchase_groups.xml",
        "security/ir.model.access.csv",
        "security/relationship_hospitality_security.xml",
        "security/relationship_profile_security.xml",
        "security/relationship_customer_security.xml",
        "security/relationship_purchase_security.xml",
        # Security, areas and routes
        "security/ir.model.access-area.csv",
        "security/relationship_area_security.xml",
        "security/relationship_route_security.xml",
        # Security, visits
        "security/ir.model.access-visit.csv",
        "security/relationship_visit_security.xml",
        # Security, visits in the field
        "security/ir.model.access-visit_field.csv",
        "security/relationship_visit_field_security.xml",
        # Security, visit plans
        "security/ir.model.access-plans.csv",
        "security/relationship_plans_security.xml",
        # Security, daily reports
        "security/ir.model.access-daily_reports.csv",
        "security/relationship_daily_reports_security.xml",
        # Security, evaluation
        "security/ir.model.access-evaluation.csv",
        "security/relationship_evaluation_security.xml",
        # Security, key accounts and countermeasures
        "security/ir.model.access-key.csv",
        "security/relationship_key_security.xml",
        # Security, service plans
        "security/ir.model.access-service.csv",
        "security/relationship_service_security.xml",
        # Security, gift catalogue
        "security/ir.model.access-gift_catalogue.csv",
        "security/relationship_gift_catalogue_security.xml",
        # Security, gifts
        "security/ir.model.access-gift.csv",
        "security/relationship_gift_security.xml",
        # Security, benefit ledger
        "security/ir.model.access-benefit.csv",
        "security/relationship_benefit_security.xml",
        # Security, gift plans
        "security/ir.model.access-gift_plan.csv",
        "security/relationship_gift_plan_security.xml",
        # Security, budgets
        "security/ir.model.access-budget.csv",
        "security/relationship_budget_security.xml",
        # Data
        "data/report_paperformat_data.xml",
        "data/relationship_sequence_data.xml",
        "data/relationship_hospitality_data.xml",
        "data/relationship_classification_data.xml",
        "data/relationship_classification_cron.xml",
        "data/relationship_tag_data.xml",
        "data/relationship_purchase_cron.xml",
        "data/approval_policy_data.xml",
        "data/relationship_customer_data.xml",
        # Data, areas and routes
        "data/relationship_area_data.xml",
        "data/relationship_route_data.xml",
        "data/approval_policy_area_data.xml",
        # Data, visits
        "data/relationship_visit_data.xml",
        "data/approval_policy_visit_data.xml",
        # Data, visits in the field
        "data/relationship_visit_field_data.xml",
        # Data, visit plans
        "data/relationship_workday_data.xml",
        "data/relationship_visit_plan_data.xml",
        "data/approval_policy_plans_data.xml",
        # Data, daily reports
        "data/relationship_visit_day_data.xml",
        "data/approval_policy_visit_day_data.xml",
        # Data, evaluation
        "data/relationship_evaluation_data.xml",
        "data/relationship_scorecard_key_data.xml",
        "data/relationship_scorecard_potential_data.xml",
        "data/relationship_scorecard_general_data.xml",
        "data/relationship_scorecard_activation_data.xml",
        "data/approval_policy_evaluation_data.xml",
        # Data, key accounts and countermeasures
        "data/relationship_key_data.xml",
        "data/approval_policy_key_data.xml",
        # Data, service plans
        "data/relationship_service_data.xml",
        "data/approval_policy_service_data.xml",
        # Data, gifts
        "data/relationship_gift_data.xml",
        "data/approval_policy_gift_data.xml",
        # Data, benefit ledger
        "data/relationship_benefit_data.xml",
        # Data, gift plans
        "data/relationship_gift_plan_data.xml",
        "data/approval_policy_gift_plan_data.xml",
        # Views
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
        "views/res_partner_customer_views.xml",
        "views/res_config_settings_customer_views.xml",
        "views/relationship_profile_views.xml",
        "views/relationship_profile_form_views.xml",
        "views/relationship_interaction_quick_views.xml",
        "views/relationship_customer_sheet_views.xml",
        "views/relationship_income_band_views.xml",
        "views/relationship_hospitality_views.xml",
        "views/relationship_hospitality_overview_views.xml",
        "views/relationship_hospitality_report_views.xml",
        "views/relationship_hospitality_expense_views.xml",
        "views/relationship_hospitality_item_views.xml",
        "views/relationship_hospitality_step_template_views.xml",
        "views/relationship_profile_explanation_templates.xml",
        "views/relationship_interaction_views.xml",
        "views/relationship_feedback_views.xml",
        "views/relationship_profile_override_views.xml",
        "views/relationship_profile_change_views.xml",
        "views/relationship_tier_views.xml",
        "views/relationship_grade_views.xml",
        "views/relationship_rfm_segment_views.xml",
        "views/relationship_rule_version_views.xml",
        "views/relationship_pass_run_views.xml",
        "views/relationship_tag_rule_views.xml",
        "views/mail_activity_type_views.xml",
        "views/relationship_repeat_profit_views.xml",
        "views/res_config_settings_classification_views.xml",
        "views/relationship_profile_label_views.xml",
        "wizards/relationship_whitespace_views.xml",
        "wizards/relationship_tryout_views.xml",
        "views/relationship_purchase_views.xml",
        "views/relationship_purchase_source_views.xml",
        "views/relationship_purchase_import_views.xml",
        "views/relationship_purchase_import_templates.xml",
        # Views, areas and routes
        "views/relationship_tier_visit_views.xml",
        "views/res_partner_coordinates_views.xml",
        "views/relationship_profile_visit_views.xml",
        "views/relationship_visit_due_views.xml",
        "wizards/relationship_area_proposal_views.xml",
        "views/relationship_area_views.xml",
        "views/relationship_route_views.xml",
        "views/res_config_settings_area_views.xml",
        # Views, visits
        "views/relationship_visit_views.xml",
        "views/relationship_visit_overview_views.xml",
        "views/relationship_visit_customer_views.xml",
        "views/res_config_settings_visit_views.xml",
        "wizards/relationship_visit_reschedule_views.xml",
        # Views, visits in the field
        "wizards/relationship_visit_field_views.xml",
        "views/relationship_visit_field_views.xml",
        "views/relationship_visit_report_views.xml",
        "views/relationship_visit_problem_views.xml",
        "views/relationship_visit_preparation_views.xml",
        "views/relationship_position_consent_views.xml",
        "views/res_partner_checkin_views.xml",
        "views/res_config_settings_visit_field_views.xml",
        # Views, visit plans
        "views/relationship_workday_views.xml",
        "views/relationship_visit_plan_line_views.xml",
        "views/relationship_visit_plan_views.xml",
        "views/relationship_visit_planned_views.xml",
        "views/relationship_visit_plan_report_views.xml",
        "views/res_config_settings_visit_plan_views.xml",
        # Views, daily reports
        "views/relationship_visit_day_views.xml",
        "views/relationship_visit_day_expense_views.xml",
        "views/relationship_visit_summary_views.xml",
        "views/relationship_visit_progress_views.xml",
        "views/relationship_visit_team_views.xml",
        "views/res_config_settings_visit_day_views.xml",
        # Views, evaluation
        "views/relationship_evaluation_views.xml",
        "views/relationship_evaluation_overview_views.xml",
        "views/relationship_scorecard_views.xml",
        "views/relationship_profile_evaluation_views.xml",
        "views/res_config_settings_evaluation_views.xml",
        "wizards/relationship_evaluation_views.xml",
        # Views, key accounts and countermeasures
        "views/relationship_key_account_progress_views.xml",
        "views/relationship_key_account_customer_views.xml",
        "views/relationship_key_account_views.xml",
        "views/relationship_countermeasure_line_views.xml",
        "views/relationship_countermeasure_views.xml",
        "views/relationship_profile_key_views.xml",
        "views/res_config_settings_key_views.xml",
        # Views, service plans
        "views/relationship_service_templates.xml",
        "views/relationship_service_plan_views.xml",
        "views/relationship_service_action_views.xml",
        "views/relationship_policy_views.xml",
        "views/relationship_suggestion_views.xml",
        "views/relationship_profile_service_views.xml",
        "views/res_config_settings_service_views.xml",
        # Views, gift catalogue
        "views/product_template_gift_views.xml",
        # Views, gifts
        "views/relationship_gift_request_views.xml",
        "views/relationship_gift_line_views.xml",
        "views/relationship_gift_overview_views.xml",
        "views/relationship_gift_customer_views.xml",
        "views/res_config_settings_gift_views.xml",
        # Views, benefit ledger
        "views/relationship_benefit_templates.xml",
        "views/relationship_benefit_document_views.xml",
        "views/relationship_benefit_views.xml",
        "views/relationship_benefit_cap_views.xml",
        "views/relationship_entertainment_year_views.xml",
        "views/res_partner_benefit_views.xml",
        "views/res_config_settings_benefit_views.xml",
        # Views, gift plans
        "views/relationship_gift_rule_views.xml",
        "views/relationship_gift_plan_line_views.xml",
        "views/relationship_gift_plan_views.xml",
        "views/res_config_settings_gift_plan_views.xml",
        "views/relationship_profile_gift_plan_views.xml",
        # Views, budgets
        "wizards/relationship_budget_copy_views.xml",
        "views/relationship_budget_views.xml",
        "views/relationship_budget_document_views.xml",
        "views/relationship_target_views.xml",
        "views/res_config_settings_budget_views.xml",
        # Printed forms: the layout first
        "reports/form_layout_templates.xml",
        "reports/verify_templates.xml",
        "reports/hospitality_request_templates.xml",
        "reports/hospitality_plan_templates.xml",
        "reports/hospitality_report_templates.xml",
        "reports/hospitality_reports.xml",
        "reports/customer_sheet_templates.xml",
        # Printed, areas and routes
        "reports/area_templates.xml",
        "reports/area_reports.xml",
        # Printed, visits
        # Printed, visits in the field
        "reports/visit_briefing_templates.xml",
        # Printed, visit plans
        # Printed, daily reports
        "reports/visit_templates.xml",
        "reports/visit_day_templates.xml",
        "reports/visit_plan_templates.xml",
        "reports/visit_summary_templates.xml",
        "reports/visit_reports.xml",
        # Printed, evaluation
        "reports/evaluation_templates.xml",
        "reports/evaluation_reports.xml",
        # Printed, key accounts and countermeasures
        "reports/key_account_templates.xml",
        "reports/countermeasure_templates.xml",
        # Printed, service plans
        "reports/service_templates.xml",
        "reports/policy_templates.xml",
        "reports/service_reports.xml",
        # Printed, benefit ledger
        "reports/benefit_templates.xml",
        "reports/benefit_reports.xml",
        # Printed, gift plans
        "reports/gift_plan_templates.xml",
        # Printed, budgets
        "reports/budget_templates.xml",
        "reports/budget_reports.xml",
        # Printed, gifts
        "reports/gift_request_templates.xml",
        "reports/gift_request_reports.xml",
        # Menus last: they name the actions above
        "views/crm_relationship_menus.xml",
        "views/relationship_customer_menus.xml",
        "views/relationship_classification_menus.xml",
        "views/relationship_hospitality_menus.xml",
        "views/relationship_purchase_menus.xml",
        # Menus, areas and routes
        "views/relationship_area_menus.xml",
        "data/approval_policy_switch_on_data.xml",
        # Menus, visits
        "views/relationship_visit_menus.xml",
        # Menus, visits in the field
        "views/relationship_visit_field_menus.xml",
        # Menus, visit plans
        "views/relationship_plans_menus.xml",
        # Menus, daily reports
        "views/relationship_daily_reports_menus.xml",
        # Menus, evaluation
        "views/relationship_evaluation_menus.xml",
        # Menus, key accounts and countermeasures
        "views/relationship_key_menus.xml",
        # Menus, service plans
        "views/relationship_service_menus.xml",
        # Menus, gift catalogue
        "views/relationship_gift_catalogue_menus.xml",
        # Menus, gifts
        "views/relationship_gift_menus.xml",
        # Menus, benefit ledger
        "views/relationship_benefit_menus.xml",
        # Menus, gift plans
        "views/relationship_gift_plan_menus.xml",
        # Menus, budgets
        "views/relationship_budget_menus.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
        "demo/hr_employee_demo.xml",
        "demo/res_partner_demo.xml",
        "demo/relationship_hospitality_demo.xml",
        "demo/relationship_customer_demo.xml",
        # Demo, areas and routes
        "demo/relationship_area_demo.xml",
        # Demo, visits
        "demo/relationship_visit_demo.xml",
        # Demo, visits in the field
        "demo/relationship_visit_field_demo.xml",
        # Demo, visit plans
        "demo/relationship_visit_plan_demo.xml",
        # Demo, daily reports
        "demo/relationship_daily_demo.xml",
        # Demo, evaluation
        "demo/relationship_evaluation_demo.xml",
        # Demo, key accounts and countermeasures
        "demo/relationship_key_demo.xml",
        # Demo, service plans
        "demo/relationship_service_demo.xml",
        # Demo, gift catalogue
        "demo/relationship_gift_catalogue_demo.xml",
        # Demo, gifts
        "demo/relationship_gift_request_demo.xml",
        # Demo, budgets
        "demo/relationship_budget_demo.xml",
        # Demo, benefit ledger
        "demo/relationship_benefit_demo.xml",
        # Demo, gift plans
        "demo/relationship_gift_plan_demo.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web.assets_backend": [
            "crm_relationship/static/src/**/*",
        ],
        "web.assets_tests": [
            "crm_relationship/static/tests/tours/**/*",
        ],
    },
}
