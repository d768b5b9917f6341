from odoo import api, fields, models
from odoo.exceptions import UserError

from .approval_amount import is_sound_amount
from .approval_sealed import SEAL


class ApprovalMixin(models.AbstractModel):
    """The last state: what an approved document cost is paid, and nothing of it can be undone (APPROVAL.md rule 10).

    The author of a document calls :meth:`_approval_settle` when the money is out, and may say by
    :meth:`_approval_tolerance` how much more than the approved amount it may be. Amounts are in
    the document's currency, as people typed and signed them: a rate that moved in the meantime
    neither raises nor lowers what was approved.
    """
    _inherit = 'approval.mixin'

    approval_settled_amount = fields.Float(
        string="Settled Amount", compute='_compute_approval_settlement', digits=(16, 2),
        help="In company currency, at the rate of the submission.")
    approval_settled_date = fields.Datetime(string="Settled On", compute='_compute_approval_settlement')
    approval_settled_by_id = fields.Many2one(
        'res.users', string="Settled By", compute='_compute_approval_settlement')

    @api.depends('approval_state', 'approval_request_id')
    def _compute_approval_settlement(self):
        for document in self:
            request = document.sudo().approval_request_id
            document.approval_settled_amount = request.settled_amount
            document.approval_settled_date = request.date_settled
            document.approval_settled_by_id = request.settled_by_id.sudo(False)

    # ------------------------------------------------------------------
    # How much may be settled
    # ------------------------------------------------------------------

    def _approval_tolerance(self):
        """By how much the cost may exceed what was approved: the larger of the two counts.

        :return: (percent of the approved amount, amount in company currency)
        """
        return 0.0, 0.0

    def _approval_settlement_basis(self):
        """What was approved, in the document's currency, or None where no amount was signed.

        An audit may have lowered it. Authors add what supplementary approvals raised it by.
        """
        self.ensure_one()
        request = self.sudo().approval_request_id
        if not self._approval_amount_field or not request.has_amount:
            return None
        amount = self[self._approval_amount_field]
        currency = self[self._approval_currency_field] or self.company_id.currency_id
        company_currency = request.currency_id
        if company_currency.compare_amounts(request.approved_amount, request.amount) == 0:
            return amount
        return currency.round(amount * request.approved_amount / request.amount)

    def _approval_settlement_limit(self):
        """The most that may be settled, in the document's currency, or None for no limit."""
        self.ensure_one()
        basis = self._approval_settlement_basis()
        return None if basis is None else self._approval_with_tolerance(basis)

    def _approval_with_tolerance(self, approved):
        """``approved``, an amount in the document's currency, with the tolerance on top."""
        self.ensure_one()
        company = self.company_id.sudo()
        currency = self[self._approval_currency_field] or company.currency_id
        percent, amount = self._approval_tolerance()
        if amount:
            amount = company.currency_id._convert(
                amount, currency, company, self.sudo().approval_request_id._submission_day())
        return currency.round(approved + max(approved * percent / 100, amount))

    def _approval_settlement_problem(self, amount):
        """Why ``amount`` cannot be settled on this document, or ''.

        :param float amount: in the document's currency
        """
        self.ensure_one()
        currency = self[self._approval_currency_field] or self.company_id.currency_id
        if not is_sound_amount(amount):
            return self.env._("%s: enter an amount of zero or more.", self.display_name)
        limit = self._approval_settlement_limit()
        if limit is None or currency.compare_amounts(amount, limit) <= 0:
            return ''
        return self.env._(
            "%(document)s: %(amount)s exceeds the approved %(approved)s by %(excess)s, more than tolerated. "
            "Ask for a supplementary approval first.",
            document=self.display_name, amount=currency.format(amount),
            approved=currency.format(self._approval_settlement_basis()),
            excess=currency.format(amount - self._approval_settlement_basis()))

    # ------------------------------------------------------------------
    # Settling
    # ------------------------------------------------------------------

    def _approval_settle(self, amounts):
        """Settle approved documents: once, for good, recorded as an event of the chain.

        :param amounts: what was paid, in the document's currency: a number for each of ``self``,
            or ``{document.id: amount}``
        :raise UserError: not approved, settled already, or above the approved amount and its
            tolerance; then nothing of ``self`` is settled
        """
        if not isinstance(amounts, dict):
            amounts = dict.fromkeys(self.ids, amounts)
        documents = self.sudo()
        documents.approval_request_id._lock()
        documents.invalidate_recordset(['approval_state', 'approval_request_id', 'approval_cancel_request_id'])
        if problems := [
                problem for document in documents
                if (problem := document._approval_why_not_settle(amounts[document.id]))]:
            raise UserError("\n".join(problems))
        documents.approval_cancel_request_id.filtered(lambda request: request.state == 'pending')._close_settled()
        documents.approval_request_id._settle([(document, amounts[document.id]) for document in documents])
        documents._sealed_write({'approval_state': 'settled'}, SEAL)
        documents._approval_settled(amounts)

    def _approval_why_not_settle(self, amount):
        """Why this document cannot be settled with ``amount``, or ''."""
        if self.approval_state == 'settled':
            return self.env._("%s is settled already.", self.display_name)
        if self.approval_state != 'approved':
            return self.env._("%s is not approved: there is nothing to settle.", self.display_name)
        return self._approval_settlement_problem(amount)

    def _approval_settled(self, amounts):
        """The documents were settled with ``{document.id: amount}``. A hook of the document's author."""
