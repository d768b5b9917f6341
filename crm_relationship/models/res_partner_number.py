"""Customer numbers (F1.3, X42): counted per company, or given by hand."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

SEQUENCE_CODE = "relationship.customer"


class ResPartner(models.Model):
    """The number is the contact's reference; it is unique among the customers of a company.

    Contacts that are nobody's customer keep whatever reference they have, repeated or not.
    """

    _inherit = "res.partner"

    # A copy is another customer, so it gets another number.
    ref = fields.Char(copy=False)

    @api.constrains("ref", "parent_id")
    def _check_relationship_number(self):
        """:raise ValidationError: a customer of the same company has the number already"""
        numbered = self.filtered("ref")
        if numbered:
            numbered._relationship_check_numbers()

    def _relationship_check_numbers(self):
        """Refuse numbers another customer of one of the same companies has; two queries.

        The company's counter is touched so that of two people who give out the same number at
        the same moment one is sent back and tries again with the other's number in sight.
        """
        self.flush_model(["ref"])
        profiles = self.env["relationship.profile"].sudo().with_context(active_test=False)
        profiles.flush_model(["partner_id", "company_id"])
        companies = profiles.search([("partner_id", "in", self.ids)]).company_id
        if not companies:
            return
        self.env.cr.execute(SQL(
            "UPDATE ir_sequence SET write_date = now() AT TIME ZONE 'UTC' WHERE code = %s AND company_id IN %s",
            SEQUENCE_CODE, tuple(companies.ids),
        ))
        taken = self.env.execute_query(SQL(
            """SELECT other.name, other.ref
                 FROM relationship_profile mine
                 JOIN res_partner me ON me.id = mine.partner_id
                 JOIN res_partner other ON other.ref = me.ref AND other.id <> me.id
                 JOIN relationship_profile theirs ON theirs.partner_id = other.id AND theirs.company_id = mine.company_id
                WHERE mine.partner_id IN %s
                LIMIT 1""",
            tuple(self.ids),
        ))
        if taken:
            raise ValidationError(self.env._(
                "Customer number %s is taken. Leave it empty to get the next free one.", taken[0][1]
            ))

    @api.model
    def _relationship_number_customers(self, company, partner_ids=None):
        """Number the customers of ``company`` that have none, oldest first, in one UPDATE.

        :param partner_ids: only these; all customers of the company when None
        :return: how many were numbered
        """
        if company.sudo().relationship_customer_numbering != "automatic":
            return 0
        self.flush_model(["ref"])
        self.env["relationship.profile"].flush_model(["partner_id", "company_id"])
        ids = [row[0] for row in self.env.execute_query(SQL(
            """SELECT p.id
                 FROM relationship_profile profile JOIN res_partner p ON p.id = profile.partner_id
                WHERE profile.company_id = %s AND COALESCE(p.ref, '') = '' %s
                ORDER BY p.id""",
            company.id,
            # On the profile: on the contact it would be searched through anew for every profile
            SQL() if partner_ids is None else SQL("AND profile.partner_id = ANY(%s)", list(partner_ids)),
        ))]
        if not ids:
            return 0
        numbers = company._relationship_next_customer_numbers(len(ids))
        self.env.cr.execute(SQL(
            """UPDATE res_partner p SET ref = given.ref
                 FROM unnest(%s::int[], %s::varchar[]) AS given(id, ref)
                WHERE p.id = given.id AND COALESCE(p.ref, '') = ''""",
            ids, numbers,
        ))
        self.browse(ids).invalidate_recordset(["ref"])
        return len(ids)
