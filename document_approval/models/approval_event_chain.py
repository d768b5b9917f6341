from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.tools import SQL

from .approval_content import canonical
from .approval_event import CHAIN_FIELDS
from .approval_key import KEYED, is_sealed, keys
from .approval_sealed import SEAL

#: what joins the hash of an event where it is set; events without keep the hash they always had
MORE_CHAIN_FIELDS = ('channel', 'terms', 'witness')
#: how many of the newest events of other documents an event remembers; signed at one moment, several would be the newest
WITNESSED = 3
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
    end is missed too. Every event remembers the newest ones of other documents, so that a request
    deleted with all its events is missed by those who came after it: without a number that they
    would all have to wait for (APPROVAL.md, Event and Beyond).
    """
    _inherit = 'approval.event'

    channel = fields.Selection(
        [('mail', "By the link in a mail")], readonly=True, help="Empty: in the application.")
    terms = fields.Text(
        readonly=True, groups=fields.NO_ACCESS, help="JSON: what was asked for, and the steps as they were frozen.")

    witness = fields.Text(
        readonly=True, groups=fields.NO_ACCESS, help="JSON: id and hash of the newest events of other documents.")

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
        witness = self._get_witness(entries)
        found = []
        for entry in entries:
            more = {'witness': witness} if witness else {}
            if entry['action'] == 'submit':
                more['terms'] = canonical(terms[entry['request'].id])
            if _channel.get() and entry['action'] in DECIDING_ACTIONS:
                more['channel'] = _channel.get()
            found.append(more)
        return found

    def _get_witness(self, entries):
        """The newest events of other requests than those of ``entries`` as JSON, or False for none."""
        own = [entry['request'].id for entry in entries]
        rows = own and self.env.execute_query(SQL(
            "SELECT id, hash FROM approval_event WHERE request_id <> ALL(%s) ORDER BY id DESC LIMIT %s", own, WITNESSED))
        return bool(rows) and canonical(rows)

    @api.model
    def _count_sealed(self):
        """(is a key configured, events sealed with one, all events)."""
        return bool(keys()), self.search_count([('hash', '=like', f'{KEYED}%')]), self.search_count([])

    def _is_intact(self):
        """True when the event says what it said when it was written."""
        self.ensure_one()
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in CHAIN_FIELDS}
        values['date'] = fields.Datetime.to_string(self.date)
        values.update((name, self[name]) for name in MORE_CHAIN_FIELDS if self[name])
        return is_sealed(self.hash, values, self.date)
