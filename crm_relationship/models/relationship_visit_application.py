from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_visit import AHEAD


class RelationshipVisit(models.Model):
    """拜访申请 (P2 ②, F18.2): what the visit will cost, who signs for it, and the advance (拜访款项支持).

    Signed are customer, visitor, purpose, budget and advance. Time, place and
    people stay open after the approval: every move keeps its trace, and the
    record is written on the same document.
    """
    _inherit = 'relationship.visit'

    _approval_open_fields = frozenset({
        'date_start', 'duration', 'place', 'subject', 'companion_ids', 'contact_ids', 'no_visit_reason',
        'previous_visit_id', 'area_id', 'expense_line_ids'})
    _sealed_fields = frozenset({
        'budget_total', 'actual_total', 'budget_company', 'actual_company', 'advance_paid', 'advance_paid_by_id',
        'advance_paid_date'})

    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id)
    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")
    expense_line_ids = fields.One2many('relationship.visit.expense', 'visit_id', "Costs")
    budget_total = fields.Monetary("Budget", compute='_compute_totals', store=True, tracking=True)
    actual_total = fields.Monetary("Actual Cost", compute='_compute_totals', store=True)
    authority_amount = fields.Monetary(
        "Amount to Authorise", related='budget_total', help="What the signers' authority is compared with.")
    budget_company = fields.Monetary(
        "Budget (Company Currency)", compute='_compute_company_amounts', store=True,
        currency_field='company_currency_id')
    actual_company = fields.Monetary(
        "Actual Cost (Company Currency)", compute='_compute_company_amounts', store=True,
        currency_field='company_currency_id')
    cost_note = fields.Text("Cost Explanation")
    advance_amount = fields.Monetary(
        "Advance Asked for",
        help="Money needed before the visit; at most the budget. It is always applied for, also on an approved plan.")
    advance_paid = fields.Boolean(readonly=True, copy=False)
    advance_paid_by_id = fields.Many2one('res.users', "Advance Paid by", readonly=True, copy=False)
    advance_paid_date = fields.Datetime("Advance Paid on", readonly=True, copy=False)
    is_application_needed = fields.Boolean("Needs an Application", compute='_compute_is_application_needed')

    @api.depends('expense_line_ids.budget_amount', 'expense_line_ids.actual_amount')
    def _compute_totals(self):
        for visit in self:
            lines = visit.expense_line_ids
            visit.budget_total = sum(lines.mapped('budget_amount'))
            visit.actual_total = sum(lines.mapped('actual_amount'))

    @api.depends('budget_total', 'actual_total', 'currency_id', 'company_id', 'date')
    def _compute_company_amounts(self):
        """Both amounts at the rate of the application date."""
        for visit in self:
            rate = visit._company_rate(visit.date)
            visit.budget_company = visit.budget_total * rate
            visit.actual_company = visit.actual_total * rate

    @api.depends('budget_total', 'advance_amount', 'company_id')
    def _compute_is_application_needed(self):
        """By the company's setting: for costs beside the approved plan, for all costs, for all visits.

        An advance is always applied for: no plan asks finance for money.
        """
        for visit in self:
            rule = visit.company_id.relationship_visit_application
            visit.is_application_needed = rule == 'all' or visit.advance_amount > 0 or visit.budget_total > 0 and (
                rule == 'costs' or not visit._is_from_approved_plan())

    def _is_from_approved_plan(self):
        """True when the visit stands on a visit plan that was approved, which then is its application."""
        return False

    @api.constrains('advance_amount', 'budget_total')
    def _check_advance(self):
        for visit in self:
            if visit.advance_amount < 0:
                raise ValidationError(self.env._("An advance cannot be negative."))
            if visit.currency_id.compare_amounts(visit.advance_amount, visit.budget_total) > 0:
                raise ValidationError(self.env._(
                    "The advance of %(advance)s exceeds the budget of %(budget)s: enter the costs it is for.",
                    advance=visit.currency_id.format(visit.advance_amount),
                    budget=visit.currency_id.format(visit.budget_total)))

    def _check_application(self):
        """Raise UserError when this visit needs an approval that it has not."""
        self.ensure_one()
        if self.approval_state == 'pending' or self.is_application_needed and self.approval_state not in APPROVED_STATES:
            raise UserError(self.env._(
                "%s has costs that are not approved yet. Submit the application and wait for the decision, "
                "or take the costs out.", self.display_name))

    # ------------------------------------------------------------------
    # Submission
    # ------------------------------------------------------------------

    def action_approval_submit(self):
        """Ask for approval; items without a budget join as empty lines for what turns up on the way."""
        self.check_access('write')
        for visit in self:
            visit._add_item_lines()
        return super().action_approval_submit()

    def _add_item_lines(self):
        """One line for each cost item that has none: after the approval only its actual amount is open."""
        items = self.env['relationship.hospitality.item']._available(self.company_id, 'request')
        missing = items - self.expense_line_ids.item_id
        if missing and self.expense_line_ids:
            self.env['relationship.visit.expense'].create(
                [{'visit_id': self.id, 'item_id': item.id} for item in missing])

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this application from being submitted."""
        self.ensure_one()
        problems = [self.partner_id._relationship_problem(self.company_id)]
        if self.stage not in AHEAD:
            problems.append(self.env._("The visit is not to come any more: there is nothing left to apply for."))
        elif self.date_stop <= fields.Datetime.now():
            problems.append(self.env._("The visit lies in the past: plan a new one and apply for that."))
        if not self.is_application_needed:
            problems.append(self.env._("It has no costs to be approved: just make the visit."))
        return problems

    # ------------------------------------------------------------------
    # The advance
    # ------------------------------------------------------------------

    def action_advance_paid(self):
        """拜访款项支持: finance confirms that the advance was handed out (P2, lane 财务部)."""
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_finance_auditor'):
            raise AccessError(self.env._("Only the finance department confirms advances."))
        visits = self.sudo()
        for visit in visits:
            if visit.approval_state != 'approved' or visit.stage == 'cancelled':
                raise UserError(self.env._(
                    "%s is not approved: advances are paid for approved visits only.", visit.name))
            if visit.currency_id.compare_amounts(visit.advance_amount, 0) <= 0:
                raise UserError(self.env._("No advance was asked for with %s.", visit.name))
            if visit.advance_paid:
                raise UserError(self.env._(
                    "The advance of %(visit)s was confirmed by %(user)s already.",
                    visit=visit.name, user=visit.advance_paid_by_id.name))
        visits._sealed_write({
            'advance_paid': True, 'advance_paid_by_id': self.env.uid,
            'advance_paid_date': fields.Datetime.now()}, SEAL)
        visits._message_log_batch(bodies={v.id: self.env._("Finance paid the advance.") for v in visits})
