from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.tools.intervals import Intervals

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
#: Local hours of a company without a working calendar.
USUAL_HOURS = ((time(8), time(18)),)


class ResCompany(models.Model):
    """The company's days: which are worked, from when to when, and which day a moment belongs to.

    Three sources count: the working calendar, time off entered in it (the company's, and a
    person's where one is named), and the public holidays and adjusted working weekends of
    `relationship.workday`. Each method asks a fixed number of queries, however long the span.
    """
    _inherit = 'res.company'

    def _local_zone(self):
        """The pytz zone in which the company counts its days."""
        return pytz.timezone(self._relationship_timezone())

    def _local_day(self, moment):
        """The local date of a UTC ``moment`` where the company works."""
        return pytz.utc.localize(moment).astimezone(self._local_zone()).date()

    def _local_moment(self, day, clock):
        """The UTC moment at which a clock of the company reads ``clock`` (a time) on ``day``."""
        return _to_utc(self._local_zone().localize(datetime.combine(day, clock)))

    def _local_shift(self, moment, days):
        """The UTC moment ``days`` after a UTC ``moment`` at which the company's clock reads the same."""
        local = pytz.utc.localize(moment).astimezone(self._local_zone())
        return self._local_moment(local.date() + timedelta(days=days), local.time())

    def _is_workday(self, day):
        """True when the company works on the date ``day``."""
        return day in self._work_windows(day, day)

    def _workdays(self, first, last):
        """Sorted working days of the company from ``first`` to ``last``, both included."""
        return sorted(self._work_windows(first, last))

    def _visit_hours(self, day):
        """The company's working hours on the local ``day``, its lunch break left out.

        :return: sorted, disjoint pairs of naive UTC moments; empty on a day off
        """
        return self._work_windows(day, day).get(day, [])

    def _work_windows(self, first, last, resource=None):
        """The working hours of each working day from ``first`` to ``last``.

        :param resource: resource.resource whose time off is left out as well
        :return: ``{day: [(start, stop), …]}`` in UTC without zone; days off are missing
        """
        self.ensure_one()
        company, zone = self.sudo(), self._local_zone()
        kinds = self.env['relationship.workday']._kinds(company, first, last)
        worked = company._attendance_windows(first, last, zone)
        usual = [(start.time(), stop.time()) for start, stop in worked[min(worked)]] if worked else []
        leaves = company._leave_windows(first, last, zone, resource)
        windows = {}
        for day in (first + n * DAY for n in range((last - first).days + 1)):
            hours = worked.get(day, [])
            if kinds.get(day) == 'holiday':
                hours = []
            elif kinds.get(day) == 'workday' and not hours:
                # an adjusted weekend is worked like any other day
                hours = [_at(zone, day, start, stop) for start, stop in usual]
            hours = Intervals([(*pair, self.browse()) for pair in hours]) - leaves
            if hours:
                windows[day] = [(_to_utc(start), _to_utc(stop)) for start, stop, _meta in hours]
        return windows

    def _attendance_windows(self, first, last, zone):
        """The hours of the calendar by local day, from a week before ``first`` on.

        The week before shows the usual hours even when the span itself has none.
        """
        calendar, start = self.resource_calendar_id, first - WEEK
        if not calendar:
            return {
                day: [_at(zone, day, *hours) for hours in USUAL_HOURS]
                for day in (start + n * DAY for n in range((last - start).days + 1))}
        intervals = calendar._attendance_intervals_batch(*_span(zone, start, last), tz=zone)[False]
        windows = {}
        for begin, end, _attendance in intervals:
            windows.setdefault(begin.date(), []).append((begin, end))
        return windows

    def _leave_windows(self, first, last, zone, resource):
        """Time off of the company, and of ``resource`` where given, as intervals."""
        calendar = self.resource_calendar_id
        if not calendar:
            return Intervals([])
        resource = resource or self.env['resource.resource']
        return calendar._leave_intervals_batch(
            *_span(zone, first, last), resources=resource, tz=zone,
            domain=[('time_type', '=', 'leave'), ('company_id', 'in', [False, self.id])])[resource.id]


def _span(zone, first, last):
    """The local midnights that enclose the days from ``first`` to ``last``."""
    return zone.localize(datetime.combine(first, time.min)), zone.localize(datetime.combine(last + DAY, time.min))


def _at(zone, day, start, stop):
    """Two clock times of one day as moments."""
    return zone.localize(datetime.combine(day, start)), zone.localize(datetime.combine(day, stop))


def _to_utc(moment):
    return moment.astimezone(pytz.utc).replace(tzinfo=None)
