from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Key accounts and countermeasures in the settings."""
    _inherit = 'res.config.settings'

    relationship_key_places = fields.Integer(related='company_id.relationship_key_places', readonly=False)
    relationship_key_minimum = fields.Float(related='company_id.relationship_key_minimum', readonly=False)
    relationship_countermeasure_limit = fields.Integer(
        related='company_id.relationship_countermeasure_limit', readonly=False)
    relationship_countermeasure_days = fields.Integer(
        related='company_id.relationship_countermeasure_days', readonly=False)
