"""A day of visits as plain numbers: what the planner searches in. Plain Python, no Odoo.

Times are whole minutes after the local midnight of the day (a day may have 23 or 25 hours). People
travel and visit in working hours only; a way that meets a break goes on after it, a visit is made in
one piece inside one of its windows.
"""

from math import ceil

from .great_circle import great_circle_km

NO_COORDINATES, NO_TIME, TOO_FAR, ORDER, DAY_FULL = "no_coordinates", "no_time", "too_far", "order", "day_full"


class WorkClock:
    """Adds working minutes to a time of day, and takes them away, jumping over breaks.

    :param hours: sorted, disjoint pairs of minutes
    """

    def __init__(self, hours):
        self.open, self.close = hours[0][0], hours[-1][1]
        self._worked, self._first, self._last = [], [0], [0]
        work = {minute for start, stop in hours for minute in range(start, stop)}
        for minute in range(self.close + 1):
            self._worked.append(len(self._first) - 1)
            self._last[-1] = minute
            if minute in work:
                self._first.append(minute + 1)
                self._last.append(minute + 1)

    def after(self, time, minutes):
        """When ``minutes`` of work begun at ``time`` are done, or None when the day ends before."""
        if not minutes:
            return time if time <= self.close else None
        if time > self.close:
            return None
        done = self._worked[time] + minutes
        return self._first[done] if done < len(self._first) else None

    def before(self, time, minutes):
        """The latest moment to begin ``minutes`` of work so that they are done by ``time``, or None."""
        if not minutes:
            return time
        left = self._worked[min(time, self.close)] - minutes
        return self._last[left] if left >= 0 else None


class Problem:
    """Stops by their index, travel between them, and what a tour through some of them costs.

    ``travel[i][j]`` are minutes from stop i to stop j; row and column ``n`` stand for the start, ``n + 1``
    for the end of the day. A cost is a tuple, smaller is better: priority not served, minutes on the
    road, time of coming home. Important stops are never left out for others.
    """

    def __init__(self, stops, hours, travel, has_end):
        self.stops, self.hours, self.travel = stops, hours, travel
        self.clock = WorkClock(hours)
        self.size, self.start = len(stops), len(stops)
        self.end = len(stops) + 1 if has_end else None
        self.weights = [(self.size + 1) ** stop.priority for stop in stops]
        self.all_weight = sum(self.weights)
        # The moments at which each visit may begin: first and last of every stretch.
        self.spans = [
            [(begin, end - stop.minutes) for begin, end in common(stop.windows, hours) if end - begin >= stop.minutes]
            for stop in stops
        ]

    def begin(self, index, arrival):
        """When the visit at ``index`` begins for who arrives at ``arrival``, or None."""
        for first, last in self.spans[index]:
            if arrival <= last:
                return first if arrival < first else arrival
        return None

    def latest_begin(self, index, leave_by):
        """When the visit at ``index`` begins at the latest for who must leave by ``leave_by``, or None."""
        limit = leave_by - self.stops[index].minutes
        for first, last in reversed(self.spans[index]):
            if first <= limit:
                return last if last < limit else limit
        return None

    def length(self, order):
        """Minutes on the road of a tour."""
        travel, here, total = self.travel, self.start, 0
        for index in order:
            total += travel[here][index]
            here = index
        return total + (travel[here][self.end] if order and self.end is not None else 0)

    def walk(self, order):
        """``[(arrival, begin, departure), …]`` and the time of coming home; None when the tour cannot be made."""
        clock, travel, here, now, times = self.clock, self.travel, self.start, self.clock.open, []
        for index in order:
            arrival = clock.after(now, travel[here][index])
            begin = None if arrival is None else self.begin(index, arrival)
            if begin is None:
                return None
            here, now = index, begin + self.stops[index].minutes
            times.append((arrival, begin, now))
        home = clock.after(now, travel[here][self.end]) if order and self.end is not None else now
        return None if home is None else (times, home)

    def cost(self, order):
        """The cost of a tour that can be made, else None."""
        walked = self.walk(order)
        if walked is None:
            return None
        return self.all_weight - sum(self.weights[index] for index in order), self.length(order), walked[1]

    def deadlines(self, order):
        """By when each stop of a tour must be reached for the rest to remain possible."""
        limit = self.clock.close
        if order and self.end is not None:
            limit = self.clock.before(limit, self.travel[order[-1]][self.end])
        latest = [0] * len(order)
        for position in range(len(order) - 1, -1, -1):
            index = order[position]
            latest[position] = self.latest_begin(index, limit)
            if position:
                limit = self.clock.before(latest[position], self.travel[order[position - 1]][index])
        return latest

    def hindrance(self, index):
        """Why stop ``index`` cannot even be the only one of the day, or None."""
        if not self.spans[index]:
            return NO_TIME
        return None if self.walk([index]) else TOO_FAR


def common(first, second):
    """What two sorted lists of disjoint intervals have in common."""
    return [
        (max(a, b), min(c, d)) for a, c in first for b, d in second if max(a, b) < min(c, d)
    ]


def travel_table(stops, start, end, speed_kmh, detour):
    """Minutes and kilometres between all stops by the great circle; start and end come last.

    :param start: coordinates, or None: the day begins at the first stop
    :return: two square lists of lists, whole minutes rounded up and kilometres
    """
    places = [*(stop.place for stop in stops), start, end]
    km = [[great_circle_km(a, b) * detour if a and b else 0.0 for b in places] for a in places]
    # A stored coordinate is never quite the same twice: fifty metres are no travel.
    return [[ceil(way * 60 / speed_kmh) if way > 0.05 else 0 for way in row] for row in km], km
