from odoo import api, models
from odoo.tools import SQL


class RelationshipHospitality(models.Model):
    """Hospitality counts against the yearly budget: asked, approved, and what the signed report says (R1.6)."""
    _inherit = 'relationship.hospitality'

    _budget_kind = 'hospitality'
    _budget_fields = ('budget_company', 'date_start', 'department_id', 'company_id')

    def _budget_demand(self):
        """The budget in the year of the occasion. A supplement asks for its own part only."""
        self.ensure_one()
        return {self._budget_year(self.date_start): self.budget_company}

    @api.model
    def _budget_source_queries(self, years):
        """One row a request. A signed report or the settlement replaces the request with its supplements."""
        Entry = self.env['relationship.budget.entry']
        return [SQL(
            """SELECT request.company_id, request.department_id, %(day)s AS date, 'hospitality' AS kind,
                      CASE WHEN request.approval_state = 'pending' THEN 'pending'
                           WHEN request.stage = 'closed' OR request.approval_state = 'settled' THEN 'spent'
                           ELSE 'approved' END AS state,
                      CASE WHEN request.approval_state = 'pending' THEN request.budget_company
                           WHEN request.stage = 'closed' THEN request.actual_company
                           WHEN request.approval_state = 'settled' THEN approval.settled_amount
                           ELSE GREATEST(request.budget_company - approval.amount + approval.approved_amount, 0)
                       END AS amount,
                      'relationship.hospitality' AS res_model, request.id AS res_id, request.id AS key, request.name,
                      request.partner_id, request.applicant_id AS user_id
                 FROM relationship_hospitality request
                 JOIN zone ON zone.company_id = request.company_id
            LEFT JOIN approval_request approval ON approval.id = request.approval_request_id
            LEFT JOIN relationship_hospitality base ON base.id = request.supplement_of_id
                WHERE request.approval_state IN ('pending', 'approved', 'settled')
                  AND (base.id IS NULL OR request.stage <> 'closed' AND base.approval_state <> 'settled')
                  AND %(within)s""",
            day=Entry._day(SQL("request.date_start")), within=Entry._within(SQL("request.date_start"), years))]


class RelationshipBudgetEntry(models.Model):
    _inherit = 'relationship.budget.entry'

    _depends = {'relationship.hospitality': [
        'company_id', 'department_id', 'date_start', 'approval_state', 'stage', 'budget_company', 'actual_company',
        'approval_request_id', 'supplement_of_id', 'name', 'partner_id', 'applicant_id']}
