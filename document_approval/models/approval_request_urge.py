from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, format_datetime

_lt = LazyTranslate(__name__)


class ApprovalRequest(models.Model):
    """Who asked for a document reminds those who are to sign it, now and then (催办, APPROVAL.md rule 7)."""
    _inherit = 'approval.request'

    def _urge(self):
        """Remind the people who are asked for a signature now.

        :return: users who were reminded
        :raise UserError: decided, not the current user's to urge, or too early
        """
        self = self.sudo().browse(self.ids)
        if not self:
            raise UserError(self.env._("This document is not waiting for a signature."))
        self._lock()
        self._prefetch_route()
        tasks = self.task_ids.filtered(lambda task: task.state == 'pending')
        for request, document in self._documents().items():
            request = self.browse(request)
            if problem := request._explain_no_urging(document.with_env(self.env(su=False)), tasks):
                raise UserError(self.env._(
                    "%(document)s: %(problem)s", document=request.document_name, problem=problem))
        self.env['approval.event']._append([{
            'request': request, 'action': 'urge',
            'note': ", ".join((tasks & request.task_ids).user_id.mapped('name')),
        } for request in self])
        self._log({
            request.id: self.env._(
                "Signature urged: %s", ", ".join((tasks & request.task_ids).user_id.mapped('name')))
            for request in self})
        tasks._notify_signers(_lt("Reminder from %s: your signature is asked for", self.env.user.name))
        self._mark_row()
        return tasks.user_id

    def _explain_no_urging(self, document, tasks):
        """Why the current user cannot urge now, or ''."""
        self.ensure_one()
        if self.requester_id != self.env.user and not document.has_access('write'):
            return self.env._("Only who asks for a document or may write it urges its signers.")
        if self.state != 'pending':
            return self._explain_task(None, None)
        if not tasks & self.task_ids:
            return self.env._("Nobody can sign it at present; the administrators were told.")
        last = self.event_ids.filtered(lambda event: event.action == 'urge').sorted('sequence')[-1:]
        again = last and fields.Datetime.add(last.date, hours=self.company_id.approval_urge_hours)
        if again and again > fields.Datetime.now():
            return self.env._(
                "The signers were reminded by %(user)s on %(date)s. You can remind them again from %(again)s on.",
                user=last.actor_name, date=format_datetime(self.env, last.date), again=format_datetime(self.env, again))
        return ''
