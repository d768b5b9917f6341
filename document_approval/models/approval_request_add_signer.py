from odoo import fields, models
from odoo.exceptions import UserError

from .approval_request_step_route import POSITIONS

#: how many signers may be added to one request: no document is drowned in opinions
MAX_ADDED = 10


class ApprovalRequest(models.Model):
    """A signer asks for one signature more than the policy does (APPROVAL.md rule 7).

    An added signature only tightens the route: it replaces no step of the policy, no step is left out
    because of it, it is nobody's higher level, and it is not left out itself where an authority ends
    the approvals.
    """
    _inherit = 'approval.request'

    def _add_signer(self, user, position, kind, reason, revision=None):
        """Ask ``user`` for an opinion or an approval too.

        :param user: an employee who has no part in the document yet
        :param str position: ``before`` the current user's step, which waits meanwhile; ``beside`` it;
            or ``after`` it
        :param str kind: ``review`` for an opinion, ``approve`` for an approval
        :param str reason: stays in the record
        :param int revision: what the current user saw
        :raise UserError: not his turn, or ``user`` is not fit for it
        """
        task, router, document = self._handle(revision, reason)
        self = task.request_id
        if position not in dict(POSITIONS) or kind not in ('review', 'approve'):
            raise UserError(self.env._("Choose where the signer is added, and what for."))
        if not user:
            raise UserError(self.env._("Choose whom to ask."))
        if len(self.step_ids.filtered('added_by_id')) >= MAX_ADDED:
            raise UserError(self.env._("%s signers were added to this document already: decide it.", MAX_ADDED))
        if problem := task._explain_no_newcomer(router, document, user):
            raise UserError(problem)
        own = task.step_id
        added = own._insert(own, position, self._added_values(own, user, kind))
        self.env['approval.task']._add([(added, user)])
        note = f"{self._added_label(position, own, user)}: {reason}"
        self.env['approval.event']._append([{
            'request': self, 'step': added, 'action': 'add_signer', 'principal': task._signer(), 'note': note}])
        if position == 'before':
            own._pause()
        if position != 'after':
            added._activate({added.id: user})
        self._log({self.id: self.env._("Signer added. %s", note)})
        self._touch()

    def _added_values(self, own, user, kind):
        """The definition of a step in which ``user`` alone signs, as quickly as in ``own``."""
        def name(env):
            return env._("Opinion of %s", user.name) if kind == 'review' else env._("Approval of %s", user.name)

        return {
            'name': name, 'kind': kind, 'approver_type': 'users', 'user_ids': [fields.Command.set(user.ids)],
            'mode': 'all', 'days_allowed': own.days_allowed, 'note_required': kind == 'review',
        }

    def _added_label(self, position, own, user):
        if position == 'before':
            return self.env._("%(user)s before “%(step)s”", user=user.name, step=own.name)
        if position == 'beside':
            return self.env._("%(user)s beside “%(step)s”", user=user.name, step=own.name)
        return self.env._("%(user)s after “%(step)s”", user=user.name, step=own.name)
