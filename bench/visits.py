"""Visits: what planning a week of a team, its lists and its calendar month cost (DESIGN.md 8).

Counts of queries must not grow with the number of visits; planning fifty visits, their calendar
events included, may not cost fifty times one.
"""
from datetime import timedelta

from odoo import fields

MODEL = "relationship.visit"


def main(bench):
    people = {login: bench.env.ref(f"crm_relationship.user_{login}") for login in ("specialist", "manager")}
    measure_planning(bench, people["specialist"])
    measure_lists(bench, people["manager"])
    measure_moving(bench, people["specialist"])


def plans(env, count, days):
    """Values of ``count`` visits, one each hour from ``days`` ahead, each to another customer."""
    customers = env["res.partner"].create(
        [{"name": f"Bench visit {days} {number}", "is_company": True} for number in range(count)])
    start = fields.Datetime.now() + timedelta(days=days)
    return [{
        "partner_id": customer.id, "date_start": start + timedelta(hours=number), "duration": 1.5,
    } for number, customer in enumerate(customers)]


def measure_planning(bench, user):
    """One visit against fifty; every one gets its calendar event."""
    env = bench.env(user=user.id)
    measured = []
    for count, days in ((1, 100), (50, 110)):
        values = plans(env, count, days)
        with bench.measure(f"plan {count} visits") as cost:
            env[MODEL].create(values)
            env.flush_all()
        measured.append(cost)
    one, fifty = measured
    bench.compare("fifty visits, in queries", fifty.queries, one.queries, limit=6)
    bench.compare("fifty visits, in seconds", fifty.wall, one.wall, limit=25)


def measure_lists(bench, user):
    """The list with its overlaps, the filter on them, and the calendar's month of a team."""
    env = bench.env(user=user.id)
    for kind, domain in (("list", []), ("list", [("has_overlap", "=", True)]), ("calendar", [])):
        arch = env[MODEL].get_view(view_type=kind)["arch"]
        shown = {name: {} for name in env[MODEL]._fields if f'name="{name}"' in arch or f'"{name}"' in arch}
        queries = []
        for limit in (8, 80):
            with bench.measure(f"{kind} of {limit}") as found:
                env[MODEL].web_search_read(domain, shown, limit=limit)
            queries.append(found.queries)
        title = f"{kind} {'of overlaps' if domain else ''}".strip()
        bench.expect(f"queries of 80 rows: {title}", queries[1], limit=25)
        bench.expect(f"queries more than for 8 rows: {title}", queries[1] - queries[0], limit=2)


def measure_moving(bench, user):
    """Moving a visit by its event costs about what moving it directly costs."""
    env = bench.env(user=user.id)
    visits = env[MODEL].create(plans(env, 2, 200))
    env.flush_all()
    with bench.measure("move a visit") as direct:
        visits[0].write({"date_start": visits[0].date_start + timedelta(days=1)})
        env.flush_all()
    event = visits[1].sudo().event_id.with_user(user).sudo(False)
    with bench.measure("move its event") as dragged:
        event.with_context(no_mail_to_attendees=True).write({
            "start": event.start + timedelta(days=1), "stop": event.stop + timedelta(days=1)})
        env.flush_all()
    bench.compare("by the calendar, in queries", dragged.queries, direct.queries, limit=2)
