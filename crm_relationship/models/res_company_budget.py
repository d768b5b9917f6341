from odoo import fields, models


class ResCompany(models.Model):
    """What a missing budget means, company by company."""
    _inherit = 'res.company'

    relationship_budget_missing = fields.Selection(
        [('free', "No limit"), ('stop', "Stop the submission")], "Without a Budget", default='free', required=True,
        help="What happens to documents for which no yearly budget is set.")
