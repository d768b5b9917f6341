"""The three rankings of F6 as one statement over the purchase facts.

Refunds are netted. Rates are rounded to six decimals, and equal figures share a place: after two
on place 1 comes place 3. Everybody on the last place is listed; only a group of equals that would
make a list longer than ``LIST_MAX`` is left out as a whole, and counted.
"""

from odoo.tools import SQL

from .classification_metrics import union

MEASURES = ('sales', 'growth', 'margin')
LIST_MAX = 200


def ranking(facts, period, before, minimum, places, state_ids):
    """SELECT of the ranked customers, and of the number of those left out.

    :param facts: list of SQL, see ``relationship.profile._purchase_fact_queries``
    :param period: (first day, last day) that is ranked
    :param before: (first day, last day) that growth compares with
    :param float minimum: sales, in the currency of the facts, from which on a rate counts: the
        period before for growth, sales with known cost for the margin. The bound counts.
    :param int places: places of each ranking
    :param state_ids: keep customers of these provinces; empty: all
    :return: SQL with the columns measure, partner_id (NULL: ``place`` customers were left out),
        place, name, amount, amount_before, growth, margin_rate
    """
    return SQL(
        """
        WITH sold AS (%(sold)s), customer AS (%(customers)s), ranked AS (%(ranked)s), listed AS (
            SELECT * FROM ranked WHERE place <= %(places)s
        )
        SELECT * FROM (
            SELECT measure, partner_id, place, name, amount, amount_before, growth, margin_rate
              FROM listed WHERE upto <= %(most)s
             UNION ALL
            SELECT measure, NULL, count(*), NULL, NULL, NULL, NULL, NULL
              FROM listed WHERE upto > %(most)s GROUP BY measure
        ) AS result
         ORDER BY place, amount DESC, name COLLATE "C", partner_id
        """,
        sold=_sold(facts, period, before), customers=_customers(minimum, state_ids), ranked=_ranked(),
        places=places, most=LIST_MAX)


def _sold(facts, period, before):
    """What each customer bought in the period and before it, and what that cost where it is known."""
    return SQL(
        """
        SELECT partner_id,
               COALESCE(sum(amount) FILTER (WHERE day >= %(first)s), 0) AS amount,
               COALESCE(sum(amount) FILTER (WHERE day BETWEEN %(before_first)s AND %(before_last)s), 0)
                   AS amount_before,
               sum(cost) FILTER (WHERE day >= %(first)s) AS cost,
               sum(amount) FILTER (WHERE day >= %(first)s AND cost IS NOT NULL) AS costed
          FROM (%(facts)s) AS fact
         WHERE day BETWEEN LEAST(%(before_first)s, %(first)s) AND %(last)s
         GROUP BY partner_id
        """,
        facts=union(facts, ('partner_id', 'day', 'amount', 'cost')), first=period[0], last=period[1],
        before_first=before[0], before_last=before[1])


def _customers(minimum, state_ids):
    """Customers in use, of the region, with their rates where they say something."""
    return SQL(
        """
        SELECT sold.partner_id, partner.name, amount, amount_before,
               CASE WHEN amount_before > 0 AND amount_before >= %(minimum)s
                    THEN round((amount - amount_before) / amount_before, 6) END AS growth,
               CASE WHEN costed > 0 AND costed >= %(minimum)s
                    THEN round((costed - cost) / costed, 6) END AS margin_rate
          FROM sold
          JOIN res_partner partner ON partner.id = sold.partner_id
         WHERE partner.active AND %(region)s
        """,
        minimum=minimum, region=SQL("partner.state_id = ANY(%s)", list(state_ids)) if state_ids else SQL("TRUE"))


def _ranked():
    """The three rankings below each other; ``upto``: so many stand on this place or a better one."""
    return SQL(
        """
        SELECT 'sales' AS measure, customer.*, rank() OVER best AS place, count(*) OVER best AS upto
          FROM customer WHERE amount > 0 WINDOW best AS (ORDER BY amount DESC)
         UNION ALL
        SELECT 'growth', customer.*, rank() OVER best, count(*) OVER best
          FROM customer WHERE growth IS NOT NULL WINDOW best AS (ORDER BY growth DESC)
         UNION ALL
        SELECT 'margin', customer.*, rank() OVER best, count(*) OVER best
          FROM customer WHERE margin_rate IS NOT NULL WINDOW best AS (ORDER BY margin_rate DESC)
        """)


def sales_between(facts, partner_ids, bounds):
    """SELECT of the net sales of ``partner_ids`` in each of the spans ``bounds`` [(first, last), …].

    :return: SQL with the columns partner_id and ``place`` (which span, from 0) and amount
    """
    spans = SQL(", ").join(SQL("(%s, %s::date, %s::date)", place, *span) for place, span in enumerate(bounds))
    return SQL(
        """
        SELECT fact.partner_id, span.place, sum(fact.amount)
          FROM (VALUES %s) AS span (place, first, last)
          JOIN (%s) AS fact ON fact.day BETWEEN span.first AND span.last
         WHERE fact.partner_id = ANY(%s)
         GROUP BY fact.partner_id, span.place
        """, spans, union(facts, ('partner_id', 'day', 'amount')), list(partner_ids))
