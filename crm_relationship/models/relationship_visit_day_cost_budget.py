from odoo import api, fields, models
from odoo.tools import SQL


class RelationshipVisitDay(models.Model):
    """Costs that nobody approved before ask for money of the yearly budget of visits (R1.6).

    Own costs of the day are entries of the report. A visit's costs are entries of the visit from
    the moment they are entered, so they only ask here whether the budget bears them. Gifts count by
    their requests, never here.
    """
    _inherit = 'relationship.visit.day'

    _budget_kind = 'visits'
    _budget_fields = ('authority_amount', 'date', 'department_id', 'company_id')

    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")

    def _budget_demand(self):
        self.ensure_one()
        return {self._budget_year(self.date): self.authority_amount}

    def _budget_counted(self):
        self.ensure_one()
        return {self._budget_year(self.date): sum(self._visit_excesses().values())}

    @api.model
    def _budget_source_queries(self, years):
        """The own costs: spent once signed, an audit may have lowered them."""
        Entry = self.env['relationship.budget.entry']
        return [SQL(
            """SELECT day.company_id, day.department_id, day.date, 'visits' AS kind,
                      CASE day.approval_state WHEN 'pending' THEN 'pending' ELSE 'spent' END AS state,
                      GREATEST(own.amount - CASE day.approval_state WHEN 'pending' THEN 0
                               ELSE COALESCE(approval.amount - approval.approved_amount, 0) END, 0) AS amount,
                      'relationship.visit.day' AS res_model, day.id AS res_id, day.id AS key, day.name,
                      NULL::int AS partner_id, day.user_id
                 FROM relationship_visit_day day
                 JOIN (SELECT cost.day_id, SUM(cost.amount) AS amount FROM relationship_visit_day_expense cost
                         JOIN relationship_hospitality_item item ON item.id = cost.item_id AND item.is_gift IS NOT TRUE
                        WHERE cost.visit_id IS NULL GROUP BY cost.day_id) AS own ON own.day_id = day.id
            LEFT JOIN approval_request approval ON approval.id = day.approval_request_id
                WHERE day.approval_state IN ('pending', 'approved', 'settled') AND %(within)s""",
            within=Entry._within(SQL("day.date"), years))]


class RelationshipBudgetEntry(models.Model):
    _inherit = 'relationship.budget.entry'

    _depends = {
        'relationship.visit.day': [
            'company_id', 'department_id', 'date', 'approval_state', 'approval_request_id', 'name', 'user_id'],
        'relationship.visit.day.expense': ['day_id', 'visit_id', 'item_id', 'amount'],
        'relationship.hospitality.item': ['is_gift'],
    }
