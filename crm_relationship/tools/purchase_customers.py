"""Whose purchases the staged rows are: known customers by number, then by exact name; new ones; doubtful ones."""

from odoo.tools import SQL

from .purchase_stage import CUSTOMER_KEY, problem


class StagedCustomers:
    """The customers named by the rows of a stage, one row each in a temporary table.

    Nothing is merged in silence: where two contacts fit, or a name and a number say different
    things, all rows of the customer turn bad and say why.

    :param stage: the :class:`PurchaseStage`
    :param SQL visible: ids of the partners the user may read
    :param str name_policy: what a known name with another number is: "careful", "other", "same"
    :param str number_policy: what a known number with another name is: "careful", "same"
    """

    def __init__(self, stage, visible, name_policy, number_policy):
        self.cr, self.stage, self.visible = stage.cr, stage, visible
        self.name_policy, self.number_policy = name_policy, number_policy
        self.here = SQL("(p.company_id IS NULL OR p.company_id = %s)", stage.company_id)

    def match(self):
        """Collect the customers and find those that are known; doubtful ones turn their rows bad."""
        self._collect()
        self._match_numbers()
        if self.number_policy == "careful":
            self._refuse("customer_other_name", self._other_name())
        self._refuse("customer_swapped", self._swapped())
        if self.name_policy == "careful":
            self._refuse("customer_other_number", self._other_number())
        self._match_names()
        self._refuse("customer_claimed", SQL(
            """c.adopts AND c.partner_id IN (SELECT partner_id FROM relationship_stage_customer
                                              WHERE partner_id IS NOT NULL GROUP BY partner_id HAVING count(*) > 1)"""))
        self._refuse("customer_hidden", SQL("c.partner_id IS NOT NULL AND c.partner_id NOT IN %s", self.visible))

    def refuse_new(self):
        """Turn the rows of unknown customers bad."""
        self._refuse("customer_unknown", SQL("c.partner_id IS NULL"))

    def spread(self):
        """Turn the rows of refused customers bad, telling the column and value that were doubtful.

        Where that makes whole orders wait, customers who bought nothing else are not asked for any more.
        """
        self.cr.execute(SQL(
            """UPDATE relationship_stage s SET bad = c.bad FROM relationship_stage_customer c
                WHERE c.bad IS NOT NULL AND s.bad IS NULL AND c.key = %s""", CUSTOMER_KEY))
        if self.cr.rowcount and self.stage.refuse_orders():
            self.cr.execute(SQL(
                """DELETE FROM relationship_stage_customer c
                    WHERE c.bad IS NULL AND NOT EXISTS (SELECT 1 FROM relationship_stage s WHERE s.bad IS NULL AND %s = c.key)""",
                CUSTOMER_KEY))

    def counts(self):
        """Dict of the customers in good rows: known, new, renamed (known under another name here)."""
        self.cr.execute(
            """SELECT count(*) FILTER (WHERE partner_id IS NOT NULL), count(*) FILTER (WHERE partner_id IS NULL),
                      count(*) FILTER (WHERE other_name <> name OR known_name <> name)
                 FROM relationship_stage_customer WHERE bad IS NULL""")
        return dict(zip(("known", "new", "renamed"), self.cr.fetchone(), strict=True))

    def new(self, limit):
        """Some customers to be created: list of (key, name, number)."""
        self.cr.execute(SQL(
            """SELECT key, COALESCE(name, ref), ref FROM relationship_stage_customer
                WHERE bad IS NULL AND partner_id IS NULL ORDER BY first LIMIT %s""", limit))
        return self.cr.fetchall()

    def assign(self, keys, partner_ids):
        """Say which partner was created for which customer."""
        self.cr.execute(SQL(
            """UPDATE relationship_stage_customer c SET partner_id = n.id, is_new = true
                 FROM unnest(%s::text[], %s::int[]) AS n(key, id) WHERE n.key = c.key""", keys, partner_ids))

    def clone(self, prototype_id, own):
        """Create the customers still missing, each as a copy of one that the ORM created.

        :param int prototype_id: row of res_partner copied
        :param dict own: SQL of the columns that are a customer's own, by name; others are copied
        """
        self.cr.execute(
            """UPDATE relationship_stage_customer SET partner_id = nextval('res_partner_id_seq'), is_new = true
                WHERE bad IS NULL AND partner_id IS NULL""")
        self.cr.execute(
            """SELECT attname FROM pg_attribute
                WHERE attrelid = 'res_partner'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''""")
        names = [name for name, in self.cr.fetchall()]
        self.cr.execute(SQL(
            """INSERT INTO res_partner (%(names)s) SELECT %(values)s
                 FROM relationship_stage_customer c, res_partner p
                WHERE p.id = %(prototype)s AND c.is_new AND NOT EXISTS (SELECT 1 FROM res_partner x WHERE x.id = c.partner_id)
             ORDER BY c.first""",
            names=SQL(", ").join(map(SQL.identifier, names)),
            values=SQL(", ").join(own.get(name) or SQL("p.%s", SQL.identifier(name)) for name in names),
            prototype=prototype_id))

    def remember_new(self, import_id):
        """Note which customers the import created, for its undo."""
        self.cr.execute(SQL(
            """INSERT INTO relationship_purchase_import_partner_rel (import_id, partner_id)
               SELECT %s, partner_id FROM relationship_stage_customer WHERE is_new""", import_id))

    def adopt_numbers(self, import_id):
        """Give contacts found by name the number of the file, and note who got one, for the undo."""
        self.cr.execute(SQL(
            """WITH adopted AS (
                   UPDATE res_partner p SET ref = c.ref FROM relationship_stage_customer c
                    WHERE c.adopts AND c.bad IS NULL AND p.id = c.partner_id AND COALESCE(p.ref, '') = '' RETURNING p.id)
               INSERT INTO relationship_purchase_import_adopted_rel (import_id, partner_id) SELECT %s, id FROM adopted""",
            import_id))

    # -- steps of match() -----------------------------------------------

    def _collect(self):
        self.cr.execute(SQL(
            """CREATE TEMP TABLE relationship_stage_customer ON COMMIT DROP AS
               SELECT g.key, f.customer_ref AS ref, COALESCE(f.customer_name, g.low) AS name,
                      CASE WHEN f.customer_name = g.high THEN g.low ELSE g.high END AS other_name, g.first, g.rows,
                      NULL::int AS partner_id, NULL::text AS known_name, NULL::text AS bad,
                      false AS is_new, false AS adopts
                 FROM (SELECT %s AS key, min(s.row) AS first, count(*) AS rows,
                              min(s.customer_name) AS low, max(s.customer_name) AS high
                         FROM relationship_stage s WHERE s.bad IS NULL GROUP BY 1) g
                 JOIN relationship_stage f ON f.row = g.first""", CUSTOMER_KEY))
        self.cr.execute("ANALYZE relationship_stage_customer")

    def _match_numbers(self):
        """By number, in the spelling of the file where spellings differ only in case."""
        self.cr.execute(SQL(
            """UPDATE relationship_stage_customer c
                  SET partner_id = CASE WHEN m.fits = 1 THEN m.any_one WHEN m.exact = 1 THEN m.exact_one END,
                      known_name = m.known_name,
                      bad = CASE WHEN m.fits > 1 AND m.exact <> 1 THEN %(ambiguous)s END
                 FROM (SELECT c.key, count(DISTINCT p.commercial_partner_id) AS fits, min(p.commercial_partner_id) AS any_one,
                              count(DISTINCT p.commercial_partner_id) FILTER (WHERE p.ref = c.ref) AS exact,
                              min(p.commercial_partner_id) FILTER (WHERE p.ref = c.ref) AS exact_one,
                              min(p.name) AS known_name
                         FROM relationship_stage_customer c JOIN res_partner p ON upper(btrim(p.ref)) = c.key
                        WHERE c.ref IS NOT NULL AND %(here)s GROUP BY c.key) m
                WHERE m.key = c.key""",
            here=self.here, ambiguous=problem("customer_number", "customer_ref", SQL("c.ref"))))

    def _match_names(self):
        """By exact name, for those the number did not find: active customers that have no number yet.

        Without a number in the file, or where the source says so, those with a number fit too.
        """
        numbered = SQL("true") if self.name_policy == "same" else SQL("(c.ref IS NULL OR COALESCE(p.ref, '') = '')")
        self.cr.execute(SQL(
            """UPDATE relationship_stage_customer c
                  SET partner_id = CASE WHEN m.fits = 1 THEN m.one END, adopts = m.fits = 1 AND c.ref IS NOT NULL,
                      bad = CASE WHEN m.fits > 1 THEN %(ambiguous)s END
                 FROM (SELECT c.key, count(*) AS fits, min(p.id) AS one
                         FROM relationship_stage_customer c JOIN res_partner p ON p.name = c.name
                        WHERE c.partner_id IS NULL AND c.bad IS NULL AND p.active AND p.commercial_partner_id = p.id
                          AND %(numbered)s AND %(here)s GROUP BY c.key) m
                WHERE m.key = c.key""",
            numbered=numbered, here=self.here, ambiguous=problem("customer_name", "customer_name", SQL("c.name"))))

    def _swapped(self):
        """An unknown customer whose name is the number of another one: of two in the file, of that with more rows."""
        return SQL(
            """c.ref IS NOT NULL AND c.partner_id IS NULL AND upper(c.name) <> c.key AND (
               c.key IN (SELECT x.key FROM relationship_stage_customer x JOIN relationship_stage_customer o ON o.key = upper(x.name)
                          WHERE (o.rows, -o.first) > (x.rows, -x.first))
               OR c.name IN (SELECT p.ref FROM res_partner p WHERE p.ref IS NOT NULL AND %s))""", self.here)

    def _other_name(self):
        """A known number with a name its customer has not, if the number did not come from this source.

        Two sources may both count from 1. A customer's names are those of its contacts too; of the
        file's names for a number, one that is known will do.
        """
        # OFFSET 0 and + 0: asked one by one, by the index on the customer, for the few that are left. Before
        # PostgreSQL has statistics of the last import it would read all purchases of the source for each.
        return SQL(
            """c.partner_id IS NOT NULL AND c.name <> c.known_name
               AND NOT EXISTS (SELECT 1 FROM res_partner p
                                WHERE p.commercial_partner_id = c.partner_id AND p.name IN (c.name, c.other_name) OFFSET 0)
               AND NOT EXISTS (SELECT 1 FROM res_partner p JOIN relationship_purchase x ON x.partner_id = p.id
                                WHERE p.commercial_partner_id = c.partner_id AND x.source_id + 0 = %s
                                  AND upper(x.customer_ref) = c.key OFFSET 0)""", self.stage.source_id)

    def _other_number(self):
        """An unknown number with the name of a customer whose number did not come from this source."""
        return SQL(
            """c.ref IS NOT NULL AND c.partner_id IS NULL AND EXISTS (
                   SELECT 1 FROM res_partner p
                    WHERE p.name = c.name AND p.active AND p.commercial_partner_id = p.id AND p.ref <> '' AND %s
                      AND NOT EXISTS (SELECT 1 FROM relationship_purchase_import_partner_rel r
                                        JOIN relationship_purchase_import i ON i.id = r.import_id
                                       WHERE r.partner_id = p.id AND i.source_id = %s))""", self.here, self.stage.source_id)

    def _refuse(self, code, condition):
        """Refuse the customers that fit ``condition``, for the reason ``code``."""
        column, value = ("customer_ref", SQL("COALESCE(c.ref, c.name)")) if code in ("customer_unknown", "customer_hidden") \
            else ("customer_name", SQL("COALESCE(c.name, c.ref)"))
        self.cr.execute(SQL(
            """UPDATE relationship_stage_customer c SET partner_id = NULL, adopts = false, bad = %s
                WHERE c.bad IS NULL AND %s""", problem(code, column, value), condition))
