from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The source of purchases in the general settings."""

    _inherit = "res.config.settings"

    relationship_sale_facts = fields.Selection(related="company_id.relationship_sale_facts", readonly=False)
