from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Settings of visit plans, company by company."""
    _inherit = 'res.company'

    relationship_visits_per_day = fields.Integer(
        "Visits a Day", default=6, help="How many visits a person makes a day at most, when a plan is proposed.")

    @api.constrains('relationship_visits_per_day')
    def _check_relationship_visits_per_day(self):
        if any(not 1 <= company.relationship_visits_per_day <= 50 for company in self):
            raise ValidationError(self.env._("The visits a day must be between 1 and 50."))
