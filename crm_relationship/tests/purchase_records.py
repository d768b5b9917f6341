"""Seeded generator of synthetic purchase records, second half: the file. Standard library only.

One CSV line is one purchase order: order_no, customer_id, customer_name, region, order_date,
product, quantity, amount, cost. The same options always give the same bytes.
"""

import bisect
import csv
import math
from datetime import timedelta

from .purchase_dirt import DIRTY_KINDS, dirty_line
from .purchase_plan import KEY, QUANTITIES, REGIONS, SIGMA, Options, Plan, csv_field, customer_name, stream

HEADER = ["order_no", "customer_id", "customer_name", "region", "order_date",
          "product", "quantity", "amount", "cost"]


def clean_rows(plan):
    """Yield (order_no, customer index, line as bytes) in date order."""
    rng = stream(plan.args.seed, "orders")
    rnd, gauss = rng.random, rng.gauss
    names = [csv_field(customer_name(i)) for i in range(plan.args.customers)]
    regions = [r for r, _w in REGIONS]
    product_cum, product_top = plan.product_cum, plan.product_cum[-1]
    quantity_cum, quantity_top = plan.quantity_cum, plan.quantity_cum[-1]
    drift = -SIGMA ** 2 / 2
    number = 0
    for offset, bucket in enumerate(plan.buckets):
        day = plan.start + timedelta(days=offset)
        stamp, compact = day.isoformat(), day.strftime("%Y%m%d")
        order = bucket.tolist()
        rng.shuffle(order)
        for i in order:
            number += 1
            p = bisect.bisect_left(product_cum, rnd() * product_top)
            q = QUANTITIES[bisect.bisect_left(quantity_cum, rnd() * quantity_top)]
            noise = math.exp(gauss(drift, SIGMA))
            if plan.kind[i] == KEY:          # a contract price: the amount leads, the quantity follows
                amount = plan.scale[i] * noise
                q = max(1, round(amount / plan.price[p]))
            else:
                amount = plan.price[p] * q * plan.scale[i] * noise
            amount = max(amount, 0.5)
            cost = amount * (1 - plan.margin[p]) * (0.95 + 0.1 * rnd())
            if rnd() < 0.02:
                cost = amount * (1.02 + 0.1 * rnd())     # sold at a loss
            order_no = f"PO{compact}-{number:07d}"
            yield order_no, i, (f"{order_no},C{i + 1:07d},{names[i]},{regions[plan.region[i]]},{stamp},"
                                f"{plan.products[p]},{q},{amount:.2f},{cost:.2f}\n")


def write_records(path, **options):
    """Write the file.

    :param options: see :class:`Options`
    :return: dict with ``physical_lines``, ``sales`` and, for dirty files, ``lines``: by kind, the line
        numbers its bad rows begin on
    """
    args = Options(**options)
    lines = {kind: [] for kind in DIRTY_KINDS}
    line_no, sales = 1, 0.0
    with open(path, "wb") as out:
        insert_after = _plan_dirt(args)
        if args.dirty_count:
            out.write(b"\xef\xbb\xbf")
        out.write((",".join(HEADER) + "\n").encode())
        for row_no, (order_no, index, line) in enumerate(clean_rows(Plan(args))):
            out.write(line.encode())
            line_no += 1
            sales += float(line.rsplit(",", 2)[1])
            fields = next(csv.reader([line])) if row_no in insert_after else None
            for kind, n in insert_after.get(row_no, ()):
                bad = dirty_line(kind, n, order_no, index, fields)
                out.write(bad)
                lines[kind].append(line_no + 1)
                line_no += bad.count(b"\n")
        if args.dirty_tail:
            out.write(b'DX-tail-00000,C0000001,"never closed,East,2025-01-01,x,1,1.00,1.00\n')
            line_no += 1
    return {"physical_lines": line_no, "sales": round(sales, 2), "lines": lines}


def _plan_dirt(args):
    """Which bad rows stand behind which clean one: dict of row to list of (kind, number)."""
    insert_after = {}
    rng = stream(args.seed, "dirty")
    for kind in DIRTY_KINDS:
        for n in range(args.dirty_count):
            insert_after.setdefault(rng.randrange(args.rows), []).append((kind, n))
    return insert_after
