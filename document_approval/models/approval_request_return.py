from odoo import models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .approval_sealed import SEAL

_lt = LazyTranslate(__name__)


class ApprovalRequest(models.Model):
    """A signer sends a document back to an earlier step, whose signers look again (APPROVAL.md rule 7).

    The content stays as it is, so the requester submits nothing anew. The signatures from that step on
    stay in the record and count no more: those who gave them are asked again.
    """
    _inherit = 'approval.request'

    def _return(self, step, reason, revision=None):
        """Ask again from ``step`` on.

        :param step: a step of the request that was signed before the current user's
        :param str reason: told to everybody concerned
        :param int revision: what the current user saw
        :raise UserError: not his turn, or ``step`` is none to return to
        """
        task, _router, _document = self._handle(revision, reason)
        self = task.request_id
        target = step.sudo() & self._returnable_steps(task.step_id)
        if len(step) != 1 or not target:
            raise UserError(self.env._("Choose a step that was signed before yours."))
        again = self._steps_from(target)
        signed = again.task_ids.filtered(lambda other: other.state == 'approved')
        fallen = target | signed.step_id
        people = signed.user_id
        self.env['approval.event']._append([{
            'request': self, 'step': other, 'action': 'return', 'principal': task._signer(),
            'note': f"{task.step_id.name} → {target.name}{f': {reason}' if other == target else ''}",
        } for other in reversed(fallen.sorted())])  # the step it goes back to last: its event has the reason
        again._reset()
        task._sealed_write({'keeps_reading': True}, SEAL)
        self._sealed_write({'approved_amount': self._amount_left()}, SEAL)
        self._log({self.id: self.env._(
            "%(step)s: returned to “%(target)s”. %(reason)s", step=task.step_id.name, target=target.name, reason=reason)})
        self._advance()
        asked = again.task_ids.filtered(lambda other: other.state == 'pending').user_id
        if others := (people | self.requester_id) - asked - self.env.user:
            self._notify(others, _lt("Returned to an earlier step"), reason)
        self._touch()

    def _returnable_steps(self, own):
        """The steps before ``own`` that somebody signed."""
        return self.step_ids.filtered(lambda step: step.state == 'signed' and step._rank() < own._rank()).sorted()

    def _steps_from(self, target):
        """The steps from ``target`` on that were asked; those left out at submission stay left out."""
        return self.step_ids.filtered(
            lambda step: step._rank() >= target._rank() and (
                step.state in ('signed', 'pending') or step.state == 'skipped' and step.task_ids
                or any(task.state == 'approved' for task in step.task_ids))).sorted()

    def _amount_left(self):
        """The amount asked for, or to which the last audit that still counts lowered it; as the events say."""
        lowered = self.event_ids.filtered(lambda event: event.action == 'lower' and not event.is_void)
        if not lowered:
            return self.amount
        return float(lowered.sorted('sequence')[-1].note.rpartition('→')[2])
