from odoo import api, fields, models


class RelationshipHospitalityReport(models.Model):
    """The signed report is what hospitality is claimed from (P3 ⑨, P4 ⑥)."""
    _name = 'relationship.hospitality.report'
    _inherit = ['relationship.hospitality.report', 'relationship.claim.mixin']

    _claim_link = 'relationship_report_id'
    _claim_user_field = 'reporter_id'

    claim_ids = fields.One2many('hr.expense', 'relationship_report_id', "Expense Claims", readonly=True)

    @api.depends('approval_state', 'expense_line_ids.claim_state')
    def _compute_claim_state(self):
        super()._compute_claim_state()

    def _claim_people(self):
        return self.reporter_id | self.applicant_id

    def _claim_date(self):
        return self.company_id._local_day(self.date_start)
