from odoo import api, fields, models
from odoo.tools import SQL

STATES = ('pending', 'approved', 'spent')


class RelationshipBudget(models.Model):
    """What of a budget is pending, approved, spent and left: one statement for any number of budgets."""
    _inherit = 'relationship.budget'

    amount_pending = fields.Monetary("Pending", compute='_compute_figures', help="Submitted, waiting for signatures.")
    amount_approved = fields.Monetary(
        "Approved", compute='_compute_figures', help="Approved and not settled yet.")
    amount_spent = fields.Monetary("Spent", compute='_compute_figures', help="What it came to in the end.")
    amount_left = fields.Monetary("Left", compute='_compute_figures')
    used_percent = fields.Float("Used (%)", compute='_compute_figures', digits=(16, 1), aggregator=None)
    is_used = fields.Boolean(compute='_compute_figures')
    is_exceeded = fields.Boolean("Exceeded", compute='_compute_figures', search='_search_is_exceeded')

    @api.depends('amount', 'state', 'year', 'kind', 'department_id', 'company_id')
    def _compute_figures(self):
        figures = self._figures()
        for budget in self:
            values = figures.get(budget._origin.id, {})
            used = sum(values.values())
            left = budget.amount - used
            for state in STATES:
                budget[f'amount_{state}'] = values.get(state, 0.0)
            budget.amount_left = left
            budget.used_percent = 100.0 * used / budget.amount if budget.amount else 100.0 * bool(used)
            budget.is_used = bool(values)
            budget.is_exceeded = bool(budget.currency_id) and budget.currency_id.compare_amounts(left, 0) < 0

    def _search_is_exceeded(self, operator, value):
        if operator != 'in':
            return NotImplemented
        exceeded = self.sudo().search([('company_id', 'in', self.env.companies.ids)]).filtered('is_exceeded')
        domain = fields.Domain('id', 'in', exceeded.ids)
        return domain if True in value else ~domain

    def _figures(self, without=None):
        """Sums of the entries of the budgets in ``self``, whoever asks.

        :param without: documents whose pending amounts are left out
        :return: ``{budget.id: {state: amount in company currency}}``
        """
        budgets = self._origin.sudo()
        if not budgets:
            return {}
        Entry = self.env['relationship.budget.entry'].sudo()
        Entry._flush_sources()
        left_out = SQL("FALSE") if not without else SQL(
            "entry.res_model = %s AND entry.res_id IN %s AND entry.state = 'pending'",
            without._name, tuple(without._origin.ids or (0,)))
        figures = {}
        for budget_id, state, amount in self.env.execute_query(SQL(
                """SELECT entry.budget_id, entry.state, SUM(entry.amount)
                     FROM (%s) AS entry
                    WHERE entry.budget_id IN %s AND NOT (%s)
                    GROUP BY entry.budget_id, entry.state""",
                Entry._entry_query(budgets.company_id, set(budgets.mapped('year'))), tuple(budgets.ids), left_out)):
            figures.setdefault(budget_id, {})[state] = float(amount)
        return figures

    @api.model
    def _budget_sources(self, years=None):
        """SELECTs of everything that counts against budgets; addons add theirs.

        Each gives, in this order: company_id, department_id, date (the company's own day), kind,
        state (pending, approved or spent), amount (company currency), res_model, res_id, key (id
        unique within the source), name, partner_id, user_id. They may join ``zone`` (company_id,
        tz), which holds the companies asked for.

        :param years: only documents of these years are needed, roughly; None: of all
        """
        return [
            source for name in self.env.registry.descendants(['relationship.budget.mixin'], '_inherit')
            for source in self.env[name]._budget_source_queries(years)]

    @api.model
    def _scope_query(self):
        """Which budget counts for which department: the nearest above. One row per kind and year.

        Department 0 are the documents without one, which only the company's budget covers.
        """
        return SQL("""
            SELECT DISTINCT ON (budget.company_id, budget.kind, budget.year, department.id)
                   budget.company_id, budget.kind, budget.year, department.id AS department_id,
                   budget.id AS budget_id, budget.department_id AS budget_department_id
              FROM relationship_budget budget
         LEFT JOIN hr_department own ON own.id = budget.department_id
              JOIN (SELECT id, parent_path FROM hr_department UNION ALL SELECT 0, '') AS department
                ON own.id IS NULL OR department.parent_path LIKE own.parent_path || '%%'
             WHERE budget.state = 'active'
             ORDER BY budget.company_id, budget.kind, budget.year, department.id, length(own.parent_path) DESC NULLS LAST""")

    @api.model
    def _find(self, keys):
        """The budgets that count (one query).

        :param keys: set of (company.id, kind, year, department.id or 0)
        :return: ``{key: budget as sudo}``, without the keys that no budget covers
        """
        if not keys:
            return {}
        self.sudo().flush_model(['company_id', 'department_id', 'year', 'kind', 'state'])
        self.env['hr.department'].sudo().flush_model(['parent_path'])
        rows = self.env.execute_query(SQL(
            """SELECT company_id, kind, year, department_id, budget_id FROM (%s) AS scope
                WHERE (company_id, kind, year, department_id) IN %s""", self._scope_query(), tuple(keys)))
        return {tuple(key): self.sudo().browse(budget_id) for *key, budget_id in rows}

    def _reserve(self):
        """Let nobody else submit against these budgets before this transaction is through.

        The rows are written: of two transactions that began before, the second meets a
        serialisation error, is repeated by Odoo and then sees what the first one took.
        """
        if self:
            self.sudo().flush_recordset()
            self.env.execute_query(SQL(
                "UPDATE relationship_budget SET revision = revision + 1 WHERE id IN %s RETURNING id", tuple(self.ids)))
            self.invalidate_recordset(['revision'])

    def action_open_entries(self):
        """The documents that count against one budget."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_budget_entry_action')
        return {
            **action, 'name': self.display_name, 'domain': [('budget_id', '=', self.id), ('state', '!=', 'plan')],
            'context': {}, 'views': [(False, 'list'), (False, 'kanban'), (False, 'pivot'), (False, 'graph')]}
