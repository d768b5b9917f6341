from odoo import fields, models


class ResPartner(models.Model):
    """Which import created the customer."""

    _inherit = "res.partner"

    relationship_purchase_import_ids = fields.Many2many(
        "relationship.purchase.import", "relationship_purchase_import_partner_rel", "partner_id", "import_id",
        "Created by the Import", copy=False, readonly=True, groups="crm_relationship.group_purchase_import")
