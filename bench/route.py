"""Routes: how good and how fast the planner is, and what the document around it costs.

Tours are compared with the one people drive without a planner (always to the nearest customer) and with a
bound no tour can beat: every place is entered and left by its two shortest ways. Days with hours, windows and
priorities are compared by what they leave out. Seconds count for the 40 stops of the issue.
"""

import random
from statistics import mean

from odoo import fields
from odoo.fields import Command

from odoo.addons.crm_relationship.tools.route_plan import Stop, _Planner, plan_route
from odoo.addons.crm_relationship.tools.route_search import nearest

HOME = (31.2304, 121.4737)
LONG_DAY, DAY = ((0, 1440),), ((480, 720), (780, 1020))
DAYS = range(6)


def main(bench):
    for count in (8, 20, 40):
        measure_tours(bench, count)
    for minutes in (10, 45):
        measure_days(bench, minutes)
    measure_document(bench)


def stops_of(seed, count, minutes, windows):
    """``count`` customers within some 25 kilometres of HOME."""
    chance = random.Random(seed)
    return [
        Stop(
            number, (HOME[0] + chance.uniform(-.15, .15), HOME[1] + chance.uniform(-.15, .15)), minutes,
            ((start := chance.choice((480, 540, 600, 840, 900)), start + chance.choice((60, 120, 180))),)
            if windows and chance.random() < 0.4 else windows or LONG_DAY,
            chance.choice((0, 0, 0, 1, 2)) if windows else 0,
        ) for number in range(count)
    ]


def measure_tours(bench, count):
    """Days long enough for everybody: only the way counts."""
    to_plain, to_bound, spent = [], [], []
    for seed in DAYS:
        stops = stops_of(seed, count, 1, None)
        planner = _Planner(stops, HOME, HOME, LONG_DAY, 40.0, 1.3, None)
        plain = planner.problem.length(nearest(planner.problem, planner.candidates()))
        with bench.measure(f"tour through {count} stops, {seed}") as found:
            route = plan_route(stops, HOME, LONG_DAY, end=HOME)
        spent.append(found.python)
        to_plain.append(route.travel_minutes / plain)
        to_bound.append(route.travel_minutes / bound(planner.problem))
    bench.expect(f"minutes on the road against nearest neighbour, {count} stops, worst of {len(DAYS)}", max(to_plain), limit=1.0)
    bench.expect(f"minutes on the road against nearest neighbour, {count} stops, mean", mean(to_plain), limit=0.97)
    bench.expect(f"minutes on the road against the lower bound, {count} stops, mean", mean(to_bound), limit=1.35)
    bench.expect(f"seconds of the planner, {count} stops, worst", max(spent), limit=3.0)


def bound(problem):
    """Half of the two shortest ways at every place: no closed tour is shorter."""
    places = [*range(problem.size), problem.start]
    return sum(
        sum(sorted(problem.travel[here][there] for there in places if there != here)[:2]) for here in places
    ) / 2


def measure_days(bench, minutes):
    """Working hours, windows and priorities: what is left out."""
    missed, plain_missed, spent = [], [], []
    for seed in DAYS:
        stops = stops_of(seed, 40, minutes, DAY)
        planner = _Planner(stops, HOME, HOME, DAY, 40.0, 1.3, None)
        plain = planner.problem.cost(nearest(planner.problem, planner.candidates()))
        with bench.measure(f"day with 40 visits of {minutes} minutes, {seed}") as found:
            route = plan_route(stops, HOME, DAY, end=HOME)
        spent.append(found.python)
        mine = planner.problem.cost([visit.key for visit in route.visits])
        missed.append(mine[0])
        plain_missed.append(plain[0])
        bench.expect(f"worse than nearest neighbour, day {seed}", int(mine > plain), limit=0)
    bench.expect(f"priority left out against nearest neighbour, {minutes} minutes", sum(missed) / sum(plain_missed), limit=0.9)
    bench.expect(f"seconds of the planner, 40 visits of {minutes} minutes, worst", max(spent), limit=3.0)


def measure_document(bench):
    """The button on a route of 40 stops, and the list of visits due."""
    company = bench.env.ref("base.main_company")
    user = bench.env.ref("crm_relationship.user_specialist")
    chance = random.Random(1)
    customers = bench.env["res.partner"].create([
        {
            "name": f"Bench customer {number}", "is_company": True, "partner_latitude": HOME[0] + chance.uniform(-.15, .15),
            "partner_longitude": HOME[1] + chance.uniform(-.15, .15),
        } for number in range(40)
    ])
    env = bench.env(user=user.id, context={"allowed_company_ids": company.ids})
    day = company._workdays(fields.Date.today(), fields.Date.add(fields.Date.today(), days=20))[3]
    route = env["relationship.route"].create({
        "day": day, "stop_ids": [Command.create({"partner_id": customer.id, "visit_minutes": 10}) for customer in customers],
    })
    env.flush_all()
    with bench.measure("optimise a route of 40 stops") as found:
        route.action_optimise()
        env.flush_all()
    bench.expect("CPU seconds of Optimise, 40 stops", found.cpu, limit=3.0)
    bench.expect("queries of Optimise, 40 stops", found.queries, limit=300)
    queries = []
    for limit in (8, 80):
        with bench.measure(f"visits due, {limit} rows") as found:
            env["relationship.visit.due"].web_search_read([], {name: {} for name in ("due_date", "state", "days_overdue")}, limit=limit)
        queries.append(found.queries)
    bench.expect("queries of 80 rows more than of 8: visits due", queries[1] - queries[0], limit=2)
