from odoo import api, models
from odoo.exceptions import UserError

from ..models.approval_text import is_storable


class ApprovalDialog(models.AbstractModel):
    """What the dialogs of the approvals have in common: they take a text and act once."""
    _name = "approval.dialog"
    _description = "Approval Dialog"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_texts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_texts(vals)
        return super().write(vals)

    @api.model
    def _check_texts(self, vals):
        """Refuse what the database cannot store, with a message instead of a failure."""
        for name, value in vals.items():
            if isinstance(value, str) and not is_storable(value):
                raise UserError(self.env._(
                    "“%s” contains characters that cannot be stored. Type the text again.",
                    self._fields[name]._description_string(self.env)
                    if name in self._fields else name))

    def _check_dialog(self):
        """Refuse anything but one dialog of the user's own."""
        if len(self) != 1:
            raise UserError(self.env._("Open the document and decide there."))
        self.check_access("read")
