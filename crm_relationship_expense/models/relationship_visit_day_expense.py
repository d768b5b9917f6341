from odoo import api, fields, models


class RelationshipVisitDayExpense(models.Model):
    """A cost of the day: the person's own, or a visit's, which then is the one that is claimed."""
    _name = 'relationship.visit.day.expense'
    _inherit = ['relationship.visit.day.expense', 'relationship.claim.line.mixin']

    _claim_link = 'relationship_day_line_id'

    claim_ids = fields.One2many('hr.expense', 'relationship_day_line_id', "Expenses", readonly=True)

    @api.depends(
        'claim_ids.state', 'claim_ids.approval_state', 'amount', 'visit_expense_id.claim_ids.state',
        'visit_expense_id.claim_ids.approval_state')
    def _compute_claim_state(self):
        super()._compute_claim_state()

    def _line_claims(self):
        return self.claim_ids | self.visit_expense_id.claim_ids

    def _claim_key(self):
        return self.visit_expense_id._claim_key() if self.visit_expense_id else super()._claim_key()

    def _claim_links(self):
        return {**super()._claim_links(), **(self.visit_expense_id._claim_links() if self.visit_expense_id else {})}

    def _claim_note(self):
        return self.note
