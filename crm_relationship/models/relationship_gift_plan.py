from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..tools.lunar_festivals import FESTIVALS
from .relationship_gift_occasion import OCCASIONS, PERSONAL_DAYS, period_of

#: Days: the longest period of a plan is a year.
PERIOD_MAX = 366
#: Lines: more cannot be overlooked by a signer.
LINES_MAX = 3000


class RelationshipGiftPlan(models.Model):
    """礼品馈赠计划表: who is given what, why and at what cost, on one occasion (F16).

    The supervisor reviews it, the manager approves it within authority. The proposal is in
    `relationship_gift_plan_propose.py`, the requests made from it in `relationship_gift_plan_requests.py`.
    """
    _name = 'relationship.gift.plan'
    _description = "Gift Plan"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard', 'approval.mixin']
    _order = 'date_to desc, id desc'
    _rec_names_search = ['name', 'title', 'user_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.gift.plan'
    _relationship_sequence_prefix = 'LJ'
    _approval_amount_field = 'amount_total'
    _approval_person_fields = ('user_id',)
    _team_person_field = 'user_id'
    _sealed_fields = frozenset({'department_id', 'amount_total', 'line_count'})

    occasion = fields.Selection(OCCASIONS, "Gift Occasion", required=True, default='other', index=True, tracking=True)
    title = fields.Char("Subject", help="What the plan is called beside its number.")
    user_id = fields.Many2one(
        'res.users', "Planner", required=True, default=lambda self: self.env.user, index=True,
        domain=[('share', '=', False)], check_company=True, tracking=True)
    department_id = fields.Many2one(
        compute='_compute_department_id', store=True, readonly=True, precompute=True, default=None)
    date_from = fields.Date(
        "From", required=True, index=True, compute='_compute_period', store=True, readonly=False, precompute=True)
    date_to = fields.Date(
        "To", required=True, index=True, compute='_compute_period', store=True, readonly=False, precompute=True)
    purpose = fields.Char("Purpose of the Gift", help="Of every line that names no other one.")
    tier_ids = fields.Many2many(
        'relationship.tier', 'relationship_gift_plan_tier_rel', 'plan_id', 'tier_id', "Value Tiers",
        check_company=True, ondelete='restrict', help="Whose customers are proposed. Empty: all tiers with a gift rule.")
    owner_ids = fields.Many2many(
        'res.users', 'relationship_gift_plan_owner_rel', 'plan_id', 'user_id', "Customers of",
        domain=[('share', '=', False)], check_company=True, ondelete='restrict',
        help="Who looks after the customers proposed. Empty: all customers you see.")
    product_id = fields.Many2one(
        'product.product', "Gift", domain=[('relationship_is_gift', '=', True)], check_company=True,
        index='btree_not_null', ondelete='restrict', help="Proposed where the gift rule of the tier names none.")
    line_ids = fields.One2many('relationship.gift.plan.line', 'plan_id', "Planned Gifts")
    line_count = fields.Integer("Planned", compute='_compute_totals', store=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    budget = fields.Monetary("Plan Budget", help="The gifts together may cost no more. 0: no limit.")
    amount_total = fields.Monetary(
        "Planned Value", compute='_compute_totals', store=True, help="What the signers' authority is compared with.")
    budget_left = fields.Monetary("Budget Left", compute='_compute_budget_left')
    note = fields.Text("Remarks")

    _period_check = models.Constraint(
        'CHECK(date_from <= date_to)', "Gift plans: the first day comes before the last.")

    @api.depends('occasion')
    def _compute_period(self):
        """The next time of the occasion; other days may be entered."""
        for plan in self:
            company = plan.company_id or self.env.company
            plan.date_from, plan.date_to = period_of(company, plan.occasion, company._relationship_today())

    @api.depends('name', 'title', 'occasion')
    @api.depends_context('lang')
    def _compute_display_name(self):
        """The number and what the plan is called, else its occasion."""
        names = dict(self._fields['occasion']._description_selection(self.env))
        for plan in self:
            plan.display_name = f"{plan.name} {plan.title or names.get(plan.occasion, '')}".strip()

    @api.depends('line_ids.budget_value')
    def _compute_totals(self):
        for plan in self:
            plan.line_count = len(plan.line_ids)
            plan.amount_total = sum(plan.line_ids.mapped('budget_value'))

    @api.depends('budget', 'amount_total')
    def _compute_budget_left(self):
        for plan in self:
            plan.budget_left = plan.budget - plan.amount_total if plan.budget else 0.0

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains('date_from', 'date_to')
    def _check_period(self):
        for plan in self:
            if ((plan.date_to - plan.date_from).days >= PERIOD_MAX
                    or not 2000 <= plan.date_from.year <= plan.date_to.year <= 2100):
                raise ValidationError(self.env._(
                    "A gift plan covers at most a year, between 2000 and 2100. Check both days."))

    @api.constrains('budget')
    def _check_budget(self):
        if any(plan.budget < 0 for plan in self):
            raise ValidationError(self.env._("The budget of a plan cannot be negative."))

    @api.constrains('product_id')
    def _check_product(self):
        self.env['relationship.gift.plan.line']._check_gifts(self.product_id)

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this plan from being submitted."""
        self.ensure_one()
        lines, currency = self.line_ids, self.currency_id
        problems = super()._approval_submit_problems()
        if not lines:
            problems.append(self.env._("No gift is planned: propose some, or add lines by hand."))
        if len(lines) > LINES_MAX:
            problems.append(self.env._(
                "A plan has at most %(max)s gifts, this one %(count)s: plan the tiers one by one.",
                max=LINES_MAX, count=len(lines)))
        if self.budget and currency.compare_amounts(self.amount_total, self.budget) > 0:
            problems.append(self.env._(
                "The gifts cost %(total)s together, the budget is %(budget)s: take some out, or raise the budget.",
                total=currency.format(self.amount_total), budget=currency.format(self.budget)))
        return problems + lines._problems()

    def copy_data(self, default=None):
        """A copy plans the same gifts for the next time of the occasion."""
        default, vals_list = default or {}, super().copy_data(default)
        for plan, vals in zip(self, vals_list):
            if not default.keys() & {'date_from', 'date_to', 'occasion'}:
                company = plan.company_id
                after = max(fields.Date.add(plan.date_to, days=1), company._relationship_today())
                if plan.occasion in FESTIVALS or plan.occasion in PERSONAL_DAYS:
                    vals['date_from'], vals['date_to'] = period_of(company, plan.occasion, after)
                else:
                    length = plan.date_to - plan.date_from
                    vals['date_from'], vals['date_to'] = after, after + length
            vals.setdefault('line_ids', [
                Command.create(values) for line in plan.line_ids for values in line.copy_data({'plan_id': False})])
        return vals_list
