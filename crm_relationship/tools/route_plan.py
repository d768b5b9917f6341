"""The order in which customers are visited on a day, and when. Plain Python, no Odoo.

``plan_route`` chooses stops and order; ``time_route`` keeps the order it is given. Both name every stop
that does not fit with a reason. Answers are the same on every run.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from . import route_vroom
from .route_problem import DAY_FULL, NO_COORDINATES, NO_TIME, ORDER, Problem, travel_table
from .route_search import cheapest_place, feasible_part, search

MAX_PRIORITY = 3


@dataclass(frozen=True)
class Stop:
    """A customer to be visited.

    :param key: whatever the caller knows the stop by
    :param place: ``(latitude, longitude)`` or None
    :param minutes: whole minutes of the visit
    :param windows: sorted, disjoint pairs of minutes after midnight in which the visit may take place
    :param priority: 0 to 3; a stop is never left out for one of lower priority
    """

    key: object
    place: tuple | None
    minutes: int
    windows: tuple = ()
    priority: int = 0


@dataclass(frozen=True)
class Visit:
    """When a stop of the route takes place, in minutes after midnight, and the way to it."""

    key: object
    arrival: int
    begin: int
    departure: int
    travel_minutes: int
    travel_km: float


@dataclass
class Route:
    """A planned day. ``unfitted`` are pairs of key and reason, in the order the stops were given."""

    visits: list = field(default_factory=list)
    unfitted: list = field(default_factory=list)
    travel_minutes: int = 0
    travel_km: float = 0.0
    finish: int | None = None
    return_minutes: int = 0
    return_km: float = 0.0


def plan_route(stops, start, hours, *, end=None, speed_kmh=40.0, detour=1.3, travel=None):
    """The best order through as many of the most important stops as fit into the day.

    :param start: coordinates of the start, or None: the day begins at the first stop
    :param hours: working hours as pairs of whole minutes after midnight; a break is the gap between two
    :param end: coordinates where the day must end within the hours, or None
    :param travel: ``(minutes, kilometres)``, square tables over the stops, the start and the end; default by the great circle
    :return: Route
    """
    planner = _Planner(stops, start, end, hours, speed_kmh, detour, travel)
    candidates = planner.candidates()
    proposal = route_vroom.propose(planner.problem, candidates) if candidates else None
    return planner.route(search(planner.problem, candidates, [proposal] if proposal else []) if candidates else [])


def time_route(stops, start, hours, *, end=None, speed_kmh=40.0, detour=1.3, travel=None):
    """When the stops are reached in the order given; what does not fit is passed over. Parameters as in :func:`plan_route`."""
    planner = _Planner(stops, start, end, hours, speed_kmh, detour, travel)
    candidates = planner.candidates()
    tour = feasible_part(planner.problem, candidates)
    for index in set(candidates) - set(tour):
        if cheapest_place(planner.problem, tour, index):
            planner.reasons[index] = ORDER
    return planner.route(tour)


class _Planner:
    """The stops as a :class:`Problem`, and a tour of it as a :class:`Route`."""

    def __init__(self, stops, start, end, hours, speed_kmh, detour, travel):
        self.stops = list(stops)
        self.minutes, self.km = travel or travel_table(self.stops, start, end, speed_kmh, detour)
        self.reasons = {}
        self.problem = Problem(self.stops, hours, self.minutes, end is not None) if hours else None

    def candidates(self):
        """Indices of the stops that may be on the route; the others get their reason."""
        result = []
        for index, stop in enumerate(self.stops):
            reason = NO_COORDINATES if stop.place is None else self.problem.hindrance(index) if self.problem else NO_TIME
            if reason:
                self.reasons[index] = reason
            else:
                result.append(index)
        return result

    def route(self, tour):
        """``tour`` with its times; whatever is not in it has no room in the day."""
        if not tour:
            return Route(unfitted=self.unfitted(tour))
        times, home = self.problem.walk(tour)
        way = [self.problem.start, *tour]
        visits = [
            Visit(self.stops[there].key, *time, self.minutes[here][there], self.km[here][there])
            for (here, there), time in zip(pairwise(way), times)
        ]
        last, end = tour[-1], self.problem.end
        return_minutes, return_km = (0, 0.0) if end is None else (self.minutes[last][end], self.km[last][end])
        return Route(
            visits=visits, unfitted=self.unfitted(tour), finish=home,
            travel_minutes=sum(visit.travel_minutes for visit in visits) + return_minutes,
            travel_km=sum(visit.travel_km for visit in visits) + return_km,
            return_minutes=return_minutes, return_km=return_km,
        )

    def unfitted(self, tour):
        """Key and reason of every stop that is not on ``tour``."""
        made = set(tour)
        return [
            (stop.key, self.reasons.get(index, DAY_FULL)) for index, stop in enumerate(self.stops) if index not in made
        ]
