from odoo import models
from odoo.exceptions import UserError


class ApprovalDialog(models.AbstractModel):
    """What the dialogs of the approvals have in common: they take a text and act once."""
    _name = "approval.dialog"
    _inherit = ["approval.input.guard"]
    _description = "Approval Dialog"

    def _check_dialog(self):
        """Refuse anything but one dialog of the user's own."""
        if len(self) != 1:
            raise UserError(self.env._("Open the document and decide there."))
        self.check_access("read")
