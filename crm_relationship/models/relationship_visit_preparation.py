from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipVisitPreparation(models.Model):
    """What a visit is prepared with, by the customer's tier (N21): yearly review, case study."""
    _name = 'relationship.visit.preparation'
    _description = "Visit Preparation"
    _inherit = ['relationship.input.guard']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    tier_ids = fields.Many2many(
        'relationship.tier', 'relationship_tier_preparation_rel', 'preparation_id', 'tier_id', "Asked for by Tiers")
    valid_months = fields.Integer(
        "Good for (months)", default=12,
        help="A file brought along on a visit serves later visits to the same customer for this time. "
             "0: each visit needs its own.")
    note = fields.Text("What It Should Contain", translate=True)

    @api.constrains('valid_months')
    def _check_valid_months(self):
        if any(not 0 <= preparation.valid_months <= 60 for preparation in self):
            raise ValidationError(self.env._("Material is good for 0 to 60 months."))
