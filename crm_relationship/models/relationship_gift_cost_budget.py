from odoo import api, models
from odoo.tools import SQL


class RelationshipGiftRequest(models.Model):
    """Gifts count against the yearly budget until they are handed over, and then as spent (R1.6).

    What was brought back or refused counts until the keeper has it again. An audit that lowered the
    request lowers what is still to be given.
    """
    _inherit = 'relationship.gift.request'

    _budget_kind = 'gifts'
    _budget_fields = ('amount_company', 'date_gift', 'department_id', 'company_id')

    def _budget_demand(self):
        self.ensure_one()
        return {self._budget_year(self.date_gift): self.amount_company}

    @api.model
    def _budget_source_queries(self, years):
        """What is to be given, and beside it what was given or is on its way back."""
        return [
            self._budget_to_give_query(years),
            self._budget_out_query(years),
        ]

    @api.model
    def _budget_to_give_query(self, years):
        """What is asked for, or approved and not handed over yet."""
        return SQL(
            """SELECT request.company_id, request.department_id, request.date_gift AS date, 'gifts' AS kind,
                      CASE request.approval_state WHEN 'pending' THEN 'pending' ELSE 'approved' END AS state,
                      CASE request.approval_state WHEN 'pending' THEN request.amount_company
                           ELSE GREATEST(LEAST(line.planned, request.amount_company - approval.amount + approval.approved_amount
                                                             - line.out), 0) END AS amount,
                      'relationship.gift.request' AS res_model,
                      request.id AS res_id, request.id AS key, request.name, request.partner_id,
                      request.applicant_id AS user_id
                 FROM relationship_gift_request request
                 JOIN zone ON zone.company_id = request.company_id
            LEFT JOIN approval_request approval ON approval.id = request.approval_request_id
            LEFT JOIN (SELECT request_id,
                              COALESCE(SUM(value_company) FILTER (WHERE outcome = 'planned'), 0) AS planned,
                              COALESCE(SUM(value_company) FILTER (WHERE outcome <> 'planned' AND is_back IS NOT TRUE), 0) AS out
                         FROM relationship_gift_request_line GROUP BY request_id) AS line ON line.request_id = request.id
                WHERE request.approval_state IN ('pending', 'approved', 'settled') AND %(within)s""",
            within=self.env['relationship.budget.entry']._within(SQL("request.date_gift"), years))

    @api.model
    def _budget_out_query(self, years):
        """What was handed over, and what did not come back to the keeper yet, each gift in the year of its own day."""
        day = self.env['relationship.gift.request.line']._day_counted()
        return SQL(
            """SELECT request.company_id, request.department_id, %(day)s AS date, 'gifts' AS kind,
                      CASE line.outcome WHEN 'given' THEN 'spent' ELSE 'approved' END AS state,
                      line.value_company AS amount, 'relationship.gift.request' AS res_model, request.id AS res_id,
                      line.id AS key, request.name, request.partner_id, request.applicant_id AS user_id
                 FROM relationship_gift_request_line line
                 JOIN relationship_gift_request request ON request.id = line.request_id
                 JOIN zone ON zone.company_id = request.company_id
                WHERE line.outcome <> 'planned' AND line.is_back IS NOT TRUE
                  AND request.approval_state IN ('approved', 'settled') AND %(within)s""",
            day=day, within=self.env['relationship.budget.entry']._within(day, years))


class RelationshipBudgetEntry(models.Model):
    _inherit = 'relationship.budget.entry'

    _depends = {
        'relationship.gift.request': [
            'company_id', 'department_id', 'date_gift', 'approval_state', 'amount_company', 'approval_request_id', 'name',
            'partner_id', 'applicant_id'],
        'relationship.gift.request.line': ['request_id', 'value_company', 'outcome', 'outcome_date', 'is_back'],
    }
