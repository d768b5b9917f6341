from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Visit plans in the general settings."""
    _inherit = 'res.config.settings'

    relationship_visits_per_day = fields.Integer(related='company_id.relationship_visits_per_day', readonly=False)
