import json

from odoo import fields, models
from odoo.exceptions import UserError


class ApprovalCancel(models.TransientModel):
    """The dialog that asks why documents are cancelled."""
    _name = "approval.cancel"
    _inherit = ["approval.dialog"]
    _description = "Cancellation of Documents"

    res_model = fields.Char(required=True)
    res_ids = fields.Char(required=True, help="The documents' ids as a JSON list.")
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Cancel the documents, or ask those who approved them for their consent.

        :raise UserError: not cancellable, or not by this user; with the remedy
        """
        self._check_dialog()
        self._get_documents()._approval_do_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _get_documents(self):
        """The documents named by the dialog, with the user's own rights."""
        documents = None
        if self.res_model in self.env["approval.policy"]._approval_models():
            try:
                ids = [int(res_id) for res_id in json.loads(self.res_ids)]
            except (ValueError, TypeError, OverflowError, RecursionError):
                ids = []
            documents = self.env[self.res_model].browse(ids).exists()
        if not documents:
            raise UserError(self.env._(
                "There is nothing to cancel here. Open the document and cancel it there."))
        return documents
