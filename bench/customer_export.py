"""Customer sheets of 100,000 customers as spreadsheets: time against xlsxwriter alone, and memory.

Floor: xlsxwriter writes as many rows of the same cells, made in memory, in its own streaming mode.
The sheet is filled and read in a service manager's rights, by the code behind the buttons.

BENCH_SCALE=1 says how many times 100,000 customers; default 1. A tenth of it runs first: time
grows in step with the rows, memory of Python does not grow with them.
"""

import os
import tempfile

import xlsxwriter

from odoo.addons.crm_relationship.controllers.customer_sheet import write_sheet

CUSTOMERS = 100_000
STREAM_LIMIT, GROWTH_LIMIT, MEMORY_LIMIT = 1.8, 12, 60
KINDS = ("address", "roster")


def main(bench):
    bench.lend_defaults(bench.env.user.partner_id)
    times = {}
    count = CUSTOMERS * int(os.environ.get("BENCH_SCALE", "1").split(",")[-1])
    user = manager(bench.env)
    for customers in (count // 10, count):
        company = make_customers(bench.env, user, customers)
        times[customers] = {kind: measure_sheet(bench, company, user, kind, customers) for kind in KINDS}
    for kind in KINDS:
        for step in ("fill", "stream"):
            bench.compare(f"{kind} {step}: 10 times the customers, in CPU seconds",
                          times[count][kind][step].cpu, times[count // 10][kind][step].cpu, limit=GROWTH_LIMIT)


def manager(env):
    """A user with the rights of a service manager and no more."""
    return env["res.users"].create({
        "name": "Bench", "login": "bench_export", "group_ids": [(6, 0, env.ref("crm_relationship.group_service_manager").ids)],
    })


def make_customers(env, user, count):
    """A company with ``count`` customers; one in ten has a person, remarks and a no-visit window."""
    company = env["res.company"].create({"name": f"Bench {count}"})
    user.write({"company_ids": [(4, company.id)], "company_id": company.id})
    company.partner_id.write({"partner_latitude": 31.23, "partner_longitude": 121.47})
    env.flush_all()
    values = {"company": company.id, "currency": company.currency_id.id, "count": count}
    for statement in MAKE:
        env.cr.execute(statement, values)
    env.cr.execute("ANALYZE res_partner, relationship_profile, relationship_no_visit")
    env.invalidate_all()
    return company


def measure_sheet(bench, company, user, kind, count):
    """Fill, stream and floor; returns their measurements by name."""
    sheet = bench.env["relationship.customer.sheet"].with_user(user).with_company(company).create({"kind": kind})
    found = {}
    start = reset_peak()
    with bench.measure(f"{count:,} {kind}: fill") as found["fill"]:
        sheet.action_fill()
    bench.expect(f"{count:,} {kind}: memory while filling, MB", peak() - start, MEMORY_LIMIT)
    assert sheet.line_count == count, sheet.line_count
    start = reset_peak()
    with bench.measure(f"{count:,} {kind}: stream") as found["stream"], tempfile.TemporaryFile() as target:
        write_sheet(target, sheet)
        size = target.tell()
    bench.expect(f"{count:,} {kind}: memory while streaming, MB", peak() - start, MEMORY_LIMIT)
    assert size > count * 20, size
    with bench.measure(f"{count:,} {kind}: xlsxwriter alone") as found["floor"]:
        write_plain(next(iter(sheet._stream_lines([column["name"] for column in sheet._print_columns()], 1))), count)
    bench.compare(f"{count:,} {kind}: stream against xlsxwriter alone", found["stream"].cpu, found["floor"].cpu,
                  limit=STREAM_LIMIT)
    return found


def write_plain(cells, count):
    """The floor: the same number of rows and cells, no database, no formats."""
    with tempfile.TemporaryFile() as target:
        book = xlsxwriter.Workbook(target, {"constant_memory": True})
        page = book.add_worksheet()
        for row in range(count):
            for column, value in enumerate(cells):
                if isinstance(value, str) or value is None:
                    page.write_string(row, column, f"{value} {row}")
                else:
                    page.write_number(row, column, row)
        book.close()


def reset_peak():
    """Begin to measure the most memory this process holds; returns what it holds now, in MB."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    return peak()


def peak():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024


MAKE = (
    """INSERT INTO res_partner (name, complete_name, ref, type, active, is_company, company_id, street, city,
                                partner_latitude, partner_longitude, comment, phone)
       SELECT '客户' || n || '有限公司', '客户' || n || '有限公司', 'B' || %(company)s || '-' || n, 'contact', TRUE, TRUE, %(company)s,
              '科技路 ' || n || ' 号', '苏州', 20 + n %% 25, 90 + n %% 35, CASE WHEN n %% 10 = 0 THEN '<p>需<b>预约</b></p>' END,
              '0512-' || n
         FROM generate_series(1, %(count)s) n""",
    """UPDATE res_partner SET commercial_partner_id = id WHERE company_id = %(company)s AND commercial_partner_id IS NULL""",
    """INSERT INTO res_partner (name, complete_name, type, active, company_id, parent_id, commercial_partner_id)
       SELECT '联系人', '联系人', 'contact', TRUE, company_id, id, id FROM res_partner
        WHERE company_id = %(company)s AND is_company AND id %% 10 = 0""",
    """INSERT INTO relationship_profile (partner_id, company_id, currency_id, amount_12m, first_purchase_date)
       SELECT id, %(company)s, %(currency)s, id %% 100000, DATE '2024-01-01' + (id %% 700)::int
         FROM res_partner WHERE company_id = %(company)s AND is_company AND ref IS NOT NULL""",
    """INSERT INTO relationship_no_visit (partner_id, weekday, hour_from, hour_to)
       SELECT id, '0', 9, 10.5 FROM res_partner WHERE company_id = %(company)s AND is_company AND id %% 10 = 0""",
)
