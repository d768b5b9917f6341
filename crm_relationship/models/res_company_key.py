import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: settings with their bounds: (field, low, high)
KEY_SETTINGS = (
    ('relationship_key_places', 1, 50),
    ('relationship_key_minimum', 0, 1e12),
    ('relationship_countermeasure_limit', 1, 500),
    ('relationship_countermeasure_days', 1, 365),
)


class ResCompany(models.Model):
    """How key accounts are ranked, and how long countermeasure sheets get (N2, F6–F8)."""
    _inherit = 'res.company'

    relationship_key_places = fields.Integer(
        "Places of a Ranking", default=10, help="Customers that share the last place are all listed.")
    relationship_key_minimum = fields.Float(
        "Minimum Sales for Rates", digits=(16, 2), default=10000.0,
        help="In the company's currency. Growth is ranked for customers whose sales of the period before reach "
             "this amount, the margin rate for those whose sales with known cost do.")
    relationship_countermeasure_limit = fields.Integer(
        "Customers on a Sheet", default=50, help="Proposals stop at so many lines, the weightiest first.")
    relationship_countermeasure_days = fields.Integer(
        "Days for a Countermeasure", default=30, help="Proposed lines are due after so many days.")

    @api.constrains(*[name for name, _low, _high in KEY_SETTINGS])
    def _check_relationship_key(self):
        """Places, amounts and days stay where rankings and sheets make sense."""
        for company in self:
            for name, low, high in KEY_SETTINGS:
                if not (math.isfinite(company[name]) and low <= company[name] <= high):
                    raise ValidationError(self.env._(
                        "%(setting)s must be between %(low)s and %(high)s.",
                        setting=self._fields[name]._description_string(self.env), low=f"{low:,}", high=f"{high:,.0f}"))
