from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.classification_metrics import union
from ..tools.own_companies import of_own_companies
from .relationship_budget import YEARS

#: New customers: more is a slip of the finger.
CUSTOMERS_MAX = 1_000_000


class RelationshipTarget(models.Model):
    """What a person, a department or the whole company is to sell and win in a year (R1.3).

    Sales are the purchases as they are now, new customers those whose first purchase lies in the
    year. Both belong to whoever looks after the customer today; a department's are those of its
    people and of the departments below.
    """
    _name = 'relationship.target'
    _description = "Yearly Target"
    _inherit = ['relationship.team.mixin', 'relationship.input.guard', 'mail.thread']
    _order = 'year desc, department_id, user_id, id'
    _check_company_auto = True
    _team_person_field = 'user_id'

    company_id = fields.Many2one(
        'res.company', "Company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    year = fields.Integer(
        required=True, index=True, aggregator=None, default=lambda self: self.env.company._relationship_today().year)
    department_id = fields.Many2one(
        'hr.department', "Department", index='btree_not_null', check_company=True, ondelete='restrict')
    user_id = fields.Many2one(
        'res.users', "Person", index='btree_not_null', check_company=True, domain=[('share', '=', False)],
        ondelete='restrict', help="Empty: the target of the department, or of the whole company.")
    sales_target = fields.Monetary(tracking=True)
    sales_actual = fields.Monetary("Actual Sales", compute='_compute_actual')
    sales_percent = fields.Float("Sales Reached (%)", compute='_compute_actual', digits=(16, 1), aggregator=None)
    customer_target = fields.Integer("Target of New Customers", tracking=True)
    customer_actual = fields.Integer("New Customers", compute='_compute_actual')
    customer_percent = fields.Float("New Customers Reached (%)", compute='_compute_actual', digits=(16, 1), aggregator=None)

    _key_unique = models.UniqueIndex(
        "(company_id, year, COALESCE(department_id, 0), COALESCE(user_id, 0))",
        "There is a target of that year already: change that one.")

    @api.depends('year', 'user_id.name', 'department_id.name', 'company_id.name')
    def _compute_display_name(self):
        for target in self:
            whose = target.user_id.name or target.department_id.name or target.company_id.name
            target.display_name = f"{target.year or ''} {whose or ''}".strip()

    @api.constrains('year', 'sales_target', 'customer_target', 'user_id', 'department_id')
    def _check_numbers(self):
        for target in self:
            if target.year not in YEARS:
                raise ValidationError(self.env._("Year: enter one between %(first)s and %(last)s.",
                                                 first=YEARS[0], last=YEARS[-1]))
            if target.sales_target < 0 or not 0 <= target.customer_target <= CUSTOMERS_MAX:
                raise ValidationError(self.env._("A target cannot be negative: enter zero or more."))
            if target.user_id and target.department_id:
                raise ValidationError(self.env._("Name a person or a department: a person's target needs no department."))

    @api.depends('year', 'department_id', 'user_id', 'company_id', 'sales_target', 'customer_target')
    def _compute_actual(self):
        """Two statements and two queries for all targets of a company."""
        for company, targets in of_own_companies(self, '_compute_actual').grouped('company_id').items():
            sales, won = targets._actuals(company) if company else ({}, {})
            people = targets._people(company)
            for target in targets:
                users = people[target]
                target.sales_actual = sum(
                    amount for (year, user), amount in sales.items() if year == target.year and (users is None or user in users))
                target.customer_actual = sum(
                    count for (year, user), count in won.items() if year == target.year and (users is None or user in users))
                target.sales_percent = 100.0 * target.sales_actual / target.sales_target if target.sales_target else 0.0
                target.customer_percent = (
                    100.0 * target.customer_actual / target.customer_target if target.customer_target else 0.0)

    def _actuals(self, company):
        """Sales and customers won by year and by who looks after the customer, whoever asks.

        :return: two dicts with keys (year, user id or None)
        """
        years = tuple({target.year for target in self if target.year in YEARS} or {0})
        Profile = self.env['relationship.profile'].sudo()
        Profile.flush_model(['partner_id', 'company_id', 'user_id', 'first_purchase_date'])
        sales = self.env.execute_query(SQL(
            """SELECT EXTRACT(YEAR FROM fact.day)::int AS year, profile.user_id, SUM(fact.amount)
                 FROM (%s) AS fact
            LEFT JOIN relationship_profile profile ON profile.partner_id = fact.partner_id AND profile.company_id = %s
                WHERE fact.day BETWEEN %s AND %s AND EXTRACT(YEAR FROM fact.day) IN %s
                GROUP BY 1, 2""",
            union(Profile._purchase_fact_queries(company), ('partner_id', 'day', 'amount')), company.id,
            f'{max(min(years), 1):04d}-01-01', f'{max(max(years), 1):04d}-12-31', years))
        won = self.env.execute_query(SQL(
            """SELECT EXTRACT(YEAR FROM first_purchase_date)::int AS year, user_id, COUNT(*)
                 FROM relationship_profile
                WHERE company_id = %s AND EXTRACT(YEAR FROM first_purchase_date) IN %s
                GROUP BY 1, 2""", company.id, years))
        return (
            {(year, user_id): float(amount) for year, user_id, amount in sales},
            {(year, user_id): count for year, user_id, count in won})

    def _people(self, company):
        """``{target: set of user ids, or None for everybody}``."""
        departments = self.env['hr.department'].sudo().search([('id', 'child_of', self.department_id.ids)])
        employees = self.env['hr.employee'].sudo().search([
            ('department_id', 'in', departments.ids), ('company_id', '=', company.id), ('user_id', '!=', False)])
        people = {}
        for target in self:
            if target.user_id:
                people[target] = set(target.user_id.ids)
            elif target.department_id:
                path = target.department_id.sudo().parent_path
                people[target] = set(employees.filtered(
                    lambda employee, path=path: employee.department_id.parent_path.startswith(path)).user_id.ids)
            else:
                people[target] = None
        return people
