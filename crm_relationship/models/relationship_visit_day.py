from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .colleagues_field import Colleagues


class RelationshipVisitDay(models.Model):
    """客户拜访日报表: one person's visits of one day, what they brought and cost (F13).

    Here are the paper's columns. How a report is put together from the visits is in
    `relationship_visit_day_assembly.py`, when it is due and who is reminded in
    `relationship_visit_day_due.py`.
    """
    _name = 'relationship.visit.day'
    _description = "Daily Visit Report"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard',
        'relationship.assembled.mixin', 'relationship.budget.mixin', 'approval.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'user_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.visit.day'
    _relationship_sequence_prefix = 'RB'
    _approval_person_fields = ('user_id',)
    _team_person_field = 'user_id'
    _sealed_fields = frozenset({
        'department_id', 'visit_count', 'problem_solved_count', 'problem_open_count', 'expense_total'})

    user_id = fields.Many2one(
        'res.users', "Filled in by", required=True, default=lambda self: self.env.user,
        domain=[('share', '=', False)], check_company=True, index=True)
    date = fields.Date("Day", default=lambda self: self.env.company._relationship_today(), index=True)
    department_id = fields.Many2one(
        compute='_compute_department_id', store=True, readonly=True, precompute=True, default=None)
    weekday = fields.Char(compute='_compute_weekday', help="F13.2 星期, in the reader's language.")
    currency_id = fields.Many2one(related='company_id.currency_id')
    line_ids = fields.One2many('relationship.visit.day.line', 'day_id', "Visits")
    expense_line_ids = fields.One2many('relationship.visit.day.expense', 'day_id', "Costs")
    companion_ids = Colleagues(
        'hr.employee', 'relationship_visit_day_companion_rel', 'day_id', 'employee_id',
        string="Companions", check_company=True, ondelete='restrict')
    visit_count = fields.Integer("Visits Today", compute='_compute_counts', store=True)
    problem_solved_count = fields.Integer("Problems Handled Today", compute='_compute_counts', store=True)
    problem_open_count = fields.Integer("Problems Not Handled Today", compute='_compute_counts', store=True)
    expense_total = fields.Monetary("Total Costs", compute='_compute_expense_total', store=True)
    note = fields.Text("Remark")

    _one_per_day = models.UniqueIndex(
        "(company_id, user_id, date) WHERE approval_state != 'cancelled'",
        "This person has a report of this day already: open that one.")

    @api.depends('name', 'user_id.name', 'date')
    def _compute_display_name(self):
        """Number, person and day: what a signer or a calendar has to tell apart."""
        for day in self:
            day.display_name = " ".join(
                part for part in (day.name, day.user_id.name, day.date and format_date(self.env, day.date)) if part)

    @api.depends('date')
    @api.depends_context('lang')
    def _compute_weekday(self):
        for day in self:
            day.weekday = day.date and format_date(self.env, day.date, date_format='EEEE')

    @api.depends('line_ids.problem_solved', 'line_ids.problem_open')
    def _compute_counts(self):
        """F13.16–18: the lines, and what they say about problems."""
        for day in self:
            day.visit_count = len(day.line_ids)
            day.problem_solved_count = sum(day.line_ids.mapped('problem_solved'))
            day.problem_open_count = sum(day.line_ids.mapped('problem_open'))

    @api.depends('expense_line_ids.amount')
    def _compute_expense_total(self):
        for day in self:
            day.expense_total = sum(day.expense_line_ids.mapped('amount'))

    @api.constrains('date')
    def _check_date(self):
        for day in self:
            if day.date > day.company_id._relationship_today():
                raise ValidationError(self.env._(
                    "%s has not come yet: report a day on the day itself or afterwards.",
                    format_date(self.env, day.date)))

    @api.model_create_multi
    def create(self, vals_list):
        """A new report brings the visits of its day along."""
        self.flush_model(['approval_state'])  # one cancelled a moment ago gives its day free
        days = super().create(vals_list)
        days._assemble()
        return days

    def write(self, vals):
        fixed = {'user_id', 'date', 'company_id'} & vals.keys()
        for day in self:
            if any(day._fields[name].convert_to_cache(vals[name], day) != day._fields[name].convert_to_cache(
                    day[name], day) for name in fixed):
                raise UserError(self.env._(
                    "A report stays with its person and day. Delete the draft and report the other day."))
        return super().write(vals)

    def unlink(self):
        """The visits of a deleted draft wait for a report again."""
        self.check_access('unlink')
        self._unlink_except_draft()
        self._release_visits()
        return super().unlink()
