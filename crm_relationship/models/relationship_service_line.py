from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.service_dates import occurrences

FREQUENCIES = [
    ('once', "Once"), ('week', "Weekly"), ('fortnight', "Every Two Weeks"), ('month', "Monthly"),
    ('quarter', "Quarterly"), ('half_year', "Half-Yearly"), ('year', "Yearly")]


class RelationshipServiceLine(models.Model):
    """One service of a scheme: what is done, to which standard, how often, by whom (服务内容)."""
    _name = 'relationship.service.line'
    _description = "Service Content"
    _inherit = ['relationship.revision.line.mixin']
    _order = 'plan_id, sequence, id'
    _check_company_auto = True
    _document_field = 'plan_id'
    _approval_document_field = 'plan_id'
    _revision_summary_fields = ('frequency', 'standard', 'user_id')

    plan_id = fields.Many2one(
        'relationship.service.plan', "Service Scheme", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='plan_id.currency_id')
    origin_id = fields.Many2one(
        'relationship.service.line', "Line of the Previous Revision", readonly=True, copy=False,
        index='btree_not_null', ondelete='set null')
    sequence = fields.Integer(default=10)
    name = fields.Char("Service Item", required=True)
    standard = fields.Char()
    frequency = fields.Selection(FREQUENCIES, "How Often", required=True, default='month')
    date_first = fields.Date(
        "First on", help="From this day on the frequency is counted; empty: from the scheme's first day. "
                         "A revision goes on counting from the day of the scheme it revises.")
    user_id = fields.Many2one(
        'res.users', "Responsible", check_company=True, domain=[('share', '=', False)], ondelete='restrict',
        help="Empty: whoever owns the customer, else the author of the scheme.")
    cost = fields.Monetary("Cost per Time")
    times = fields.Integer("Times", compute='_compute_times')
    is_settled = fields.Boolean(
        "Settled Earlier", compute='_compute_times',
        help="It happens once, and its day was in an earlier revision: it is neither planned nor counted again. "
             "Choose a new first day to repeat it.")

    @api.depends('frequency', 'date_first', 'origin_id', 'plan_id.date_from', 'plan_id.date_to')
    def _compute_times(self):
        for line in self:
            line.times = len(line._days())
            line.is_settled = not line.times and line._goes_on() and line.frequency == 'once' and bool(
                line.plan_id.date_from and line._first_day() < line.plan_id.date_from)

    def _goes_on(self):
        """Whether the line continues the series of the one it revises; once is no series."""
        origin = self.sudo().origin_id
        return bool(origin) and (self.frequency == 'once') == (origin.frequency == 'once')

    def _first_day(self):
        """The day from which the frequency is counted."""
        self.ensure_one()
        if self.date_first or not self._goes_on():
            return self.date_first or self.plan_id.date_from
        return self.sudo().origin_id._first_day()

    def _revised_ids(self):
        """Ids of this line and of all those it revises."""
        self.ensure_one()
        ids, line = [], self.sudo()
        while line:
            ids.append(line.id)
            line = line.origin_id
        return ids

    def _days(self, start=None, stop=None):
        """The days of the line by its frequency, within the scheme's period.

        :param date start, stop: narrow the period, both included
        """
        self.ensure_one()
        plan = self.plan_id
        if not (plan.date_from and plan.date_to) or plan.date_to < plan.date_from:
            return []  # a form being filled in
        return occurrences(
            self._first_day(), self.frequency or 'once',
            max(start or plan.date_from, plan.date_from), min(stop or plan.date_to, plan.date_to))

    @api.constrains('date_first', 'plan_id')
    def _check_date_first(self):
        """Within the scheme; a revision keeps the first day of the scheme it revises."""
        for line in self.filtered('date_first'):
            kept = line.date_first == line.sudo().origin_id.date_first
            if line.date_first > line.plan_id.date_to or line.date_first < line.plan_id.date_from and not kept:
                raise ValidationError(self.env._(
                    "“%s” begins outside the period of the scheme. Choose a first day within it.", line.name))

    def copy_data(self, default=None):
        """A first day before the begin is that of a scheme revised: only a revision gets it, see `_revision_created`."""
        return [
            {**vals, 'date_first': False} if line.date_first and line.date_first < line.plan_id.date_from else vals
            for line, vals in zip(self, super().copy_data(default))]

    @api.constrains('cost')
    def _check_cost(self):
        if any(line.cost < 0 for line in self):
            raise ValidationError(self.env._("A cost cannot be negative: enter zero or more."))
