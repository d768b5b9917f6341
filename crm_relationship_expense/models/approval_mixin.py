from odoo import models


class ApprovalMixin(models.AbstractModel):
    """What is claimed is not cancelled. Said here, as the documents take the approval before the claim."""
    _inherit = 'approval.mixin'

    def _approval_check_cancel(self):
        super()._approval_check_cancel()
        if isinstance(self, self.pool['relationship.claim.mixin']):
            self._claim_check_cancel()

    def _approval_cancelled(self, reason):
        """What was claimed while the cancellation was being decided keeps the document as well."""
        super()._approval_cancelled(reason)
        if isinstance(self, self.pool['relationship.claim.mixin']):
            self.filtered(lambda document: document.sudo().approval_request_id.state == 'approved')._claim_check_cancel()
