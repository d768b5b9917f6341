from odoo import api, fields, models


class RelationshipHospitalityExpense(models.Model):
    """支出费用 of the report, as a cost to be claimed."""
    _name = 'relationship.hospitality.expense'
    _inherit = ['relationship.hospitality.expense', 'relationship.claim.line.mixin']

    _claim_link = 'relationship_report_line_id'

    claim_ids = fields.One2many('hr.expense', 'relationship_report_line_id', "Expenses", readonly=True)

    @api.depends('claim_ids.state', 'claim_ids.approval_state', 'amount')
    def _compute_claim_state(self):
        super()._compute_claim_state()

    def _claim_note(self):
        return self.remark
