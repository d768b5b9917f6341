from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.classification_metrics import union


class RelationshipKeyAccountProgress(models.Model):
    """Target against actual of each key customer and quarter, from the purchases as they are now."""
    _name = 'relationship.key.account.progress'
    _description = "Key Account Progress"
    _inherit = ['relationship.child.mixin']
    _auto = False
    _rec_name = 'profile_id'
    _order = 'account_id desc, customer_id, quarter'
    _document_field = 'customer_id'
    _depends = {
        'relationship.key.account': ['approval_state', 'company_id', 'target_from'],
        'relationship.key.account.customer': ['account_id', 'profile_id', 'partner_id', 'user_id'],
        'relationship.key.account.target': ['customer_id', 'quarter', 'amount'],
    }

    account_id = fields.Many2one('relationship.key.account', "Plan", readonly=True)
    customer_id = fields.Many2one('relationship.key.account.customer', "Key Customer", readonly=True)
    profile_id = fields.Many2one('relationship.profile', "Customer", readonly=True)
    user_id = fields.Many2one('res.users', "Responsible", readonly=True)
    company_id = fields.Many2one('res.company', "Company", readonly=True)
    currency_id = fields.Many2one('res.currency', "Currency", readonly=True)
    approval_state = fields.Selection(related='account_id.approval_state', string="Plan State")
    quarter = fields.Selection(
        lambda self: self.env['relationship.key.account.target']._fields['quarter']._description_selection(self.env),
        readonly=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    target = fields.Monetary(readonly=True)
    actual = fields.Monetary("Actual Sales", readonly=True)
    gap = fields.Monetary("Actual less Target", readonly=True)
    rate = fields.Float("Achieved", readonly=True, aggregator=None, digits=(16, 4))
    forecast = fields.Monetary(
        "Forecast", readonly=True, aggregator=None,
        help="Of a quarter that is over what was sold, of the running one its sales at the pace of the days so far.")

    @property
    def _table_query(self):
        """The quarters of the companies the user works in; each has sources of its own."""
        companies = self.env.companies.sudo() or self.env.company.sudo()
        return SQL(" UNION ALL ").join(SQL("(%s)", self._company_query(company)) for company in companies)

    @api.model
    def _company_query(self, company):
        """One row per key customer and quarter; purchases are looked up by customer and span."""
        facts = self.env['relationship.profile'].sudo()._purchase_fact_queries(company)
        return SQL(
            """
            SELECT quarter.*, sold.amount AS actual, sold.amount - quarter.target AS gap,
                   CASE WHEN quarter.target > 0 THEN round(sold.amount / quarter.target, 4) END AS rate,
                   CASE WHEN quarter.date_to < %(today)s THEN sold.amount
                        WHEN quarter.date_from <= %(today)s
                        THEN round(sold.amount * (quarter.date_to - quarter.date_from + 1)
                                   / (%(today)s::date - quarter.date_from + 1), 2) END AS forecast
              FROM (
                SELECT customer.id * 10 + number AS id, customer.account_id, customer.id AS customer_id,
                       customer.profile_id, customer.partner_id, customer.user_id, plan.company_id, %(currency)s AS currency_id,
                       number::text AS quarter,
                       (plan.target_from + number * interval '3 months' - interval '3 months')::date AS date_from,
                       (plan.target_from + number * interval '3 months' - interval '1 day')::date AS date_to,
                       COALESCE((SELECT sum(target.amount) FROM relationship_key_account_target target
                                  WHERE target.customer_id = customer.id AND target.quarter = number::text), 0) AS target
                  FROM relationship_key_account_customer customer
                  JOIN relationship_key_account plan ON plan.id = customer.account_id
                 CROSS JOIN generate_series(1, 4) AS number
                 WHERE plan.company_id = %(company)s AND plan.approval_state = 'approved'
              ) AS quarter
             CROSS JOIN LATERAL (
                SELECT COALESCE(sum(fact.amount), 0) AS amount
                  FROM (%(facts)s) AS fact
                 WHERE fact.partner_id = quarter.partner_id AND fact.day BETWEEN quarter.date_from AND quarter.date_to
                   AND fact.day <= %(today)s
              ) AS sold
            """,
            facts=union(facts, ('partner_id', 'day', 'amount')), company=company.id,
            currency=company.currency_id.id, today=company._relationship_today())


class RelationshipKeyAccountCustomer(models.Model):
    """How a key customer's year goes: what was sold so far, and where that leads."""
    _inherit = 'relationship.key.account.customer'

    progress_ids = fields.One2many('relationship.key.account.progress', 'customer_id', "Target and Actual", readonly=True)
    actual_amount = fields.Monetary("Actual Sales", compute='_compute_progress')
    achieved_rate = fields.Float("Achieved", compute='_compute_progress', digits=(16, 4))
    forecast_amount = fields.Monetary(
        "Forecast of the Year", compute='_compute_progress', help="Sales of the whole year at the pace of the days so far.")
    pace = fields.Selection(
        [('ahead', "On Target"), ('behind', "Behind Target"), ('waiting', "Not Begun")], compute='_compute_progress',
        help="On target: at the pace so far the year's target will be reached.")

    @api.depends('target_year', 'account_id.approval_state', 'target_from')
    def _compute_progress(self):
        """Sums of the quarters; one query for a page, in the companies of the customers."""
        Progress = self.env['relationship.key.account.progress'].sudo().with_context(allowed_company_ids=self.company_id.ids)
        actual = {
            customer.id: amount for customer, amount in Progress._read_group(
                Domain('customer_id', 'in', self.ids), ['customer_id'], ['actual:sum'])}
        today = {company: company._relationship_today() for company in self.company_id}
        for customer in self:
            amount = actual.get(customer.id, 0.0)
            start, stop = customer.target_from, customer.target_to
            elapsed = (min(today[customer.company_id], stop) - start).days + 1 if start else 0
            begun = elapsed > 0 and customer.id in actual
            customer.actual_amount = amount
            customer.achieved_rate = amount / customer.target_year if customer.target_year else 0.0
            customer.forecast_amount = customer.currency_id.round(
                amount * ((stop - start).days + 1) / elapsed) if begun else 0.0
            reached = customer.currency_id.compare_amounts(customer.forecast_amount, customer.target_year) >= 0
            customer.pace = ('ahead' if reached else 'behind') if begun else 'waiting'
