from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import UserError

# True while a message is posted: its files belong to the conversation, which stays open on a
# locked document. Set inside the process only, never by a caller's context.
_posting = ContextVar('document_approval_posting', default=False)

CONTENT_FIELDS = {
    'name', 'datas', 'raw', 'db_datas', 'store_fname', 'checksum', 'mimetype', 'type', 'url',
    'res_model', 'res_id', 'res_field', 'company_id',
}


@contextmanager
def posting_files():
    """Files created inside belong to a message and not to the document."""
    token = _posting.set(True)
    try:
        yield
    finally:
        _posting.reset(token)


class IrAttachment(models.Model):
    """The files of a submitted document are locked with it (APPROVAL.md rule 4)."""
    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        if not _posting.get():
            attachments._check_approval_documents()
        return attachments

    def write(self, vals):
        if not CONTENT_FIELDS.isdisjoint(vals):
            self._check_signed_files()
        result = super().write(vals)
        if not _posting.get() and not {'res_model', 'res_id', 'res_field'}.isdisjoint(vals):
            self._check_approval_documents()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_signed_files()

    def _check_approval_documents(self):
        """Raise UserError when a file was put on a locked document."""
        mixin = self.pool['approval.mixin']
        for res_model, attachments in self.sudo().grouped('res_model').items():
            if res_model in self.pool and issubclass(self.pool[res_model], mixin):
                documents = self.env[res_model].sudo().browse(attachments.mapped('res_id')).exists()
                documents._check_approval_unlocked()

    def _check_signed_files(self):
        """Raise UserError when a file is part of what was submitted or signed."""
        request = self.env['approval.request'].sudo().search([
            ('attachment_ids', 'in', self.ids), ('state', 'in', ('pending', 'approved')),
        ], limit=1)
        if request:
            raise UserError(self.env._(
                "This file belongs to %(document)s as it was submitted and stays as it is.",
                document=request.document_name))
