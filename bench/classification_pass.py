"""The classification pass against the bare upsert of the same result (PLATFORM.md 5).

Floor: one INSERT … ON CONFLICT DO UPDATE written by hand for one source and the default rules. It
knows no other sources, overrides, tags or history; its rows are compared with ours. Tags, which it
does not give, are switched off for the comparison and measured on their own.
Then: a pass that changes nothing, a pass a month later with its history, one customer, a try-out.

BENCH_SCALE=1,10,100 says how many times the 69,215 purchases of 12,589 customers; default 1,10.
"""

import os
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.addons.document_approval.models.approval_sealed import SEAL

ROWS, CUSTOMERS = 69_215, 12_589
DAY, LATER = date(2025, 12, 31), date(2026, 1, 31)
PASS_LIMIT, UNCHANGED_LIMIT, REFRESH_LIMIT, BELIEVED_EMPTY_LIMIT = 1.5, 2, 0.5, 2
RUNS = 3


def main(bench):
    bench.lend_defaults(bench.env.user.partner_id)
    times = {}
    for scale in map(int, os.environ.get("BENCH_SCALE", "1,10").split(",")):
        with undone(bench):
            company = make_purchases(bench.env, scale)
            tags = bench.env["res.partner.category"].search([("relationship_has_rule", "=", True)])
            tags.relationship_has_rule = False
            times[scale] = measure_passes(bench, company, scale)
            measure_believed_empty(bench, company, scale, times[scale])
            measure_rest(bench, company, scale)
            measure_tags(bench, company, scale, tags)
    first = min(times)
    for scale, cpu in times.items():
        if scale != first:
            bench.compare(f"x{scale} against x{first}, in CPU seconds", cpu, times[first], limit=1.2 * scale / first)


class undone:
    """A block whose writes are rolled back."""

    def __init__(self, bench):
        self.env = bench.env

    def __enter__(self):
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT bench")

    def __exit__(self, *error):
        self.env.flush_all()
        self.env.cr.execute("ROLLBACK TO SAVEPOINT bench")
        self.env.invalidate_all()


def make_purchases(env, scale):
    """A company with seeded purchases: few customers buy often, most now and then, some come back."""
    company = env["res.company"].create({"name": f"Bench x{scale}"})
    company.resource_calendar_id.tz = "UTC"
    source = env["relationship.purchase.source"].create({"name": "Bench", "company_id": company.id})
    env.flush_all()
    values = {"company": company.id, "source": source.id, "customers": CUSTOMERS * scale, "rows": ROWS * scale, "day": DAY}
    env.cr.execute("SELECT setseed(0.19)")
    env.cr.execute(PARTNERS, values)
    env.cr.execute(PURCHASES, values)
    env.cr.execute("ANALYZE res_partner, relationship_purchase, relationship_profile")
    return company


def measure_passes(bench, company, scale):
    """First pass and floor, in turn; the least of some runs each, and both with the same rows."""
    floors, passes, rows = [], [], {}
    for _run in range(RUNS):
        with undone(bench):
            with bench.measure(f"x{scale}: bare upsert") as floor:
                bare_upsert(bench.env, company, DAY)
            rows["floor"] = content(bench.env, company)
        with undone(bench):
            with bench.measure(f"x{scale}: pass") as ours:
                run = bench.env["relationship.profile"]._run_pass(company, day=DAY)
            assert run.written_count == run.customer_count > CUSTOMERS * scale * 0.9, run.read()
            rows["pass"] = content(bench.env, company)
        floors.append(floor.cpu)
        passes.append(ours.cpu)
    assert rows["floor"] == rows["pass"], "the bare statement and the pass disagree"
    bench.compare(f"x{scale}: pass against the bare upsert", min(passes), min(floors), limit=PASS_LIMIT)
    return min(passes)


def measure_believed_empty(bench, company, scale, usual):
    """The first pass where a vacuum after a killed run left the planner believing that the tables are empty."""
    bench.env.cr.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
    if not bench.env.cr.fetchone()[0]:
        return  # only a superuser can spoil the statistics
    with undone(bench):
        bench.env.cr.execute(BELIEVED_EMPTY)
        with bench.measure(f"x{scale}: pass over tables believed empty") as found:
            bench.env["relationship.profile"]._run_pass(company, day=DAY)
    bench.compare(f"x{scale}: believed empty against as it is", found.cpu, usual, limit=BELIEVED_EMPTY_LIMIT)


def measure_rest(bench, company, scale):
    """What follows the first pass: nothing changed, a month later, one customer, a try-out."""
    env, Profile = bench.env, bench.env["relationship.profile"]
    with bench.measure(f"x{scale}: first pass") as first:
        Profile._run_pass(company, day=DAY)
    env.cr.execute("ANALYZE relationship_profile")
    floors, passes = [], []
    for _run in range(RUNS):
        with bench.measure(f"x{scale}: bare upsert, unchanged") as floor:
            bare_upsert(env, company, DAY)
        with bench.measure(f"x{scale}: pass, unchanged") as second:
            run = Profile._run_pass(company, day=DAY)
        floors.append(floor.cpu)
        passes.append(second.cpu)
        bench.expect(f"x{scale}: rows an unchanged pass writes", run.written_count + run.change_count + run.tag_count, 0)
    bench.compare(f"x{scale}: unchanged pass against the first", min(passes), first.cpu, limit=1)
    bench.compare(f"x{scale}: unchanged pass against the unchanged bare upsert", min(passes), min(floors),
                  limit=UNCHANGED_LIMIT)
    with undone(bench), bench.measure(f"x{scale}: bare upsert, a month later") as floor:
        bare_upsert(env, company, LATER)
    with bench.measure(f"x{scale}: pass, a month later") as later:
        run = Profile._run_pass(company, day=LATER)
    with undone(bench), bench.measure(f"x{scale}: its {run.change_count:,} rows of history, bare") as history:
        env.cr.execute(HISTORY, {"company": company.id})
        assert env.cr.rowcount == run.change_count, env.cr.rowcount
    bench.compare(f"x{scale}: a month later against bare upsert and history", later.cpu, floor.cpu + history.cpu,
                  limit=PASS_LIMIT)
    profile = Profile.search([("company_id", "=", company.id)], limit=1)
    Profile._run_pass(company, profile.partner_id, LATER)
    with bench.measure(f"x{scale}: refresh of one customer") as refresh:
        Profile._run_pass(company, profile.partner_id, LATER)
    bench.expect(f"x{scale}: refresh of one customer, CPU seconds", refresh.cpu, REFRESH_LIMIT * max(1, scale / 10))
    tryout = env["relationship.tryout"].with_company(company).create({"company_id": company.id})
    tryout.tier_ids[1:2].amount_min = 300_000
    with bench.measure(f"x{scale}: try-out of a threshold") as tried:
        tryout.action_try()
    bench.compare(f"x{scale}: try-out against the unchanged pass", tried.cpu, second.cpu, limit=5)


def measure_tags(bench, company, scale, tags):
    """What the shipped rules of tags add to a pass: given for the first time, then kept."""
    Profile = bench.env["relationship.profile"]
    tags.relationship_has_rule = True
    for what in ("given", "kept"):
        with bench.measure(f"x{scale}: {len(tags)} tags with rules {what}") as found:
            changed = Profile._apply_tag_rules(company, LATER)
        bench.expect(f"x{scale}: CPU seconds of tags {what}", found.cpu, (1 if what == "given" else 0.3) * scale)
    assert not changed, changed


def bare_upsert(env, company, day):
    """The floor: the same labels by one statement, default rules written into it."""
    rules = env["relationship.profile"]._rules(company)
    tiers, grades, segments = ([rule["id"] for rule in rules[key]] for key in ("tiers", "grades", "segments"))
    version = env["relationship.rule.version"]._current(company, rules, SEAL)
    values = {"company": company.id, "currency": company.currency_id.id, "day": day, "user": env.uid, "version": version.id}
    values.update({f"tier{n}": tier for n, tier in enumerate(tiers)})
    values.update({f"grade{n}": grade for n, grade in enumerate(grades)})
    values.update({f"segment{n}": segment for n, segment in enumerate(segments)})
    values.update({f"back{n}": day - relativedelta(months=n) for n in (6, 12, 24)})
    env.cr.execute("SET LOCAL jit = off")
    env.cr.execute("SET LOCAL work_mem = '64MB'")
    env.cr.execute(FLOOR, values)


def content(env, company):
    """What a pass left, as one comparable value."""
    env.cr.execute(f"SELECT md5(string_agg(row::text, '|' ORDER BY partner_id)) FROM ("
                   f"SELECT partner_id, {COLUMNS} FROM relationship_profile WHERE company_id = %s) AS row", [company.id])
    return env.cr.fetchone()


BELIEVED_EMPTY = """
    UPDATE pg_class SET reltuples = 0, relpages = 800
     WHERE relkind = 'r' AND relname ~ '^(relationship|res_partner|calendar|mail_)'"""
PARTNERS = """
    INSERT INTO res_partner (name, complete_name, ref, is_company, active, type, partner_share)
    SELECT 'Bench ' || n, 'Bench ' || n, 'BENCH-' || %(company)s || '-' || n, true, true, 'contact', true
      FROM generate_series(1, %(customers)s) AS n;
    UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL"""
PURCHASES = """
    WITH customer AS MATERIALIZED (
        SELECT id, row_number() OVER () AS n FROM res_partner WHERE ref LIKE 'BENCH-' || %(company)s || '-%%'),
    drawn AS MATERIALIZED (
        -- the square draws the first customers more often
        SELECT n, 1 + floor(%(customers)s * power(random(), 1.6))::int AS customer,
               %(day)s::date - floor(1095 * random())::int AS day,
               round((500 * exp(1.2 * (random() + random() + random() - 1.5) * 2))::numeric, 2) AS amount
          FROM generate_series(1, %(rows)s) AS n)
    INSERT INTO relationship_purchase (
           partner_id, company_id, source_id, date, amount, cost, quantity, order_key, order_line)
    SELECT customer.id, %(company)s, %(source)s, drawn.day,
           CASE WHEN drawn.n %% 40 = 0 THEN -drawn.amount WHEN customer.n < 60 THEN drawn.amount * 30 ELSE drawn.amount END,
           round(drawn.amount * 0.7, 2), 1, 'B' || drawn.n, 1
      FROM drawn JOIN customer ON customer.n = drawn.customer"""
NUMBERS = """first_purchase_date, last_purchase_date, has_purchase, order_count, is_repeat, amount_total, amount_12m,
    amount_6m, amount_6m_before, growth, has_growth, cost_12m, margin_12m, margin_rate, has_margin, rfm_order_count,
    rfm_amount, interaction_count_3m, sales_percentile, rfm_recency, rfm_frequency, rfm_monetary, abc_amount"""
COMPUTED = "tier_id, grade_id, rfm_segment_id, activity_level, churn_risk, growth_potential"
COLUMNS = f"""{NUMBERS}, {COMPUTED}, abc_class, tier_computed_id, grade_computed_id, rfm_segment_computed_id,
    activity_level_computed, churn_risk_computed, growth_potential_computed"""
EXCLUDED = ", ".join(f"excluded.{name.strip()}" for name in COLUMNS.split(","))
FLOOR = f"""
    WITH sums AS MATERIALIZED (
        SELECT partner_id, min(date) FILTER (WHERE amount > 0) AS first, max(date) FILTER (WHERE amount > 0) AS last,
               count(DISTINCT order_key) FILTER (WHERE amount > 0) AS orders,
               count(DISTINCT order_key) FILTER (WHERE amount > 0 AND date > %(back12)s) AS orders_12m,
               sum(amount) AS total, COALESCE(sum(amount) FILTER (WHERE date > %(back12)s), 0) AS year,
               COALESCE(sum(amount) FILTER (WHERE date > %(back6)s), 0) AS half,
               COALESCE(sum(amount) FILTER (WHERE date > %(back12)s AND date <= %(back6)s), 0) AS half_before,
               COALESCE(sum(cost) FILTER (WHERE date > %(back12)s), 0) AS cost,
               COALESCE(sum(amount) FILTER (WHERE date > %(back12)s AND cost IS NOT NULL), 0) AS costed,
               count(cost) FILTER (WHERE date > %(back12)s) > 0 AS has_cost
          FROM relationship_purchase WHERE company_id = %(company)s AND date <= %(day)s GROUP BY partner_id),
    ranks AS MATERIALIZED (
        SELECT *, half_before > 0 AS has_growth,
               100.0 * (rank() OVER sales - 1) / count(*) OVER sellers AS percent,
               1 + 5 * (rank() OVER (buyers ORDER BY last) - 1) / count(*) OVER buyers AS r,
               1 + 5 * (rank() OVER (buyers ORDER BY orders_12m) - 1) / count(*) OVER buyers AS f,
               1 + 5 * (rank() OVER (buyers ORDER BY year) - 1) / count(*) OVER buyers AS m,
               (sum(year) OVER sellers - sum(year) OVER sales) * 100 / NULLIF(sum(year) OVER sellers, 0) AS above
          FROM sums
        WINDOW sellers AS (PARTITION BY year > 0), sales AS (sellers ORDER BY year),
               buyers AS (PARTITION BY first IS NOT NULL)),
    labels AS (
        SELECT *, CASE WHEN year >= 1000000 AND first <= %(back24)s THEN %(tier0)s WHEN year >= 500000 THEN %(tier1)s
                       WHEN year >= 100000 AND has_growth AND half >= 1.2 * half_before THEN %(tier2)s ELSE %(tier3)s END AS tier,
               CASE WHEN year <= 0 THEN NULL WHEN percent >= 90 THEN %(grade0)s WHEN percent >= 80 THEN %(grade1)s
                    WHEN percent >= 70 THEN %(grade2)s WHEN percent >= 60 THEN %(grade3)s ELSE %(grade4)s END AS grade,
               CASE WHEN first IS NULL THEN NULL WHEN r > 3 AND m > 3 THEN CASE WHEN f > 3 THEN %(segment0)s ELSE %(segment1)s END
                    WHEN m > 3 THEN CASE WHEN f > 3 THEN %(segment2)s ELSE %(segment3)s END
                    WHEN r > 3 THEN CASE WHEN f > 3 THEN %(segment4)s ELSE %(segment5)s END
                    WHEN f > 3 THEN %(segment6)s ELSE %(segment7)s END AS segment,
               CASE WHEN has_growth AND half <= 0.7 * half_before THEN 'high' ELSE 'low' END AS risk,
               CASE WHEN has_growth THEN CASE WHEN half >= 1.2 * half_before THEN 'high'
                                              WHEN half >= half_before THEN 'medium' ELSE 'low' END END AS potential,
               CASE WHEN first IS NULL THEN NULL WHEN year <= 0 THEN 'c' WHEN above < 70 THEN 'a'
                    WHEN above < 90 THEN 'b' ELSE 'c' END AS abc
          FROM ranks)
    INSERT INTO relationship_profile (partner_id, company_id, currency_id, computed_date, rule_version_id, computed_at,
           create_uid, create_date, write_uid, write_date, {COLUMNS})
    SELECT partner_id, %(company)s, %(currency)s, %(day)s, %(version)s, now(), %(user)s, now(), %(user)s, now(),
           first, last, first IS NOT NULL, orders, orders > 1, total, year,
           half, half_before, CASE WHEN has_growth THEN trunc((half - half_before) / half_before, 6) END, has_growth,
           cost, costed - cost, round((costed - cost) / NULLIF(costed, 0), 6), has_cost, orders_12m, year, 0,
           CASE WHEN year > 0 THEN trunc(percent, 4) END, CASE WHEN first IS NOT NULL THEN r END,
           CASE WHEN first IS NOT NULL THEN f END, CASE WHEN first IS NOT NULL THEN m END, abc,
           tier, grade, segment, 'low', risk, potential,
           CASE potential WHEN 'high' THEN translate(abc, 'bc', 'ab') WHEN 'low' THEN translate(abc, 'ab', 'bc') ELSE abc END,
           tier, grade, segment, 'low', risk, potential
      FROM labels
        ON CONFLICT (partner_id, company_id) DO UPDATE
       SET ({COLUMNS}, computed_date, rule_version_id, computed_at, write_uid, write_date)
         = ({EXCLUDED}, excluded.computed_date, excluded.rule_version_id, excluded.computed_at, excluded.write_uid,
            excluded.write_date)
     WHERE ({", ".join(f"relationship_profile.{name.strip()}" for name in COLUMNS.split(","))})
           IS DISTINCT FROM ({EXCLUDED})"""
HISTORY = """
    INSERT INTO relationship_profile_change (profile_id, company_id, label, from_value, to_value, date, numbers)
    SELECT profile_id, company_id, label, from_value, to_value, date, numbers
      FROM relationship_profile_change WHERE company_id = %(company)s"""
