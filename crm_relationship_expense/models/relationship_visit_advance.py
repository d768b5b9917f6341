from odoo import api, fields, models


class RelationshipVisit(models.Model):
    """拜访款项支持: the advance against what was claimed (P2 ③ ⑩)."""
    _inherit = 'relationship.visit'

    advance_balance = fields.Monetary(
        "Advance Left", compute='_compute_advance_balance', compute_sudo=True,
        help="The advance that was paid, less the expenses claimed. Above zero: to be paid back; below: to be received.")
    advance_text = fields.Char("Advance against Expenses", compute='_compute_advance_balance', compute_sudo=True)

    @api.depends('advance_paid', 'advance_amount', 'claim_ids.total_amount_currency', 'claim_ids.approval_state')
    @api.depends_context('lang')
    def _compute_advance_balance(self):
        for visit in self:
            paid = visit.advance_amount if visit.advance_paid else 0.0
            visit.advance_balance = paid - visit.claim_amount
            visit.advance_text = visit._advance_sentence() if paid else False

    def _advance_sentence(self):
        """Advance, claimed and difference in one line."""
        self.ensure_one()
        currency, balance = self.currency_id, self.advance_balance
        figures = {
            'advance': currency.format(self.advance_amount), 'claimed': currency.format(self.claim_amount),
            'difference': currency.format(abs(balance))}
        if currency.is_zero(balance):
            return self.env._("Advance %(advance)s, claimed %(claimed)s: nothing is left to pay.", **figures)
        if balance > 0:
            return self.env._(
                "Advance %(advance)s, claimed %(claimed)s: %(difference)s to be paid back by the visitor.", **figures)
        return self.env._(
            "Advance %(advance)s, claimed %(claimed)s: %(difference)s to be paid to the visitor.", **figures)

    def _advance_shares(self):
        """``{expense.id: part covered by the advance}`` in the expense's currency, first come first served."""
        self.ensure_one()
        left = self.advance_amount if self.advance_paid else 0.0
        shares = {}
        for expense in self._claims().filtered(lambda claim: claim.payment_mode == 'own_account').sorted('id'):
            amount = expense._relationship_amount_in(self.currency_id)
            part = min(amount, left)
            left -= part
            shares[expense.id] = self.currency_id._convert(
                part, expense.currency_id, expense.company_id, expense.date or fields.Date.today())
        return shares
