"""The hours of a day in which the company's people call on customers."""

from datetime import datetime, time, timedelta

import pytz

from odoo import models

from ..tools.visit_windows import merged, moment_of

# Local hours for a company whose calendar says nothing.
HOUR_FROM, HOUR_TO = 8.0, 18.0


class ResCompany(models.Model):
    _inherit = "res.company"

    def _visit_hours(self, day):
        """The company's working hours on the local ``day``, its lunch break left out.

        :return: sorted, disjoint pairs of naive UTC moments; empty on a day off
        """
        self.ensure_one()
        zone = self._relationship_timezone()
        calendar = self.sudo().resource_calendar_id
        if not calendar:
            return [(moment_of(day, HOUR_FROM, zone), moment_of(day, HOUR_TO, zone))]
        local = pytz.timezone(zone)
        intervals = calendar._work_intervals_batch(
            local.localize(datetime.combine(day, time.min)),
            local.localize(datetime.combine(day + timedelta(days=1), time.min)),
        )[False]
        return merged([
            (start.astimezone(pytz.utc).replace(tzinfo=None), stop.astimezone(pytz.utc).replace(tzinfo=None))
            for start, stop, _meta in intervals
        ])
