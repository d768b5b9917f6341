from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How costs become expenses, in the general settings."""
    _inherit = 'res.config.settings'

    relationship_expense_payment_mode = fields.Selection(
        related='company_id.relationship_expense_payment_mode', readonly=False)
    relationship_expense_analytic_id = fields.Many2one(
        related='company_id.relationship_expense_analytic_id', readonly=False)
