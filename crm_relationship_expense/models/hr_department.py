from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrDepartment(models.Model):
    """Which analytic account takes the customer costs of a department."""
    _inherit = 'hr.department'

    relationship_expense_analytic_id = fields.Many2one(
        'account.analytic.account', "Analytic Account of Customer Costs",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Takes the expenses made from this department's visits and hospitality. "
             "Empty: that of the department above, then the company's.")

    @api.constrains('relationship_expense_analytic_id', 'company_id')
    def _check_relationship_expense_analytic(self):
        for department in self:
            owner = department.relationship_expense_analytic_id.company_id
            if owner and department.company_id and owner not in (department.company_id, department.company_id.root_id):
                raise ValidationError(self.env._("The analytic account of customer costs belongs to another company."))

    def _relationship_expense_analytic(self, company):
        """The account for costs of this department (may be empty) in ``company``: its own, or the nearest above."""
        department = self
        while department:
            account = department.relationship_expense_analytic_id
            if account and account.company_id in (account.company_id.browse(), company, company.root_id):
                return account
            department = department.parent_id
        return company.relationship_expense_analytic_id
