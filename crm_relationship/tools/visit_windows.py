"""No-visit windows on the clock: from local days and hours to moments and back. Plain Python, no Odoo.

Moments are naive UTC datetimes. Intervals are half-open pairs ``(start, stop)``: a visit that ends when a
window begins does not hit it.
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

WEEKDAYS = {"all": range(7), "workdays": range(5), "weekend": (5, 6)}
ONE_DAY = timedelta(days=1)
# Longest span whose days are looked at one by one; nobody visits for longer.
SPAN_DAYS = 370


def fits_day(window, day):
    """Whether ``window`` says anything about the local ``day``.

    :param window: anything with ``weekday``, ``date_from``, ``date_to``, ``hour_from``, ``hour_to``
    """
    weekdays = WEEKDAYS.get(window.weekday) or (int(window.weekday),)
    if day.weekday() not in weekdays:
        return False
    return not ((window.date_from and day < window.date_from) or (window.date_to and day > window.date_to))


def window_interval(window, day, zone):
    """The moments of the local ``day`` that ``window`` forbids, or None on a day it does not fit."""
    if not fits_day(window, day):
        return None
    hour_to = window.hour_to if window.hour_from or window.hour_to else 24.0
    return moment_of(day, window.hour_from, zone), moment_of(day, hour_to, zone, late=True)


def moment_of(day, hours, zone, late=False):
    """The moment at which clocks in ``zone`` show ``hours`` (24 is the next midnight) on ``day``.

    :param bool late: of an hour that comes twice, when summer time ends, take the second
    """
    minutes = round(hours * 60)
    local = datetime.combine(day, time.min) + timedelta(minutes=minutes)
    return local.replace(tzinfo=ZoneInfo(zone), fold=int(late)).astimezone(timezone.utc).replace(tzinfo=None)


def local_days(start, stop, zone):
    """The local days that the moments from ``start`` to ``stop`` touch, first to last."""
    first, last = (moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date() for moment in (start, stop))
    return [first + index * ONE_DAY for index in range(min((last - first).days, SPAN_DAYS) + 1)]


def hits(window, start, stop, zone):
    """Whether ``window`` forbids any moment from ``start`` to ``stop``; the same twice is one moment."""
    for day in local_days(start, stop, zone):
        interval = window_interval(window, day, zone)
        if interval and interval[0] < max(stop, start + timedelta(microseconds=1)) and start < interval[1]:
            return True
    return False


def without(intervals, holes):
    """What is left of ``intervals`` when ``holes`` are cut out: sorted, disjoint, none empty."""
    left = merged(intervals)
    for begin, end in holes:
        left = [
            piece for start, stop in left
            for piece in ((start, min(stop, begin)), (max(start, end), stop))
            if piece[0] < piece[1]
        ] if begin < end else left
    return merged(left)


def merged(intervals):
    """Sorted and disjoint: overlapping and touching ones become one, empty ones go."""
    result = []
    for start, stop in sorted(pair for pair in intervals if pair[0] < pair[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], stop))
        else:
            result.append((start, stop))
    return result
