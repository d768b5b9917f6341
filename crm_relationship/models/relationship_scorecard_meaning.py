import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

BOUND_MAX = 1e12


class RelationshipScorecardMeaning(models.Model):
    """What one grade means for one indicator: in words, and as the bound a number has to reach."""
    _name = 'relationship.scorecard.meaning'
    _description = "Meaning of a Grade"
    _inherit = ['relationship.scorecard.part']
    _order = 'scorecard_id, indicator_sequence, indicator_id, grade_sequence, id'
    _rec_name = 'meaning'

    indicator_id = fields.Many2one(
        'relationship.scorecard.indicator', "Indicator", required=True, ondelete='cascade', index=True)
    grade_id = fields.Many2one('relationship.scorecard.grade', "Score Grade", required=True, ondelete='cascade', index=True)
    scorecard_id = fields.Many2one(related='indicator_id.scorecard_id', store=True, index=True)
    indicator_sequence = fields.Integer("Place of the Indicator", related='indicator_id.sequence', store=True)
    grade_sequence = fields.Integer("Place of the Grade", related='grade_id.sequence', store=True)
    bound = fields.Float(
        digits=(16, 4), help="The number from which on (or up to which, where less is better) the grade is earned. "
                             "The worst grade takes what is left and needs none.")
    meaning = fields.Char(translate=True)
    source = fields.Selection(related='indicator_id.source')
    bound_text = fields.Char("Range", compute='_compute_bound_text')

    _row_unique = models.Constraint(
        'UNIQUE (indicator_id, grade_id)', "Each indicator has one meaning for each grade.")

    @api.constrains('indicator_id', 'grade_id')
    def _check_scorecard(self):
        if any(row.grade_id.scorecard_id != row.scorecard_id for row in self):
            raise ValidationError(self.env._("The grade belongs to another scorecard."))

    @api.constrains('bound')
    def _check_bound(self):
        if any(not (math.isfinite(row.bound) and abs(row.bound) <= BOUND_MAX) for row in self):
            raise ValidationError(self.env._("Bounds must be numbers of at most 1,000,000,000,000."))

    @api.depends('bound', 'indicator_id.source', 'indicator_id.lower_is_better', 'grade_sequence',
                 'scorecard_id.grade_ids.sequence')
    @api.depends_context('lang')
    def _compute_bound_text(self):
        """The bound as people read it; the worst grade is everything else."""
        for row in self:
            if row.source == 'manual' or not row.source:
                row.bound_text = False
            elif row.grade_id == row.scorecard_id._scale()[-1:]:
                row.bound_text = self.env._("all else")
            else:
                digits = 0 if float(row.bound).is_integer() else 2
                sign = "≤" if row.indicator_id.lower_is_better else "≥"
                row.bound_text = f"{sign} {formatLang(self.env, row.bound, digits=digits)}"

    def _text(self):
        """Grade, bound and words in one line: "A ≥ 20: clear growth"."""
        self.ensure_one()
        head = " ".join(filter(None, [self.grade_id.name, self.bound_text]))
        return f"{head}: {self.meaning}" if self.meaning else head
