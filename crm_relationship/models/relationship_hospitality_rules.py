from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from odoo.addons.document_approval.models.approval_sealed import SEAL

# The span of dates that calendars and plans are asked about.
AHEAD_MAX = timedelta(days=732)
DATE_MIN = datetime(2000, 1, 1)


class RelationshipHospitality(models.Model):
    """What a hospitality request is checked for: lead time (P4 ①), duplicates, completeness."""
    _inherit = 'relationship.hospitality'

    _sealed_fields = frozenset({'is_late'})

    latest_date = fields.Date(
        "Due on", compute='_compute_latest_date',
        help="The last day on which the request is in time.")
    is_short_notice = fields.Boolean("Short Notice", compute='_compute_latest_date')
    late_reason = fields.Text("Reason for the Late Request")
    is_late = fields.Boolean(
        "Late", readonly=True, copy=False, tracking=True,
        help="Submitted later than the company's lead time allows.")
    duplicate_warning = fields.Char(compute='_compute_duplicate_warning')

    @api.depends('date_start', 'company_id', 'supplement_of_id')
    def _compute_latest_date(self):
        """Lead time in working days of the company's calendar, its leaves included (P4 ①)."""
        for company, requests in self.grouped('company_id').items():
            dated = requests._ahead()
            (requests - dated).update({'latest_date': False, 'is_short_notice': False})
            days = company._workdays(*dated._lead_time_span()) if dated else []
            lead, today = company.relationship_hospitality_lead_days, company._local_day(fields.Datetime.now())
            for request in dated:
                day = company._local_day(request.date_start)
                earlier = [working for working in days if working < day][-lead:] if lead else [day]
                request.latest_date = earlier[0] if len(earlier) >= max(lead, 1) else False
                request.is_short_notice = not request.latest_date or today > request.latest_date

    def _lead_time_span(self):
        """First and last day to ask the company's calendar about: the lead time even over a long holiday."""
        starts, company = self.mapped('date_start'), self.company_id
        window = timedelta(days=30 + 3 * company.relationship_hospitality_lead_days)
        return company._local_day(min(starts) - window), company._local_day(max(starts))

    @api.depends('partner_id', 'date_start', 'company_id')
    def _compute_duplicate_warning(self):
        """Name other hospitality for the same customer on the same day (one query for all).

        Searched in sudo: a colleague's request is exactly the one to know of.
        Only its number and applicant are told.
        """
        dated = self._ahead().filtered('partner_id')
        (self - dated).duplicate_warning = False
        if not dated:
            return
        starts = dated.mapped('date_start')
        others = self.sudo().search([
            ('company_id', 'in', dated.company_id.ids),
            ('commercial_partner_id', 'in', dated.partner_id.commercial_partner_id.ids),
            ('date_start', '>=', min(starts) - timedelta(days=1)),
            ('date_start', '<=', max(starts) + timedelta(days=1)),
            ('approval_state', 'not in', ('rejected', 'cancelled')),
            ('supplement_of_id', '=', False)])
        by_key = others.grouped(lambda r: r._duplicate_key())
        for request in dated:
            same = by_key.get(request._duplicate_key(), self.browse()) - request._origin
            request.duplicate_warning = self.env._(
                "The same customer already has hospitality on this day: %(requests)s. "
                "Join it, or say in the purpose why a second one is needed.",
                requests=", ".join(f"{r.name} ({r.applicant_id.name})" for r in same)) if same else False

    def _ahead(self):
        """Occasions that can still be asked for: the others need no warnings.

        Both bounds also keep absurd dates, typed but not saved yet, away
        from the calendars.
        """
        now = fields.Datetime.now()
        first, last = now - timedelta(days=1), now + AHEAD_MAX
        return self.filtered(
            lambda r: r.date_start and first <= r.date_start <= last and not r.supplement_of_id)

    @api.constrains('date_start')
    def _check_date_start(self):
        last = fields.Datetime.now() + AHEAD_MAX
        if any(not DATE_MIN <= request.date_start <= last for request in self):
            raise ValidationError(self.env._(
                "The hospitality date is out of reach: choose a date within the next two years."))

    def _duplicate_key(self):
        """What two requests share when they are one occasion: company, customer, local day."""
        return (self.company_id, self.partner_id.commercial_partner_id,
                self.company_id._local_day(self.date_start))

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this request from being submitted."""
        self.ensure_one()
        problems = [self.partner_id._relationship_problem(self.company_id), *self._date_problems()]
        if not self.guest_ids:
            problems.append(self.env._("Nobody of the customer's side is named: add at least one contact or name."))
        if not self.host_ids:
            problems.append(self.env._("Nobody of our side is named: add at least one colleague."))
        if self.currency_id.compare_amounts(self.budget_total, 0) <= 0:
            problems.append(self.env._("The budget is zero: enter an amount for at least one item."))
        if not (self.purpose or '').strip():
            problems.append(self.env._("The purpose is empty: say what the hospitality is for."))
        if not (self.venue or '').strip():
            problems.append(self.env._("The venue is empty: say where it takes place."))
        return problems

    def _date_problems(self):
        """Past date and lead time. A supplement may follow the occasion, so it is exempt."""
        if self.supplement_of_id:
            return self._supplement_problems()
        if self.date_start < fields.Datetime.now():
            return [self.env._("The hospitality date has passed: choose a date in the future.")]
        if self.is_short_notice and not (self.late_reason or '').strip():
            return [self.env._(
                "Requests are due %(days)s working day(s) ahead, this one by %(date)s: give the "
                "reason for the late request, or choose a later date.",
                days=self.company_id.relationship_hospitality_lead_days,
                date=format_date(self.env, self.latest_date) if self.latest_date else "-")]
        return []

    def _approval_submitted(self):
        super()._approval_submitted()
        for late, requests in self.grouped('is_short_notice').items():
            requests.sudo()._sealed_write({'is_late': late}, SEAL)
