from odoo import api, fields, models


class RelationshipVisitDay(models.Model):
    """The signed daily report: the person's own costs and those of visits without an application (P2 ⑩)."""
    _name = 'relationship.visit.day'
    _inherit = ['relationship.visit.day', 'relationship.claim.mixin']

    _claim_link = 'relationship_day_id'
    _claim_user_field = 'user_id'

    claim_ids = fields.One2many('hr.expense', 'relationship_day_id', "Expense Claims", readonly=True)

    @api.depends('approval_state', 'expense_line_ids.claim_state')
    def _compute_claim_state(self):
        super()._compute_claim_state()

    @api.depends('expense_line_ids.visit_expense_id.claim_ids.approval_state')
    def _compute_claims(self):
        super()._compute_claims()

    def _claims(self):
        """Those claimed from the visits count as well."""
        return (self.claim_ids | self.expense_line_ids.visit_expense_id.claim_ids)._relationship_live()

    def _claim_customer(self, line):
        return line.visit_id.partner_id

    def _claim_lock_all(self):
        self.expense_line_ids.visit_expense_id.visit_id._claim_lock()
        self._claim_lock()

    def _claim_limit_remedy(self):
        return self.env._("Enter the rest as a cost of another day's report.")

    def _approval_settlement_basis(self):
        """What was signed are all costs of the day, less what the signers allowed less of those not approved before."""
        self.ensure_one()
        request = self.sudo().approval_request_id
        return self.expense_total - (request.amount - request.approved_amount)
