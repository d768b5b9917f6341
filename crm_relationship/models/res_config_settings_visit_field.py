from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    relationship_checkin_radius = fields.Integer(related='company_id.relationship_checkin_radius', readonly=False)
    relationship_position_days = fields.Integer(related='company_id.relationship_position_days', readonly=False)
    relationship_position_readers = fields.Selection(
        related='company_id.relationship_position_readers', readonly=False, required=True)
    relationship_preparation_gate = fields.Selection(
        related='company_id.relationship_preparation_gate', readonly=False, required=True)
    relationship_minutes_hours = fields.Integer(related='company_id.relationship_minutes_hours', readonly=False)
    relationship_minutes_basis = fields.Selection(
        related='company_id.relationship_minutes_basis', readonly=False, required=True)
    relationship_minutes_escalate_hours = fields.Integer(
        related='company_id.relationship_minutes_escalate_hours', readonly=False)
