import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

POINTS_MAX = 1000


class RelationshipScorecardGrade(models.Model):
    """得分等级: one step of a scorecard's scale and the points it gives."""
    _name = 'relationship.scorecard.grade'
    _description = "Scorecard Grade"
    _inherit = ['relationship.scorecard.part']
    _order = 'scorecard_id, sequence, id'

    scorecard_id = fields.Many2one('relationship.scorecard', "Scorecard", required=True, ondelete='cascade', index=True)
    sequence = fields.Integer(default=10, help="The best grade first.")
    name = fields.Char("Score Grade", required=True, translate=True)
    points = fields.Float(digits=(7, 2), required=True)

    @api.constrains('points')
    def _check_points(self):
        if any(not (math.isfinite(grade.points) and 0 <= grade.points <= POINTS_MAX) for grade in self):
            raise ValidationError(self.env._("A grade gives between 0 and %s points.", f"{POINTS_MAX:,}"))
