from odoo import fields, models


class RelationshipHospitalityReportAttendee(models.Model):
    """A person who came: 客户同席人员名单 F15.7, 本公司同席人员名单 F15.8."""
    _name = 'relationship.hospitality.report.attendee'
    _description = "Hospitality Report Attendee"
    _inherit = [
        'relationship.attendee.mixin', 'relationship.child.mixin',
        'approval.line.mixin', 'relationship.input.guard']
    _check_company_auto = True
    _document_field = 'report_id'
    _approval_document_field = 'report_id'

    report_id = fields.Many2one(
        'relationship.hospitality.report', "Report", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='report_id.company_id', store=True, index=True)
