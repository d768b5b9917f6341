from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .approval_content import file_ids
from .approval_mixin import EDITABLE_STATES

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
    """The files of a submitted document and of its lines are locked with it (APPROVAL.md rule 4).

    Files of a message belong to the conversation: they are signed if they are there at the
    submission, and may still be added afterwards.
    """
    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        if not _posting.get():
            try:
                attachments._touch_approval_documents()
            except UserError as error:
                # The chatter's upload expects an AccessError and commits after it: leave nothing behind.
                super(IrAttachment, attachments.sudo()).unlink()
                raise AccessError(str(error)) from error
        return attachments

    def write(self, vals):
        if CONTENT_FIELDS.isdisjoint(vals):
            return super().write(vals)
        self._check_signed_files()
        self._touch_approval_documents(only_open=True)
        result = super().write(vals)
        if not _posting.get() and not {'res_model', 'res_id', 'res_field'}.isdisjoint(vals):
            self._touch_approval_documents()
        return result

    def unlink(self):
        """Files of an earlier attempt leave the document and stay with the request: evidence."""
        self._check_signed_files()
        self._touch_approval_documents(only_open=True)
        requests = self.env['approval.request'].sudo().search([('attachment_ids', 'in', self.ids)])
        kept = self.browse()
        for request in requests:
            files = self & self.browse(file_ids([request.content]))
            files.check_access('unlink')
            super(IrAttachment, files.sudo()).write(
                {'res_model': request._name, 'res_id': request.id, 'res_field': False})
            kept |= files
        return super(IrAttachment, self - kept).unlink()

    def _touch_approval_documents(self, only_open=False):
        """Mark the documents of the files changed; refuse when one is locked.

        :param only_open: leave locked documents alone; for files that are not part of what was signed
        """
        for documents in self._approval_documents():
            if only_open:
                documents = documents.filtered(lambda document: document.approval_state in EDITABLE_STATES)
            documents._approval_touch()

    def _approval_documents(self):
        """The documents which the files are on, or on whose lines: a list of recordsets, as sudo.

        Files of open fields (a receipt under an approved budget) are not signed and bind nothing.
        """
        result = []
        for res_model, attachments in self.sudo().grouped('res_model').items():
            model = self.env.get(res_model or '')
            if isinstance(model, (self.pool['approval.mixin'], self.pool['approval.line.mixin'])):
                open_names = model._approval_open_names()
                signed = attachments.filtered(lambda file, names=open_names: file.res_field not in names)
                records = model.sudo().browse(signed.mapped('res_id')).exists()
                result.append(records._approval_documents())
        return result

    def _check_signed_files(self):
        """Raise UserError when a file is part of what was submitted or signed."""
        request = self.env['approval.request'].sudo().search([
            ('attachment_ids', 'in', self.ids), ('state', 'in', ('pending', 'approved')),
        ], limit=1)
        if request:
            raise UserError(self.env._(
                "This file belongs to %(document)s as it was submitted and stays as it is.",
                document=request.document_name))
