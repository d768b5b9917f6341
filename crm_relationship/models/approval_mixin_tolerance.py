from odoo import models


class ApprovalMixin(models.AbstractModel):
    """How much more than the approved amount a document may cost: the company's settings (APPROVAL.md rule 10)."""
    _inherit = 'approval.mixin'

    def _approval_tolerance(self):
        company = self.company_id.sudo()
        return company.relationship_overrun_percent, company.relationship_overrun_amount
