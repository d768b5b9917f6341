{
    "name": "Customer Relations: Inventory",
    "summary": "Gifts leave the stock when the keeper issues them, and come back to it",
    "version": "19.0.1.0.0",
    "category": "Sales/Customer Relations",
    "author": "crm_relationship contributors",
    "license": "LGPL-3",
    "depends": [
        "crm_relationship",
        "stock",
    ],
    "data": [
        "views/relationship_gift_request_views.xml",
        "views/stock_picking_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "auto_install": True,
}
