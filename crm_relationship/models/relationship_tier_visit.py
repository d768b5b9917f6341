"""How often customers of a tier are visited (P1 ④ 确定拜访频次)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.sql import column_exists

SHORTEST, LONGEST = 7, 730
# Of the tiers this application ships, in days; what a company changes stays.
SHIPPED = {"tier_strategic": 30, "tier_core": 30, "tier_potential": 90, "tier_basic": 365}


class RelationshipTier(models.Model):
    _inherit = "relationship.tier"

    visit_interval = fields.Integer(
        string="Visit Every (days)", help="Days from one visit to the next, 7 to 730. 0: no visits by the calendar."
    )

    @api.constrains("visit_interval")
    def _check_visit_interval(self):
        check_interval(self, "visit_interval")

    def _auto_init(self):
        """Databases made before visits existed get the intervals of the shipped tiers, once."""
        is_new = not column_exists(self.env.cr, self._table, "visit_interval")
        result = super()._auto_init()
        if is_new:
            for name, days in SHIPPED.items():
                tier = self.env.ref(f"crm_relationship.{name}", raise_if_not_found=False)
                if tier:
                    self.env.cr.execute("UPDATE relationship_tier SET visit_interval = %s WHERE id = %s", [days, tier.id])
        return result


def check_interval(records, name):
    """:raise ValidationError: the interval in field ``name`` is neither 0 nor within the bounds"""
    for record in records:
        if record[name] and not SHORTEST <= record[name] <= LONGEST:
            raise ValidationError(records.env._(
                "%(name)s: visits are %(low)s to %(high)s days apart, or 0.",
                name=record.display_name, low=SHORTEST, high=LONGEST,
            ))
