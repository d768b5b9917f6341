"""Settings of the benefit ledger, company by company."""

import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SPLIT_DAYS_MAX = 366


class ResCompany(models.Model):
    _inherit = 'res.company'

    relationship_split_days = fields.Integer(
        "Counted Together Within (days)", default=7,
        help="Requests for the same person, customer company or table that lie at most so many days "
             "apart are signed by the sum. 0: each by itself.")
    relationship_entertainment_spend_percent = fields.Float(
        "Deductible Share of Spend (%)", default=60.0, digits=(5, 2))
    relationship_entertainment_revenue_permille = fields.Float(
        "Deductible Share of Revenue (‰)", default=5.0, digits=(6, 3))

    @api.constrains(
        'relationship_split_days', 'relationship_entertainment_spend_percent',
        'relationship_entertainment_revenue_permille')
    def _check_relationship_benefit(self):
        bounds = (
            ('relationship_split_days', SPLIT_DAYS_MAX),
            ('relationship_entertainment_spend_percent', 100),
            ('relationship_entertainment_revenue_permille', 1000))
        for company in self:
            for name, high in bounds:
                if not (math.isfinite(company[name]) and 0 <= company[name] <= high):
                    raise ValidationError(self.env._(
                        "%(setting)s must be between %(low)s and %(high)s.",
                        setting=self._fields[name]._description_string(self.env), low=0, high=high))
