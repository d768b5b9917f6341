"""How a company numbers its customers (X42)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from .res_partner_number import SEQUENCE_CODE

MAX_PADDING = 12


class ResCompany(models.Model):
    _inherit = "res.company"

    relationship_customer_numbering = fields.Selection(
        [("automatic", "By counter"), ("manual", "By hand")],
        string="Customer Numbers",
        required=True,
        default="automatic",
        help="By counter, a customer without a number gets the next free one; a number typed by hand is kept.",
    )
    relationship_customer_prefix = fields.Char(
        string="Number Prefix",
        compute="_compute_relationship_customer_sequence",
        inverse="_inverse_relationship_customer_sequence",
    )
    relationship_customer_padding = fields.Integer(
        string="Digits",
        compute="_compute_relationship_customer_sequence",
        inverse="_inverse_relationship_customer_sequence",
    )

    def _compute_relationship_customer_sequence(self):
        for company in self:
            sequence = company._relationship_customer_sequence()
            company.relationship_customer_prefix = sequence.prefix
            company.relationship_customer_padding = sequence.padding

    def _inverse_relationship_customer_sequence(self):
        """:raise ValidationError: a prefix that makes no number, or no usable count of digits"""
        for company in self:
            prefix, padding = company.relationship_customer_prefix or "", company.relationship_customer_padding
            if not 1 <= padding <= MAX_PADDING:
                raise ValidationError(self.env._("Customer numbers have between 1 and %s digits.", MAX_PADDING))
            sequence = company._relationship_customer_sequence()
            sequence.write({"prefix": prefix, "padding": padding})
            try:
                sequence._get_prefix_suffix()
            except UserError as error:
                raise ValidationError(self.env._("Customer numbers: the prefix %s makes no number.", prefix)) from error

    def _relationship_customer_sequence(self):
        """The company's counter; made on first use, and for all companies at installation."""
        self.ensure_one()
        Sequence = self.env["ir.sequence"].sudo()
        return Sequence.search([("code", "=", SEQUENCE_CODE), ("company_id", "=", self.id)], limit=1) or Sequence.create({
            "name": f"Customer ({self.name})",
            "code": SEQUENCE_CODE,
            "company_id": self.id,
            "prefix": "KH",
            "padding": 6,
        })

    def _relationship_create_sequences(self):
        super()._relationship_create_sequences()
        for company in self:
            company._relationship_customer_sequence()

    @api.model
    def _relationship_create_customer_sequences(self):
        """At installation: a counter for every company that is there."""
        companies = self.sudo().search([])
        for company in companies:
            company._relationship_customer_sequence()

    def _relationship_next_customer_numbers(self, count):
        """``count`` numbers that no customer of the company has; two queries however many.

        Numbers given by hand may lie ahead of the counter: those it meets are skipped.
        """
        self.ensure_one()
        numbers = []
        while missing := count - len(numbers):
            drawn = self._relationship_customer_sequence()._relationship_next_many(missing)
            taken = {row[0] for row in self.env.execute_query(SQL(
                """SELECT p.ref FROM res_partner p JOIN relationship_profile profile ON profile.partner_id = p.id
                    WHERE profile.company_id = %s AND p.ref = ANY(%s)""",
                self.id, drawn,
            ))}
            numbers += [number for number in drawn if number not in taken]
        return numbers
