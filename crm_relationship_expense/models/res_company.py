from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """How costs become expenses when nothing else is said (P2 ⑩, P3 ⑨, P4 ⑥)."""
    _inherit = 'res.company'

    relationship_expense_payment_mode = fields.Selection(
        [('own_account', "Employee (to reimburse)"), ('company_account', "Company")],
        "Costs Are Paid By", required=True, default='own_account',
        help="Who paid the costs of visits and hospitality; changed on an expense where it was otherwise.")
    relationship_expense_analytic_id = fields.Many2one(
        'account.analytic.account', "Analytic Account of Customer Costs",
        domain="[('company_id', 'in', [False, id])]",
        help="Takes the expenses of departments that have no analytic account of their own.")

    @api.constrains('relationship_expense_analytic_id')
    def _check_relationship_expense_analytic(self):
        for company in self:
            owner = company.relationship_expense_analytic_id.company_id
            if owner and owner not in (company, company.root_id):
                raise ValidationError(self.env._("The analytic account of customer costs belongs to another company."))
