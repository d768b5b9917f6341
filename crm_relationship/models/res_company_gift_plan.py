from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Settings of gift plans, company by company."""
    _inherit = 'res.company'

    relationship_gift_interval_days = fields.Integer(
        "Days between Gifts", default=90,
        help="A proposed plan leaves out customers whose last or next gift is nearer than this. 0: no limit.")
    relationship_gift_lead_days = fields.Integer(
        "Days before a Festival", default=21, help="How long before a festival its gift plan begins.")

    @api.constrains('relationship_gift_interval_days', 'relationship_gift_lead_days')
    def _check_relationship_gift_days(self):
        for company in self:
            if not 0 <= company.relationship_gift_interval_days <= 3650:
                raise ValidationError(self.env._("The days between gifts must be between 0 and 3,650."))
            if not 0 <= company.relationship_gift_lead_days <= 180:
                raise ValidationError(self.env._("The days before a festival must be between 0 and 180."))
