from odoo import api, models

from . import approval_content


class ApprovalLineMixin(models.AbstractModel):
    """Rows that are signed together with their document (budget lines, attendees).

    ``_approval_document_field`` names the many2one to the document. Rows of a submitted document
    cannot be added, changed, moved or deleted (APPROVAL.md rule 4). ``_approval_open_fields`` names
    the stored fields of a row that are not signed and stay writable, such as what came of it.
    """
    _name = 'approval.line.mixin'
    _description = "Line of a Document with Approval"

    _approval_document_field = None
    _approval_open_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._approval_documents()._approval_touch()
        return lines

    def write(self, vals):
        if self._approval_open_fields.issuperset(vals):
            return super().write(vals)
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
    def _approval_open_names(self):
        """Names that may be written in a row of a locked document."""
        return self._approval_open_fields

    @api.model
    def _approval_content_fields(self):
        """The fields of a row that are signed: stored, not derived and not open."""
        skipped = {
            *models.MAGIC_COLUMNS, *self._approval_open_fields, 'display_name', self._approval_document_field}
        return [
            field for name, field in sorted(self._fields.items())
            if name not in skipped and approval_content.is_signable(field)
        ]
