"""The benefit ledger in the general settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    relationship_split_days = fields.Integer(related='company_id.relationship_split_days', readonly=False)
    relationship_entertainment_spend_percent = fields.Float(
        related='company_id.relationship_entertainment_spend_percent', readonly=False)
    relationship_entertainment_revenue_permille = fields.Float(
        related='company_id.relationship_entertainment_revenue_permille', readonly=False)
