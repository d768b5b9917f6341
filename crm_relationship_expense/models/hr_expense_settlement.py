from odoo import models

PAID_STATES = ('in_payment', 'paid')


class HrExpense(models.Model):
    """A document is settled when all it cost is claimed and paid (APPROVAL.md rule 10)."""
    _inherit = 'hr.expense'

    def _relationship_settle(self):
        """Settle the documents of which these expenses were the last to be paid; a batch for each model.

        Paid is an expense whose entry is posted and whose money is out or on its way. What cannot be
        settled (above the tolerance) stops nobody's payment: it is told in the document's conversation.
        """
        claims = self.sudo().filtered('relationship_source_key')
        for documents in claims._relationship_documents():
            amounts, refused = {}, {}
            for document in documents.filtered(lambda one: one.approval_state == 'approved'):
                if not document._claim_is_paid():
                    continue
                amount = document._claims()._relationship_amount_in(document.currency_id)
                if problem := document._approval_settlement_problem(amount):
                    refused[document.id] = problem
                else:
                    amounts[document.id] = amount
            if amounts:
                documents.browse(amounts)._approval_settle(amounts)
            if refused:
                documents.browse(refused)._message_log_batch(bodies=refused)

    def _relationship_is_paid(self):
        """True when the money of the expense is out, by an entry that stands."""
        self.ensure_one()
        return self.state in PAID_STATES and self.account_move_id.state == 'posted'
