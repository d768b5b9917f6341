"""Filling customer sheets: any number of customers in bounded memory."""

from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.mail import html_to_inner_content

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.address_line import address_line
from ..tools.great_circle import coordinates
from .res_partner_distance import distance_between

CHUNK = 2000
LINE_COLUMNS = (
    "sheet_id", "sequence", "profile_id", "name", "number", "address", "has_distance",
    "distance_km", "business", "no_visit", "note", "grade_text", "tier_text", "contact", "phone", "owner",
    "first_purchase_date", "amount_12m",
)
INSERT_LINES = f"INSERT INTO relationship_customer_sheet_line ({', '.join(LINE_COLUMNS)}) VALUES %s"
NOTE_LENGTH = 200


class RelationshipCustomerSheet(models.Model):
    _inherit = "relationship.customer.sheet"

    def _fill(self):
        """Replace the lines by the chosen customers, read from one cursor chunk by chunk."""
        self.ensure_one()
        query = self._customers()
        for name in ("relationship.profile", "res.partner", "relationship.no.visit"):
            self.env[name].flush_model()
        self.env.cr.execute(SQL("DELETE FROM relationship_customer_sheet_line WHERE sheet_id = %s", self.id))
        grades = self._grade_labels() if self.kind == "grading" else self._grade_names()
        start = 1
        for customers in self._stream(self._customer_query(query), CHUNK):
            self.env.cr.execute_values(INSERT_LINES, self._line_rows(customers, start, grades), page_size=CHUNK)
            start += len(customers)
        self._sealed_write({"filled_at": fields.Datetime.now()}, SEAL)
        self.invalidate_recordset(["line_ids", "line_count", "is_printable"])
        self.env["relationship.customer.sheet.line"].invalidate_model()

    def _grade_names(self):
        """Grade id to its plain name."""
        return {grade.id: grade.name for grade in self.env["relationship.grade"].sudo().with_context(active_test=False).search([])}

    def _grade_labels(self):
        """Grade id to how F5 names it: "A (90% and more)", "B (80% – 90%)", "E (below 60%)"."""
        env, labels, above = self.env, {}, None
        grades = env["relationship.grade"]._for_company(self.company_id)
        for grade in grades:
            low, high = f"{grade.percent_min:g}%", above and f"{above:g}%"
            if above is None:
                text = env._("%(grade)s (%(low)s and more of sales)", grade=grade.name, low=low)
            elif not grade.percent_min:
                text = env._("%(grade)s (below %(high)s of sales)", grade=grade.name, high=high)
            else:
                text = env._("%(grade)s (%(low)s – %(high)s of sales)", grade=grade.name, low=low, high=high)
            labels[grade.id] = text
            above = grade.percent_min
        return labels

    def _line_rows(self, customers, start, grades):
        """The values of ``LINE_COLUMNS`` for rows of :meth:`_customer_query`, numbered from ``start``."""
        home = self.company_id.sudo().partner_id
        here = coordinates(home.partner_latitude, home.partner_longitude)
        windows = self._no_visit_texts([customer[1] for customer in customers])
        rows = []
        for sequence, customer in enumerate(customers, start):
            (profile_id, partner_id, name, number, state, city, street, street2, country, latitude, longitude, manual,
             business, comment, grade_id, tier, contact, phone, owner, first_purchase, amount) = customer
            distance, source = distance_between(
                here, coordinates(float(latitude or 0), float(longitude or 0)), float(manual or 0)
            )
            note = html_to_inner_content(comment)[:NOTE_LENGTH] if comment else None
            rows.append((
                self.id, sequence, profile_id, name, number, address_line(state, city, street, street2, country),
                bool(source), round(distance, 1), business, windows.get(partner_id), note, grades.get(grade_id), tier,
                contact, phone, owner, first_purchase, amount,
            ))
        return rows

    def _customer_query(self, query):
        """One row per customer, F5 by grade and sales, the others by number; names in the reader's language."""
        order = SQL("grade.sequence NULLS LAST, grade.id, profile.amount_12m DESC NULLS LAST,") if self.kind == "grading" else SQL()
        return SQL(
            """SELECT profile.id, partner.id, partner.complete_name, partner.ref, state.name, partner.city,
                      partner.street, partner.street2,
                      CASE WHEN partner.country_id <> %(country)s
                           THEN COALESCE(country.name->>%(lang)s, country.name->>'en_US') END,
                      partner.partner_latitude, partner.partner_longitude,
                      partner.relationship_distance_manual->>%(company)s,
                      COALESCE(industry.name->>%(lang)s, industry.name->>'en_US'), partner.comment,
                      profile.grade_id, COALESCE(tier.name->>%(lang)s, tier.name->>'en_US'),
                      contact.name, COALESCE(contact.phone, partner.phone), owner.name,
                      profile.first_purchase_date, profile.amount_12m
                 FROM relationship_profile profile
                 JOIN res_partner partner ON partner.id = profile.partner_id
            LEFT JOIN res_country_state state ON state.id = partner.state_id
            LEFT JOIN res_country country ON country.id = partner.country_id
            LEFT JOIN res_partner_industry industry ON industry.id = partner.industry_id
            LEFT JOIN relationship_tier tier ON tier.id = profile.tier_id
            LEFT JOIN relationship_grade grade ON grade.id = profile.grade_id
            LEFT JOIN res_users ON res_users.id = profile.user_id
            LEFT JOIN res_partner owner ON owner.id = res_users.partner_id
    LEFT JOIN LATERAL (SELECT person.name, person.phone FROM res_partner person
                        WHERE person.parent_id = partner.id AND person.active AND person.type = 'contact'
                     ORDER BY person.id LIMIT 1) contact ON TRUE
                WHERE profile.id IN %(profiles)s
             ORDER BY %(order)s partner.ref NULLS LAST, partner.id""",
            country=self.company_id.country_id.id or 0, lang=self.env.lang or "en_US", company=str(self.company_id.id),
            profiles=query.subselect(), order=order,
        )

    def _no_visit_texts(self, partner_ids):
        """Sentence of F1.7 by partner id, for those who have windows; leaves nothing in the cache."""
        windows = self.env["relationship.no.visit"].search([("partner_id", "in", partner_ids)])
        texts = {partner.id: partner.relationship_no_visit_text for partner in windows.partner_id}
        windows.partner_id.invalidate_recordset(flush=False)
        windows.invalidate_recordset(flush=False)
        return texts

    # ------------------------------------------------------------------
    # Streaming
    # ------------------------------------------------------------------

    def _stream_lines(self, names, batch):
        """The lines the user may read, ``batch`` at a time from a server-side cursor.

        :param names: stored columns of the line
        :return: generator of tuples in the order of ``names``
        """
        self.ensure_one()
        query = self.env["relationship.customer.sheet.line"]._search([("sheet_id", "=", self.id)], order="sequence, id")
        for rows in self._stream(query.select(*(SQL.identifier(query.table, name) for name in names)), batch):
            yield from rows

    def _stream(self, statement, batch):
        """Rows of a SELECT in lists of ``batch``, from a server-side cursor of its own."""
        with self.env.cr._cnx.cursor(name=f"relationship_customer_sheet_{self.id}") as cursor:
            cursor.execute(statement.code, statement.params)
            while rows := cursor.fetchmany(batch):
                yield rows
