{
    "name": "Customer Relations: Sales",
    "summary": "Sale orders and invoices as purchases of the customers",
    "version": "19.0.1.0.0",
    "category": "Sales/Customer Relations",
    "author": "crm_relationship contributors",
    "license": "LGPL-3",
    "depends": [
        "crm_relationship",
        "sale",
        "sale_margin",
    ],
    "data": [
        "views/relationship_profile_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "auto_install": True,
}
