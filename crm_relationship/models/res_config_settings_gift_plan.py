from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Gift plans in the general settings."""
    _inherit = 'res.config.settings'

    relationship_gift_interval_days = fields.Integer(
        related='company_id.relationship_gift_interval_days', readonly=False)
    relationship_gift_lead_days = fields.Integer(related='company_id.relationship_gift_lead_days', readonly=False)
