"""The import's set-based half: what is known of the file's rows, and the statements that move them on.

A stage lives in temporary tables of one transaction, which leave no trace when it ends, however it
ends. Plain SQL on a cursor: who may do what is the caller's business.
"""

from odoo.tools import SQL

from .purchase_file import STAGE_FIELDS
from .purchase_file.problems import BETWEEN_PARTS

#: Mark of a row that is stored already, or repeats a row of the same file
REPEATED = "="
# The content of a row; a row with the key of another and different content contradicts it
CONTENT = ("upper(COALESCE({0}.customer_ref, {0}.customer_name))", "{0}.date", "{0}.amount", "{0}.cost", "{0}.quantity",
           "COALESCE({0}.product_name, {0}.product_code)")
STAGED = SQL("(%s)", SQL(", ").join(SQL(part.format("s")) for part in CONTENT))
FIRST = SQL("(%s)", SQL(", ").join(SQL(part.format("f")) for part in CONTENT))
STORED = SQL("(upper(p.customer_ref), p.date, p.amount, p.cost, p.quantity, p.product_name)")
# Customers by number are told apart without regard to case, by name exactly
CUSTOMER_KEY = SQL("COALESCE(upper(s.customer_ref), s.customer_name)")


def problem(code, column, value=None):
    """SQL of a packed problem with the value of the SQL expression ``value``."""
    return SQL("concat(%s::text, %s)", f"{code}{BETWEEN_PARTS}{column}{BETWEEN_PARTS}", value or SQL("''"))


class PurchaseStage:
    """The rows of one file on their way into ``relationship_purchase``.

    :param cr: cursor of the transaction
    :param int company_id, source_id: where the purchases belong
    :param int decimals: decimal places of the file's currency
    """

    def __init__(self, cr, company_id, source_id, decimals):
        self.cr, self.company_id, self.source_id, self.decimals = cr, company_id, source_id, decimals
        #: Lines of an order are told apart by their place in it
        self.by_place = False

    # -- rows -----------------------------------------------------------

    def load(self, stream):
        """COPY the lines of ``stream`` into a new staging table."""
        self.close()
        # For the sorts and hashes of this transaction; more would not make it faster
        self.cr.execute("SET LOCAL work_mem = '64MB'")
        self.cr.execute(SQL(
            """CREATE TEMP TABLE relationship_stage (
                   row int NOT NULL, bad text, order_no text, order_line int, customer_ref text, customer_name text,
                   date date, amount numeric(20, %(decimals)s), cost numeric(20, %(decimals)s), quantity numeric(16, 3),
                   product_code text, product_name text, salesperson text
               ) ON COMMIT DROP""", decimals=SQL(str(int(self.decimals)))))
        self.cr.copy_expert(f"COPY relationship_stage ({', '.join(STAGE_FIELDS)}) FROM STDIN", stream, 1 << 16)
        self.cr.execute("ANALYZE relationship_stage (bad, order_no, customer_ref, customer_name)")

    def close(self):
        """Drop the tables of an earlier stage in the same transaction."""
        self.cr.execute("DROP TABLE IF EXISTS relationship_stage, relationship_stage_customer, relationship_stage_product")

    def days(self):
        """The days that have purchases."""
        self.cr.execute("SELECT DISTINCT date FROM relationship_stage WHERE bad IS NULL")
        return [day for day, in self.cr.fetchall()]

    def convert(self, rates, decimals):
        """Put amounts and costs into another currency.

        :param rates: list of (day, factor)
        """
        self.cr.execute(SQL(
            """UPDATE relationship_stage s
                  SET amount = round(s.amount * r.factor, %(decimals)s), cost = round(s.cost * r.factor, %(decimals)s)
                 FROM unnest(%(days)s::date[], %(factors)s::numeric[]) AS r(day, factor)
                WHERE r.day = s.date AND s.bad IS NULL""",
            decimals=decimals, days=[day for day, _factor in rates], factors=[factor for _day, factor in rates]))

    def number_rows(self, by_order):
        """Give rows the part of their key the file has not.

        :param by_order: True: lines of an order are told apart by their place in it, and bad lines keep theirs;
            False: the file has no order numbers, so the key is the content and, of equal rows, the place
        """
        self.by_place = by_order
        key = SQL("s.order_no") if by_order else SQL(
            "'#' || md5(concat_ws('|', %s, s.date, s.amount, s.quantity, s.product_code, s.product_name))", CUSTOMER_KEY)
        self.cr.execute(SQL(
            """UPDATE relationship_stage s SET order_no = n.key, order_line = n.place
                 FROM (SELECT s.row, %(key)s %(suffix)s AS key, %(place)s AS place
                         FROM (SELECT s.*, row_number() OVER (PARTITION BY %(key)s ORDER BY s.row) AS place
                                 FROM relationship_stage s WHERE %(counted)s) s) n
                WHERE n.row = s.row AND s.bad IS NULL""",
            key=key, counted=SQL("s.order_no IS NOT NULL") if by_order else SQL("s.bad IS NULL"),
            suffix=SQL() if by_order else SQL("|| '-' || s.place"), place=SQL("s.place") if by_order else SQL("1")))

    def mark_repeats(self):
        """Mark rows whose key an earlier row of the file has: same content, or a contradiction."""
        self.cr.execute(SQL(
            """UPDATE relationship_stage s
                  SET bad = CASE WHEN %(staged)s IS NOT DISTINCT FROM %(first)s THEN %(repeated)s ELSE %(conflict)s END
                 FROM (SELECT order_no, order_line, min(row) AS first FROM relationship_stage WHERE bad IS NULL
                     GROUP BY order_no, order_line HAVING count(*) > 1) d
                 JOIN relationship_stage f ON f.row = d.first
                WHERE s.bad IS NULL AND s.order_no = d.order_no AND s.order_line = d.order_line AND s.row <> d.first""",
            staged=STAGED, first=FIRST, repeated=REPEATED,
            conflict=problem("conflict_file", "order_no", SQL("s.order_no || ' → ' || f.row"))))

    def mark_stored(self):
        """Mark rows that are stored already: same content, or a contradiction."""
        self.cr.execute(SQL("SELECT 1 FROM relationship_purchase WHERE source_id = %s LIMIT 1", self.source_id))
        if not self.cr.rowcount:
            return
        self.cr.execute(SQL(
            """UPDATE relationship_stage s
                  SET bad = CASE WHEN %(staged)s IS NOT DISTINCT FROM %(stored)s THEN %(repeated)s ELSE %(conflict)s END
                 FROM relationship_purchase p
                WHERE s.bad IS NULL AND p.source_id = %(source)s
                  AND p.order_key = s.order_no AND p.order_line = s.order_line""",
            staged=STAGED, stored=STORED, repeated=REPEATED,
            source=self.source_id,
            conflict=problem("conflict_stored", "order_no", SQL(
                "concat(s.order_no, ' (', p.date, ': ', p.amount, ' ≠ ', s.date, ': ', s.amount, ')')"))))

    def refuse_orders(self):
        """Where lines are known by their place, let all lines of an order wait for a bad one; how many more are bad.

        The places of a part are not those of the whole: a line that comes later, corrected, would
        contradict a stored one, or push another to a place of its own and so into the database twice.
        A row whose order cannot be read may be of the order before it or of the one behind.
        """
        if not self.by_place:
            return 0
        self.cr.execute(SQL(
            """UPDATE relationship_stage s SET bad = %(reason)s
                 FROM (SELECT n.order_no, min(b.row) AS row
                         FROM (SELECT bad, row, max(row) FILTER (WHERE order_no IS NOT NULL) OVER (ORDER BY row) AS before,
                                      min(row) FILTER (WHERE order_no IS NOT NULL) OVER (ORDER BY row DESC) AS behind
                                 FROM relationship_stage) b
                   CROSS JOIN LATERAL (VALUES (b.before), (b.behind)) beside(row)
                         JOIN relationship_stage n ON n.row = beside.row
                        WHERE b.bad <> %(repeated)s GROUP BY n.order_no) d
                WHERE s.order_no = d.order_no AND (s.bad IS NULL OR s.bad = %(repeated)s)""",
            repeated=REPEATED, reason=problem("order_row", "order_no", SQL("s.order_no || ' → ' || d.row"))))
        return self.cr.rowcount

    # -- products -------------------------------------------------------

    def match_products(self):
        """Find the products the rows name: by code, then by exact name in any language, when only one fits."""
        self.cr.execute(SQL(
            """CREATE TEMP TABLE relationship_stage_product ON COMMIT DROP AS
               SELECT COALESCE(product_code, '') AS code, COALESCE(product_name, '') AS name, NULL::int AS product_id
                 FROM relationship_stage WHERE bad IS NULL AND (product_code IS NOT NULL OR product_name IS NOT NULL)
             GROUP BY 1, 2"""))
        for candidate, joins in (
                (SQL("p.default_code = s.code AND s.code <> ''"), SQL()),
                (SQL("n.value = s.name"), SQL("CROSS JOIN LATERAL jsonb_each_text(t.name) n"))):
            self.cr.execute(SQL(
                """UPDATE relationship_stage_product s SET product_id = m.product_id
                     FROM (SELECT s.code, s.name, min(p.id) AS product_id
                             FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id %(joins)s
                             JOIN relationship_stage_product s ON %(candidate)s
                            WHERE p.active AND s.product_id IS NULL AND (t.company_id IS NULL OR t.company_id = %(company)s)
                         GROUP BY s.code, s.name HAVING count(DISTINCT p.id) = 1) m
                    WHERE m.code = s.code AND m.name = s.name""",
                joins=joins, candidate=candidate, company=self.company_id))

    # -- counts, insertion ----------------------------------------------

    def counts(self):
        """Figures of the staged rows, as a dict."""
        self.cr.execute(SQL(
            """SELECT count(*) AS rows, count(*) FILTER (WHERE bad IS NULL) AS good,
                      count(*) FILTER (WHERE bad = %(repeated)s) AS repeated,
                      count(*) FILTER (WHERE bad LIKE 'conflict%%') AS conflict,
                      COALESCE(sum(amount) FILTER (WHERE bad IS NULL), 0) AS amount,
                      count(*) FILTER (WHERE bad IS NULL AND amount < 0) AS refunds,
                      min(date) FILTER (WHERE bad IS NULL) AS first_day, max(date) FILTER (WHERE bad IS NULL) AS last_day
                 FROM relationship_stage""", repeated=REPEATED))
        counts = dict(zip((column.name for column in self.cr.description), self.cr.fetchone(), strict=True))
        counts["bad"] = counts["rows"] - counts["good"] - counts["repeated"]
        return counts

    def reasons(self):
        """Bad rows by the code of their first problem: list of (code, column, count), most first."""
        self.cr.execute(SQL(
            """SELECT split_part(bad, %(mark)s, 1), split_part(bad, %(mark)s, 2), count(*) FROM relationship_stage
                WHERE bad <> %(repeated)s GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2""", mark=BETWEEN_PARTS, repeated=REPEATED))
        return self.cr.fetchall()

    def bad_rows(self, limit):
        """The first bad rows: list of (row, packed problems)."""
        self.cr.execute(SQL(
            "SELECT row, bad FROM relationship_stage WHERE bad <> %s ORDER BY row LIMIT %s", REPEATED, limit))
        return self.cr.fetchall()

    def first_rows(self, limit):
        """The first rows as they were understood: list of dicts."""
        self.cr.execute(SQL(
            "SELECT * FROM relationship_stage WHERE bad IS NULL OR bad <> %s ORDER BY row LIMIT %s", REPEATED, limit))
        names = [column.name for column in self.cr.description]
        return [dict(zip(names, row, strict=True)) for row in self.cr.fetchall()]

    def insert(self, import_id):
        """Store the good rows as purchases; returns how many."""
        self.cr.execute(SQL(
            """INSERT INTO relationship_purchase (
                      partner_id, company_id, date, amount, cost, quantity, product_id, product_name, order_key, order_line,
                      source_id, import_id, import_row, customer_ref, salesperson)
               SELECT c.partner_id, %(company)s, s.date, s.amount, s.cost, s.quantity, g.product_id,
                      COALESCE(s.product_name, s.product_code), s.order_no, s.order_line, %(source)s, %(import)s, s.row,
                      COALESCE(s.customer_ref, s.customer_name), s.salesperson
                 FROM relationship_stage s
                 JOIN relationship_stage_customer c ON c.key = %(key)s
            LEFT JOIN relationship_stage_product g
                      ON g.code = COALESCE(s.product_code, '') AND g.name = COALESCE(s.product_name, '')
                WHERE s.bad IS NULL
             ORDER BY s.row""",
            **{"company": self.company_id, "source": self.source_id, "import": import_id, "key": CUSTOMER_KEY}))
        return self.cr.rowcount
