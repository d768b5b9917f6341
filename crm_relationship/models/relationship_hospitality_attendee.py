from odoo import fields, models


class RelationshipHospitalityAttendee(models.Model):
    """A person invited: 客户方面同席人员 F14.7, 本公司同席人员 F14.8."""
    _name = 'relationship.hospitality.attendee'
    _description = "Hospitality Attendee"
    _inherit = [
        'relationship.attendee.mixin', 'relationship.child.mixin',
        'approval.line.mixin', 'relationship.input.guard']
    _check_company_auto = True
    _document_field = 'hospitality_id'
    _approval_document_field = 'hospitality_id'

    hospitality_id = fields.Many2one(
        'relationship.hospitality', "Request", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='hospitality_id.company_id', store=True, index=True)
