"""The planner of routes: windows at exact bounds, reasons, brute force, nearest neighbour, time."""

import random
import time
from functools import cache
from itertools import permutations

from odoo.tests import BaseCase, tagged

from ..tools import route_search
from ..tools.route_plan import Stop, _Planner, plan_route, time_route

HOURS = ((480, 720), (780, 1020))  # 8 to 12 and 13 to 17
HOME = (31.30, 120.60)
# A degree of longitude at the equator is 111.19 km; with this speed a way takes as many minutes as thousandths of a degree.
EQUATOR = {"speed_kmh": 60 * 0.11119508, "detour": 1.0}


def at(minutes):
    """A place on the equator, ``minutes`` east of (0, 0) by the speed of EQUATOR."""
    return (0.0, 1 + minutes * 0.999 / 1000)


def stop(key, minutes, place, *windows, priority=0):
    return Stop(key, at(place), minutes, windows or HOURS, priority)


def times(route):
    return [(visit.key, visit.arrival, visit.begin, visit.departure) for visit in route.visits]


def random_day(seed, count, minutes):
    """Stops round HOME; some with windows, some important."""
    chance = random.Random(seed)
    return [
        Stop(
            number, (HOME[0] + chance.uniform(-.1, .1), HOME[1] + chance.uniform(-.1, .1)), minutes,
            ((start := chance.choice((480, 540, 600, 840, 900)), start + chance.choice((60, 120, 180))),)
            if chance.random() < 0.4 else HOURS,
            chance.choice((0, 0, 0, 1, 2)),
        ) for number in range(count)
    ]


def naive_judge(stops, minutes, start, end, hours=HOURS):
    """A function that gives the cost of an order by looking at every minute of the day; None: cannot be made."""
    working = [minute for first, last in hours for minute in range(first, last)]
    worked = set(working)

    @cache
    def go(now, way):
        ahead = [minute for minute in working if minute >= now]
        return now if not way else ahead[way - 1] + 1 if way <= len(ahead) else None

    @cache
    def begin(index, now):
        length, windows = stops[index].minutes, stops[index].windows
        return next((
            minute for minute in range(now, hours[-1][1])
            if any(first <= minute and minute + length <= last for first, last in windows)
            and worked.issuperset(range(minute, minute + length))
        ), None)

    def cost(order):
        now, here, road = hours[0][0], start, 0
        for index in order:
            now, road = go(now, minutes[here][index]), road + minutes[here][index]
            now = None if now is None else begin(index, now)
            if now is None:
                return None
            now, here = now + stops[index].minutes, index
        if order:
            now, road = go(now, minutes[here][end]), road + minutes[here][end]
        missed = sum((len(stops) + 1) ** stops[index].priority for index in {*range(len(stops))} - {*order})
        return None if now is None else (missed, road, now)

    return cost


@tagged("post_install", "-at_install")
class TestRoutePlan(BaseCase):
    def plan(self, *stops, hours=HOURS, **options):
        return plan_route(stops, (0.0, 1.0), hours, **EQUATOR, **options)

    def test_windows_at_exact_bounds(self):
        cases = (
            # arrives at 8:20; a window that ends as the visit does, and one a minute shorter
            (stop("a", 30, 20, (480, 530)), [("a", 500, 500, 530)], []),
            (stop("a", 30, 20, (480, 529)), [], [("a", "too_far")]),
            # waits for a window to open
            (stop("a", 30, 20, (600, 630)), [("a", 500, 600, 630)], []),
            # a window as long as the visit, and a minute shorter
            (stop("a", 30, 20, (600, 629)), [], [("a", "no_time")]),
            # lunch: a visit begun at 11:30 ends at 12:00 sharp; one of 31 minutes waits until 13:00
            (stop("a", 30, 20, (690, 780)), [("a", 500, 690, 720)], []),
            (stop("a", 31, 20, (690, 900)), [("a", 500, 780, 811)], []),
            # the last minute of the day
            (stop("a", 30, 20, (990, 1100)), [("a", 500, 990, 1020)], []),
            (stop("a", 30, 20, (991, 1100)), [], [("a", "no_time")]),
            # two windows, the first too short
            (stop("a", 60, 20, (480, 550), (600, 660)), [("a", 500, 600, 660)], []),
            # outside of working hours only
            (stop("a", 30, 20, (400, 470), (720, 780)), [], [("a", "no_time")]),
        )
        for one, expected, unfitted in cases:
            with self.subTest((one.minutes, one.windows)):
                route = self.plan(one)
                self.assertEqual((times(route), route.unfitted), (expected, unfitted))

    def test_travel_waits_for_the_end_of_the_break(self):
        """200 minutes of visit until 11:50, then 30 of travel: ten before lunch, twenty after."""
        route = time_route([stop("a", 190, 40), stop("b", 30, 70)], (0.0, 1.0), HOURS, **EQUATOR)
        self.assertEqual(times(route), [("a", 520, 520, 710), ("b", 800, 800, 830)])

    def test_home_in_time(self):
        """With an end the way back belongs to the day."""
        one = stop("a", 60, 30, (900, 1020))
        self.assertEqual(times(self.plan(one, end=(0.0, 1.0))), [("a", 510, 900, 960)])
        self.assertEqual(self.plan(one, end=(0.0, 1.0)).finish, 990)
        late = stop("a", 60, 31, (960, 1020))
        self.assertEqual(times(self.plan(late)), [("a", 511, 960, 1020)])
        self.assertEqual(self.plan(late, end=(0.0, 1.0)).unfitted, [("a", "too_far")])

    def test_reasons(self):
        route = self.plan(
            Stop("nowhere", None, 30, HOURS), stop("shut", 30, 10, (0, 470)), stop("long", 241, 10),
            stop("far", 30, 300, (480, 600)), stop("a", 230, 5), stop("b", 230, 5), stop("c", 230, 5),
        )
        self.assertEqual(sorted(visit.key for visit in route.visits), ["a", "b"])
        self.assertEqual(route.unfitted, [
            ("nowhere", "no_coordinates"), ("shut", "no_time"), ("long", "no_time"), ("far", "too_far"), ("c", "day_full"),
        ])

    def test_a_day_off(self):
        route = self.plan(stop("a", 30, 10), hours=())
        self.assertEqual((route.visits, route.unfitted, route.finish), ([], [("a", "no_time")], None))
        self.assertEqual(plan_route([], HOME, HOURS).visits, [])

    def test_no_start(self):
        """Without coordinates of the start the day begins at the first stop."""
        route = plan_route([stop("a", 30, 500)], None, HOURS, **EQUATOR)
        self.assertEqual(times(route), [("a", 480, 480, 510)])

    def test_priority_wins(self):
        """Nothing is left out for something less important, not even for many of it."""
        stops = [stop(number, 30, 1) for number in range(12)] + [stop("must", 200, 20, priority=1)]
        route = self.plan(*stops, hours=((480, 720),))
        self.assertIn("must", [visit.key for visit in route.visits])
        self.assertTrue(all(reason == "day_full" for _key, reason in route.unfitted))

    def test_order_by_hand(self):
        """The given order is kept; what cannot be reached in it says why."""
        early = stop("early", 30, 10, (480, 560))
        stops = [stop("a", 100, 5), early, stop("b", 160, 6), stop("c", 239, 7)]
        route = time_route(stops, (0.0, 1.0), HOURS, **EQUATOR)
        self.assertEqual([visit.key for visit in route.visits], ["a", "b"])
        self.assertEqual(route.unfitted, [("early", "order"), ("c", "day_full")])
        route = time_route([early, *stops[:1]], (0.0, 1.0), HOURS, **EQUATOR)
        self.assertEqual([visit.key for visit in route.visits], ["early", "a"])

    def test_totals(self):
        route = time_route([stop("a", 30, 10), stop("b", 30, 30)], (0.0, 1.0), HOURS, end=(0.0, 1.0), **EQUATOR)
        self.assertEqual([visit.travel_minutes for visit in route.visits], [10, 20])
        self.assertEqual((route.travel_minutes, route.return_minutes, route.finish), (60, 30, 600))
        self.assertAlmostEqual(route.travel_km, 60 * 0.999 * 0.11119508, 3)

    def test_own_travel_table(self):
        """Times from elsewhere, here one-way streets, are used as given."""
        minutes = [[0, 5, 0, 0], [50, 0, 0, 0], [9, 60, 0, 0], [0, 0, 0, 0]]
        route = plan_route([stop("a", 10, 1), stop("b", 10, 1)], HOME, HOURS, travel=(minutes, [[1.0] * 4] * 4))
        self.assertEqual(times(route), [("a", 489, 489, 499), ("b", 504, 504, 514)])

    def test_against_brute_force(self):
        """Up to eight stops, no order of any part of them is better; the judge walks minute by minute."""
        for seed, count, minutes in ((1, 5, 60), (2, 5, 90), (3, 6, 20), (4, 6, 75), (5, 4, 110)):
            stops = random_day(seed, count, minutes)
            table = _Planner(stops, HOME, HOME, HOURS, 20.0, 1.3, None).minutes
            judge = naive_judge(stops, table, count, count + 1)
            orders = (order for size in range(count + 1) for order in permutations(range(count), size))
            best = min(cost for order in orders if (cost := judge(order)) is not None)
            route = plan_route(stops, HOME, HOURS, end=HOME, speed_kmh=20.0)
            with self.subTest((seed, count, minutes)):
                mine = judge([visit.key for visit in route.visits])
                self.assertEqual(mine, best)
                self.assertEqual(route.finish or 480, mine[2])

    def test_exact_search_with_eight(self):
        """Eight stops without windows: the shortest of the 40,320 tours."""
        stops = [Stop(item.key, item.place, 10, HOURS) for item in random_day(11, 8, 10)]
        planner = _Planner(stops, HOME, HOME, HOURS, 40.0, 1.3, None)
        problem = planner.problem
        shortest = min(problem.length(order) for order in permutations(range(8)))
        self.assertEqual(plan_route(stops, HOME, HOURS, end=HOME).travel_minutes, shortest)

    def test_never_worse_than_nearest_neighbour(self):
        """40 stops, many and few of which fit."""
        for seed in range(4):
            stops = random_day(seed, 40, (5, 45)[seed % 2])
            planner = _Planner(stops, HOME, HOME, HOURS, 40.0, 1.3, None)
            plain = planner.problem.cost(route_search.nearest(planner.problem, planner.candidates()))
            began = time.process_time()
            route = plan_route(stops, HOME, HOURS, end=HOME)
            spent = time.process_time() - began
            with self.subTest(seed):
                mine = planner.problem.cost([visit.key for visit in route.visits])
                self.assertLess(mine, plain)
                self.assertLess(spent, 3, "seconds of one core for 40 stops")
                self.check_route(stops, route)

    def check_route(self, stops, route):
        """Every stop once, in its window and in working hours, with the time its way takes."""
        named = [visit.key for visit in route.visits] + [key for key, _reason in route.unfitted]
        self.assertEqual(sorted(named), sorted(item.key for item in stops))
        previous = 480
        for visit in route.visits:
            item = stops[visit.key]
            self.assertGreaterEqual(visit.arrival, previous + visit.travel_minutes)
            self.assertEqual(visit.departure, visit.begin + item.minutes)
            for windows in (item.windows, HOURS):
                self.assertTrue(any(first <= visit.begin and visit.departure <= last for first, last in windows))
            previous = visit.departure

    def test_same_answer_every_time(self):
        stops = random_day(3, 30, 15)
        first = plan_route(stops, HOME, HOURS, end=HOME)
        self.assertEqual(plan_route(stops, HOME, HOURS, end=HOME), first)

    def test_hopeless_table(self):
        """A table that breaks the triangle rule leaves a valid route."""
        chance = random.Random(5)
        minutes = [[0 if row == column else chance.randint(1, 90) for column in range(14)] for row in range(14)]
        stops = [Stop(number, (0.0, 1.0), 10, HOURS) for number in range(12)]
        route = plan_route(stops, HOME, HOURS, end=HOME, travel=(minutes, [[0.0] * 14] * 14))
        self.check_route(stops, route)
