import logging
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

_logger = logging.getLogger(__name__)

#: Days back in which the evening's collection looks for visits without a report.
COLLECT_DAYS = 14
REMINDER = 'crm_relationship.mail_activity_type_day_report'


class RelationshipVisitDay(models.Model):
    """When a report is due, which ones are late, and who is reminded."""
    _inherit = 'relationship.visit.day'
    _sealed_fields = frozenset({'due_date', 'submitted_date', 'was_late', 'reminded_date'})

    due_date = fields.Datetime(
        "Submit by", compute='_compute_due_date', store=True, precompute=True,
        help="From the company's settings at the time the report was made.")
    submitted_date = fields.Datetime(
        "Submitted", readonly=True, copy=False,
        help="The first time; a rejected report that is submitted again keeps it, one taken back does not.")
    was_late = fields.Boolean("Submitted Late", readonly=True, copy=False)
    reminded_date = fields.Datetime("Reminded", readonly=True, copy=False)
    is_late = fields.Boolean("Late", compute='_compute_is_late', search='_search_is_late')

    @api.depends('date', 'company_id')
    def _compute_due_date(self):
        """The end of the local day plus the hours allowed; that very moment is still in time."""
        for day in self:
            if not (day.date and day.company_id):
                day.due_date = False
                continue
            _start, stop = day.company_id._local_day_bounds(day.date)
            day.due_date = stop + timedelta(hours=day.company_id.sudo().relationship_day_report_late_hours)

    @api.depends('due_date', 'submitted_date', 'was_late', 'approval_state')
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for day in self:
            day.is_late = day in late

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = self._late_domain()
        return domain if True in value else ~domain

    @api.model
    def _late_domain(self):
        """Submitted after it was due, or due and still not submitted; what was cancelled is neither."""
        waiting = Domain([('submitted_date', '=', False), ('due_date', '<', fields.Datetime.now())])
        return Domain('approval_state', '!=', 'cancelled') & (Domain('was_late', '=', True) | waiting)

    def _approval_submitted(self):
        super()._approval_submitted()
        now = fields.Datetime.now()
        for day in self.sudo().filtered(lambda day: not day.submitted_date):
            day._sealed_write({'submitted_date': now, 'was_late': now > day.due_date}, SEAL)
        self.sudo().activity_feedback([REMINDER])

    def _approval_withdrawn(self):
        """Whoever takes a report back hands it in anew: a placeholder in time is no report."""
        super()._approval_withdrawn()
        self.sudo()._sealed_write({'submitted_date': False, 'was_late': False}, SEAL)

    # ------------------------------------------------------------------
    # The evening's collection
    # ------------------------------------------------------------------

    @api.model
    def _cron_collect(self):
        """Drafts for all who finished visits and have no report, and one reminder each; repeats do no harm.

        A report that cannot be made is logged and tried again next time; it keeps nobody else's from being made.
        """
        commit = self.env['ir.cron']._commit_progress
        companies = self.env['res.company'].sudo().search([('relationship_day_report_collect', '=', True)])
        waiting = [
            (company, user, date) for company in companies
            for user, date in self.sudo()._uncollected(company)]
        commit(remaining=len(waiting))
        for number, (company, user, date) in enumerate(waiting, start=1):
            try:
                with self.env.cr.savepoint():
                    self.sudo()._collect(company, user, date)
            except Exception:
                _logger.exception("The daily report of user %s for %s in company %s was not made", user.id, date, company.id)
            if not commit(1, remaining=len(waiting) - number):
                break

    @api.model
    def _uncollected(self, company):
        """(user, day) with finished visits or an open draft that nobody was reminded of, oldest first.

        Only of people who work in the company still: nobody else has reports there.
        """
        now = fields.Datetime.now()
        today = company._relationship_today()
        is_evening = pytz.utc.localize(now).astimezone(company._local_zone()).hour >= company.relationship_day_report_hour
        last = today if is_evening else today - timedelta(days=1)
        first = today - timedelta(days=COLLECT_DAYS)
        visits = self._day_visits().search([
            ('company_id', '=', company.id), ('stage', '=', 'done'), ('day_id', '=', False),
            ('date_start', '>=', company._local_day_bounds(first)[0])])
        found = {(visit.user_id, company._local_day(visit.actual_start or visit.date_start)) for visit in visits}
        drafts = self.search([
            ('company_id', '=', company.id), ('approval_state', '=', 'draft'), ('reminded_date', '=', False),
            ('date', '>=', first)])
        found |= {(day.user_id, day.date) for day in drafts}
        return sorted(
            ((user, date) for user, date in found
             if user.active and company in user.company_ids and first <= date <= last),
            key=lambda pair: (pair[1], pair[0].id))

    @api.model
    def _collect(self, company, user, date):
        """The report of ``user`` for ``date`` as a draft, with a reminder to submit it."""
        day = self.with_user(user).sudo()._for_day(user, company, date)
        if day.approval_state not in EDITABLE_STATES or day.reminded_date:
            return
        day.activity_schedule(
            REMINDER, user_id=user.id, date_deadline=date + timedelta(days=1),
            summary=self.with_context(lang=user.lang).env._("Complete and submit the daily visit report"))
        day._sealed_write({'reminded_date': fields.Datetime.now()}, SEAL)
