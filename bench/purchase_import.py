"""Import of purchases: against the same import in bare SQL, and against Odoo's own load() (PLATFORM.md 5).

Floor: COPY of the CSV, the same checks, new customers and the same purchases into the same tables,
in SQL, with nobody asked, nothing counted and no customer remembered for an undo. load() is what people have without us; it reads a tenth of
the rows, which have as many customers each, and is counted per row.

BENCH_SCALE=1,10,100 says how many times the 69,215 rows; the default is 1,10. A hundred times takes
an hour and 20 GB.
"""

import base64
import csv
import os
import tempfile
from pathlib import Path

from odoo.addons.crm_relationship.tests.purchase_records import HEADER, write_records

ROWS, CUSTOMERS = 69_215, 12_589
LOAD_SHARE = 10
IMPORT_LIMIT, LOAD_LIMIT = 1.5, 10
#: Growth of Python's memory over an import, in MB; the file itself is read as one block when it is uploaded
MEMORY_LIMIT = 100


def main(bench):
    bench.lend_defaults(bench.env.user.partner_id)
    times = {}
    for scale in map(int, os.environ.get("BENCH_SCALE", "1,10").split(",")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "purchases.csv"
            write_records(path, rows=ROWS * scale, customers=CUSTOMERS * scale)
            floor = undone(bench, lambda: stage_in_sql(bench, path, scale))
            ours, memory = undone(bench, lambda: import_file(bench, path, scale))
        bench.compare(f"x{scale}: import against the staged floor", ours.cpu, floor.cpu, limit=IMPORT_LIMIT)
        bench.expect(f"x{scale}: growth of Python's memory, MB", memory, MEMORY_LIMIT)
        times[scale] = ours.cpu
        if scale == 1:
            compare_with_load(bench, ours)
    first = min(times)
    for scale, cpu in times.items():
        if scale != first:
            bench.compare(f"x{scale} against x{first}, in CPU seconds", cpu, times[first], limit=1.2 * scale / first)


def undone(bench, work):
    """The result of ``work``, whose writes are rolled back."""
    cr = bench.env.cr
    cr.execute("SAVEPOINT bench")
    try:
        return work()
    finally:
        bench.env.flush_all()
        cr.execute("ROLLBACK TO SAVEPOINT bench")
        bench.env.invalidate_all()


def import_file(bench, path, scale):
    """Our import of a file: its measurement, and how much Python grew."""
    env = bench.env
    source = env["relationship.purchase.source"].create({"name": "Bench", "row_unit": "order"})
    record = env["relationship.purchase.import"].create({
        "source_id": source.id, "file": base64.b64encode(path.read_bytes()), "file_name": path.name})
    record.action_check()
    env.flush_all()
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")     # the peak counts from here
    with bench.measure(f"x{scale}: import of {ROWS * scale:,} rows") as ours:
        record._run()
    assert record.good_count == ROWS * scale and record.new_count == CUSTOMERS * scale, record.good_count
    return ours, memory("VmHWM") - before


def memory(name):
    """Memory of this process in MB, as Linux counts it: VmRSS now, VmHWM at its peak."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def compare_with_load(bench, ours):
    """Import against load(), per row."""
    rows = ROWS // LOAD_SHARE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "purchases.csv"
        write_records(path, rows=rows, customers=CUSTOMERS // LOAD_SHARE)
        loaded = undone(bench, lambda: load_file(bench, path))
    bench.compare("x1: load() against the import, per row", loaded.cpu / rows, ours.cpu / ROWS)
    bench.compare("x1: import against load(), per row", ours.cpu / ROWS, loaded.cpu / rows, limit=1 / LOAD_LIMIT)


def load_file(bench, path):
    """What a person does without our import: load the customers, then the purchases."""
    env = bench.env(context={"tracking_disable": True, "import_file": True})
    source = env["relationship.purchase.source"].create({"name": "Bench load"})
    with open(path, encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    names = {record["customer_id"]: record["customer_name"] for record in records}
    with bench.measure(f"load() of {len(records):,} rows") as found:
        check(env["res.partner"].load(
            ["id", "ref", "name", "is_company"], [[f"bench.{ref}", ref, name, "1"] for ref, name in names.items()]))
        check(env["relationship.purchase"].load(
            ["partner_id/id", "company_id/.id", "source_id/.id", "order_key", "order_line", "date", "product_name",
             "quantity", "amount", "cost", "customer_ref"],
            [[f"bench.{row['customer_id']}", str(env.company.id), str(source.id), row["order_no"], "1", row["order_date"],
              row["product"], row["quantity"], row["amount"], row["cost"], row["customer_id"]] for row in records]))
    return found


def check(result):
    """:raise AssertionError: load() refused a row"""
    assert result["ids"], result["messages"][:3]


def stage_in_sql(bench, path, scale):
    """The floor: what the same result costs in bare SQL."""
    env = bench.env
    cr = env.cr
    source = env["relationship.purchase.source"].create({"name": "Bench floor"})
    record = env["relationship.purchase.import"].create({"source_id": source.id, "file": base64.b64encode(b"x")})
    env.flush_all()
    with bench.measure(f"x{scale}: staged floor in bare SQL") as floor:
        cr.execute(f"CREATE TEMP TABLE floor_raw ({', '.join(f'{name} text' for name in HEADER)}) ON COMMIT DROP")
        with open(path, "rb") as file:
            cr.copy_expert("COPY floor_raw FROM STDIN WITH (FORMAT csv, HEADER)", file, 1 << 16)
        cr.execute(FLOOR_CHECKED)
        cr.execute("ANALYZE floor_checked")
        cr.execute(FLOOR_CUSTOMERS, {"company": env.company.id, "uid": env.uid})
        cr.execute(FLOOR_PURCHASES, {"company": env.company.id, "source": source.id, "import": record.id})
        assert cr.rowcount == ROWS * scale
    return floor


# The checks an import cannot do without: days, finite numbers, texts, no order twice
FLOOR_CHECKED = """
    CREATE TEMP TABLE floor_checked ON COMMIT DROP AS
    SELECT DISTINCT ON (order_no) order_no, upper(btrim(customer_id)) AS customer_id, btrim(customer_name) AS customer_name,
           order_date::date AS day, btrim(product) AS product, quantity::numeric AS quantity,
           amount::numeric(16, 2) AS amount, cost::numeric(16, 2) AS cost
      FROM floor_raw
     WHERE order_no <> '' AND btrim(customer_id) <> '' AND length(customer_name) < 256
       AND order_date ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND quantity ~ '^-?[0-9]{1,9}([.][0-9]+)?$'
       AND amount ~ '^-?[0-9]{1,12}([.][0-9]+)?$' AND cost ~ '^-?[0-9]{1,12}([.][0-9]+)?$'
  ORDER BY order_no"""
FLOOR_CUSTOMERS = """
    WITH new AS (
        SELECT nextval('res_partner_id_seq') AS id, customer_id, customer_name FROM (
            SELECT customer_id, min(customer_name) AS customer_name FROM floor_checked c
             WHERE NOT EXISTS (SELECT 1 FROM res_partner p WHERE upper(p.ref) = c.customer_id)
          GROUP BY customer_id) unknown)
    INSERT INTO res_partner (id, name, complete_name, ref, commercial_partner_id, commercial_company_name, company_id,
                             is_company, active, type, partner_share, create_uid, write_uid, create_date, write_date)
    SELECT id, customer_name, customer_name, customer_id, id, customer_name, %(company)s, true, true, 'contact', true,
           %(uid)s, %(uid)s, now(), now() FROM new"""
FLOOR_PURCHASES = """
    INSERT INTO relationship_purchase (partner_id, company_id, source_id, order_key, order_line, date, product_name, quantity,
                                       amount, cost, customer_ref, import_id)
    SELECT p.id, %(company)s, %(source)s, c.order_no, 1, c.day, c.product, c.quantity, c.amount, c.cost, c.customer_id, %(import)s
      FROM floor_checked c JOIN res_partner p ON p.ref = c.customer_id AND p.company_id = %(company)s"""
