"""Where a contact is: coordinates by hand in any datum, from a check-in, from Odoo's geolocalisation.

``partner_latitude`` and ``partner_longitude`` always are WGS-84.
"""

import math

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.address_line import address_line
from ..tools.geo_datum import BD09, GCJ02, WGS84, convert
from ..tools.great_circle import coordinates
from ..tools.map_links import map_links


class ResPartner(models.Model):
    _inherit = "res.partner"

    relationship_datum = fields.Selection(
        [(WGS84, "GPS (WGS-84)"), (GCJ02, "Amap, Tencent (GCJ-02)"), (BD09, "Baidu (BD-09)")],
        string="Coordinates Come from", compute="_compute_relationship_datum", inverse="_inverse_relationship_position",
        groups="base.group_user",
        help="The map the two numbers were copied from. They are converted and kept as GPS coordinates.",
    )
    relationship_position = fields.Char(
        string="Coordinates", compute="_compute_relationship_position", inverse="_inverse_relationship_position",
        groups="base.group_user", help="Latitude, longitude, as maps copy them: 31.2990, 120.5853",
    )
    relationship_map_links = fields.Html(
        string="Open in Map", compute="_compute_relationship_map_links", sanitize=False, groups="base.group_user"
    )

    def _compute_relationship_datum(self):
        """What is stored is GPS; the choice only says what is typed next."""
        self.relationship_datum = WGS84

    @api.depends("partner_latitude", "partner_longitude")
    def _compute_relationship_position(self):
        for partner in self:
            place = coordinates(partner.partner_latitude, partner.partner_longitude)
            partner.relationship_position = f"{place[0]:.6f}, {place[1]:.6f}" if place else False

    @api.depends("partner_latitude", "partner_longitude", "name")
    @api.depends_context("lang")
    def _compute_relationship_map_links(self):
        for partner in self:
            partner.relationship_map_links = partner._map_links_html()

    def _inverse_relationship_position(self):
        """Read the two numbers in the datum chosen; nothing typed forgets the place."""
        for partner in self:
            text = (partner.relationship_position or "").strip()
            if not text:
                partner.write({"partner_latitude": 0.0, "partner_longitude": 0.0})
                continue
            partner._set_coordinates(partner._read_position(text), partner.relationship_datum or WGS84)

    @api.model
    def _read_position(self, text):
        """Two numbers out of "31.2990, 120.5853"; Chinese commas and blanks do as well.

        :raise ValidationError: not two numbers of a place on earth
        """
        parts = text.replace("，", ",").replace(",", " ").split()
        try:
            latitude, longitude = map(float, parts)
        except ValueError:
            latitude = longitude = math.nan
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise ValidationError(self.env._(
                "“%s” is no place: enter latitude and longitude in degrees, such as 31.2990, 120.5853.", text[:50]
            ))
        return latitude, longitude

    def _set_coordinates(self, place, datum=WGS84):
        """Keep ``place``, given in ``datum``, as WGS-84.

        :raise UserError: a datum nobody knows
        """
        try:
            latitude, longitude = convert(place, datum, WGS84)
        except ValueError as error:
            raise UserError(self.env._("Choose the map the coordinates come from.")) from error
        self.write({"partner_latitude": latitude, "partner_longitude": longitude})

    def _set_coordinates_from_checkin(self, latitude, longitude):
        """Where a visitor checked in (GPS) becomes the customer's place, if none is known yet.

        Runs as superuser: the caller checked the visit. A place somebody entered is not overwritten.
        """
        if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
            return
        unknown = self.sudo().filtered(
            lambda partner: not coordinates(partner.partner_latitude, partner.partner_longitude)
        )
        unknown._set_coordinates((latitude, longitude))

    def action_relationship_geolocalise(self):
        """Ask Odoo's geolocalisation, where base_geolocalize is installed, for the coordinates of the address."""
        self.check_access("write")
        if "date_localization" not in self._fields:
            raise UserError(self.env._(
                "Odoo's geolocalisation is not installed: install “Partners Geolocation”, or enter the coordinates by hand."
            ))
        self.geo_localize()

    @api.constrains("partner_latitude", "partner_longitude")
    def _check_relationship_coordinates(self):
        for partner in self:
            if not (abs(partner.partner_latitude) <= 90 and abs(partner.partner_longitude) <= 180):
                raise ValidationError(self.env._(
                    "The coordinates of %s are no place on earth: latitude up to 90, longitude up to 180 degrees.",
                    partner.display_name,
                ))

    def _address_line(self):
        """The address in one line without the name, the way its readers write it."""
        self.ensure_one()
        return address_line(self.state_id.name, self.city, self.street, self.street2)

    def _map_links_html(self):
        """Buttons that open the place in the map applications of a phone; empty without coordinates."""
        self.ensure_one()
        place = coordinates(self.partner_latitude, self.partner_longitude)
        if not place:
            return False
        labels = {
            "amap": self.env._("Amap"), "baidu": self.env._("Baidu"), "apple": self.env._("Apple"), "google": self.env._("Google"),
        }
        return Markup(" ").join(
            Markup('<a href="%s" target="_blank" rel="noopener noreferrer" class="btn btn-sm btn-outline-secondary">%s</a>') % (
                address, labels[code])
            for code, address in map_links(place, self.name or "")
        )
