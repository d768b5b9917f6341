from odoo import api, fields, models
from odoo.tools import SQL


class RelationshipBudgetYear(models.Model):
    """All budgets of a company and year on one sheet: budget, pending, approved, spent, left (R1.6)."""
    _name = 'relationship.budget.year'
    _description = "Budget Overview"
    _inherit = ['relationship.printed']
    _auto = False
    _order = 'year desc, company_id'
    _depends = {'relationship.budget': ['company_id', 'year', 'state', 'amount']}

    name = fields.Char(readonly=True)
    company_id = fields.Many2one('res.company', "Company", readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    year = fields.Integer(readonly=True, aggregator=None)
    amount = fields.Monetary("Budget", readonly=True)
    amount_pending = fields.Monetary("Pending", compute='_compute_figures')
    amount_approved = fields.Monetary("Approved", compute='_compute_figures')
    amount_spent = fields.Monetary("Spent", compute='_compute_figures')
    amount_left = fields.Monetary("Left", compute='_compute_figures')
    used_percent = fields.Float("Used (%)", compute='_compute_figures', digits=(16, 1), aggregator=None)

    @property
    def _table_query(self):
        return SQL("""
            SELECT company_id * 10000 + year AS id, year::text AS name, company_id, year, SUM(amount) AS amount
              FROM relationship_budget WHERE state = 'active' GROUP BY company_id, year""")

    def _budgets(self):
        """The budgets in force of one or more years, of all departments, as sudo; in the order of the paper."""
        keys = {(row.company_id.id, row.year) for row in self}
        budgets = self.env['relationship.budget'].sudo().search([
            ('company_id', 'in', self.company_id.ids), ('year', 'in', self.mapped('year')), ('state', '=', 'active')])
        return budgets.filtered(lambda budget: (budget.company_id.id, budget.year) in keys).sorted(
            lambda budget: (bool(budget.department_id), budget.department_id.complete_name or '', budget.kind))

    @api.depends('year', 'company_id', 'amount')
    def _compute_figures(self):
        """The sums over the budgets; what no budget covers is not among them."""
        groups = self._budgets().grouped(lambda budget: (budget.company_id, budget.year))
        for row in self:
            budgets = groups.get((row.company_id, row.year), self.env['relationship.budget'])
            for name in ('amount_pending', 'amount_approved', 'amount_spent', 'amount_left'):
                row[name] = sum(budgets.mapped(name))
            used = row.amount - row.amount_left
            row.used_percent = 100.0 * used / row.amount if row.amount else 100.0 * bool(used)

    def action_open_budgets(self):
        """The budgets of one year."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_budget_action')
        return {**action, 'name': self.name, 'context': {'default_year': self.year},
                'domain': [('year', '=', self.year), ('company_id', '=', self.company_id.id)]}

    # ------------------------------------------------------------------
    # The printed overview
    # ------------------------------------------------------------------

    def _print_content(self, face, contacts=None):
        """The figures count for the check code: the print matches until something is asked for or spent."""
        return {**super()._print_content(face, contacts), 'budgets': [
            [budget.id, budget.effect, *(repr(budget[name]) for name in (
                'amount', 'amount_pending', 'amount_approved', 'amount_spent', 'amount_left'))]
            for budget in self.sudo()._budgets()]}

    def _print_plain_names(self, face):
        return ['company_id', 'year', 'amount']

    def _print_months(self):
        """Rows of month, budget, spent of the year: dicts with ``month``, ``planned`` and ``spent``."""
        self.ensure_one()
        Entry = self.env['relationship.budget.entry'].with_context(allowed_company_ids=self.company_id.ids).sudo()
        found = {date.month: (planned, spent) for date, planned, spent in Entry._read_group(
            [('company_id', '=', self.company_id.id), ('year', '=', self.year), ('budget_id', '!=', False)],
            ['date:month'], ['planned:sum', 'spent:sum'])}
        return [{'month': month, 'planned': found.get(month, (0.0, 0.0))[0], 'spent': found.get(month, (0.0, 0.0))[1]}
                for month in range(1, 13)]
