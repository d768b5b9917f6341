from odoo import models

from .approval_summary import summary_of

#: fields and rows of a summary
MAX_FIELDS, MAX_ROWS = 40, 20


class ApprovalMixin(models.AbstractModel):
    """The signed content in words, for those who decide without the document's form (rule 13)."""
    _inherit = 'approval.mixin'

    def _approval_summary(self):
        """What a signer is told of one document: only what the current user may read, in his or her language.

        :return: list of (label, text); a text may have several lines
        """
        self.ensure_one()
        # its name is the title already
        header = [field for field in self._approval_content_fields() if field.name != self._rec_name]
        summary = summary_of(self, header)[:MAX_FIELDS]
        for field in self._approval_line_fields():
            if not self._has_field_access(field, 'read') or not self.env[field.comodel_name].has_access('read'):
                continue
            rows = self[field.name]
            names = [own for own in rows._approval_content_fields() if own.comodel_name != self._name]
            texts = [" · ".join(text for _label, text in summary_of(row, names)) for row in rows[:MAX_ROWS]]
            if len(rows) > MAX_ROWS:
                texts.append("…")
            if texts:
                summary.append((field._description_string(self.env), "\n".join(texts)))
        return summary
