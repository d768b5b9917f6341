from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Budgets in the general settings."""
    _inherit = 'res.config.settings'

    relationship_budget_missing = fields.Selection(related='company_id.relationship_budget_missing', readonly=False)
