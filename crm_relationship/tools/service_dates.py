"""The days on which something recurring is due. Plain functions, no model."""

from bisect import bisect_left, bisect_right
from datetime import timedelta

from dateutil.relativedelta import relativedelta

#: step of each frequency; None: once
STEPS = {
    'once': None,
    'week': timedelta(weeks=1),
    'fortnight': timedelta(weeks=2),
    'month': relativedelta(months=1),
    'quarter': relativedelta(months=3),
    'half_year': relativedelta(months=6),
    'year': relativedelta(years=1),
}


def occurrences(first, frequency, start, stop):
    """The days of ``frequency`` counted from ``first`` that lie between ``start`` and ``stop``.

    Counted from the first day each time, so that the 31st becomes the last day of short months
    and is the 31st again afterwards; 29 February is the 28th in common years.

    :param date first: the first day; days before it never occur
    :param str frequency: a key of :data:`STEPS`
    :param date start, stop: both included
    :return: ascending list of dates
    """
    step = STEPS[frequency]
    if step is None:
        return [first] if start <= first <= stop else []
    days, number, day = [], 0, first
    while day <= stop:
        if day >= start:
            days.append(day)
        number += 1
        day = first + step * number
    return days


def on_workdays(days, workdays, start, stop):
    """``days`` moved to working days: the next one, or the last one where none is left before ``stop``.

    A long holiday may move two days to one; then one of them is done.

    :param days: ascending dates
    :param workdays: ascending list of the working days between ``start`` and ``stop``
    :return: list of pairs (day by the frequency, day it is done on), ascending in both
    """
    first, last = bisect_left(workdays, start), bisect_right(workdays, stop)
    workdays = workdays[first:last]
    moved = {}
    for day in days:
        place = bisect_left(workdays, max(day, start))
        if place < len(workdays):
            moved.setdefault(workdays[place], day)
        elif workdays:
            moved.setdefault(workdays[-1], day)
    return [(day, workday) for workday, day in moved.items()]
