"""How far a customer is from the company (F1.5)."""

import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.great_circle import coordinates, great_circle_km

# Half of the equator: nothing on earth is further away.
FARTHEST_KM = 20040.0


class ResPartner(models.Model):
    """Kilometres from the current company: entered by hand, else by the coordinates of both."""

    _inherit = "res.partner"

    relationship_distance_manual = fields.Float(
        string="Distance by Hand (km)",
        company_dependent=True,
        groups="base.group_user",
        help="Kilometres by road as you know them; replaces the distance by coordinates.",
    )
    relationship_distance_km = fields.Float(
        string="Distance (km)", digits=(8, 1), compute="_compute_relationship_distance", groups="base.group_user"
    )
    relationship_distance_source = fields.Selection(
        [("manual", "Entered by hand"), ("coordinates", "By coordinates")],
        string="Distance Source",
        compute="_compute_relationship_distance",
        groups="base.group_user",
    )

    @api.depends("partner_latitude", "partner_longitude", "relationship_distance_manual")
    @api.depends_context("company")
    def _compute_relationship_distance(self):
        home = self.env.company.sudo().partner_id
        here = coordinates(home.partner_latitude, home.partner_longitude)
        for partner in self:
            partner.relationship_distance_km, partner.relationship_distance_source = distance_between(
                here, coordinates(partner.partner_latitude, partner.partner_longitude),
                partner.relationship_distance_manual,
            )

    @api.constrains("relationship_distance_manual")
    def _check_relationship_distance_manual(self):
        for partner in self:
            distance = partner.relationship_distance_manual
            if not (math.isfinite(distance) and 0 <= distance <= FARTHEST_KM):
                raise ValidationError(self.env._(
                    "The distance to %s must be between 0 and 20,040 km.", partner.display_name
                ))


def distance_between(here, there, manual):
    """``(kilometres, source)``; the source is False where the distance is unknown.

    :param here: coordinates of the company, or None
    :param there: coordinates of the customer, or None
    :param manual: kilometres entered by hand, 0 for none
    """
    if manual:
        return manual, "manual"
    if here and there:
        return great_circle_km(here, there), "coordinates"
    return 0.0, False
