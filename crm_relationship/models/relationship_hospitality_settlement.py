from odoo import models

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES


class RelationshipHospitality(models.Model):
    """What may be paid for an occasion: the approved budget with its supplements (APPROVAL.md rule 10)."""
    _inherit = 'relationship.hospitality'

    def _approval_settlement_basis(self):
        self.ensure_one()
        return (self.supplement_of_id or self).sudo().approved_total

    def _settle_with(self, report, amount):
        """Settle these requests and their supplements with what their report came to.

        Each part of the chain takes what was approved of its own budget, the last one the rest.

        :param report: the settled report
        :param float amount: in the request's currency
        """
        self.ensure_one()
        chain = self.sudo()._approved_chain().filtered(lambda part: part.approval_state == 'approved').sorted('id')
        amounts, rest = {}, amount
        for part in chain:
            amounts[part.id] = min(part._approved_own(), rest) if part != chain[-1] else rest
            rest -= amounts[part.id]
        if chain:
            chain._approval_settle(amounts)


class RelationshipHospitalityReport(models.Model):
    """What may be paid on a report: what was signed on it, within the occasion's approved budget.

    A supplement approved after the report raises both. Whoever settles a report settles its
    request: the occasion is paid.
    """
    _inherit = 'relationship.hospitality.report'

    def _approval_settlement_basis(self):
        self.ensure_one()
        request = self.hospitality_id.sudo()
        signed = self.sudo().approval_request_id.date_closed
        late = request.supplement_ids.filtered(
            lambda part: part.approval_state in APPROVED_STATES and part.approval_request_id.date_closed > signed)
        own = super()._approval_settlement_basis() + sum(part._approved_own() for part in late)
        return min(own, request.approved_total)

    def _approval_settled(self, amounts):
        super()._approval_settled(amounts)
        for report in self:
            report.sudo().hospitality_id._settle_with(report, amounts[report.id])
