from odoo import fields, models


class RelationshipTier(models.Model):
    _inherit = 'relationship.tier'

    preparation_ids = fields.Many2many(
        'relationship.visit.preparation', 'relationship_tier_preparation_rel', 'tier_id', 'preparation_id',
        "Visit Preparation", help="What a visit to a customer of this tier is prepared with.")
