from odoo import fields, models

REASONS = [
    ('no_days', "No working day left in the period"),
    ('forbidden', "The customer wants no visitors at any time of it"),
    ('full', "All days are full"),
    ('no_gap', "No gap between other appointments is long enough"),
]


class RelationshipVisitPlanUnplaced(models.Model):
    """A due customer for whom the latest proposal found no time, and why. Written by the proposal only."""
    _name = 'relationship.visit.plan.unplaced'
    _description = "Customer without a Time in the Plan"
    _inherit = ['approval.sealed', 'relationship.child.mixin']
    _order = 'sequence, id'
    _rec_name = 'partner_id'
    _document_field = 'plan_id'
    _sealed_model = True

    plan_id = fields.Many2one(
        'relationship.visit.plan', "Visit Plan", required=True, ondelete='cascade', index=True)
    sequence = fields.Integer()
    partner_id = fields.Many2one('res.partner', "Customer", required=True, ondelete='cascade')
    user_id = fields.Many2one('res.users', "Visitor")
    due_date = fields.Date("Visit Due")
    reason = fields.Selection(REASONS, required=True)
