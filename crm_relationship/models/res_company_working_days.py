from datetime import datetime, time, timedelta

import pytz

from odoo import models


class ResCompany(models.Model):
    """The company's days, on which lead times are counted."""
    _inherit = 'res.company'

    def _hospitality_day(self, moment):
        """The local date of a UTC ``moment`` where the company works."""
        zone = self.sudo().resource_calendar_id.tz or self.env.user.tz or 'UTC'
        return pytz.utc.localize(moment).astimezone(pytz.timezone(zone)).date()

    def _hospitality_working_days(self, moments):
        """Sorted working days of the company before the latest of ``moments``.

        The window reaches back far enough for the lead time even over a long
        holiday; one calendar question for any number of moments.
        """
        self.ensure_one()
        last = max(moments)
        window = timedelta(days=30 + 3 * self.relationship_hospitality_lead_days)
        start, stop = min(moments) - window, last + timedelta(days=1)
        calendar = self.sudo().resource_calendar_id
        if not calendar:
            first = self._hospitality_day(start)
            return [first + timedelta(days=n) for n in range((self._hospitality_day(stop) - first).days)]
        zone = pytz.timezone(calendar.tz)
        intervals = calendar._work_intervals_batch(
            zone.localize(datetime.combine(self._hospitality_day(start), time.min)),
            zone.localize(datetime.combine(self._hospitality_day(stop), time.max)))[False]
        return sorted({begin.date() for begin, _end, _meta in intervals})
