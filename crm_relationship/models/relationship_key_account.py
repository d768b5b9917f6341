from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SPAN_MAX = relativedelta(years=5)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class RelationshipKeyAccount(models.Model):
    """重点客户管理表 F6: who was best in a period, which of them are key, and what is aimed at with each.

    The rankings are in `relationship_key_account_compute.py`, the key customers with their targets
    and measures in models of their own. The two opinions are the notes of the signatures.
    """
    _name = 'relationship.key.account'
    _description = "Key Account Plan"
    _inherit = [
        'relationship.document', 'relationship.team.mixin', 'relationship.input.guard', 'approval.mixin']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.key.account'
    _relationship_sequence_prefix = 'ZK'
    _approval_person_fields = ('preparer_id',)

    date_from = fields.Date(
        "Period from", required=True, default=lambda self: self._default_period()[0], tracking=True)
    date_to = fields.Date("Period to", required=True, default=lambda self: self._default_period()[1], tracking=True)
    before_from = fields.Date("Compared with", compute='_compute_before')
    before_to = fields.Date("Compared up to", compute='_compute_before')
    state_ids = fields.Many2many(
        'res.country.state', 'relationship_key_account_state_rel', 'account_id', 'state_id', "Region",
        help="Rank the customers of these provinces only. Empty: all customers of the company.")
    target_from = fields.Date(
        "Plan Year from", compute='_compute_target_from', store=True, readonly=False, precompute=True,
        help="The first day of the twelve months the targets are for.")
    target_to = fields.Date("Plan Year to", compute='_compute_target_to', store=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    customer_ids = fields.One2many('relationship.key.account.customer', 'account_id', "Key Customers")
    # all rows below the customers, so that they are signed with the plan
    target_ids = fields.One2many('relationship.key.account.target', 'account_id', "Targets", readonly=True)
    measure_ids = fields.One2many('relationship.key.account.measure', 'account_id', "Measures", readonly=True)
    customer_count = fields.Integer("Key Customer Count", compute='_compute_counts')
    measure_count = fields.Integer("Open Measures", compute='_compute_counts')
    target_total = fields.Monetary("Total Target", compute='_compute_target_total', store=True)
    note = fields.Text("Remarks")
    manager_opinion = fields.Text("Service Manager's Opinion", compute='_compute_opinions')
    general_manager_opinion = fields.Text("General Manager's Opinion", compute='_compute_opinions')

    _sealed_fields = frozenset({'target_to', 'target_total'})

    @api.model
    def _default_period(self):
        """The last full calendar year."""
        year = self.env.company._relationship_today().year - 1
        return date(year, 1, 1), date(year, 12, 31)

    @api.depends('date_from', 'date_to')
    def _compute_before(self):
        """As long a span just before the period: whole months before whole months, else days."""
        for plan in self:
            plan.before_from, plan.before_to = plan._before() if plan._is_sound_period() else (False, False)

    def _is_sound_period(self):
        first, last = self.date_from, self.date_to
        return bool(first and last and FIRST_DAY <= first <= last <= LAST_DAY and last < first + SPAN_MAX)

    def _before(self):
        """(first day, last day) of the span growth compares with."""
        first, after = self.date_from, self.date_to + relativedelta(days=1)
        if first.day == after.day == 1:
            months = (after.year - first.year) * 12 + after.month - first.month
            start = first - relativedelta(months=months)
        else:
            start = first - (after - first)
        return start, first - relativedelta(days=1)

    @api.depends('date_to')
    def _compute_target_from(self):
        """The plan begins with the month after the period."""
        for plan in self:
            if plan.date_to and FIRST_DAY <= plan.date_to <= LAST_DAY:
                plan.target_from = (plan.date_to + relativedelta(days=1)).replace(day=1)

    @api.depends('target_from')
    def _compute_target_to(self):
        for plan in self:
            start = plan.target_from
            plan.target_to = start and start.year < 9998 and start + relativedelta(years=1, days=-1)

    def _quarters(self):
        """[(first day, last day)] of the four quarters of the plan year."""
        self.ensure_one()
        starts = [self.target_from + relativedelta(months=3 * number) for number in range(5)]
        return [(start, after - relativedelta(days=1)) for start, after in zip(starts, starts[1:])]

    @api.depends('customer_ids.target_year')
    def _compute_target_total(self):
        for plan in self:
            plan.target_total = sum(plan.customer_ids.mapped('target_year'))

    @api.depends('customer_ids', 'measure_ids.done_date')
    def _compute_counts(self):
        """Key customers and open measures, for a whole page."""
        counts = dict(self.env['relationship.key.account.customer'].sudo()._read_group(
            [('account_id', 'in', self.ids)], ['account_id'], ['__count']))
        still = dict(self.env['relationship.key.account.measure'].sudo()._read_group(
            [('account_id', 'in', self.ids), ('done_date', '=', False)], ['account_id'], ['__count']))
        for plan in self:
            plan.customer_count = counts.get(plan._origin, 0)
            plan.measure_count = still.get(plan._origin, 0)

    @api.depends('approval_state', 'approval_request_id')
    def _compute_opinions(self):
        """客户服务部经理建议 and 总经理建议 (F6.9, F6.10): the notes of these signatures and nothing else."""
        for plan in self:
            notes = {signature['box']: signature['note'] for signature in plan._approval_signatures()}
            plan.manager_opinion = notes.get('service_manager', False)
            plan.general_manager_opinion = notes.get('general_manager', False)

    @api.constrains('date_from', 'date_to', 'target_from')
    def _check_period(self):
        for plan in self:
            if not plan._is_sound_period():
                raise ValidationError(self.env._(
                    "The period must end after it begins, last at most five years, and lie between 2000 and 2100."))
            if not plan.target_from or plan.target_from.day != 1 or not FIRST_DAY <= plan.target_from <= LAST_DAY:
                raise ValidationError(self.env._("The plan year begins with the first day of a month between 2000 and 2100."))

    def write(self, vals):
        """Rankings of another period or region are none: they go, to be computed again."""
        before = {plan: plan._ranking_basis() for plan in self}
        result = super().write(vals)
        self.filtered(lambda plan: plan._ranking_basis() != before[plan])._drop_rankings()
        return result

    def _ranking_basis(self):
        return self.company_id, self.date_from, self.date_to, self.state_ids

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_submit_problems(self):
        """What is missing, each gap with the customers it concerns."""
        self.ensure_one()
        problems = []
        if not self.computed_at:
            problems.append(self.env._("The rankings are not computed: press “Compute Rankings”."))
        if not self.customer_ids:
            problems.append(self.env._("No key customer is chosen: choose them from the rankings."))
        return problems + self.customer_ids._submit_problems()

    def _approval_approved(self):
        """The measures count, and the customers are key accounts.

        Another plan may have been approved since this one was submitted.
        """
        super()._approval_approved()
        self.customer_ids._lock_profiles()
        for plan in self:
            if elsewhere := plan.customer_ids._planned_elsewhere():
                raise UserError(elsewhere._elsewhere_message())
        self.measure_ids._follow_schedule()
        self._mark_profiles()

    def _approval_cancelled(self, reason):
        super()._approval_cancelled(reason)
        self.measure_ids._follow_drop()
        self._mark_profiles()

    def _mark_profiles(self):
        for company in self.company_id:
            self.env['relationship.profile'].sudo()._sync_key_accounts(company)

    def _print_title(self):
        return self.env._("Key Account Management Sheet")

    def action_open_customers(self):
        """The key customers as a list."""
        return self._action_of_plan('relationship_key_account_customer_action')

    def action_open_progress(self):
        """Target against actual, quarter by quarter."""
        return self._action_of_plan('relationship_key_account_progress_action')

    def _action_of_plan(self, xmlid):
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(f'crm_relationship.{xmlid}')
        return {**action, 'domain': [('account_id', '=', self.id)], 'context': {}}
