from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .approval_sealed import SEAL

_lt = LazyTranslate(__name__)

#: how many colleagues get a copy at once
MAX_COPIES = 50


class ApprovalRequest(models.Model):
    """Somebody who has to do with a document lets colleagues read it (APPROVAL.md rule 7)."""
    _inherit = 'approval.request'

    copy_ids = fields.One2many('approval.copy', 'request_id', readonly=True)

    def _copy_to(self, users, note=None):
        """Let ``users`` read the document, and tell them. They decide nothing.

        :param users: colleagues of the document's company
        :param str note: what they should know
        :raise UserError: the current user has no part in the document, or one of ``users`` cannot read it
        """
        self = self.sudo()
        self.ensure_one()
        self._lock()
        document = self._documents()[self.id]
        if not document.with_env(self.env(su=False)).approval_can_copy:
            raise UserError(self.env._("Only who asks for a document, writes it or signs it sends copies of it."))
        if not users:
            raise UserError(self.env._("Choose who gets a copy."))
        known = self.env['approval.copy'].search([
            ('res_model', '=', self.res_model), ('res_id', '=', self.res_id)]).user_id
        new = users - known
        if not new or len(new) > MAX_COPIES:
            raise UserError(
                self.env._("Everybody you chose has a copy already.") if not new
                else self.env._("A copy goes to %s colleagues at most at once.", MAX_COPIES))
        self._check_colleagues(new)
        self.env['approval.copy']._sealed_create([{
            'request_id': self.id, 'user_id': user.id, 'sender_id': self.env.uid, 'date': fields.Datetime.now(),
            'note': (note or '').strip() or False,
        } for user in new], SEAL)
        self._check_readable(document, new)
        names = ", ".join(new.mapped('name'))
        text = f"{names}: {note}" if note else names
        self.env['approval.event']._append([{'request': self, 'action': 'copy', 'note': text}])
        self._log({self.id: self.env._("Copied to %s", text)})
        self._notify(new, _lt("Copy for your information"), note)
        self._mark_row()

    def _check_colleagues(self, users):
        """Raise UserError for somebody who does not work in the document's company."""
        for user in users:
            if not user.active or user.share or self.company_id not in user.company_ids:
                raise UserError(self.env._(
                    "%(user)s is no employee with access to %(company)s.",
                    user=user.name, company=self.company_id.name))

    def _check_readable(self, document, users):
        """Raise UserError, which takes the copies back, where one of ``users`` still cannot read the document."""
        self.env.flush_all()
        self.env.invalidate_all()
        for user in users:
            own = document.sudo(False).with_user(user).with_context(allowed_company_ids=self.company_id.ids)
            if not own.has_access('read'):
                raise UserError(self.env._(
                    "%(user)s has no access to documents of the type “%(type)s”. Choose somebody else.",
                    user=user.name, type=self.document_type))
