from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL

# A scheme speaks about a year; three are the longest that can still be meant.
PERIOD_MAX = timedelta(days=1096)


class RelationshipServicePlan(models.Model):
    """客户服务方案: how one customer, or every customer of a tier, is looked after (F18.12, P5 ⑥⑦).

    Written by the specialist, reviewed by the supervisor, approved by the manager. What follows
    the approval is in `relationship_service_plan_actions.py` (the plan, P5 ⑧), what leads to the
    next revision in `…_revision.py` (P5 ⑨).
    """
    _name = 'relationship.service.plan'
    _description = "Service Scheme"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard',
        'relationship.revision.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'subject', 'partner_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.service.plan'
    _relationship_sequence_prefix = 'FW'
    _approval_person_fields = ('user_id',)
    _team_person_field = 'user_id'
    _revision_key_fields = ('scope', 'commercial_partner_id', 'tier_id')
    _sealed_fields = frozenset({'department_id', 'profile_id', 'commercial_partner_id'})

    subject = fields.Char(required=True, tracking=True)
    scope = fields.Selection(
        [('customer', "One Customer"), ('tier', "All Customers of a Tier")], "For", required=True,
        default='customer', tracking=True)
    partner_id = fields.Many2one(
        'res.partner', "Customer", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True,
        domain="['|', ('parent_id', '=', False), ('is_company', '=', True)]")
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index='btree_not_null')
    profile_id = fields.Many2one(
        'relationship.profile', "Customer in the Roster", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')
    tier_id = fields.Many2one(
        'relationship.tier', "Value Tier", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True)
    user_id = fields.Many2one(
        'res.users', "Written by", required=True, default=lambda self: self.env.user, index=True,
        domain=[('share', '=', False)], check_company=True)
    department_id = fields.Many2one(
        compute='_compute_department_id', store=True, readonly=True, precompute=True, default=None)
    date_from = fields.Date(
        "Valid from", required=True, default=lambda self: fields.Date.context_today(self), tracking=True)
    date_to = fields.Date(
        "Valid until", required=True, tracking=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), years=1, days=-1))
    situation = fields.Text(help="How the customer stands and what we do together today.")
    needs = fields.Text("Customer's Needs")
    preferences = fields.Text("Customer's Preferences", help="How the customer likes to be contacted, met and served.")
    goals = fields.Text("Service Goals")
    currency_id = fields.Many2one(related='company_id.currency_id', string="Currency")
    line_ids = fields.One2many('relationship.service.line', 'plan_id', "Service Content", copy=True)
    cost_total = fields.Monetary(
        "Estimated Cost", compute='_compute_cost_total', store=True,
        help="Of one customer over the whole period of the scheme.")

    _customer_in_force_unique = models.UniqueIndex(
        "(company_id, commercial_partner_id) WHERE stage = 'in_force' AND scope = 'customer'",
        "Another service scheme of this customer came into force at the same moment.")
    _tier_in_force_unique = models.UniqueIndex(
        "(company_id, tier_id) WHERE stage = 'in_force' AND scope = 'tier'",
        "Another service scheme of this tier came into force at the same moment.")

    @api.depends('name', 'subject', 'partner_id.name', 'tier_id.name')
    def _compute_display_name(self):
        """Number and whom it is for: what a signer or a list has to tell apart."""
        for plan in self:
            whom = plan.partner_id.name if plan.scope == 'customer' else plan.tier_id.name
            plan.display_name = f"{plan.name} {whom or ''}".strip()

    @api.depends('user_id', 'company_id')
    def _compute_department_id(self):
        """The author's department in the company of the scheme (one query for all)."""
        employees = self.env['hr.employee'].sudo().search([
            ('user_id', 'in', self.user_id.ids), ('company_id', 'in', self.company_id.ids)])
        departments = {(employee.user_id, employee.company_id): employee.department_id for employee in employees}
        for plan in self:
            plan.department_id = departments.get((plan.user_id, plan.company_id))

    @api.depends('line_ids.cost', 'line_ids.times')
    def _compute_cost_total(self):
        for plan in self:
            plan.cost_total = sum(line.cost * line.times for line in plan.line_ids)

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create([self._scope_values(vals) for vals in vals_list])
        plans._link_profile()
        return plans

    def write(self, vals):
        result = super().write(self._scope_values(vals))
        if vals.keys() & {'partner_id', 'company_id', 'scope'}:
            self._link_profile()
        return result

    @api.model
    def _scope_values(self, vals):
        """A scheme for a tier names no customer, and the other way round."""
        dropped = {'customer': 'tier_id', 'tier': 'partner_id'}.get(vals.get('scope'))
        return {**vals, dropped: False} if dropped else vals

    def _link_profile(self):
        """Hang each scheme on its customer, who must be one the user may see.

        :raise AccessError: the customer is another specialist's
        """
        for company, plans in self.sudo().filtered('partner_id').grouped('company_id').items():
            profiles = self.env['relationship.profile']._for_partners(plans.partner_id, company)
            by_customer = profiles.grouped('partner_id')
            for plan in plans:
                plan._sealed_write({'profile_id': by_customer[plan.commercial_partner_id].id}, SEAL)
        (self.sudo() - self.sudo().filtered('partner_id')).filtered('profile_id')._sealed_write({'profile_id': False}, SEAL)
        if hidden := self.profile_id.sudo(False) - self.profile_id.sudo(False)._filtered_access('read'):
            raise AccessError(self.env._(
                "%s is not your customer. Ask the owner or a supervisor to share it with you.",
                hidden[0].sudo().partner_id.name))

    @api.constrains('scope', 'partner_id', 'tier_id')
    def _check_scope(self):
        for plan in self:
            if not (plan.partner_id if plan.scope == 'customer' else plan.tier_id):
                raise ValidationError(self.env._("Say whom the scheme is for: choose the customer or the tier."))
            if plan.partner_id and plan.partner_id != plan.commercial_partner_id:
                raise ValidationError(self.env._(
                    "%(person)s belongs to %(customer)s. Choose the company; name the person in the preferences.",
                    person=plan.partner_id.display_name, customer=plan.commercial_partner_id.display_name))

    @api.constrains('date_from', 'date_to')
    def _check_period(self):
        for plan in self:
            if not plan.date_from <= plan.date_to <= plan.date_from + PERIOD_MAX:
                raise ValidationError(self.env._(
                    "The scheme ends on or after the day it begins, and at most three years later."))
        self.line_ids._check_date_first()

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this scheme from being submitted."""
        problems = super()._approval_submit_problems()
        if not self.line_ids:
            problems.append(self.env._("There is no service content: add what is done for the customer, and how often."))
        if not (self.goals or '').strip():
            problems.append(self.env._("The goals are empty: say what the service shall achieve."))
        if self.date_to < self.company_id._relationship_today():
            problems.append(self.env._("The scheme is over before it is approved: set a later end."))
        if idle := self.line_ids.filtered(lambda line: not line.times and not line.is_settled):
            problems.append(self.env._(
                "%s never takes place in the period: choose another first day.", ", ".join(idle.mapped('name'))))
        return problems
