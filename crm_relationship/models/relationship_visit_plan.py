from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from .relationship_visit_plan_line import YEAR_MAX, YEAR_MIN
from .relationship_visit_rules import AHEAD_MAX

#: Days: the longest period of a plan is a year.
PERIOD_MAX = 366
#: Lines: more cannot be overlooked by a signer.
LINES_MAX = 2000


class RelationshipVisitPlan(models.Model):
    """拜访计划: who is visited when and why, in a period (P1 ⑤⑧, P2 ①, F18.1, F18.4, F18.6).

    The regional plan covers the due customers of areas, the key plan the key customers. The
    supervisor reviews it, the manager approves it with its expected cost; what follows is in
    `relationship_visit_plan_visits.py`, the proposal in `relationship_visit_plan_propose.py`.
    """
    _name = 'relationship.visit.plan'
    _description = "Visit Plan"
    _inherit = [
        'relationship.document', 'relationship.team.mixin', 'relationship.input.guard',
        'relationship.budget.mixin', 'approval.mixin']
    _order = 'date_from desc, id desc'
    _rec_names_search = ['name', 'title', 'user_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.visit.plan'
    _relationship_sequence_prefix = 'JH'
    _approval_amount_field = 'cost_total'
    _approval_person_fields = ('user_id',)
    _team_person_field = 'user_id'
    _sealed_fields = frozenset({'department_id', 'cost_total', 'line_count'})

    kind = fields.Selection(
        [('regional', "Regional"), ('key', "Important Customers")], required=True, default='regional',
        tracking=True, index=True)
    title = fields.Char(help="What the plan is called beside its number, such as the areas it covers.")
    user_id = fields.Many2one(
        'res.users', "Responsible", required=True, default=lambda self: self.env.user, index=True,
        domain=[('share', '=', False)], check_company=True, tracking=True)
    department_id = fields.Many2one(
        compute='_compute_department_id', store=True, readonly=True, precompute=True, default=None)
    member_ids = fields.Many2many(
        'res.users', 'relationship_visit_plan_member_rel', 'plan_id', 'user_id', "Visitors",
        default=lambda self: self.env.user, domain=[('share', '=', False)], check_company=True,
        ondelete='restrict', help="Who goes. A supervisor plans for several people of the team.")
    date_from = fields.Date("From", required=True, index=True, default=lambda self: self._default_period()[0])
    date_to = fields.Date("To", required=True, index=True, default=lambda self: self._default_period()[1])
    area_ids = fields.Many2many(
        'relationship.area', 'relationship_visit_plan_area_rel', 'plan_id', 'area_id', "Visit Areas",
        check_company=True, ondelete='restrict',
        help="The customers of these areas. Empty: the customers looked after by the visitors.")
    goal = fields.Text("Goal", help="What the visits of this period are to achieve.")
    note = fields.Text("Remarks")
    line_ids = fields.One2many('relationship.visit.plan.line', 'plan_id', "Planned Visits")
    line_count = fields.Integer("Number of Visits", compute='_compute_totals', store=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    cost_total = fields.Monetary(
        "Expected Cost", compute='_compute_totals', store=True,
        help="What the signers' authority is compared with.")

    _period_check = models.Constraint(
        'CHECK(date_from <= date_to)', "Visit plans: the first day comes before the last.")

    @api.model
    def _default_period(self):
        """Next week, from Monday to Sunday."""
        today = self.env.company._local_day(fields.Datetime.now())
        monday = today + timedelta(days=7 - today.weekday())
        return monday, monday + timedelta(days=6)

    @api.depends('name', 'title', 'kind')
    @api.depends_context('lang')
    def _compute_display_name(self):
        """The number and what the plan is called, else its kind."""
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for plan in self:
            plan.display_name = f"{plan.name} {plan.title or kinds.get(plan.kind, '')}".strip()

    @api.depends('line_ids.cost')
    def _compute_totals(self):
        for plan in self:
            plan.line_count = len(plan.line_ids)
            plan.cost_total = sum(plan.line_ids.mapped('cost'))

    @api.onchange('user_id')
    def _onchange_user_id(self):
        """A plan of one person follows its responsible."""
        if len(self.member_ids) <= 1:
            self.member_ids = self.user_id

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains('date_from', 'date_to')
    def _check_period(self):
        for plan in self:
            years = (plan.date_from.year, plan.date_to.year)
            if (plan.date_to - plan.date_from).days >= PERIOD_MAX or min(years) < YEAR_MIN or max(years) > YEAR_MAX:
                raise ValidationError(self.env._(
                    "A plan covers at most a year, between %(first)s and %(last)s. Check both days.",
                    first=YEAR_MIN, last=YEAR_MAX))

    @api.constrains('user_id', 'member_ids')
    def _check_people(self):
        """Specialists plan for themselves, supervisors for the team (SECURITY.md)."""
        if not all(plan.member_ids for plan in self):
            raise ValidationError(self.env._("Name at least one visitor."))
        if self._may_act_for_others():
            return
        if any((plan.user_id | plan.member_ids) != self.env.user for plan in self):
            raise ValidationError(self.env._(
                "You can plan visits for yourself only. A supervisor can plan for the team."))

    @api.constrains('member_ids', 'line_ids')
    def _check_visitors(self):
        for plan in self:
            if strangers := plan.line_ids.user_id - plan.member_ids:
                raise ValidationError(self.env._(
                    "%(people)s: on the lines, but not among the visitors of the plan. Add them there first.",
                    people=", ".join(strangers.mapped('name'))))

    def action_calendar(self):
        """The planned visits of one plan in the calendar, to be moved while it is a draft."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_visit_plan_line_action')
        return {
            **action, 'name': self.display_name, 'domain': [('plan_id', '=', self.id)],
            'context': {'default_plan_id': self.id, 'initial_date': self.date_from}}

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this plan from being submitted."""
        self.ensure_one()
        lines, company = self.line_ids, self.company_id
        problems = super()._approval_submit_problems()
        if not lines:
            problems.append(self.env._("No visit is planned: propose some, or add lines by hand."))
        if len(lines) > LINES_MAX:
            problems.append(self.env._(
                "A plan has at most %(max)s visits, this one %(count)s: shorten the period, or plan the areas one by one.",
                max=LINES_MAX, count=len(lines)))
        outside = lines.filtered(
            lambda line: not self.date_from <= company._local_day(line.date_start) <= self.date_to)
        past = lines.filtered(lambda line: line.date_start < fields.Datetime.now())
        far = lines.filtered(lambda line: line.date_start > fields.Datetime.now() + AHEAD_MAX)
        forbidden = lines.filtered(lambda line: line.is_forbidden and not (line.no_visit_reason or '').strip())
        for bad, text in (
                (outside, self.env._("Outside of the period: %s. Move the visits, or change the period.")),
                (far, self.env._("More than two years ahead: %s. Plan them later.")),
                (past, self.env._("In the past: %s. Move the visits to a time to come.")),
                (forbidden, self.env._(
                    "At a time the customer does not want visitors: %s. Move the visits, or give the reason for the exception."))):
            if bad:
                problems.append(text % lines._names(bad))
        return problems

    def copy_data(self, default=None):
        """A copy keeps what was planned by hand and by proposal, moved to the next period of the same length."""
        return [{**vals, **plan._next_period()} for plan, vals in zip(self, super().copy_data(default))]

    def _next_period(self):
        """The period after this one, and the lines moved there."""
        length = self.date_to - self.date_from + timedelta(days=1)
        days = -(-length.days // 7) * 7
        weeks = timedelta(days=days)
        return {
            'date_from': self.date_from + weeks, 'date_to': self.date_to + weeks,
            'line_ids': [Command.create(vals) for line in self.line_ids for vals in line.copy_data(
                {'date_start': self.company_id._local_shift(line.date_start, days), 'plan_id': False})]}
