from odoo import api, fields, models

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES


class RelationshipVisit(models.Model):
    """A visit with an approved application is claimed from itself; any other from the daily report (P2 ⑩)."""
    _name = 'relationship.visit'
    _inherit = ['relationship.visit', 'relationship.claim.mixin']

    _claim_link = 'relationship_visit_id'
    _claim_user_field = 'user_id'

    claim_ids = fields.One2many('hr.expense', 'relationship_visit_id', "Expense Claims", readonly=True)

    @api.depends('approval_state', 'stage', 'expense_line_ids.claim_state')
    def _compute_claim_state(self):
        super()._compute_claim_state()

    def _claim_is_due(self):
        return super()._claim_is_due() and self.stage == 'done'

    def _claim_problem(self):
        if self.approval_state not in APPROVED_STATES:
            return self.env._(
                "%s has no approved application: its costs are claimed from the signed daily report.",
                self.display_name)
        if self.stage != 'done':
            return self.env._("%s is not finished yet: expenses are claimed after the visit.", self.display_name)
        return super()._claim_problem()

    def _claim_date(self):
        return self.company_id._local_day(self.actual_start or self.date_start)

    def _gift_cost_is_final(self):
        return super()._gift_cost_is_final() or bool(
            self.sudo().expense_line_ids.filtered('item_id.is_gift').claim_ids._relationship_live())

    def _claim_document_files(self):
        """What was attached to an application asks for money and proves no spending."""
        return self.env['ir.attachment']
