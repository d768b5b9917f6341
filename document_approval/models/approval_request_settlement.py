from odoo import fields, models

from .approval_sealed import SEAL


class ApprovalRequest(models.Model):
    """What was paid in the end on what the request approved (APPROVAL.md rule 10)."""
    _inherit = 'approval.request'

    settled_amount = fields.Monetary(
        readonly=True, help="What was paid, in company currency, at the rate of the submission.")
    date_settled = fields.Datetime(string="Settled On", readonly=True)
    settled_by_id = fields.Many2one('res.users', string="Settled By", readonly=True, ondelete='restrict')

    def _settle(self, payments):
        """Record the settlement of approved requests; the caller locked and checked them.

        :param payments: list of (document, amount in the document's currency), one per request
        """
        now = fields.Datetime.now()
        entries = []
        for document, amount in payments:
            request = document.approval_request_id
            paid = request._in_company_currency(document, amount)
            request._sealed_write({
                'settled_amount': paid, 'date_settled': now, 'settled_by_id': self.env.uid}, SEAL)
            entries.append({'request': request, 'action': 'settle', 'note': request._settlement_note()})
        self.env['approval.event']._append(entries)
        self._log({request.id: self.env._("Settled: %s", request._settlement_note()) for request in self})
        self._touch()

    def _in_company_currency(self, document, amount):
        """``amount`` of the document's currency at the rate of the day on which it was submitted."""
        currency = document[document._approval_currency_field] or self.currency_id
        return currency._convert(amount, self.currency_id, self.company_id, self._submission_day())

    def _submission_day(self):
        """The requester's local day of the submission; today while there is none."""
        zone = self.with_context(tz=self.requester_id.tz or self.env.context.get('tz'))
        return fields.Datetime.context_timestamp(zone, self.date_submitted or fields.Datetime.now()).date()

    def _settlement_note(self):
        """The settled amount as the event tells it, in no language."""
        self.ensure_one()
        return f"{self.settled_amount:.2f} {self.currency_id.name}"

    def _close_settled(self):
        """End questions for consent to a cancellation: what is paid is not cancelled any more."""
        if not self:
            return
        self._lock()
        self.env['approval.event']._append([
            {'request': request, 'action': 'withdraw', 'note': self.env._("It was settled meanwhile.")}
            for request in self])
        self._finish('withdrawn', self.env._("It was settled meanwhile."))
        self._touch()

    def _verify_settlement(self, document):
        """A settled document has its event, and the event says what was settled; nothing else is settled."""
        events = self.event_ids.filtered(lambda event: event.action == 'settle')
        if len(events) > 1:
            yield self.env._("it was settled more than once")
        elif events and events.note != self._settlement_note():
            yield self.env._("the settled amount was changed")
        elif not events and (self.settled_amount or self.date_settled):
            yield self.env._("it counts as settled without an event")
        if document is not None and document.approval_request_id == self and (
                bool(events) != (document.approval_state == 'settled')):
            yield self.env._("the document is “%s” without an event", document.approval_state)
