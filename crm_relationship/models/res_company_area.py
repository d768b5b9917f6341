"""Settings of areas and routes, company by company."""

import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# km/h on the road where nobody said otherwise; by car it is a setting.
MODE_SPEEDS = {"transit": 25.0, "cycle": 15.0, "walk": 5.0}
# setting -> lowest and highest sensible value
BOUNDS = {
    "relationship_area_size": (2, 500),
    "relationship_visit_minutes": (5, 480),
    "relationship_travel_speed": (1, 200),
    "relationship_detour_factor": (1, 5),
}


class ResCompany(models.Model):
    _inherit = "res.company"

    relationship_area_size = fields.Integer(
        string="Customers per Area", default=20, help="How many customers a proposed area holds at most."
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
