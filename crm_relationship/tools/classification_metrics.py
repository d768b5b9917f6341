"""Facts → metrics → ranks: the first half of the classification pass, as named SQL parts.

Every part is one common table expression (DESIGN.md 4). Dates: a window of n months that ends
on the day D holds the days after "D minus n months", up to D itself; where a month has no such
day, its last one stands in (31 August minus 6 months is 28 or 29 February), as PostgreSQL and
dateutil both reckon. So consecutive windows touch and never overlap.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

#: profile columns that hold metrics, in the order of the statement
METRIC_COLUMNS = (
    'first_purchase_date', 'last_purchase_date', 'has_purchase', 'order_count', 'is_repeat',
    'amount_total', 'amount_12m', 'amount_6m', 'amount_6m_before', 'growth', 'has_growth',
    'cost_12m', 'margin_12m', 'margin_rate', 'has_margin', 'rfm_order_count', 'rfm_amount',
    'last_interaction_date', 'interaction_count_3m', 'last_complaint_date')

#: up to so many customers are ranked by counting who is below them; more are ranked by sorting all
FEW_CUSTOMERS = 50


def months_before(day, months):
    """The day before which a window of ``months`` ending on ``day`` begins."""
    return day - relativedelta(months=months)


def union(queries, columns):
    """All facts of one kind; an empty relation when no source gives any."""
    if not queries:
        types = {'partner_id': 'int', 'product_id': 'int', 'day': 'date', 'amount': 'numeric', 'cost': 'numeric'}
        return SQL("SELECT %s WHERE FALSE", SQL(", ").join(
            SQL("NULL::%s AS %s", SQL(types.get(name, 'text')), SQL.identifier(name)) for name in columns))
    names = SQL(", ").join(map(SQL.identifier, columns))
    return SQL(" UNION ALL ").join(SQL("SELECT %s FROM (%s) AS source", names, query) for query in queries)


def of_customers(partner_ids, column):
    """The condition that keeps ``partner_ids``; everything when None."""
    return SQL("TRUE") if partner_ids is None else SQL("%s = ANY(%s)", column, list(partner_ids))


def purchase_metric(facts, rules, day, partner_ids):
    """What each customer bought. Refunds lower the sums; only positive amounts are purchases."""
    rfm_start = months_before(day, rules['rfm_months']) if rules['rfm_months'] else date.min
    return SQL(
        """
        SELECT partner_id,
               min(day) FILTER (WHERE amount > 0) AS first_purchase_date,
               max(day) FILTER (WHERE amount > 0) AS last_purchase_date,
               count(DISTINCT order_key) FILTER (WHERE amount > 0) AS order_count,
               count(DISTINCT order_key) FILTER (WHERE amount > 0 AND day > %(rfm)s) AS rfm_order_count,
               sum(amount) AS amount_total,
               sum(amount) FILTER (WHERE day > %(rfm)s) AS rfm_amount,
               sum(amount) FILTER (WHERE day > %(sales)s) AS amount_12m,
               sum(amount) FILTER (WHERE day > %(recent)s) AS amount_6m,
               sum(amount) FILTER (WHERE day > %(before)s AND day <= %(recent)s) AS amount_6m_before,
               sum(cost) FILTER (WHERE day > %(sales)s) AS cost_12m,
               sum(amount) FILTER (WHERE day > %(sales)s AND cost IS NOT NULL) AS costed_12m
          FROM (%(facts)s) AS fact
         WHERE day <= %(day)s AND %(customers)s
         GROUP BY partner_id
        """,
        facts=union(facts, ('partner_id', 'day', 'amount', 'cost', 'order_key')),
        day=day, rfm=rfm_start, sales=months_before(day, rules['sales_months']),
        recent=months_before(day, rules['growth_months']),
        before=months_before(day, 2 * rules['growth_months']),
        customers=of_customers(partner_ids, SQL("partner_id")))


def interaction_metric(facts, rules, day, partner_ids):
    """When each customer was last in touch, and how often lately; equal keys are one interaction."""
    return SQL(
        """
        SELECT partner_id, max(day) AS last_interaction_date,
               count(DISTINCT key) FILTER (WHERE day > %(start)s) AS interaction_count_3m
          FROM (%(facts)s) AS fact
         WHERE day <= %(day)s AND %(customers)s
         GROUP BY partner_id
        """,
        facts=union(facts, ('partner_id', 'day', 'key')), day=day,
        start=months_before(day, rules['activity_months']),
        customers=of_customers(partner_ids, SQL("partner_id")))


def complaint_metric(facts, day, partner_ids):
    """Each customer's latest complaint."""
    return SQL(
        """
        SELECT partner_id, max(day) AS last_complaint_date
          FROM (%(facts)s) AS fact
         WHERE day <= %(day)s AND %(customers)s
         GROUP BY partner_id
        """,
        facts=union(facts, ('partner_id', 'day', 'key')), day=day,
        customers=of_customers(partner_ids, SQL("partner_id")))


def roster(company_id, partner_ids):
    """The profiles as they stand: whom the pass compares with, and what people entered."""
    return SQL(
        "SELECT * FROM relationship_profile WHERE company_id = %s AND %s",
        company_id, of_customers(partner_ids, SQL("partner_id")))


def metric():
    """One row per customer: everybody in the roster and everybody who bought."""
    return SQL(
        """
        SELECT partner_id, roster.id AS profile_id, NULLIF(roster.annual_demand, 0) AS annual_demand,
               bought.first_purchase_date, bought.last_purchase_date,
               bought.first_purchase_date IS NOT NULL AS has_purchase,
               COALESCE(bought.order_count, 0) AS order_count,
               COALESCE(bought.order_count, 0) > 1 AS is_repeat,
               COALESCE(bought.amount_total, 0) AS amount_total,
               COALESCE(bought.amount_12m, 0) AS amount_12m,
               COALESCE(bought.amount_6m, 0) AS amount_6m,
               COALESCE(bought.amount_6m_before, 0) AS amount_6m_before,
               -- cut, not rounded: a figure on the screen never reaches a bound that was missed
               CASE WHEN bought.amount_6m_before > 0 THEN trunc(
                   (COALESCE(bought.amount_6m, 0) - bought.amount_6m_before)
                   / bought.amount_6m_before, 6) END AS growth,
               COALESCE(bought.amount_6m_before > 0, FALSE) AS has_growth,
               COALESCE(bought.cost_12m, 0) AS cost_12m,
               COALESCE(bought.costed_12m - bought.cost_12m, 0) AS margin_12m,
               CASE WHEN bought.costed_12m <> 0 THEN round(
                   (bought.costed_12m - bought.cost_12m) / bought.costed_12m, 6) END AS margin_rate,
               bought.cost_12m IS NOT NULL AS has_margin,
               COALESCE(bought.rfm_order_count, 0) AS rfm_order_count,
               COALESCE(bought.rfm_amount, 0) AS rfm_amount,
               touched.last_interaction_date,
               COALESCE(touched.interaction_count_3m, 0) AS interaction_count_3m,
               complained.last_complaint_date
          FROM roster
          FULL JOIN bought USING (partner_id)
          LEFT JOIN touched USING (partner_id)
          LEFT JOIN complained USING (partner_id)
        """)


def ranked_all():
    """Where each customer stands among all: one sort per measure.

    ``sales_below`` customers sell less, ``sales_upto`` is what the customer and all that do not
    sell more sell together. Equal customers stand on the same place.
    """
    return SQL(
        """
        SELECT metric.*,
               rank() OVER sales - 1 AS sales_below, sum(amount_12m) OVER sales AS sales_upto,
               count(*) OVER sellers AS seller_count, sum(amount_12m) OVER sellers AS sales_all,
               max(amount_12m) OVER sellers AS sales_best,
               rank() OVER (PARTITION BY has_purchase ORDER BY last_purchase_date) - 1 AS recency_below,
               rank() OVER (PARTITION BY has_purchase ORDER BY rfm_order_count) - 1 AS frequency_below,
               rank() OVER (PARTITION BY has_purchase ORDER BY rfm_amount) - 1 AS monetary_below,
               count(*) OVER (PARTITION BY has_purchase) AS buyer_count
          FROM metric
        WINDOW sellers AS (PARTITION BY amount_12m > 0), sales AS (sellers ORDER BY amount_12m)
        """)


def ranked_few(company_id, partner_ids):
    """The same places for some customers, counted against the roster as the last pass left it."""
    return SQL(
        """
        SELECT metric.*, place.*
          FROM metric
         CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE other.amount_12m < metric.amount_12m AND other.sells) AS sales_below,
                   sum(other.amount_12m) FILTER (
                       WHERE other.amount_12m <= metric.amount_12m AND other.sells) AS sales_upto,
                   count(*) FILTER (WHERE other.sells) AS seller_count,
                   sum(other.amount_12m) FILTER (WHERE other.sells) AS sales_all,
                   max(other.amount_12m) FILTER (WHERE other.sells) AS sales_best,
                   count(*) FILTER (WHERE other.last_purchase_date < metric.last_purchase_date) AS recency_below,
                   count(*) FILTER (
                       WHERE other.rfm_order_count < metric.rfm_order_count AND other.has_purchase) AS frequency_below,
                   count(*) FILTER (
                       WHERE other.rfm_amount < metric.rfm_amount AND other.has_purchase) AS monetary_below,
                   count(*) FILTER (WHERE other.has_purchase) AS buyer_count
              FROM (
                SELECT amount_12m, amount_12m > 0 AS sells, has_purchase, last_purchase_date,
                       rfm_order_count, rfm_amount
                  FROM metric
                 UNION ALL
                SELECT amount_12m, amount_12m > 0, has_purchase, last_purchase_date, rfm_order_count, rfm_amount
                  FROM relationship_profile
                 WHERE company_id = %s AND partner_id <> ALL(%s)
              ) AS other
         ) AS place
        """, company_id, list(partner_ids))
