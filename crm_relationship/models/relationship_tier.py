import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipTier(models.Model):
    """战略/核心/潜力/基础: value tiers (N10–N13), read top-down, the first that fits wins."""
    _name = 'relationship.tier'
    _description = "Value Tier"
    _inherit = ['relationship.rule.mixin']

    amount_min = fields.Float(
        "Sales of 12 Months at Least", digits=(16, 2),
        help="In the company's currency. 0: sales do not matter.")
    months_min = fields.Integer(
        "Months since the First Purchase", help="24 is two years of cooperation. 0: does not matter.")
    needs_growth = fields.Boolean("Growth Counts")
    growth_min = fields.Float(
        "Growth at Least (%)", digits=(16, 2),
        help="The last growth window against the one before. A customer without earlier sales "
             "has no growth and passes no growth threshold.")

    @api.constrains('amount_min', 'months_min', 'growth_min')
    def _check_bounds(self):
        for tier in self:
            if not (math.isfinite(tier.amount_min) and 0 <= tier.amount_min <= 1e12):
                raise ValidationError(self.env._("The sales threshold must be between 0 and 1,000,000,000,000."))
            if not 0 <= tier.months_min <= 1200:
                raise ValidationError(self.env._("The months since the first purchase must be between 0 and 1200."))
            if not (math.isfinite(tier.growth_min) and -100 <= tier.growth_min <= 10000):
                raise ValidationError(self.env._("The growth threshold must be between -100 and 10,000 percent."))

    def _snapshot(self):
        """The tiers as plain data: what the pass computes with and a rule version remembers."""
        return [{
            'id': tier.id, 'name': tier.name, 'amount_min': tier.amount_min,
            'months_min': tier.months_min,
            'growth_min': tier.growth_min if tier.needs_growth else None,
        } for tier in self]
