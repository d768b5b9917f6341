import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipGrade(models.Model):
    """客户分级 A–E (F5, N1): bands of the customer's percentage; a bound belongs to the better grade."""
    _name = 'relationship.grade'
    _description = "Sales Grade"
    _inherit = ['relationship.rule.mixin']

    percent_min = fields.Float(
        "From (%)", digits=(16, 2), help="The percentage from which on the grade is given, itself included.")

    @api.constrains('percent_min')
    def _check_bounds(self):
        for grade in self:
            if not (math.isfinite(grade.percent_min) and 0 <= grade.percent_min <= 1000):
                raise ValidationError(self.env._("The bound of a grade must be between 0 and 1000 percent."))

    def _snapshot(self):
        """The grades as plain data: what the pass computes with and a rule version remembers."""
        return [{'id': grade.id, 'name': grade.name, 'percent_min': grade.percent_min} for grade in self]
