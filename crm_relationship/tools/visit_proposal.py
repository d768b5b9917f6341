"""Whom to visit on which day and at what time: a plan proposed from wishes. Plain Python, no Odoo.

A *wish* is a customer to be visited by a person; an *agenda* are the person's days with their working
hours and with what stands in them already. Days are filled one after the other: the most urgent wish
opens a day, then follow those of the same area and the nearest, each put where it costs the least way.
What does not fit is returned with the reason.

Moments are naive UTC datetimes, days are local dates, intervals are pairs ``(start, stop)``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import Any

from .great_circle import great_circle_km
from .route_plan import Stop, plan_route

#: Minutes: visits begin at quarters of an hour.
GRID = 15
#: Minutes on the way where one of two places is not known.
UNKNOWN_WAY = 30
#: Whoever is further away is visited on a journey: one comes the evening before, and the day begins there.
JOURNEY = timedelta(hours=3)
# Why a wish was not placed
NO_DAYS, FORBIDDEN, FULL, NO_GAP = 'no_days', 'forbidden', 'full', 'no_gap'


@dataclass(eq=False)
class Wish:
    """One visit wanted: who wants to see whom, not before ``earliest``, the smallest ``rank`` first."""
    customer: Any
    person: Any
    rank: tuple
    minutes: int
    earliest: date = date.min
    #: when the visit is due; moved on when a customer is visited several times in the period
    due: date | None = None
    area: Any = None
    place: tuple | None = None
    #: days between two visits of this customer; 0: one visit is enough
    interval: int = 0
    is_first: bool = False
    #: (day, windows) -> intervals in which the customer may be called on
    opening: Callable = lambda day, windows: windows
    #: what the caller wants to have back
    data: dict | None = None


@dataclass
class Day:
    """A person's working day: hours, where it begins, and what is in it, as ``(start, stop, place)``."""
    windows: list
    origin: tuple | None = None
    items: list = field(default_factory=list)
    #: visits among the items; the others are other business
    visits: int = 0


@dataclass
class Placement:
    """A wish with its time."""
    wish: Wish
    day: date
    start: datetime
    stop: datetime


def travel_time(speed_kmh, detour):
    """A function of two places that returns the time on the way; :data:`UNKNOWN_WAY` where one is unknown."""
    def travel(origin, target):
        if not origin or not target:
            return timedelta(minutes=UNKNOWN_WAY)
        return timedelta(hours=great_circle_km(origin, target) * detour / speed_kmh)
    return travel


def earliest_again(day, interval):
    """The first day on which a customer visited on ``day`` may be visited again: three quarters of the interval."""
    return day + timedelta(days=interval - interval // 4)


def propose(wishes, agendas, capacity, travel, last):
    """Place ``wishes`` into ``agendas``, which are filled by it.

    :param agendas: ``{person: {day: Day}}``
    :param int capacity: visits a person makes a day at most
    :param travel: function of two places
    :param date last: customers whose interval ends by then are visited again
    :return: ``(placements by day and start, [(wish, reason)] by rank)``
    """
    placements, failures = [], []
    people = {}
    for wish in sorted(wishes, key=lambda wish: wish.rank):
        people.setdefault(wish.person, []).append(wish)
    for person, wanted in people.items():
        planner = _Planner(agendas.get(person, {}), capacity, travel, last)
        room = sum(max(capacity - day.visits, 0) for day in planner.agenda.values())
        # the most urgent share out the days; whoever comes next fills what is left
        left = planner.fill(wanted[:room])
        left = planner.fill(sorted([*left, *wanted[room:]], key=lambda wish: wish.rank))
        placements += planner.placements
        failures += [(wish, planner.reason(wish)) for wish in left]
    placements.sort(key=lambda placement: (placement.start, placement.wish.rank))
    return placements, sorted(failures, key=lambda pair: pair[0].rank)


class _Planner:
    """The days of one person while they are filled."""

    def __init__(self, agenda, capacity, travel, last):
        self.agenda, self.capacity, self.travel, self.last = agenda, capacity, travel, last
        self.placements = []
        self._openings = {}

    def fill(self, wishes):
        """Place what fits of ``wishes``, sorted by rank; return what is left of them."""
        left = list(wishes)
        for day in sorted(self.agenda):
            for wish in self._fill_day(day, [wish for wish in left if wish.earliest <= day]):
                left.remove(wish)
                if again := self._again(wish, day):
                    left.append(again)
        return left

    def _again(self, wish, day):
        """The next visit of the same customer within the period, or None."""
        due = day + timedelta(days=wish.interval)
        if not wish.interval or due > self.last:
            return None
        return replace(wish, due=due, is_first=False, earliest=earliest_again(day, wish.interval))

    def _fill_day(self, day, wishes):
        """Put as many of ``wishes`` into ``day`` as fit and the capacity allows."""
        agenda, taken = self.agenda[day], []
        places = [place for _start, _stop, place in agenda.items if place]
        anchor = (None, places[-1]) if places else None
        while agenda.visits < self.capacity:
            order = wishes if anchor is None else sorted(wishes, key=lambda wish: (
                wish.area is None or wish.area != anchor[0], self.travel(anchor[1], wish.place), wish.rank))
            found = next(((wish, slot) for wish in order if (slot := self._slot(day, wish))), None)
            if not found:
                break
            wish, (start, stop) = found
            agenda.items.append((start, stop, wish.place))
            agenda.items.sort(key=lambda item: item[:2])
            agenda.visits += 1
            self.placements.append(Placement(wish, day, start, stop))
            wishes = [other for other in wishes if other.customer != wish.customer]
            taken.append(wish)
            anchor = (wish.area, wish.place)
        self._shorten(day, self.placements[len(self.placements) - len(taken):])
        return taken

    def _shorten(self, day, placed):
        """Put the customers of a day that holds nothing else into the order of the shortest route."""
        agenda = self.agenda[day]
        if len(placed) < 3 or len(placed) < len(agenda.items) or not agenda.origin or not all(
                placement.wish.place and self.travel(agenda.origin, placement.wish.place) <= JOURNEY
                for placement in placed):
            return
        route, items = self._route(day, placed), []
        for placement in route:
            start = self._next_slot(day, placement.wish, items)
            if start is None:
                return
            items.append((start, start + timedelta(minutes=placement.wish.minutes), placement.wish.place))
        if len(route) == len(placed) and self._way(agenda.origin, items) < self._way(agenda.origin, agenda.items):
            for placement, (start, stop, _place) in zip(route, items):
                placement.start, placement.stop = start, stop
            agenda.items = items

    def _route(self, day, placed):
        """The placements in the order of the best route through them; short of one that does not fit."""
        first = self.agenda[day].windows[0][0]

        def minutes(moment):
            return ceil((moment - first).total_seconds() / 60)
        stops = [Stop(index, placement.wish.place, placement.wish.minutes, tuple(
            (minutes(opens), minutes(closes)) for opens, closes in self.opening(day, placement.wish)))
            for index, placement in enumerate(placed)]
        places = [*(stop.place for stop in stops), self.agenda[day].origin, None]
        table = [[ceil(self.travel(a, b).total_seconds() / 60) for b in places] for a in places]
        hours = [(minutes(opens), minutes(closes)) for opens, closes in self.agenda[day].windows]
        route = plan_route(stops, self.agenda[day].origin, hours, travel=(table, table))
        return [placed[visit.key] for visit in route.visits]

    def _next_slot(self, day, wish, items):
        """The first time for ``wish`` after the last of ``items``, or None."""
        agenda = self.agenda[day]
        free_from, place = (items[-1][1], items[-1][2]) if items else (agenda.windows[0][0], agenda.origin)
        ready = free_from + self.travel(place, wish.place)
        starts = (on_grid(max(opens, ready)) for opens, closes in self.opening(day, wish)
                  if on_grid(max(opens, ready)) + timedelta(minutes=wish.minutes) <= closes)
        return next(starts, None)

    def _way(self, origin, items):
        """The time on the way from ``origin`` to the last of ``items``."""
        places = [origin, *(place for _start, _stop, place in items)]
        return sum((self.travel(here, there) for here, there in pairwise(places)), timedelta())

    def _slot(self, day, wish):
        """The time at which ``wish`` costs the least extra way on ``day``, or None."""
        agenda, length, best = self.agenda[day], timedelta(minutes=wish.minutes), None
        free_from, place = agenda.windows[0][0], agenda.origin
        way = self._first_way(agenda, wish)
        for item in [*agenda.items, None]:
            ready = free_from + way
            limit = item[0] - self.travel(wish.place, item[2]) if item else agenda.windows[-1][1]
            for opens, closes in self.opening(day, wish):
                start = on_grid(max(opens, ready))
                if start + length <= min(closes, limit):
                    detour = self.travel(place, wish.place)
                    if item:
                        detour += self.travel(wish.place, item[2]) - self.travel(place, item[2])
                    if best is None or (detour, start) < best:
                        best = (detour, start)
                    break
            if item:
                free_from, place = max(free_from, item[1]), item[2]
                way = self.travel(place, wish.place)
        return best and (best[1], best[1] + length)

    def _first_way(self, agenda, wish):
        """The time on the way from where the day begins to its first customer."""
        way = self.travel(agenda.origin, wish.place)
        return way if way <= JOURNEY else timedelta()

    def opening(self, day, wish):
        """When the customer may be called on within the day's hours."""
        key = (day, wish.customer)
        if key not in self._openings:
            self._openings[key] = wish.opening(day, self.agenda[day].windows)
        return self._openings[key]

    def reason(self, wish):
        """Why ``wish`` was not placed."""
        days = [day for day in self.agenda if day >= wish.earliest]
        if not days:
            return NO_DAYS
        length = timedelta(minutes=wish.minutes)
        possible = [day for day in days if any(
            on_grid(opens) + length <= closes for opens, closes in self.opening(day, wish))]
        if not possible:
            return FORBIDDEN
        return FULL if all(self.agenda[day].visits >= self.capacity for day in possible) else NO_GAP


def on_grid(moment):
    """``moment``, or the next quarter of an hour after it."""
    rest = timedelta(minutes=moment.minute % GRID, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not rest else moment - rest + timedelta(minutes=GRID)
