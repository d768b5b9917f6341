from odoo import api, fields, models


class HrExpense(models.Model):
    """拜访款项支持: the part of an expense that the visit's advance has paid already (P2 ③).

    The advance pays what the visitor paid for, one expense after the other. Odoo's entries stay as they are:
    the accountant sees here what is still to be paid out, or to be given back.
    """
    _inherit = 'hr.expense'

    relationship_advance_amount = fields.Monetary(
        "Covered by the Advance", compute='_compute_relationship_advance', compute_sudo=True,
        help="The part of this expense that the advance of its visit has paid already.")
    relationship_advance_text = fields.Char(
        "Advance", compute='_compute_relationship_advance', compute_sudo=True)

    @api.depends('total_amount_currency', 'approval_state', 'payment_mode', 'relationship_visit_id.advance_paid',
                 'relationship_visit_id.advance_settled_amount', 'relationship_visit_id.claim_ids.payment_mode',
                 'relationship_visit_id.claim_ids.total_amount_currency', 'relationship_visit_id.claim_ids.approval_state')
    @api.depends_context('lang')
    def _compute_relationship_advance(self):
        self.relationship_advance_amount = 0.0
        self.relationship_advance_text = False
        for visit, expenses in self.filtered('relationship_visit_id').grouped('relationship_visit_id').items():
            covered = visit._advance_shares()
            for expense in expenses:
                expense.relationship_advance_amount = covered.get(expense._origin.id, 0.0)
                own = expense.payment_mode == 'own_account'
                expense.relationship_advance_text = visit.advance_text if own else False
