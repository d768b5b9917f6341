"""Bands of monthly income (F2: 工薪水平)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipIncomeBand(models.Model):
    """A band people are sorted into; the papers' three are shipped and may be changed (N3)."""

    _name = "relationship.income.band"
    _description = "Income Band"
    _inherit = ["relationship.input.guard"]
    _order = "sequence, amount_from, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    amount_from = fields.Float(string="From", digits=(16, 2), help="Monthly income, this amount included.")
    amount_to = fields.Float(string="Below", digits=(16, 2), help="Monthly income, this amount excluded; 0: no upper limit.")

    @api.constrains("amount_from", "amount_to")
    def _check_amounts(self):
        for band in self:
            if band.amount_from < 0 or band.amount_to < 0:
                raise ValidationError(self.env._("Income bands: enter amounts of zero or more."))
            if band.amount_to and band.amount_to <= band.amount_from:
                raise ValidationError(self.env._("Income bands: the upper limit must be above the lower one."))
