from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Windows and thresholds of the classification, per company."""
    _inherit = 'res.config.settings'

    relationship_sales_months = fields.Integer(related='company_id.relationship_sales_months', readonly=False)
    relationship_growth_months = fields.Integer(related='company_id.relationship_growth_months', readonly=False)
    relationship_rfm_months = fields.Integer(related='company_id.relationship_rfm_months', readonly=False)
    relationship_grade_basis = fields.Selection(related='company_id.relationship_grade_basis', readonly=False, required=True)
    relationship_activity_months = fields.Integer(related='company_id.relationship_activity_months', readonly=False)
    relationship_activity_high = fields.Integer(related='company_id.relationship_activity_high', readonly=False)
    relationship_risk_drop_percent = fields.Float(related='company_id.relationship_risk_drop_percent', readonly=False)
    relationship_risk_silence_months = fields.Integer(related='company_id.relationship_risk_silence_months', readonly=False)
    relationship_risk_complaint_months = fields.Integer(related='company_id.relationship_risk_complaint_months', readonly=False)
    relationship_abc_a_percent = fields.Float(related='company_id.relationship_abc_a_percent', readonly=False)
    relationship_abc_b_percent = fields.Float(related='company_id.relationship_abc_b_percent', readonly=False)
    relationship_potential_high_percent = fields.Float(related='company_id.relationship_potential_high_percent', readonly=False)
    relationship_potential_medium_percent = fields.Float(related='company_id.relationship_potential_medium_percent', readonly=False)
    relationship_repeat_margin_percent = fields.Float(related='company_id.relationship_repeat_margin_percent', readonly=False)
    relationship_stage_new_months = fields.Integer(related='company_id.relationship_stage_new_months', readonly=False)
    relationship_stage_sleep_months = fields.Integer(related='company_id.relationship_stage_sleep_months', readonly=False)
    relationship_stage_lost_months = fields.Integer(related='company_id.relationship_stage_lost_months', readonly=False)
    relationship_value_years = fields.Integer(related='company_id.relationship_value_years', readonly=False)
    relationship_retention_low_percent = fields.Float(related='company_id.relationship_retention_low_percent', readonly=False)
    relationship_retention_medium_percent = fields.Float(related='company_id.relationship_retention_medium_percent', readonly=False)
    relationship_retention_high_percent = fields.Float(related='company_id.relationship_retention_high_percent', readonly=False)
