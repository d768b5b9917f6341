from odoo import api, fields, models
from odoo.tools import SQL


class RelationshipVisit(models.Model):
    """Visits count against the yearly budget: by plan, by application, by what was paid in the end (R1.6).

    A visit of an approved plan holds its planned cost. Its own application asks for what exceeds
    that, and stands in its place once approved. Done and with costs, its report accepted, or
    settled, only the actual cost counts. Gifts count by their requests, never here.
    """
    _inherit = 'relationship.visit'

    _budget_kind = 'visits'
    _budget_fields = ('budget_company', 'date_start', 'department_id', 'company_id', 'plan_line_id')

    def _budget_demand(self):
        self.ensure_one()
        if self.stage in ('done', 'cancelled'):
            return {}
        return {self._budget_year(self.date_start): max(self._budget_without_gifts() - self._budget_planned(), 0.0)}

    def _budget_without_gifts(self):
        """The budget applied for in company currency, less what of it is for gifts."""
        self.ensure_one()
        gifts = self.expense_line_ids.filtered(
            lambda line: line.item_id in self.env['relationship.hospitality.item']._gift_items())
        share = sum(gifts.mapped('budget_amount')) / self.budget_total if self.budget_total else 0.0
        return self.budget_company * (1.0 - share)

    def _budget_planned(self):
        """What the approved plan holds for this visit; an audit that lowered the plan lowers each part."""
        line = self.sudo().plan_line_id
        plan = line.plan_id
        if plan.approval_state not in ('approved', 'settled'):
            return 0.0
        approval = plan.approval_request_id
        return line.cost * (approval.approved_amount / approval.amount if approval.amount else 1.0)

    @api.model
    def _budget_source_queries(self, years):
        """What is approved or spent, and beside it what an application asks for in addition."""
        return [
            self._budget_visit_query(years, SQL("TRUE"), SQL(
                "CASE WHEN visit.is_spent THEN 'spent' ELSE 'approved' END"), SQL(
                """CASE WHEN visit.is_spent AND visit.actual_company = 0 THEN COALESCE(visit.settled, 0)
                        WHEN visit.is_spent THEN visit.actual_company * visit.actual_share
                        WHEN visit.approval_state = 'approved' THEN visit.approved
                        ELSE visit.planned END""")),
            self._budget_visit_query(years, SQL("visit.approval_state = 'pending'"), SQL("'pending'"), SQL(
                "GREATEST(visit.budget_company * visit.budget_share - visit.planned, 0)")),
        ]

    @api.model
    def _budget_visit_query(self, years, where, state, amount):
        Entry = self.env['relationship.budget.entry']
        return SQL(
            """SELECT visit.company_id, visit.department_id, visit.day AS date, 'visits' AS kind, %(state)s AS state,
                      %(amount)s AS amount, 'relationship.visit' AS res_model, visit.id AS res_id, visit.id AS key,
                      visit.name, visit.partner_id, visit.user_id
                 FROM (SELECT visit.*, %(day)s AS day,
                              visit.stage = 'done' AND (visit.actual_company > 0 OR visit.report_state = 'accepted')
                                  OR visit.approval_state = 'settled' AS is_spent,
                              approval.settled_amount AS settled,
                              GREATEST(visit.budget_company - approval.amount + approval.approved_amount, 0)
                                  * own.budget_share AS approved, own.budget_share, own.actual_share,
                              CASE WHEN plan.id IS NULL THEN 0
                                   ELSE COALESCE(line.cost * COALESCE(planned.approved_amount / NULLIF(planned.amount, 0), 1), 0)
                               END AS planned
                         FROM relationship_visit visit
                         JOIN zone ON zone.company_id = visit.company_id
                    LEFT JOIN approval_request approval ON approval.id = visit.approval_request_id
                    LEFT JOIN LATERAL (
                              SELECT 1 - COALESCE(SUM(cost.budget_amount) / NULLIF(visit.budget_total, 0), 0) AS budget_share,
                                     1 - COALESCE(SUM(cost.actual_amount) / NULLIF(visit.actual_total, 0), 0) AS actual_share
                                FROM relationship_visit_expense cost
                               WHERE cost.visit_id = visit.id AND cost.item_id IN %(gifts)s) AS own ON TRUE
                    LEFT JOIN relationship_visit_plan_line line ON line.id = visit.plan_line_id
                    LEFT JOIN relationship_visit_plan plan
                           ON plan.id = line.plan_id AND plan.approval_state IN ('approved', 'settled')
                    LEFT JOIN approval_request planned ON planned.id = plan.approval_request_id
                        WHERE visit.stage <> 'cancelled' AND %(within)s) AS visit
                WHERE %(where)s""",
            state=state, amount=amount, where=where,
            gifts=tuple(self.env['relationship.hospitality.item']._gift_items().ids) or (0,), day=Entry._day(SQL("visit.date_start")),
            within=Entry._within(SQL("visit.date_start"), years))


class RelationshipVisitPlan(models.Model):
    """A plan asks for the cost of its lines, year by year; its approval hands it on to the visits."""
    _inherit = 'relationship.visit.plan'

    _budget_kind = 'visits'
    _budget_fields = ('cost_total', 'line_ids.date_start', 'line_ids.cost', 'department_id', 'company_id')

    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")

    def _budget_demand(self):
        """A visit carried over gives its own budget free, so only more than that is asked for."""
        self.ensure_one()
        demand = {}
        for line in self.line_ids:
            year = self._budget_year(line.date_start)
            demand[year] = demand.get(year, 0.0) + max(line.cost - line._budget_carried(), 0.0)
        return demand

    @api.model
    def _budget_source_queries(self, years):
        Entry = self.env['relationship.budget.entry']
        return [SQL(
            """SELECT plan.company_id, plan.department_id, %(day)s AS date, 'visits' AS kind, 'pending' AS state,
                      GREATEST(line.cost - COALESCE(carried.cost, 0), 0) AS amount, 'relationship.visit.plan' AS res_model,
                      plan.id AS res_id, line.id AS key, plan.name, line.partner_id, line.user_id
                 FROM relationship_visit_plan_line line
                 JOIN relationship_visit_plan plan ON plan.id = line.plan_id AND plan.approval_state = 'pending'
                 JOIN zone ON zone.company_id = plan.company_id
            LEFT JOIN relationship_visit earlier
                   ON earlier.plan_line_id = line.carried_line_id AND earlier.stage IN ('planned', 'scheduled')
            LEFT JOIN relationship_visit_plan_line carried ON carried.id = earlier.plan_line_id
                WHERE %(within)s""",
            day=Entry._day(SQL("line.date_start")), within=Entry._within(SQL("line.date_start"), years))]


class RelationshipVisitPlanLine(models.Model):
    _inherit = 'relationship.visit.plan.line'

    def _budget_carried(self):
        """The cost of the earlier line whose visit this one replaces, while that visit is still to come."""
        earlier = self.sudo().carried_line_id
        return earlier.cost if earlier.visit_id.stage in ('planned', 'scheduled') else 0.0


class RelationshipBudgetEntry(models.Model):
    _inherit = 'relationship.budget.entry'

    _depends = {
        'relationship.visit': [
            'company_id', 'department_id', 'date_start', 'approval_state', 'stage', 'report_state', 'budget_company',
            'budget_total', 'actual_company', 'actual_total', 'approval_request_id', 'plan_line_id', 'name', 'partner_id',
            'user_id'],
        'relationship.visit.expense': ['visit_id', 'item_id', 'budget_amount', 'actual_amount'],
        'relationship.hospitality.item': ['is_gift'],
        'relationship.visit.plan': ['company_id', 'department_id', 'approval_state', 'approval_request_id', 'name'],
        'relationship.visit.plan.line': ['plan_id', 'date_start', 'cost', 'carried_line_id', 'partner_id', 'user_id'],
    }
