from odoo import models
from odoo.exceptions import UserError


class ApprovalRequest(models.Model):
    """The holder of a task gives the own signature to somebody else (APPROVAL.md rule 7)."""
    _inherit = 'approval.request'

    def _transfer(self, user, reason, revision=None):
        """Ask ``user`` in place of the current user, who is asked no more.

        :param user: who takes over; holds the step's role or has at least the same authority
        :param str reason: stays in the record
        :param int revision: what the current user saw
        :raise UserError: not his turn, not his own signature, or ``user`` is not fit for it
        """
        task, router, document = self._handle(revision, reason)
        if task.delegation_id:
            raise UserError(self.env._(
                "You sign in place of %s, who alone can give the signature to somebody else.", task.principal_id.name))
        if task.purpose == 'cancel':
            raise UserError(self.env._("The consent of those who approved it is asked for: nobody else can give yours."))
        if not user:
            raise UserError(self.env._("Choose who signs in your place."))
        if problem := task._explain_no_transfer(router, document, user):
            raise UserError(problem)
        task._hand_over(user, 'transfer', reason)
