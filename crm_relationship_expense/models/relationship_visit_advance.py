from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipVisit(models.Model):
    """拜访款项支持: the advance against what the visitor paid and claimed, and its end (P2 ③ ⑩).

    Costs the company paid itself take nothing of the advance. Finance confirms once that the rest
    was paid back, or what was missing paid out; only then is the visit settled.
    """
    _inherit = 'relationship.visit'
    _sealed_fields = frozenset({
        'advance_settled', 'advance_settled_by_id', 'advance_settled_date', 'advance_settled_amount'})

    advance_balance = fields.Monetary(
        "Advance Left", compute='_compute_advance_balance', compute_sudo=True,
        help="The advance that was paid, less the expenses the visitor paid and claimed. Above zero: to be paid back; "
             "below: to be received.")
    advance_text = fields.Char("Advance against Expenses", compute='_compute_advance_balance', compute_sudo=True)
    advance_settled = fields.Boolean(readonly=True, copy=False)
    advance_settled_by_id = fields.Many2one('res.users', "Advance Settled by", readonly=True, copy=False)
    advance_settled_date = fields.Datetime("Advance Settled on", readonly=True, copy=False)
    advance_settled_amount = fields.Monetary(
        "Settled with the Visitor", readonly=True, copy=False,
        help="Above zero: paid back by the visitor; below: paid out to the visitor.")

    @api.depends('advance_paid', 'advance_amount', 'advance_settled_amount', 'claim_ids.total_amount_currency',
                 'claim_ids.approval_state', 'claim_ids.payment_mode')
    @api.depends_context('lang')
    def _compute_advance_balance(self):
        for visit in self:
            paid = visit.advance_amount if visit.advance_paid else 0.0
            visit.advance_balance = paid - visit._advance_claimed() - visit.advance_settled_amount
            visit.advance_text = visit._advance_sentence() if paid else False

    def _advance_claims(self):
        """The live claims the visitor is owed for."""
        self.ensure_one()
        return self._claims().filtered(lambda claim: claim.payment_mode == 'own_account')

    def _advance_claimed(self):
        """What the visitor claimed, in the visit's currency."""
        self.ensure_one()
        claims = self._advance_claims()
        return claims._relationship_amount_in(self.currency_id) if claims else 0.0

    def _advance_sentence(self):
        """Advance, claimed and difference in one line."""
        self.ensure_one()
        currency, balance = self.currency_id, self.advance_balance
        figures = {
            'advance': currency.format(self.advance_amount), 'claimed': currency.format(self._advance_claimed()),
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
        left = self.advance_amount - max(self.advance_settled_amount, 0.0) if self.advance_paid else 0.0
        shares = {}
        for expense in self._advance_claims().sorted('id'):
            amount = expense._relationship_amount_in(self.currency_id)
            part = min(amount, left)
            left -= part
            shares[expense.id] = self.currency_id._convert(
                part, expense.currency_id, expense.company_id,
                expense.date or expense.company_id._relationship_today())
        return shares

    # ------------------------------------------------------------------
    # The end of the advance
    # ------------------------------------------------------------------

    def _advance_is_open(self):
        self.ensure_one()
        return self.advance_paid and not self.advance_settled

    def action_advance_settled(self):
        """拜访款项支持已结清: finance confirms that the rest was paid back, or what was missing paid out; once.

        :raise AccessError: not of the finance department
        :raise UserError: no advance was paid, it is settled already, or what it is compared with
            may still change
        """
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_finance_auditor'):
            raise AccessError(self.env._("Only the finance department settles advances."))
        visits = self.sudo()
        visits._claim_lock()
        visits.invalidate_recordset(['advance_settled', 'advance_balance', 'claim_ids'])
        if problems := list(filter(None, (visit._advance_settle_problem() for visit in visits))):
            raise UserError("\n".join(problems))
        now = fields.Datetime.now()
        for visit in visits:
            balance, currency = visit.advance_balance, visit.currency_id
            visit._sealed_write({
                'advance_settled': True, 'advance_settled_by_id': self.env.uid, 'advance_settled_date': now,
                'advance_settled_amount': currency.round(balance)}, SEAL)
            visit._message_log(body=visit._advance_settled_sentence(balance))
        visits.claim_ids._relationship_settle()

    def _advance_settle_problem(self):
        """Why the advance of this visit cannot be settled now, or ''."""
        self.ensure_one()
        if not self.advance_paid:
            return self.env._("No advance was paid for %s.", self.name)
        if self.advance_settled:
            return self.env._(
                "The advance of %(visit)s was settled by %(user)s already.",
                visit=self.name, user=self.advance_settled_by_id.name)
        if self.stage not in ('done', 'cancelled'):
            return self.env._("%s is not finished yet: its advance is settled afterwards.", self.name)
        if self.stage == 'done' and any(line._is_open() for line in self._claim_lines()):
            return self.env._("%s has costs that are not claimed yet: have them claimed, then settle the advance.", self.name)
        if any(claim.approval_state != 'approved' for claim in self._advance_claims()):
            return self.env._("%s has expenses that are not approved yet: decide on them, then settle the advance.", self.name)
        return ''

    def _advance_settled_sentence(self, balance):
        """What was paid in the end; ``balance`` in the visit's currency."""
        self.ensure_one()
        amount = self.currency_id.format(abs(balance))
        if self.currency_id.is_zero(balance):
            return self.env._("Finance settled the advance: nothing was left to pay.")
        if balance > 0:
            return self.env._("Finance settled the advance: %s was paid back by the visitor.", amount)
        return self.env._("Finance settled the advance: %s was paid out to the visitor.", amount)

    def _claim_is_paid(self):
        """A visit with an open advance is not paid yet: the rest of the money is still on its way."""
        return not self._advance_is_open() and super()._claim_is_paid()

    def _approval_why_not_settle(self, amount):
        if self.approval_state == 'approved' and self._advance_is_open():
            return self.env._("The advance of %s is not settled: finance presses “Advance Settled” first.", self.display_name)
        return super()._approval_why_not_settle(amount)
