from odoo import api, models
from odoo.exceptions import UserError


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approval(self):
        """Every submission makes activities of the approval's type."""
        if self.env.ref("document_approval.mail_activity_approval", raise_if_not_found=False) in self:
            raise UserError(self.env._(
                "Approvals need this type of activity. Archive it if you do not want to choose it."))
