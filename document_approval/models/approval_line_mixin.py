from odoo import api, fields, models
from odoo.tools import SQL


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
        lines._approval_touch_documents()
        return lines

    def write(self, vals):
        self._approval_touch_documents()
        result = super().write(vals)
        if self._approval_document_field in vals:
            self._approval_touch_documents()
        return result

    def unlink(self):
        self._approval_touch_documents()
        return super().unlink()

    def _approval_touch_documents(self):
        """Refuse when a document is locked; else mark it changed, by this user and now.

        The update of the document's row is what makes a submission at the same moment wait or
        fail: without it, a submission could sign the rows as they were before.
        """
        documents = self[self._approval_document_field]
        if not documents:
            return
        documents._check_approval_unlocked()
        documents._approval_note_editor()
        self.env.flush_all()
        self.env.execute_query(SQL(
            "UPDATE %s SET write_date = %s WHERE id IN %s RETURNING id",
            SQL.identifier(documents._table), fields.Datetime.now(), tuple(documents.ids)))
        documents.invalidate_recordset(['write_date'])

    @api.model
    def _approval_content_fields(self):
        """The fields of a row that are signed: stored and not derived."""
        skipped = {*models.MAGIC_COLUMNS, 'display_name', self._approval_document_field}
        return [
            field for name, field in sorted(self._fields.items())
            if name not in skipped and field.store and field.type not in ('one2many', 'binary')
            and not field.related and (not field.compute or not field.readonly)
        ]
