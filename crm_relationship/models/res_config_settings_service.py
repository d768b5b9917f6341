"""Service plans and suggestions in the general settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    relationship_duty_horizon_days = fields.Integer(
        related='company_id.relationship_duty_horizon_days', readonly=False)
    relationship_suggestion_days = fields.Integer(
        related='company_id.relationship_suggestion_days', readonly=False)
