from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES


class RelationshipHospitalityReport(models.Model):
    """客户招待报告表: what came of an approved request and what it cost (F15, P3 ⑧).

    Made from the request and filled from it: the reporter adds the actual
    amounts and the effect. Checked at submission; its signatures are its own.
    """
    _name = 'relationship.hospitality.report'
    _description = "Hospitality Report"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard',
        'relationship.benefit.source', 'approval.mixin']
    _order = 'report_time desc, id desc'
    _rec_names_search = ['name', 'partner_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.hospitality.report'
    _relationship_sequence_prefix = 'ZB'
    _approval_amount_field = 'actual_total'
    _approval_person_fields = ('reporter_id', 'applicant_id')
    _team_person_field = 'reporter_id'
    _sealed_fields = frozenset({
        'department_id', 'company_id', 'partner_id', 'applicant_id', 'arranger_id', 'currency_id',
        'budget_total', 'actual_total', 'difference'})

    hospitality_id = fields.Many2one(
        'relationship.hospitality', "Request", required=True, index=True, ondelete='restrict',
        check_company=True, copy=False,
        domain=[('approval_state', 'in', APPROVED_STATES), ('supplement_of_id', '=', False)])
    company_id = fields.Many2one(related='hospitality_id.company_id', store=True, precompute=True, default=None)
    department_id = fields.Many2one(related='hospitality_id.department_id', store=True, default=None)
    applicant_id = fields.Many2one(related='hospitality_id.applicant_id', store=True)
    arranger_id = fields.Many2one(related='hospitality_id.arranger_id', store=True)
    partner_id = fields.Many2one(related='hospitality_id.partner_id', store=True, index=True)
    currency_id = fields.Many2one(related='hospitality_id.currency_id', store=True)
    reporter_id = fields.Many2one(
        'res.users', "Reporter", required=True, default=lambda self: self.env.user,
        domain=[('share', '=', False)], check_company=True, index=True)
    report_time = fields.Datetime(
        "Report Time", required=True, default=lambda self: fields.Datetime.now(), copy=False)
    date_start = fields.Datetime("Hospitality Date", required=True)
    venue = fields.Char()
    purpose = fields.Text()
    guest_ids = fields.One2many(
        'relationship.hospitality.report.attendee', 'report_id', "Customer's Attendees",
        domain=[('side', '=', 'customer')], context={'default_side': 'customer'})
    host_ids = fields.One2many(
        'relationship.hospitality.report.attendee', 'report_id', "Our Attendees",
        domain=[('side', '=', 'company')], context={'default_side': 'company'})
    expense_line_ids = fields.One2many(
        'relationship.hospitality.expense', 'report_id', "Expenses")
    budget_total = fields.Monetary("Approved Budget", compute='_compute_totals', store=True)
    actual_total = fields.Monetary("Actual Total", compute='_compute_totals', store=True)
    difference = fields.Monetary(compute='_compute_totals', store=True)
    is_overrun = fields.Boolean("Beyond Tolerance", compute='_compute_is_overrun')
    information = fields.Text("Information Wanted")
    attention = fields.Text("Points for Attention")
    effect = fields.Text("Effect")
    later_use = fields.Text("Use for Later Activities")

    _hospitality_unique = models.Constraint(
        'UNIQUE (hospitality_id)', "This request has its report already: open that one.")

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        """Number and customer, as on the request."""
        for report in self:
            report.display_name = f"{report.name} {report.partner_id.name or ''}".strip()

    @api.depends('expense_line_ids.amount', 'expense_line_ids.budget_amount')
    def _compute_totals(self):
        for report in self:
            report.actual_total = sum(report.expense_line_ids.mapped('amount'))
            report.budget_total = sum(report.expense_line_ids.mapped('budget_amount'))
            report.difference = report.actual_total - report.budget_total

    @api.depends('actual_total', 'hospitality_id.approved_total', 'currency_id', 'company_id')
    def _compute_is_overrun(self):
        """Beyond the company's tolerance: the larger of its percentage and its amount."""
        for report in self:
            currency, approved = report.currency_id, report.hospitality_id.sudo().approved_total
            report.is_overrun = bool(currency) and currency.compare_amounts(
                report.actual_total, report._approval_with_tolerance(approved)) > 0

    @api.model_create_multi
    def create(self, vals_list):
        """Fill what is not given from the approved request: enter once (DESIGN.md 1.3)."""
        requests = self.env['relationship.hospitality'].browse(
            [vals['hospitality_id'] for vals in vals_list if vals.get('hospitality_id')])
        requests._check_can_report()
        return super().create([
            {**(requests.browse(vals['hospitality_id'])._report_values() if vals.get('hospitality_id') else {}),
             **vals} for vals in vals_list])

    @api.constrains('hospitality_id')
    def _check_hospitality(self):
        """The request stays the one the report was made from."""
        for report in self:
            if not report.hospitality_id.sudo().is_planned:
                raise ValidationError(self.env._("Reports are made for approved requests only."))

    def write(self, vals):
        if 'hospitality_id' in vals and any(r.hospitality_id.id != vals['hospitality_id'] for r in self):
            raise UserError(self.env._("A report stays with its request. Delete the draft and report the other one."))
        return super().write(vals)

    def _print_unit(self):
        """As on the request, whether or not the reader of the report may open that."""
        return self.hospitality_id.sudo()._print_unit()

    def action_open_request(self):
        """Open the request this report belongs to."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Request"), 'view_mode': 'form',
            'res_model': 'relationship.hospitality', 'res_id': self.hospitality_id.id}

    def action_request_supplement(self):
        """Ask for the amount by which the items exceed their budget, and open that request."""
        self.ensure_one()
        self.check_access('write')
        request = self.hospitality_id
        request._check_can_arrange()
        lines = self.expense_line_ids.sorted(lambda line: -line.difference)
        missing = {line.item_id: line.difference for line in lines}
        supplement = request._create_supplement(
            request._fit_supplement(missing, self.actual_total - request.sudo().approved_total))
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Supplement"), 'view_mode': 'form',
            'res_model': 'relationship.hospitality', 'res_id': supplement.id}

    # ------------------------------------------------------------------
    # Submission
    # ------------------------------------------------------------------

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this report from being submitted."""
        self.ensure_one()
        problems = []
        if not self.hospitality_id.sudo().is_planned:
            problems.append(self.env._("The request is no longer approved: there is nothing to report."))
        if self.date_start > fields.Datetime.now():
            problems.append(self.env._("The hospitality date lies in the future: report once it took place."))
        if not self.guest_ids:
            problems.append(self.env._("Nobody of the customer's side is named: add at least one contact or name."))
        if not self.host_ids:
            problems.append(self.env._("Nobody of our side is named: add at least one colleague."))
        if not (self.effect or '').strip():
            problems.append(self.env._("The effect is empty: say what the hospitality achieved."))
        if missing := self.expense_line_ids.filtered('explanation_missing'):
            problems.append(self.env._(
                "Actual and budget differ: explain it in the remark of %s.",
                ", ".join(line.item_id.report_name or line.item_id.name for line in missing)))
        if self.is_overrun:
            problems.append(self.env._(
                "The actual cost exceeds the approved budget by %(amount)s, more than tolerated. "
                "Press “Request Supplement”, get it approved, and submit the report then.",
                amount=self.currency_id.format(self.actual_total - self.hospitality_id.sudo().approved_total)))
        return problems
