from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .approval_event import SIGNING_ACTIONS
from .approval_mail_place import link_place
from .approval_route import Router
from .approval_sealed import SEAL
from .approval_text import said_in

_lt = LazyTranslate(__name__)


class ApprovalRequest(models.Model):
    """Keeping requests moving: people who left, deadlines, messages (APPROVAL.md rules 8 and 9)."""
    _inherit = 'approval.request'

    @api.model
    def _cron_follow_up(self):
        """Replace signers who can sign no more, then remind those who are late. Resumable."""
        cron = self.env['ir.cron']
        pending = self.sudo().search([
            ('state', '=', 'pending'), ('res_model', 'in', self.env['approval.policy']._approval_models()),
        ], order='id')
        cron._commit_progress(remaining=len(pending))
        for start in range(0, len(pending), 100):
            batch = pending[start:start + 100].try_lock_for_update()
            batch._replace_departed()
            batch.task_ids.filtered(lambda task: task.state == 'pending')._add_delegates()
            batch._remind()
            batch._escalate()
            if not cron._commit_progress(len(pending[start:start + 100])):
                break

    def _replace_departed(self):
        """Ask anew where an asked person was archived or lost the role; say so when nobody is left."""
        self._prefetch_route()
        router = Router(self.env)
        documents = self._documents()
        for step in self.step_ids.filtered(lambda step: step.state == 'pending'):
            request = step.request_id
            document = documents[request.id]
            asked = step.task_ids.filtered(lambda task: task.state == 'pending')
            holders = router.holders(step, document, request.requester_id)
            gone = asked.filtered(lambda task: not task._may_still_sign(holders))
            if not gone and asked:
                continue
            excluded = request._excluded_signers(document)
            users = (holders - excluded) | (asked - gone).user_id
            new_users = users - asked.user_id
            if not users and not gone:
                continue  # said already
            self.env['approval.event']._append([{
                'request': request, 'step': step, 'action': 'reassign' if users else 'stuck',
                'note': f"{', '.join(gone.user_id.mapped('name'))} → {', '.join(new_users.mapped('name')) or '–'}",
            }])
            gone._close('cancelled')
            if users:
                self.env['approval.task']._add([(step, user) for user in new_users])._open()
            else:
                request._tell_stuck(step)
            request._touch()

    def _get_stuck(self, step):
        """The step has nobody who may sign: it stays open, and the people who can help are told."""
        step._activate({step.id: self.env['res.users']})
        self.env['approval.event']._append([{'request': self, 'step': step, 'action': 'stuck'}])
        self._tell_stuck(step)

    def _tell_stuck(self, step):
        administrators = self.env['res.users'].sudo().search([
            ('all_group_ids', 'in', self.env.ref('document_approval.group_approval_administrator').ids),
            ('company_ids', 'in', self.company_id.ids), ('share', '=', False)])
        self._notify(
            administrators | self.requester_id,
            _lt("Nobody can sign “%s”", step.name),
            _lt("Name somebody for this role, or reroute the signature."))

    def _remind(self):
        """Remind each late signer once (rule 8). Nothing is ever decided by the clock."""
        late = self.task_ids.filtered(lambda task: task.is_overdue and not task.reminded)
        if not late:
            return
        self.env['approval.event']._append([
            {'request': task.request_id, 'step': task.step_id, 'action': 'remind', 'note': task.user_id.name}
            for task in late])
        late._notify_signers(_lt("Overdue: your signature is asked for"))
        late._sealed_write({'reminded': True}, SEAL)

    @api.model
    def _forget_models(self, names):
        """Delete everything about documents of the models ``names``: their addon is being uninstalled.

        Plain SQL, because the engine's records refuse to be deleted by anybody.
        """
        self.env.flush_all()
        for statement in (
            """DELETE FROM approval_event WHERE request_id IN (
                   SELECT id FROM approval_request WHERE res_model IN %s)""",
            "DELETE FROM approval_request WHERE res_model IN %s",
            "DELETE FROM approval_policy WHERE model IN %s",
        ):
            self.env.cr.execute(statement, [tuple(names)])
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # What people read
    # ------------------------------------------------------------------

    def _log(self, texts):
        """A readable copy in the chatter of the documents; the events are the record.

        :param dict texts: ``{request.id: plain text}``
        """
        for res_model, requests in self.grouped('res_model').items():
            documents = self.env[res_model].sudo().browse(requests.mapped('res_id'))
            documents._message_log_batch(
                bodies={request.res_id: texts[request.id] for request in requests if request.id in texts},
                author_id=self.env.user.partner_id.id)

    def _notify(self, users, subject, note=None, tasks=None):
        """Tell ``users`` about all requests of ``self``, with a link to each document; one message a language.

        :param subject: a text, or a lazy one, which everybody reads in his or her own language
        :param note: like ``subject``, which stands in for it
        :param tasks: the signatures it asks for: each one's mail gets links to decide them
        """
        for lang, readers in users.grouped('lang').items():
            requests = self.with_context(lang=lang)
            subject_read, note_read = (
                said_in(requests.env, text) for text in (subject, note))
            requests._notify_readers(
                readers, subject_read, note_read,
                tasks and tasks.filtered(lambda task, readers=readers: task.user_id in readers))

    def _notify_readers(self, users, subject, note, tasks):
        """One message for readers of one language; see :meth:`_notify`."""
        lines = Markup().join(
            Markup('<li><a href="/mail/view?model=%s&amp;res_id=%s">%s</a> %s%s</li>') % (
                request.res_model, request.res_id, request.document_name, request.requester_id.name,
                link_place(request.id) if tasks else '')
            for request in self)
        lines = Markup("<ul>%s</ul>%s") % (lines, link_place(0) if tasks else '')
        message = self.env['mail.thread'].sudo().message_notify(
            partner_ids=users.partner_id.ids,
            subject=f"{subject}: {', '.join(self[:3].mapped('document_name'))}",
            body=Markup("<p>%s</p>%s") % (note or subject, lines),
            model=self[:1].res_model, res_id=self[:1].res_id,
            **({'force_send': False} if tasks else {}),
        )
        if tasks:
            message._send_with_links(tasks)

    def _needs_dialog(self):
        """True when signing asks for a word of the signer: an opinion, or an audit's lower amount."""
        steps = self.sudo().step_ids.filtered(lambda step: step.state == 'pending')
        return any(step.note_required or step.kind == 'audit' for step in steps)

    def _open_decision(self, action):
        """The dialog in which the current user decides ``self``."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Approve") if action == 'approve' else self.env._("Reject"),
            'res_model': 'approval.decision',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_action': action,
                'approval_request_ids': self.ids,
                'approval_revisions': {str(key): value for key, value in self._revisions_seen().items()},
            },
        }

    def _revisions_seen(self):
        """``{request.id: revision}`` the user saw: on the document's form by its own word, else as it is now.

        :raise UserError: when the client says nonsense
        """
        seen = self.env.context.get('approval_revision')
        if seen is None or len(self) != 1:
            return {request.id: request.revision for request in self.sudo()}
        if type(seen) is not int:
            raise UserError(self.env._("Open the document again, then decide."))
        return {self.id: seen}

    def _signatures(self):
        """Signing events in order, as dicts for the printed form. Empty for no request."""
        return [
            event._signature() for event in self.event_ids.sorted('sequence')
            if event.action == 'submit' or event.action in SIGNING_ACTIONS and not event.is_void
        ]
