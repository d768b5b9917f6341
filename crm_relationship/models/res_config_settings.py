"""The application's page in the general settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    relationship_hospitality_lead_days = fields.Integer(
        related="company_id.relationship_hospitality_lead_days", readonly=False
    )
    relationship_overrun_percent = fields.Float(
        related="company_id.relationship_overrun_percent", readonly=False
    )
    relationship_overrun_amount = fields.Monetary(
        related="company_id.relationship_overrun_amount",
        readonly=False,
        currency_field="relationship_currency_id",
    )
    relationship_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
