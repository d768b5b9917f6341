"""Settings of the application that differ from company to company."""

import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    relationship_hospitality_lead_days = fields.Integer(
        string="Hospitality Lead Time",
        default=1,
        help="Working days between a hospitality request and the occasion. "
        "A later request needs a reason and is marked.",
    )
    relationship_overrun_percent = fields.Float(
        string="Overrun Tolerance (%)",
        digits=(5, 2),
        default=0.0,
        help="Share of the approved budget by which actual cost may exceed it, in percent.",
    )
    relationship_overrun_amount = fields.Monetary(
        string="Overrun Tolerance",
        default=0.0,
        currency_field="currency_id",
        help="Amount by which actual cost may exceed the approved budget, "
        "in the company's currency.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._relationship_create_sequences()
        return companies

    def _relationship_create_sequences(self):
        """Counters for every numbered form in the companies of ``self``."""
        for model_name in self.env.registry.descendants(["relationship.document"], "_inherit"):
            form = self.env[model_name]
            if form._relationship_sequence_code:
                form._relationship_create_sequences(self)

    @api.constrains(
        "relationship_hospitality_lead_days",
        "relationship_overrun_percent",
        "relationship_overrun_amount",
    )
    def _check_relationship_settings(self):
        """Settings stay inside bounds in which the rules built on them make sense."""
        for company in self:
            if not 0 <= company.relationship_hospitality_lead_days <= 60:
                raise ValidationError(
                    self.env._("The hospitality lead time must be between 0 and 60 working days.")
                )
            if not 0 <= company.relationship_overrun_percent <= 100:
                raise ValidationError(
                    self.env._("The overrun tolerance must be between 0 and 100 percent.")
                )
            amount = company.relationship_overrun_amount
            if not (math.isfinite(amount) and 0 <= amount <= 1e12):
                raise ValidationError(
                    self.env._("The overrun tolerance must be an amount of zero or more.")
                )
