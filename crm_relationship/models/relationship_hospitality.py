from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES

# Hours: ten days, longer than any visit.
DURATION_MAX = 240


class RelationshipHospitality(models.Model):
    """客户招待申请表: the request to receive a customer or to dine with one (F14, P3 ②, P4 ①).

    Here are the paper's columns and what is computed from them. What is
    checked at submission, what follows the approval, and supplements are in
    `relationship_hospitality_rules.py`, `…_plan.py` and `…_supplement.py`.
    """
    _name = 'relationship.hospitality'
    _description = "Hospitality Request"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard',
        'relationship.benefit.source', 'relationship.budget.mixin', 'approval.mixin']
    _order = 'date_start desc, id desc'
    _rec_names_search = ['name', 'partner_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.hospitality'
    _relationship_sequence_prefix = 'ZD'
    _approval_amount_field = 'authority_amount'
    _approval_person_fields = ('applicant_id',)
    _team_person_field = 'applicant_id'

    kind = fields.Selection(
        [('reception', "Reception"), ('dining', "Dining")], required=True, default='reception',
        tracking=True)
    applicant_id = fields.Many2one(
        'res.users', "Applicant", required=True, default=lambda self: self.env.user,
        domain=[('share', '=', False)], index=True, check_company=True)
    department_id = fields.Many2one(
        compute='_compute_department_id', store=True, readonly=True, precompute=True, default=None)
    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, index=True, check_company=True, tracking=True)
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company",
        index=True)
    venue = fields.Char(tracking=True)
    date_start = fields.Datetime("Hospitality Date", required=True, index=True, tracking=True)
    duration = fields.Float("Duration (hours)", default=2.0)
    date_stop = fields.Datetime("End", compute='_compute_date_stop', store=True)
    guest_ids = fields.One2many(
        'relationship.hospitality.attendee', 'hospitality_id', "Customer's Attendees",
        domain=[('side', '=', 'customer')], context={'default_side': 'customer'})
    host_ids = fields.One2many(
        'relationship.hospitality.attendee', 'hospitality_id', "Our Attendees",
        domain=[('side', '=', 'company')], context={'default_side': 'company'},
        default=lambda self: self._default_hosts())
    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id)
    budget_line_ids = fields.One2many(
        'relationship.hospitality.budget', 'hospitality_id', "Budget",
        default=lambda self: self._default_budget_lines())
    budget_total = fields.Monetary(
        "Budget Total", compute='_compute_budget_total', store=True, tracking=True)
    authority_amount = fields.Monetary(
        "Amount to Authorise", compute='_compute_authority_amount',
        help="What the signers' authority is compared with: a supplement counts together with "
             "what was approved before, so that a dinner cannot be signed in slices.")
    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")
    budget_company = fields.Monetary(
        "Budget (Company Currency)", compute='_compute_company_amounts', store=True,
        currency_field='company_currency_id')
    actual_company = fields.Monetary(
        "Actual (Company Currency)", compute='_compute_company_amounts', store=True,
        currency_field='company_currency_id')
    actual_amount = fields.Monetary(
        "Actual Spend", compute='_compute_actual_amount', store=True,
        help="From the signed hospitality report.")
    attendee_count = fields.Integer("Attendees", compute='_compute_attendee_count', store=True)
    per_head = fields.Monetary(
        "Budget per Head", compute='_compute_per_head', store=True, aggregator='avg')
    is_over_budget = fields.Boolean("Over Budget", compute='_compute_actual_amount', store=True)
    arranger_id = fields.Many2one(
        'res.users', "Arranged by", required=True, default=lambda self: self.env.user,
        domain=[('share', '=', False)], index=True, check_company=True)
    purpose = fields.Text()
    cost_note = fields.Text("Cost Explanation")
    attention = fields.Text("Points for Attention")

    _sealed_fields = frozenset({
        'department_id', 'commercial_partner_id', 'date_stop', 'budget_total', 'budget_company',
        'actual_company', 'actual_amount', 'attendee_count', 'per_head', 'is_over_budget'})

    @api.model
    def _default_budget_lines(self):
        """One empty line per item of the paper, so that a phone user only types amounts."""
        items = self.env['relationship.hospitality.item']._available(self.env.company, 'request')
        return [fields.Command.create({'item_id': item.id}) for item in items]

    @api.model
    def _default_hosts(self):
        """Who applies usually comes along."""
        employee = self.env.user.employee_id
        return [fields.Command.create({'side': 'company', 'employee_id': employee.id})] if employee else []

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        """Number and customer: what a signer, a calendar or a message has to tell apart."""
        for request in self:
            request.display_name = f"{request.name} {request.partner_id.name or ''}".strip()

    @api.depends('date_start', 'duration')
    def _compute_date_stop(self):
        """The end; an absurd start or duration, refused when saved, has none to show before."""
        for request in self:
            start, hours = request.date_start, request.duration
            sound = start and start.year < 9999 and 0 <= hours <= DURATION_MAX
            request.date_stop = fields.Datetime.add(start, hours=hours) if sound else start

    @api.depends('budget_line_ids.amount')
    def _compute_budget_total(self):
        for request in self:
            request.budget_total = sum(request.budget_line_ids.mapped('amount'))

    @api.depends('budget_total', 'actual_amount', 'currency_id', 'company_id', 'date')
    def _compute_company_amounts(self):
        """Both amounts at the rate of the application date."""
        for request in self:
            rate = request._company_rate(request.date)
            request.budget_company = request.budget_total * rate
            request.actual_company = request.actual_amount * rate

    @api.depends('report_ids.approval_state', 'report_ids.actual_total', 'approved_total')
    def _compute_actual_amount(self):
        """F14.11, from the signed report; compared with what was approved, supplements included."""
        for request in self:
            signed = request.report_ids.filtered(lambda report: report.approval_state in APPROVED_STATES)
            request.actual_amount = sum(signed.mapped('actual_total'))
            request.is_over_budget = bool(signed) and request.currency_id.compare_amounts(
                request.actual_amount, request.approved_total) > 0

    @api.depends('guest_ids', 'host_ids')
    def _compute_attendee_count(self):
        for request in self:
            request.attendee_count = len(request.guest_ids) + len(request.host_ids)

    @api.depends('budget_total', 'attendee_count')
    def _compute_per_head(self):
        for request in self:
            request.per_head = request.budget_total / (request.attendee_count or 1)

    @api.constrains('partner_id', 'company_id')
    def _check_partner(self):
        """The customer must be in use and belong to this company or to all (bad input, issue 4)."""
        for request in self:
            if problem := request.partner_id._relationship_problem(request.company_id):
                raise ValidationError(problem)

    @api.constrains('duration')
    def _check_duration(self):
        if any(not 0 < request.duration <= DURATION_MAX for request in self):
            raise ValidationError(self.env._("The duration must be more than 0 and at most 240 hours."))

    @api.onchange('partner_id')
    def _onchange_partner_id(self):
        """A contact person chosen as the customer is also the first guest."""
        person = self.partner_id
        if person and not person.is_company and not self.guest_ids:
            self.guest_ids = [fields.Command.create({'side': 'customer', 'partner_id': person.id})]
