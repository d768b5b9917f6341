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
        # Security: groups first, then access rights, then record rules
        "security/crm_relationship_groups.xml",
        "security/ir.model.access.csv",
        "security/relationship_hospitality_security.xml",
        "security/relationship_profile_security.xml",
        # Data
        "data/report_paperformat_data.xml",
        "data/relationship_sequence_data.xml",
        "data/relationship_hospitality_data.xml",
        "data/relationship_classification_data.xml",
        "data/relationship_classification_cron.xml",
        "data/approval_policy_data.xml",
        # Views
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
        "views/relationship_interaction_quick_views.xml",
        "views/relationship_hospitality_views.xml",
        "views/relationship_hospitality_overview_views.xml",
        "views/relationship_hospitality_report_views.xml",
        "views/relationship_hospitality_expense_views.xml",
        "views/relationship_hospitality_item_views.xml",
        "views/relationship_hospitality_step_template_views.xml",
        # Printed forms: the layout first
        "reports/form_layout_templates.xml",
        "reports/verify_templates.xml",
        "reports/hospitality_request_templates.xml",
        "reports/hospitality_plan_templates.xml",
        "reports/hospitality_report_templates.xml",
        "reports/hospitality_reports.xml",
        # Menus last: they name the actions above
        "views/crm_relationship_menus.xml",
        "views/relationship_hospitality_menus.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
        "demo/hr_employee_demo.xml",
        "demo/res_partner_demo.xml",
        "demo/relationship_hospitality_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_relationship/static/src/**/*",
        ],
    },
}
