from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: Days: no public holiday is longer, and a mistyped year is noticed.
SPAN_MAX = 60


class RelationshipWorkday(models.Model):
    """Public holidays and adjusted working weekends (调休): what changes a company's week.

    A record counts for one company, for all companies of a country, or for all. Where several
    speak of one day, the closest to the company wins: its own, those of the companies above it,
    its country's, everybody's.
    """
    _name = 'relationship.workday'
    _description = "Holiday or Adjusted Working Day"
    _inherit = ['relationship.input.guard']
    _order = 'date_from desc, id'

    name = fields.Char("Holiday Name", required=True, translate=True)
    kind = fields.Selection(
        [('holiday', "Day Off"), ('workday', "Working Day")], required=True, default='holiday', index=True,
        help="A working day is a weekend that is worked in exchange for a day off.")
    date_from = fields.Date("First Day", required=True, index=True)
    date_to = fields.Date(
        "Last Day", required=True, compute='_compute_date_to', store=True, readonly=False, precompute=True)
    day_count = fields.Integer("Number of Days", compute='_compute_day_count')
    company_id = fields.Many2one('res.company', "Company", index='btree_not_null', help="Empty: for all companies.")
    country_id = fields.Many2one(
        'res.country', "Country", help="Companies of this country only. Empty: of every country.")
    active = fields.Boolean(default=True)

    _dates_check = models.Constraint(
        'CHECK(date_from <= date_to)', "Holidays: the first day comes before the last.")

    @api.depends('date_from')
    def _compute_date_to(self):
        for record in self:
            if record.date_from and (not record.date_to or record.date_to < record.date_from):
                record.date_to = record.date_from

    @api.depends('date_from', 'date_to')
    def _compute_day_count(self):
        for record in self:
            dated = record.date_from and record.date_to
            record.day_count = (record.date_to - record.date_from).days + 1 if dated else 0

    @api.constrains('date_from', 'date_to')
    def _check_span(self):
        for record in self:
            if record.day_count > SPAN_MAX or not 2000 <= record.date_from.year <= 2100:
                raise ValidationError(self.env._(
                    "%(name)s: at most %(days)s days, between 2000 and 2100. Check the year of both days.",
                    name=record.name, days=SPAN_MAX))

    @api.constrains('company_id', 'country_id')
    def _check_scope(self):
        if any(record.company_id and record.country_id for record in self):
            raise ValidationError(self.env._("Choose a company or a country, not both."))

    @api.constrains('date_from', 'date_to', 'company_id', 'country_id', 'active')
    def _check_overlap(self):
        """One day has one answer per company or country; so a repeated import is refused, too."""
        for record in self.filtered('active'):
            other = self.sudo().search([
                ('id', '!=', record.id), ('company_id', '=', record.company_id.id),
                ('country_id', '=', record.country_id.id),
                ('date_from', '<=', record.date_to), ('date_to', '>=', record.date_from)], limit=1)
            if other:
                raise ValidationError(self.env._(
                    "%(name)s: the days are covered already by “%(other)s”, %(first)s to %(last)s. "
                    "Change that one, or leave this one out.",
                    name=record.name, other=other.name, first=other.date_from, last=other.date_to))

    @api.model
    def get_import_templates(self):
        """The sheet that an administrator fills once a year, in the reader's language."""
        name = 'workday_template_zh_CN' if (self.env.lang or '').startswith('zh') else 'workday_template'
        return [{
            'label': self.env._("Import Template for Holidays"),
            'template': f'/crm_relationship/static/xls/{name}.xlsx'}]

    @api.model
    def _years_missing(self, company, first, last):
        """Years from ``first`` to ``last`` of which nothing is entered, where holidays are entered at all; one query."""
        groups = self.sudo()._read_group(
            Domain('company_id', 'in', [False, *company.sudo().parent_ids.ids])
            & Domain('country_id', 'in', [False, company.sudo().country_id.id]), ['date_from:year'])
        known = {moment.year for moment, in groups}
        return [year for year in range(first.year, last.year + 1) if known and year not in known]

    @api.model
    def _kinds(self, company, first, last):
        """What the records say of ``company`` from ``first`` to ``last``: ``{day: kind}``, one query."""
        chain = company.sudo().parent_ids.ids
        country = company.sudo().country_id.id
        records = self.sudo().search(
            Domain('date_from', '<=', last) & Domain('date_to', '>=', first)
            & Domain('company_id', 'in', [False, *chain]) & Domain('country_id', 'in', [False, country]))
        kinds = {}
        for record in records.sorted(lambda r: (
                chain.index(r.company_id.id) + 1 if r.company_id else 0, bool(r.country_id))):
            day, end = max(record.date_from, first), min(record.date_to, last)
            while day <= end:
                kinds[day] = record.kind
                day = fields.Date.add(day, days=1)
        return kinds
