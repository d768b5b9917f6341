from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from ..tools.classification_metrics import union
from ..tools.own_companies import of_own_companies
from .relationship_benefit import BINDING

YEAR_MIN, YEAR_MAX = 2000, 2100
#: who calls up the figures of a year
READERS = ('crm_relationship.group_service_manager', 'crm_relationship.group_general_manager',
           'crm_relationship.group_finance_auditor')
AMOUNTS = ('spent', 'approved', 'pending')


class RelationshipEntertainmentYear(models.Model):
    """业务招待费: what of a year's hospitality and gifts may be deducted from taxable income.

    The smaller of a share of the spend and a share of the revenue (60% and 5‰; both are settings
    of the company). Spend is all of it, the share of our own people included, by the day of the
    occasion. Amounts in company currency.

    The spend that is expected is that of the whole year, so its share of revenue is taken of the
    revenue expected for the whole year, once that is entered; until then of what is known, and
    labelled so (``revenue_basis``).
    """
    _name = 'relationship.entertainment.year'
    _description = "Business Entertainment of a Year"
    _inherit = ['relationship.input.guard', 'mail.thread']
    _order = 'year desc, company_id'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', "Company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year, aggregator=None)
    revenue_source = fields.Selection(
        [('purchases', "Recorded Purchases"), ('typed', "Entered by Hand")], "Revenue from", required=True,
        default='purchases', tracking=True)
    revenue_typed = fields.Monetary("Revenue Entered", tracking=True)
    revenue_expected = fields.Monetary(
        "Expected Revenue of the Year", tracking=True,
        help="For the forecast of a year that is not over. Zero: the forecast uses the revenue known so far.")
    revenue = fields.Monetary("Revenue Known", compute='_compute_figures')
    revenue_basis = fields.Selection(
        [('expected', "Expected revenue of the year"), ('to_date', "Revenue to date, the year is not over"),
         ('typed', "Revenue entered by hand"), ('year', "Revenue of the whole year")],
        "Limit Calculated from", compute='_compute_figures')
    is_year_open = fields.Boolean(compute='_compute_figures')
    spent = fields.Monetary(compute='_compute_figures', help="Reported and signed hospitality, gifts handed over.")
    approved = fields.Monetary("Approved, Not Settled", compute='_compute_figures')
    pending = fields.Monetary("Waiting for Approval", compute='_compute_figures')
    expected = fields.Monetary("Expected Spend", compute='_compute_figures', help="Spent, approved and pending together.")
    spend_limit = fields.Monetary("Share of Spend", compute='_compute_figures')
    revenue_limit = fields.Monetary("Share of Revenue", compute='_compute_figures')
    deductible = fields.Monetary(compute='_compute_figures', help="Of the expected spend: the smaller of both shares.")
    non_deductible = fields.Monetary("Not Deductible", compute='_compute_figures')
    deductible_spent = fields.Monetary("Deductible of What Is Spent", compute='_compute_figures')

    _year_unique = models.Constraint('UNIQUE (company_id, year)', "This company has that year already: open it.")

    @api.depends('company_id.name', 'year')
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.year} {record.company_id.name or ''}".strip()

    @api.constrains('year', 'revenue_typed', 'revenue_expected')
    def _check_figures(self):
        for record in self:
            if not YEAR_MIN <= record.year <= YEAR_MAX:
                raise ValidationError(self.env._("The year must be between %(low)s and %(high)s.", low=YEAR_MIN, high=YEAR_MAX))
            if record.revenue_typed < 0 or record.revenue_expected < 0:
                raise ValidationError(self.env._("The revenue cannot be negative."))

    @api.depends('company_id', 'year', 'revenue_source', 'revenue_typed', 'revenue_expected')
    def _compute_figures(self):
        """Figures of all years in one query for the spend and one per company for the revenue."""
        shown = of_own_companies(self, '_compute_figures')
        spend, revenues = shown._get_spend(), shown._get_revenues()
        for record in shown:
            company, key = record.company_id.sudo(), (record.company_id.id, record.year)
            for name in AMOUNTS:
                record[name] = spend.get((*key, name), 0.0)
            record.revenue = record.revenue_typed if record.revenue_source == 'typed' else revenues.get(key, 0.0)
            record.expected = record.spent + record.approved + record.pending
            record.is_year_open = record.year >= company._relationship_today().year if company else False
            record.revenue_basis = record._get_revenue_basis()
            percent = company.relationship_entertainment_spend_percent / 100
            share = company.relationship_entertainment_revenue_permille / 1000
            forecast = record.revenue_expected if record.revenue_basis == 'expected' else record.revenue
            record.spend_limit = record.expected * percent
            record.revenue_limit = max(forecast, 0.0) * share
            record.deductible = min(record.spend_limit, record.revenue_limit)
            record.non_deductible = record.expected - record.deductible
            record.deductible_spent = min(record.spent * percent, max(record.revenue, 0.0) * share)

    def _get_revenue_basis(self):
        """Which revenue the limit of the expected spend is calculated from: the expected one goes first."""
        self.ensure_one()
        if self.is_year_open and self.revenue_expected > 0:
            return 'expected'
        if self.revenue_source == 'typed':
            return 'typed'
        return 'to_date' if self.is_year_open else 'year'

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _get_spend(self):
        """``{(company id, year, 'spent' | 'approved' | 'pending'): amount}``"""
        if not self.company_id:
            return {}
        ledger = self.env['relationship.benefit']
        for name, names in ledger._depends.items():
            self.env[name].flush_model(names)
        return {
            (company, year, state): float(amount) for company, year, state, amount in self.env.execute_query(SQL(
                """SELECT company_id, extract(year FROM date)::int, state, sum(amount) FROM (%s) AS spend
                    WHERE company_id = ANY(%s) GROUP BY 1, 2, 3""",
                SQL(" UNION ALL ").join(self._entertainment_sources()), self.company_id.ids))}

    @api.model
    def _entertainment_sources(self):
        """SELECTs of what is spent: ``company_id``, ``date``, ``state``, ``amount`` in company currency.

        The occasion as a whole, not only its guests: a list of SQL, open to other kinds of spend.
        """
        ledger = self.env['relationship.benefit']
        return [SQL(
            """SELECT request.company_id,
                      (request.date_start AT TIME ZONE 'UTC'
                       AT TIME ZONE COALESCE(calendar.tz, home.tz, 'UTC'))::date AS date,
                      CASE WHEN request.approval_state = 'pending' THEN 'pending'
                           WHEN report.id IS NOT NULL THEN 'spent' ELSE 'approved' END AS state,
                      CASE WHEN report.id IS NULL THEN %(budget)s
                           WHEN request.supplement_of_id IS NULL THEN request.actual_company ELSE 0 END AS amount
                 FROM relationship_hospitality AS request
                 JOIN res_company AS company ON company.id = request.company_id
                 JOIN res_partner AS home ON home.id = company.partner_id
            LEFT JOIN resource_calendar AS calendar ON calendar.id = company.resource_calendar_id
            LEFT JOIN approval_request AS approval ON approval.id = request.approval_request_id
            LEFT JOIN relationship_hospitality_report AS report
                   ON report.hospitality_id = COALESCE(request.supplement_of_id, request.id)
                  AND report.approval_state IN %(binding)s
                WHERE request.approval_state = 'pending' OR request.approval_state IN %(binding)s""",
            budget=ledger._hospitality_budget(), binding=BINDING,
        ), SQL(
            """SELECT company_id, date, CASE state WHEN 'settled' THEN 'spent' ELSE state END AS state, amount
                 FROM (%s) AS gift""", ledger._gifts())]

    def _get_revenues(self):
        """``{(company id, year): net sales by purchase records}`` of the years that take them from there."""
        revenues = {}
        self.env.flush_all()
        Profile = self.env['relationship.profile'].sudo()
        wanted = self.filtered(lambda record: record.revenue_source == 'purchases' and record.company_id)
        for company, records in wanted.grouped('company_id').items():
            facts = Profile._purchase_fact_queries(company)
            if not facts:
                continue
            years = records.mapped('year')
            for year, amount in self.env.execute_query(SQL(
                    """SELECT extract(year FROM day)::int, sum(amount) FROM (%s) AS fact
                        WHERE day >= %s AND day <= %s GROUP BY 1""",
                    union(facts, ('day', 'amount')), f'{min(years)}-01-01', f'{max(years)}-12-31')):
                revenues[company.id, year] = float(amount or 0)
        return revenues

    @api.model
    def action_open_years(self):
        """The years of the user's companies, the present one made where it is missing.

        :raise AccessError: for whoever reads no such figures
        """
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(self.env._("The figures of business entertainment are for managers and finance."))
        have = self.sudo().search([('company_id', 'in', self.env.companies.ids)])
        for company in self.env.companies:
            year = company._relationship_today().year
            if (company, year) not in {(record.company_id, record.year) for record in have}:
                self.sudo().create({'company_id': company.id, 'year': year})
        return self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_entertainment_year_action')
