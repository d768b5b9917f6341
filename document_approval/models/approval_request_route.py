from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .approval_event_route import ASIDE_ACTIONS
from .approval_route import Router
from .approval_text import is_blank


class ApprovalRequest(models.Model):
    """What the ways of a signer beside approving and rejecting have in common (APPROVAL.md rule 7)."""
    _inherit = 'approval.request'

    def _handle(self, revision, reason):
        """Lock the request for its current signer, who does something else than deciding it.

        :param int revision: what the user saw; None for a client that shows nothing
        :param str reason: must not be blank
        :return: (task of the current user, router, document), all as sudo
        :raise UserError: it is not the user's turn, or somebody was faster
        """
        self = self.sudo()
        self.ensure_one()
        self._lock()
        self._prefetch_route()
        task = self.task_ids.filtered(lambda task: task.state == 'pending' and task.user_id == self.env.user)[:1]
        router, document = Router(self.env), self._documents()[self.id]
        problem = self._explain_task(task, revision)
        if task and not problem:
            problem = self._explain_person(router, task, document)
        if problem or not task:
            raise UserError(self.env._(
                "%(document)s: %(problem)s", document=self.document_name, problem=problem))
        if is_blank(reason):
            raise UserError(self.env._("Please write why, so that everybody understands it."))
        return task, router, document

    def _explain_person(self, router, task, document):
        """Why the current user may not act on ``task``, or ''. People are checked at this moment."""
        if self.env.user in self._excluded_signers(document):
            return self.env._("You asked for it, changed it or signed it before. Somebody else has to sign.")
        if not task._may_still_sign(router.holders(task.step_id, document, self.requester_id)):
            return self.env._("You no longer hold the role “%s” of this step.", task.step_id.name)
        return ''

    def _last_event(self):
        """The newest event that changed something about the request."""
        return self.event_ids.filtered(lambda event: event.action not in ASIDE_ACTIONS).sorted('sequence')[-1:]

    def _mark_row(self):
        """Make a session of the same moment fail in the database and try again, as :meth:`_touch` does.

        For what changes nothing that a signer decides on: whoever reads the document need not look again.
        """
        self.env.execute_query(SQL(
            "UPDATE approval_request SET write_date = %s WHERE id IN %s RETURNING id",
            fields.Datetime.now(), tuple(self.ids)))
        self.invalidate_recordset(['write_date'])
