"""What the papers ask about people (F2), and when a customer wants no visit (F1.7)."""

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Personal data: for those who look after customers, and nobody else in the company. The ORM
# refuses the fields to all others in reading, searching, sorting, grouping and exporting.
PERSONAL = "crm_relationship.group_specialist"
OLDEST_BIRTHDAY = date(1900, 1, 1)


class ResPartner(models.Model):
    _inherit = "res.partner"

    relationship_birthday = fields.Date(string="Birthday", groups=PERSONAL, copy=False)
    relationship_gender = fields.Selection(
        [("male", "Male"), ("female", "Female")], string="Gender", groups=PERSONAL
    )
    relationship_area_type = fields.Selection(
        [("town", "Town"), ("country", "Countryside")], string="Town or Countryside", groups=PERSONAL
    )
    relationship_income_band_id = fields.Many2one(
        "relationship.income.band", string="Income Band", groups=PERSONAL, ondelete="restrict", index="btree_not_null"
    )
    relationship_need_type = fields.Selection(
        [("production", "Means of production"), ("living", "Means of living")], string="Need Type", groups=PERSONAL
    )
    relationship_buying_way = fields.Selection(
        [("stall", "Retail at stalls"), ("market", "Wholesale at markets"), ("factory", "Wholesale from factories")],
        string="Way of Buying",
        groups=PERSONAL,
    )
    relationship_no_visit_ids = fields.One2many(
        "relationship.no.visit", "partner_id", string="No-Visit Windows", groups="base.group_user"
    )
    relationship_no_visit_text = fields.Char(
        string="No Visits", compute="_compute_relationship_no_visit_text", groups="base.group_user",
        help="When the customer wants no visitors.",
    )

    @api.constrains("relationship_birthday")
    def _check_relationship_birthday(self):
        today = fields.Date.context_today(self)
        for partner in self:
            birthday = partner.relationship_birthday
            if birthday and not OLDEST_BIRTHDAY <= birthday <= today:
                raise ValidationError(self.env._("The birthday of %s must lie between 1900 and today.", partner.display_name))

    @api.depends("relationship_no_visit_ids.display_name")
    @api.depends_context("lang")
    def _compute_relationship_no_visit_text(self):
        """All windows in one line."""
        for partner in self:
            text = ""
            for window in partner.relationship_no_visit_ids:
                name = window.display_name
                text = self.env._("%(windows)s; %(window)s", windows=text, window=name) if text else name
            partner.relationship_no_visit_text = text
