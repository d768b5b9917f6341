from odoo import api, fields, models
from odoo.exceptions import ValidationError

RADIUS_MAX = 20000


class ResPartner(models.Model):
    _inherit = 'res.partner'

    relationship_checkin_radius = fields.Integer(
        "Check-in Radius (m)", groups='base.group_user',
        help="For large premises. 0: the company's default.")

    @api.constrains('relationship_checkin_radius')
    def _check_relationship_checkin_radius(self):
        if any(not 0 <= partner.relationship_checkin_radius <= RADIUS_MAX for partner in self):
            raise ValidationError(self.env._("The check-in radius must be between 0 and %s m.", RADIUS_MAX))
