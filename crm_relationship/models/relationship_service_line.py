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
    date_first = fields.Date("First on", help="From this day on the frequency is counted; empty: from the scheme's first day.")
    user_id = fields.Many2one(
        'res.users', "Responsible", check_company=True, domain=[('share', '=', False)], ondelete='restrict',
        help="Empty: whoever owns the customer, else the author of the scheme.")
    cost = fields.Monetary("Cost per Time")
    times = fields.Integer("Times", compute='_compute_times')

    @api.depends('frequency', 'date_first', 'plan_id.date_from', 'plan_id.date_to')
    def _compute_times(self):
        for line in self:
            line.times = len(line._days())

    def _days(self, start=None, stop=None):
        """The days of the line by its frequency, within the scheme's period.

        :param date start, stop: narrow the period, both included
        """
        self.ensure_one()
        plan = self.plan_id
        if not (plan.date_from and plan.date_to) or plan.date_to < plan.date_from:
            return []  # a form being filled in
        return occurrences(
            self.date_first or plan.date_from, self.frequency or 'once',
            max(start or plan.date_from, plan.date_from), min(stop or plan.date_to, plan.date_to))

    @api.constrains('date_first', 'plan_id')
    def _check_date_first(self):
        for line in self.filtered('date_first'):
            if not line.plan_id.date_from <= line.date_first <= line.plan_id.date_to:
                raise ValidationError(self.env._(
                    "“%s” begins outside the period of the scheme. Choose a first day within it.", line.name))

    @api.constrains('cost')
    def _check_cost(self):
        if any(line.cost < 0 for line in self):
            raise ValidationError(self.env._("A cost cannot be negative: enter zero or more."))
