from odoo import api, models

from . import approval_content


class ApprovalLineMixin(models.AbstractModel):
    """Rows that are signed together with their document (budget lines, attendees).

    ``_approval_document_field`` names the many2one to the document. Rows of a submitted document
    cannot be added, changed, moved or deleted (APPROVAL.md rule 4).
    """
    _name = 'approval.line.mixin'
    _description = "Line of a Document with Approval"

    _approval_document_field = None

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._approval_documents()._approval_touch()
        return lines

    def write(self, vals):
        self._approval_documents()._approval_touch()
        result = super().write(vals)
        if self._approval_document_field in vals:
            self._approval_documents()._approval_touch()
        return result

    def unlink(self):
        self._approval_documents()._approval_touch()
        return super().unlink()

    def _approval_documents(self):
        """The documents the rows belong to."""
        return self[self._approval_document_field]

    @api.model
    def _approval_content_fields(self):
        """The fields of a row that are signed: stored and not derived."""
        skipped = {*models.MAGIC_COLUMNS, 'display_name', self._approval_document_field}
        return [
            field for name, field in sorted(self._fields.items())
            if name not in skipped and approval_content.is_signable(field)
        ]
