from odoo import fields, models

from .res_partner_compliance import SEEN_BY

REASONS = [
    ('no_person', "No person in charge is known"),
    ('official', "The person is a public official"),
    ('blackout', "The customer gets nothing at that time: a tender or another reason"),
    ('recent', "A gift within the days between gifts"),
    ('planned', "Another plan gives something within the days between gifts"),
    ('budget', "The budget is used up"),
]


class RelationshipGiftPlanLeftOut(models.Model):
    """A customer whom the latest proposal gives nothing, and why. Written by the proposal only."""
    _name = 'relationship.gift.plan.left.out'
    _description = "Customer Left out of a Gift Plan"
    _inherit = ['approval.sealed', 'relationship.child.mixin']
    _order = 'sequence, id'
    _rec_name = 'partner_id'
    _document_field = 'plan_id'
    _sealed_model = True

    plan_id = fields.Many2one(
        'relationship.gift.plan', "Gift Plan", required=True, ondelete='cascade', index=True)
    sequence = fields.Integer()
    partner_id = fields.Many2one('res.partner', "Customer", required=True, ondelete='cascade')
    recipient_id = fields.Many2one('res.partner', "Person in Charge", ondelete='cascade')
    tier_id = fields.Many2one('relationship.tier', "Value Tier", ondelete='set null')
    currency_id = fields.Many2one(related='plan_id.currency_id')
    value = fields.Monetary("Gift Budget", help="What the gift would have cost.")
    date = fields.Date("Nearest Gift", help="The day of the other gift.")
    # names public officials: not for a signer who may not see that mark
    reason = fields.Selection(REASONS, required=True, groups=SEEN_BY)
