from odoo import api, fields, models
from odoo.tools import SQL


class RelationshipVisitSupplement(models.Model):
    """A supplement counts against the yearly budget of visits beside its visit's application (R1.6).

    Once the visit counts with what it came to, that includes what the supplement was asked for.
    """
    _inherit = 'relationship.visit.supplement'

    _budget_kind = 'visits'
    _budget_fields = (
        'amount', 'currency_id', 'department_id', 'company_id', 'visit_id.date_start', 'visit_id.stage', 'visit_id.actual_total')
    _sealed_fields = frozenset({'amount_company'})

    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")
    amount_company = fields.Monetary(
        "Additional Amount (Company Currency)", compute='_compute_amount_company', store=True,
        currency_field='company_currency_id')

    @api.depends('amount', 'currency_id', 'company_id', 'date')
    def _compute_amount_company(self):
        """At the rate of the supplement's date."""
        for supplement in self:
            company, amount = supplement.company_id, supplement.amount
            supplement.amount_company = supplement.currency_id._convert(
                amount, company.currency_id, company, supplement.date or fields.Date.context_today(supplement),
            ) if supplement.currency_id and company else amount

    def _budget_demand(self):
        self.ensure_one()
        visit = self.visit_id
        if visit.stage == 'cancelled' or visit.stage == 'done' and visit.actual_total > 0:
            return {}
        return {self._budget_year(visit.date_start): self.amount_company}

    @api.model
    def _budget_source_queries(self, years):
        Entry = self.env['relationship.budget.entry']
        return [SQL(
            """SELECT supplement.company_id, supplement.department_id, %(day)s AS date, 'visits' AS kind,
                      supplement.approval_state AS state,
                      CASE WHEN supplement.approval_state = 'pending' THEN supplement.amount_company
                           ELSE GREATEST(supplement.amount_company - approval.amount + approval.approved_amount, 0)
                       END AS amount,
                      'relationship.visit.supplement' AS res_model, supplement.id AS res_id, supplement.id AS key,
                      supplement.name, supplement.partner_id, supplement.user_id
                 FROM relationship_visit_supplement supplement
                 JOIN relationship_visit visit ON visit.id = supplement.visit_id
                 JOIN zone ON zone.company_id = supplement.company_id
            LEFT JOIN approval_request approval ON approval.id = supplement.approval_request_id
                WHERE supplement.approval_state IN ('pending', 'approved') AND visit.stage <> 'cancelled'
                  AND NOT (visit.stage = 'done' AND (visit.actual_company > 0 OR visit.report_state = 'accepted'))
                  AND visit.approval_state <> 'settled' AND %(within)s""",
            day=Entry._day(SQL("visit.date_start")), within=Entry._within(SQL("visit.date_start"), years))]


class RelationshipBudgetEntry(models.Model):
    _inherit = 'relationship.budget.entry'

    _depends = {
        'relationship.visit.supplement': [
            'company_id', 'department_id', 'approval_state', 'amount_company', 'approval_request_id', 'visit_id', 'name',
            'partner_id', 'user_id'],
        'relationship.visit': ['date_start', 'stage', 'actual_company', 'report_state', 'approval_state'],
    }
