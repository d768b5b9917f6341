{
    "name": "Document Approval",
    "summary": "Signatures on any document: policies, authority limits, a sealed history",
    "version": "19.0.1.0.0",
    "category": "Productivity",
    "author": "crm_relationship contributors",
    "license": "LGPL-3",
    "depends": ["mail", "hr"],
    "data": [
        # groups, rights, rules
        "security/document_approval_groups.xml",
        "security/ir.model.access.csv",
        "security/document_approval_rules.xml",
        # data
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        "data/approval_route_templates.xml",
        # screens
        "wizards/approval_decision_views.xml",
        "wizards/approval_cancel_views.xml",
        "wizards/approval_reroute_views.xml",
        "wizards/approval_route_change_views.xml",
        "wizards/approval_policy_finding_views.xml",
        "views/approval_document_views.xml",
        "views/approval_policy_version_views.xml",
        "views/approval_policy_views.xml",
        "views/approval_authority_views.xml",
        "views/approval_delegation_views.xml",
        "views/approval_task_views.xml",
        "views/approval_request_views.xml",
        "views/approval_copy_views.xml",
        "views/res_config_settings_views.xml",
        "views/document_approval_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["document_approval/static/tests/tours/**/*"],
    },
    "application": True,
}
