"""Settings of areas and routes, company by company."""

import math
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.geo_datum import GCJ02, WGS84

# km/h on the road where nobody said otherwise; by car it is a setting.
MODE_SPEEDS = {"transit": 25.0, "cycle": 15.0, "walk": 5.0}
TILE_URL = re.compile(r"https?://[^\s\"'<>\\]{1,400}\Z")
# setting -> lowest and highest sensible value
BOUNDS = {
    "relationship_area_size": (2, 500),
    "relationship_area_reach": (1, 2000),
    "relationship_visit_minutes": (5, 480),
    "relationship_travel_speed": (1, 200),
    "relationship_detour_factor": (1, 5),
}


class ResCompany(models.Model):
    _inherit = "res.company"

    relationship_area_size = fields.Integer(
        string="Customers per Area", default=20, help="How many customers a proposed area holds at most."
    )
    relationship_area_reach = fields.Integer(
        string="Reach of an Area (km)", default=60, help="How far a customer may be from the centre of a proposed area at most."
    )
    relationship_visit_minutes = fields.Integer(
        string="Length of a Visit (minutes)", default=45, help="What a route takes for a visit until somebody says otherwise."
    )
    relationship_travel_speed = fields.Float(
        string="Speed by Car (km/h)", digits=(5, 1), default=40.0, help="Average speed on the road, traffic lights included."
    )
    relationship_detour_factor = fields.Float(
        string="Detour Factor", digits=(4, 2), default=1.3,
        help="How much longer the road is than the distance as the crow flies: 1.3 is 30 % longer.",
    )

    relationship_map_tile_url = fields.Char(
        string="Map Tiles",
        help="Address of the pictures a map is made of, with {z}, {x} and {y} in it (and {s} for servers a, b, c). "
        "Empty: routes are drawn without a map, and nothing is fetched.",
    )
    relationship_map_datum = fields.Selection(
        [(WGS84, "GPS (WGS-84)"), (GCJ02, "Amap, Tencent (GCJ-02)")], string="Map Drawn in", required=True, default=WGS84
    )
    relationship_map_attribution = fields.Char(string="Map Attribution", help="What the owner of the map wants to be named as.")

    @api.constrains("relationship_map_tile_url")
    def _check_relationship_map_tile_url(self):
        for company in self:
            url = company.relationship_map_tile_url
            if url and not (TILE_URL.match(url) and all(mark in url for mark in ("{z}", "{x}", "{y}"))):
                raise ValidationError(self.env._(
                    "Map tiles: enter an address that begins with https:// and has {z}, {x} and {y} in it, or leave it empty."
                ))

    @api.constrains(*BOUNDS)
    def _check_relationship_area_settings(self):
        for company in self:
            for name, (low, high) in BOUNDS.items():
                if not (math.isfinite(company[name]) and low <= company[name] <= high):
                    raise ValidationError(self.env._(
                        "%(setting)s must be between %(low)s and %(high)s.",
                        setting=self._fields[name]._description_string(self.env), low=low, high=high,
                    ))

    def _visit_speed(self, travel_mode):
        """The usual speed in km/h of a way of travelling (``relationship.area.travel_mode``)."""
        self.ensure_one()
        return MODE_SPEEDS.get(travel_mode) or self.relationship_travel_speed
