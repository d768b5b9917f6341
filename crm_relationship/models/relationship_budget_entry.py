from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .relationship_budget import KINDS

#: Sources that ids have room for: an id is the row's own times this, plus the source's number.
SOURCES_MAX = 16


class RelationshipBudgetEntry(models.Model):
    """Every document that counts against a budget, and the budgets' twelfths beside it: plan against actual.

    ============  ==============================================================
    state         amount, in company currency
    ============  ==============================================================
    plan          a twelfth of the budget, on the first of each month
    pending       submitted and not decided
    approved      approved and not settled; an audit may have lowered it
    spent         what it came to
    ============  ==============================================================
    """
    _name = 'relationship.budget.entry'
    _description = "Budget Entry"
    _inherit = ['relationship.team.mixin']
    _auto = False
    _order = 'date desc, id desc'
    _team_person_field = 'user_id'
    _depends = {
        'relationship.budget': ['company_id', 'department_id', 'year', 'kind', 'amount', 'state'],
        'hr.department': ['parent_path'],
        'approval.request': ['amount', 'approved_amount', 'settled_amount'],
    }

    name = fields.Char("Document", readonly=True)
    budget_id = fields.Many2one('relationship.budget', "Budget", readonly=True)
    budget_department_id = fields.Many2one(
        'hr.department', "Budget of", readonly=True, help="The department whose budget it counts against.")
    company_id = fields.Many2one('res.company', "Company", readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    department_id = fields.Many2one('hr.department', "Department", readonly=True)
    user_id = fields.Many2one('res.users', "Responsible", readonly=True)
    partner_id = fields.Many2one('res.partner', "Customer", readonly=True)
    date = fields.Date(readonly=True)
    year = fields.Integer(readonly=True, aggregator=None)
    kind = fields.Selection(KINDS, "Budget for", readonly=True)
    state = fields.Selection(
        [('plan', "Budget"), ('pending', "Pending"), ('approved', "Approved"), ('spent', "Spent")], "Figure", readonly=True)
    amount = fields.Monetary(readonly=True)
    planned = fields.Monetary("Budget Amount", readonly=True)
    pending = fields.Monetary("Pending Amount", readonly=True)
    approved = fields.Monetary("Amount Approved", readonly=True)
    spent = fields.Monetary("Amount Spent", readonly=True)
    left_amount = fields.Monetary("Amount Left", readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', readonly=True)

    @property
    def _table_query(self):
        """Entries and twelfths of the companies the user works in."""
        return SQL(
            """SELECT entry.id * 2 AS id, %(columns)s, entry.name, entry.res_model, entry.res_id, entry.partner_id, entry.user_id,
                      0.0 AS planned,
                      CASE entry.state WHEN 'pending' THEN entry.amount ELSE 0.0 END AS pending,
                      CASE entry.state WHEN 'approved' THEN entry.amount ELSE 0.0 END AS approved,
                      CASE entry.state WHEN 'spent' THEN entry.amount ELSE 0.0 END AS spent,
                      -entry.amount AS left_amount
                 FROM (%(entries)s) AS entry
                UNION ALL
               SELECT entry.id * 2 + 1 AS id, %(columns)s, NULL, 'relationship.budget', entry.budget_id, NULL, NULL,
                      entry.amount, 0.0, 0.0, 0.0, entry.amount
                 FROM (%(twelfths)s) AS entry""",
            columns=SQL(", ").join(SQL.identifier('entry', name) for name in (
                'budget_id', 'budget_department_id', 'company_id', 'department_id', 'date', 'year', 'kind', 'state', 'amount')),
            entries=self._entry_query(self.env.companies or self.env.company), twelfths=self._twelfth_query())

    @api.model
    def _entry_query(self, companies, years=None):
        """SELECT of all entries of ``companies`` with the budget they count against.

        :param years: set of years outside of which nothing is needed; None: all
        """
        sources = self.env['relationship.budget']._budget_sources(years)
        if len(sources) > SOURCES_MAX:
            raise UserError(self.env._("Too many addons count against budgets."))
        return SQL(
            """WITH zone (company_id, tz) AS (VALUES %(zones)s)
               SELECT source.key * %(most)s + source.number AS id, source.*,
                      EXTRACT(YEAR FROM source.date)::int AS year, scope.budget_id,
                      CASE WHEN scope.budget_id IS NULL THEN source.department_id ELSE scope.budget_department_id
                       END AS budget_department_id
                 FROM (%(sources)s) AS source
            LEFT JOIN (%(scope)s) AS scope
                   ON scope.company_id = source.company_id AND scope.kind = source.kind
                  AND scope.year = EXTRACT(YEAR FROM source.date)::int
                  AND scope.department_id = COALESCE(source.department_id, 0)
                WHERE source.company_id IN %(companies)s AND source.amount <> 0""",
            zones=SQL(", ").join(
                SQL("(%s, %s)", company.id, company._relationship_timezone()) for company in companies.sudo()),
            sources=SQL(" UNION ALL ").join(
                SQL("(SELECT query.*, %s AS number FROM (%s) AS query)", number, query) for number, query in enumerate(sources)),
            scope=self.env['relationship.budget']._scope_query(), most=SOURCES_MAX, companies=tuple(companies.ids))

    @api.model
    def _twelfth_query(self):
        """SELECT of the months of the budgets in force; the twelve add up to the cent."""
        return SQL("""
            SELECT budget.id * 12 + month - 1 AS id, budget.id AS budget_id, budget.department_id AS budget_department_id,
                   budget.company_id, budget.department_id, make_date(budget.year, month, 1) AS date, budget.year, budget.kind,
                   'plan' AS state, round(budget.amount * month / 12, 2) - round(budget.amount * (month - 1) / 12, 2) AS amount
              FROM relationship_budget budget
             CROSS JOIN generate_series(1, 12) AS month
             WHERE budget.state = 'active'""")

    @api.model
    def _flush_sources(self):
        """Write what the statement reads."""
        for model_name, names in self._depends.items():
            self.env[model_name].sudo().flush_model(names)

    @api.model
    def _day(self, column):
        """SQL: the company's day of a UTC moment; the query joins ``zone``."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date", column)

    @api.model
    def _within(self, column, years):
        """SQL: a moment or day lies in ``years`` or a day beside them, so that an index helps."""
        if not years:
            return SQL("TRUE")
        return SQL("%s BETWEEN %s::date - 1 AND %s::date + 2", column, date(min(years), 1, 1), date(max(years), 12, 31))

    def action_open(self):
        """The document behind the row, in the rights of the reader; of a twelfth its budget."""
        self.ensure_one()
        self.check_access('read')
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id, 'view_mode': 'form',
            'views': [(False, 'form')]}
