{
    "name": "Customer Relations: Expenses",
    "summary": "Costs of visits and hospitality claimed as expenses, once, within what was approved",
    "version": "19.0.1.0.0",
    "category": "Sales/Customer Relations",
    "author": "crm_relationship contributors",
    "license": "LGPL-3",
    "depends": [
        "crm_relationship",
        "hr_expense",
    ],
    "data": [
        # rights
        "security/ir.model.access.csv",
        "security/crm_relationship_expense_security.xml",
        # data
        "data/approval_policy_data.xml",
        "data/relationship_sequence_data.xml",
        # screens
        "views/hr_expense_views.xml",
        "views/relationship_visit_supplement_views.xml",
        "views/relationship_hospitality_item_views.xml",
        "views/relationship_hospitality_report_views.xml",
        "views/relationship_visit_views.xml",
        "views/relationship_visit_day_views.xml",
        "views/hr_department_views.xml",
        "views/res_config_settings_views.xml",
        "views/crm_relationship_expense_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["crm_relationship_expense/static/tests/tours/**/*"],
    },
    "auto_install": True,
    "post_init_hook": "post_init_hook",
}
