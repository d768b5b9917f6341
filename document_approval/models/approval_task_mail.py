import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime
from odoo.tools.misc import hash_sign, verify_hash_signed

from .approval_event_chain import deciding_by
from .approval_mail_place import LINK_PATH
from .approval_route import Router

SCOPE = 'document_approval.mail_link'
DAY = 24 * 3600
#: a token of ours has a little over a hundred characters
MAX_TOKEN = 400


class ApprovalTask(models.Model):
    """Deciding by a link in a mail (APPROVAL.md rule 13).

    The link's token names the task, the person, the revision of the request and an expiry, sealed
    with the database's key. It is made when the mail is sent and stored nowhere. It works once,
    because a decision ends the task, and only while nothing happened to the request. Who opens it
    need not be logged in; whoever is logged in as somebody else is refused.
    """
    _inherit = 'approval.task'

    # ------------------------------------------------------------------
    # Making links
    # ------------------------------------------------------------------

    def _mail_links(self):
        """The addresses to approve and to reject, and until when they work; None while links are switched off.

        :return: ``{'approve': url, 'reject': url, 'until': UTC datetime}``
        """
        self.ensure_one()
        task = self.sudo()
        if task.state != 'pending' or not task._has_mail_links():
            return None
        expiry = int(time.time()) + task.company_id.approval_mail_days * DAY
        token = hash_sign(self.env(su=True), SCOPE, [task.id, task.user_id.id, task.revision, expiry])
        base = task.get_base_url()
        return {
            'approve': f"{base}{LINK_PATH}approve#{token}", 'reject': f"{base}{LINK_PATH}reject#{token}",
            'until': fields.Datetime.to_datetime(time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(expiry)))}

    def _has_mail_links(self):
        """True while the company and the person let mails carry links."""
        self.ensure_one()
        return self.company_id.approval_mail_links and self.user_id.approval_mail_links

    # ------------------------------------------------------------------
    # Reading links
    # ------------------------------------------------------------------

    @api.model
    def _read_mail_token(self, token, visitor):
        """The task a token is for, and why it cannot be used.

        :param str token: whatever the visitor sent
        :param visitor: the user who is logged in, or the public user
        :return: (task as sudo or empty, problem): ``unknown`` (not made by us: nothing is looked up), ``stranger``
            (somebody else is logged in), ``gone`` (the person may not sign any more, or links are switched off),
            ``expired``, ``used``, ``closed`` (nobody is asked any more), ``stale`` (somebody acted on it), or ''
        """
        nothing = self.sudo().browse()
        try:
            values = verify_hash_signed(self.env(su=True), SCOPE, token) if 0 < len(token) <= MAX_TOKEN else None
        except (ValueError, IndexError):
            values = None
        if values is None:
            return nothing, 'unknown'
        task_id, user_id, revision, expiry = values
        task = nothing.browse(task_id).exists()
        if not visitor._is_public() and visitor.id != user_id:
            return nothing, 'stranger'
        if not task or task.user_id.id != user_id:
            return nothing, 'closed'
        return task, task._explain_mail_link(revision, expiry)

    def _explain_mail_link(self, revision, expiry):
        """Which problem a link to ``self`` has, or ''; see :meth:`_read_mail_token`."""
        if not self._is_employee(self.user_id) or not self._has_mail_links():
            return 'gone'
        if self.state in ('approved', 'rejected'):
            return 'used'
        if self.state != 'pending' or self.request_id.state != 'pending':
            return 'closed'
        if time.time() >= expiry:
            return 'expired'
        if revision != self.revision:
            return 'stale'
        document = self.request_id._documents()[self.request_id.id]
        holders = Router(self.env).holders(self.step_id, document, self.requester_id)
        return '' if document.exists() and self._may_still_sign(holders) else 'gone'

    def _as_mail_signer(self):
        """The task in the rights, the language and the time zone of the person asked."""
        user = self.user_id
        return self.with_user(user).sudo(False).with_context({
            'lang': user.lang, 'tz': user.tz, 'allowed_company_ids': self.company_id.ids})

    def _decide_by_mail(self, action, note):
        """Decide as the person asked, through the engine every other decision goes through.

        :return: what keeps it from being decided, for the person to read, or ''
        """
        task = self._as_mail_signer()
        if action not in ('approve', 'reject'):
            return task.env._("Choose whether you approve or reject it.")
        request = task.sudo().request_id.sudo(False)
        try:
            task.env['approval.decision']._check_storable({'note': note})
            with self.env.cr.savepoint(), deciding_by('mail'):
                request._decide(action, note=note, revisions={request.id: self.revision})
        except UserError as error:
            return str(error)
        return ''

    # ------------------------------------------------------------------
    # What the page shows
    # ------------------------------------------------------------------

    def _mail_page(self):
        """What the signer reads before deciding: a dict of texts, in his or her rights and language."""
        task = self._as_mail_signer()
        facts, request = task.sudo(), task.sudo().request_id
        document = task.env[request.res_model].browse(request.res_id)
        earlier = request.event_ids.filtered('note').sorted('sequence')
        return {
            'name': facts.document_name, 'type': facts.document_type, 'purpose': facts.purpose,
            'step': facts.step_id.name, 'requester': facts.requester_id.name,
            'user': facts.user_id.name, 'principal': facts.principal_id.name,
            'amount': facts.currency_id.format(facts.amount) if request.has_amount else '',
            'submitted': format_datetime(task.env, facts.date_submitted, dt_format='short'),
            'deadline': facts.deadline and format_datetime(task.env, facts.deadline, dt_format='short'),
            'reason': request.reason, 'note_required': facts.step_id.note_required,
            'can_lower': facts.kind == 'audit' and request.has_amount,
            'opinions': [(event.actor_name, event.note) for event in earlier if event.action != 'submit'],
            'summary': document._approval_summary() if document.has_access('read') else [],
            'files': sorted(name for name, _checksum in request.content['files'].values()),
        }
