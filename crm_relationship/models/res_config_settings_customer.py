"""Customer numbers in the general settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    relationship_customer_numbering = fields.Selection(
        related="company_id.relationship_customer_numbering", readonly=False
    )
    relationship_customer_prefix = fields.Char(related="company_id.relationship_customer_prefix", readonly=False)
    relationship_customer_padding = fields.Integer(related="company_id.relationship_customer_padding", readonly=False)
