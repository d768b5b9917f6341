from odoo import models


class ApprovalMixin(models.AbstractModel):
    """What is claimed is not cancelled. Said here, as the documents take the approval before the claim."""
    _inherit = 'approval.mixin'

    def _approval_check_cancel(self):
        super()._approval_check_cancel()
        if isinstance(self, self.pool['relationship.claim.mixin']):
            self._claim_check_cancel()
