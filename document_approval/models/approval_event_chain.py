from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models

from .approval_content import canonical, fingerprint
from .approval_event import CHAIN_FIELDS
from .approval_sealed import SEAL

#: what joins the hash of an event where it is set; events without keep the hash they always had
MORE_CHAIN_FIELDS = ('channel', 'terms')
#: events that are somebody's decision, whichever way he or she came
DECIDING_ACTIONS = frozenset({'review', 'endorse', 'approve', 'audit', 'lower', 'reject'})

# How the decision being made arrived. Set inside the process only, never by a caller's context.
_channel = ContextVar('document_approval_channel', default=False)


@contextmanager
def deciding_by(channel):
    """Decisions recorded inside carry ``channel`` (a value of ``approval.event.channel``)."""
    token = _channel.set(channel)
    try:
        yield
    finally:
        _channel.reset(token)


class ApprovalEvent(models.Model):
    """More that the chain of events vouches for: what was asked under which rules, and how it was decided.

    The event of the submission carries the *terms*: what the request is about and every step as it
    was frozen. The request carries the hash of its newest event, so that an event cut off at the
    end is missed too (APPROVAL.md, Event and Beyond).
    """
    _inherit = 'approval.event'

    channel = fields.Selection(
        [('mail', "By the link in a mail")], readonly=True, help="Empty: in the application.")
    terms = fields.Text(
        readonly=True, groups=fields.NO_ACCESS, help="JSON: what was asked for, and the steps as they were frozen.")

    @api.model
    def _append(self, entries):
        events = super()._append(entries)
        for event in events:  # in order: the newest stays; the row of the request tells others that it changed
            event.request_id._sealed_write({'chain_head': event.hash}, SEAL)
        return events

    @api.model
    def _chain_more(self, entries):
        submitted = self.env['approval.request'].union(
            *(entry['request'] for entry in entries if entry['action'] == 'submit'))
        terms = submitted._get_terms()
        found = []
        for entry in entries:
            more = {}
            if entry['action'] == 'submit':
                more['terms'] = canonical(terms[entry['request'].id])
            if _channel.get() and entry['action'] in DECIDING_ACTIONS:
                more['channel'] = _channel.get()
            found.append(more)
        return found

    def _compute_chain_hash(self):
        """The hash of the event as it is stored now; another one than ``hash`` when somebody changed it."""
        self.ensure_one()
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in CHAIN_FIELDS}
        values['date'] = fields.Datetime.to_string(self.date)
        values.update((name, self[name]) for name in MORE_CHAIN_FIELDS if self[name])
        return fingerprint(values)
