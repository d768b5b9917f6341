"""Hospitality: what opening, signing, listing and printing cost (DESIGN.md 8).

Counts of queries must not grow with the number of rows; a print may cost a third more than
wkhtmltopdf alone on the same page; a sheet of one form a tenth of a second.
"""
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

MODEL = "relationship.hospitality"
REPORT = "crm_relationship.action_report_hospitality_request"


def main(bench):
    people = {
        login: bench.env.ref(f"crm_relationship.user_{login}")
        for login in ("specialist", "supervisor", "manager")
    }
    requests = make_requests(bench.env(user=people["specialist"].id), 80)
    bench.env.flush_all()
    measure_signing(bench, people, requests)
    measure_lists(bench, people["manager"])
    measure_prints(bench, requests[0])


def make_requests(env, count):
    """Drafts of one specialist, each for another customer, within the manager's authority."""
    item = env["relationship.hospitality.item"].search([], limit=1)
    customers = env["res.partner"].create(
        [{"name": f"Bench customer {number}", "is_company": True} for number in range(count)])
    employee = env.user.employee_id
    return env[MODEL].create([{
        "partner_id": customer.id,
        "venue": "Bench",
        "purpose": "Bench",
        "date_start": fields.Datetime.now() + timedelta(days=30),
        "guest_ids": [Command.create({"name": "Guest"})],
        "host_ids": [Command.create({"employee_id": employee.id})],
        "budget_line_ids": [Command.create({"item_id": item.id, "amount": 100})],
    } for customer in customers])


def measure_signing(bench, people, requests):
    """One document against fifty: submitting and deciding are batches, not loops."""
    one, many = requests[:1], requests[1:51]
    with bench.measure("submit one request") as first:
        one.action_approval_submit()
    with bench.measure("submit fifty requests") as fifty:
        many.action_approval_submit()
    bench.compare("fifty submissions, in queries", fifty.queries, first.queries, limit=5)
    for role in ("supervisor", "manager"):
        mine = waiting(bench, people[role], one), waiting(bench, people[role], many)
        with bench.measure(f"{role} decides one request") as first:
            mine[0]._decide("approve", note="bench")
        with bench.measure(f"{role} decides fifty requests") as fifty:
            mine[1]._decide("approve", note="bench")
        bench.compare("fifty decisions, in queries", fifty.queries, first.queries, limit=5)
        bench.compare("fifty decisions, in seconds", fifty.wall, first.wall, limit=25)


def waiting(bench, user, requests):
    """The open approvals of ``requests`` as ``user``."""
    return bench.env(user=user.id)["approval.request"].browse(requests.sudo().approval_request_id.ids)


def measure_lists(bench, user):
    """The lists people work from, with eight rows and with eighty; of one kind of document, as each kind is read once."""
    for model, domain in ((MODEL, []), ("approval.task", [("res_model", "=", MODEL)])):
        env = bench.env(user=user.id)
        view = env[model].get_view(view_type="list")
        names = env[model].get_views([(view["id"], "list")])["models"][model]["fields"]
        shown = {name: {} for name in names if f'name="{name}"' in view["arch"]}
        queries = []
        for limit in (8, 80):
            with bench.measure(f"list of {limit}: {model}") as found:
                env[model].web_search_read(domain, shown, limit=limit)
            queries.append(found.queries)
        bench.expect(f"queries of 80 rows: {model}", queries[1], limit=25)
        bench.expect(f"queries more than for 8 rows: {model}", queries[1] - queries[0], limit=2)


def measure_prints(bench, request):
    """The paper against wkhtmltopdf alone on the same page, and the sheet."""
    reports = bench.env["ir.actions.report"].with_context(force_report_rendering=True)
    reports._render_qweb_pdf(REPORT, request.ids)  # templates compiled, fonts found
    pages = []
    original = type(reports)._run_wkhtmltopdf

    def remember(self, bodies, *args, **kwargs):
        pages.append((bodies, args, kwargs))
        return original(self, bodies, *args, **kwargs)

    type(reports)._run_wkhtmltopdf = remember
    try:
        with bench.measure("print of one form") as ours:
            reports._render_qweb_pdf(REPORT, request.ids)
    finally:
        type(reports)._run_wkhtmltopdf = original
    with bench.measure("wkhtmltopdf alone on its page") as floor:
        for bodies, args, kwargs in pages[-1:]:
            reports._run_wkhtmltopdf(bodies, *args, **kwargs)
    bench.compare("print against wkhtmltopdf", ours.wall, floor.wall, limit=1.3)
    with bench.measure("sheet of one form") as sheet:
        reports._render_relationship_xlsx(f"{REPORT}_sheet", request.ids)
    bench.expect("CPU seconds of a sheet", sheet.cpu, limit=0.1)
