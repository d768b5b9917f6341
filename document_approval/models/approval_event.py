from odoo import api, fields, models
from odoo.tools import SQL

from .approval_key import seal
from .approval_sealed import SEAL

#: what the hash of an event is made of, in this order
CHAIN_FIELDS = (
    'request_id', 'sequence', 'action', 'actor_id', 'principal_id', 'actor_name', 'principal_name', 'step_id', 'note',
    'date', 'content_hash', 'previous_hash')
#: events that are signatures on paper
SIGNING_ACTIONS = frozenset({'review', 'endorse', 'approve', 'audit'})


class ApprovalEvent(models.Model):
    """The record of everything that happened to a request: append-only and chained by hash.

    Nobody changes or deletes an event, not even with ``sudo()``. Each one carries the hash of the
    content it was made on and of the event before it (APPROVAL.md, Event).
    """
    _name = 'approval.event'
    _description = "Approval Event"
    _inherit = ['approval.sealed']
    _order = 'request_id, sequence'
    _sealed_model = True

    request_id = fields.Many2one(
        'approval.request', required=True, index=True, readonly=True, ondelete='restrict')
    sequence = fields.Integer(required=True, readonly=True)
    action = fields.Selection(
        selection=[
            ('submit', "Submitted"),
            ('no_approval', "No approval needed"),
            ('skip', "Left to the next level"),
            ('review', "Reviewed"),
            ('endorse', "Endorsed"),
            ('approve', "Approved"),
            ('audit', "Audited"),
            ('lower', "Amount lowered"),
            ('reject', "Rejected"),
            ('withdraw', "Recalled"),
            ('reroute', "Rerouted"),
            ('reassign', "Assigned anew"),
            ('stuck', "Nobody can sign"),
            ('remind', "Reminded"),
            ('settle', "Settled"),
            ('escalate', "Manager asked"),
        ], required=True, readonly=True)
    actor_id = fields.Many2one('res.users', string="By", required=True, readonly=True, ondelete='restrict')
    principal_id = fields.Many2one(
        'res.users', string="On Behalf Of", required=True, readonly=True, ondelete='restrict',
        help="The signer whose task it was; the same person unless somebody acted for him or her.")
    actor_name = fields.Char(required=True, readonly=True)
    principal_name = fields.Char(required=True, readonly=True)
    step_id = fields.Many2one('approval.request.step', readonly=True, ondelete='restrict')
    note = fields.Text(readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    content_hash = fields.Char(required=True, readonly=True)
    previous_hash = fields.Char(readonly=True)
    hash = fields.Char(required=True, readonly=True)

    _position_unique = models.UniqueIndex("(request_id, sequence)")

    @api.model
    def _append(self, entries):
        """Append events.

        :param entries: list of dicts: ``request``, ``action`` and optionally ``step``,
            ``actor``, ``principal`` (default: the current user) and ``note``. Callers hold the lock of the
            requests, so positions cannot collide.
        :return: the events, in the order of ``entries``
        """
        self = self.sudo()
        last = self._last_of([entry['request'].id for entry in entries])
        now = fields.Datetime.now()
        vals_list = []
        for entry, more in zip(entries, self._chain_more(entries)):
            request = entry['request']
            position, previous = last.get(request.id, (0, False))
            actor = entry.get('actor') or self.env.user
            principal = entry.get('principal') or actor
            step = entry.get('step')
            vals = {
                'request_id': request.id,
                'sequence': position + 1,
                'action': entry['action'],
                'actor_id': actor.id,
                'principal_id': principal.id,
                'actor_name': actor.name,
                'principal_name': principal.name,
                'step_id': step.id if step else False,
                'note': (entry.get('note') or '').strip() or False,
                'date': fields.Datetime.to_string(now),
                'content_hash': request.content_hash,
                'previous_hash': previous,
                **more,
            }
            vals['hash'] = seal(vals)
            last[request.id] = vals['sequence'], vals['hash']
            vals_list.append(vals)
        return self._sealed_create(vals_list, SEAL)

    @api.model
    def _chain_more(self, entries):
        """Further values of each event that its hash vouches for, as a list of dicts."""
        return [{} for _entry in entries]

    def _last_of(self, request_ids):
        """``{request id: (sequence, hash)}`` of the newest event of each request."""
        if not request_ids:
            return {}
        self.flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT ON (request_id) request_id, sequence, hash
                 FROM approval_event WHERE request_id IN %s
             ORDER BY request_id, sequence DESC""", tuple(request_ids)))
        return {request_id: (sequence, hash_) for request_id, sequence, hash_ in rows}

    def _signature(self):
        """The event as a signature on paper (see ``approval.mixin._approval_signatures``)."""
        self.ensure_one()
        step = self.step_id
        name = self.actor_name
        if self.actor_id != self.principal_id:
            name = self.env._("%(actor)s for %(principal)s", actor=self.actor_name, principal=self.principal_name)
        return {
            'box': step.signature_box or ('preparer' if self.action == 'submit' else ''),
            'step': step.name or self.env._("Prepared by"),
            'name': name,
            'actor': self.actor_name,
            'principal': self.principal_name,
            'date': self.date,
            'note': self.note or '',
            'kind': self.action,
        }
