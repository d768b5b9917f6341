from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Evaluation in the general settings."""
    _inherit = 'res.config.settings'

    relationship_credit_user_id = fields.Many2one(related='company_id.relationship_credit_user_id', readonly=False)
