from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.evaluation_score import grade_of, misplaced

#: where the number of an indicator comes from; without a number the evaluator judges by hand
SOURCES = [
    ('manual', "Judged by Hand"), ('amount_12m', "Sales of 12 Months"), ('growth', "Sales Growth (%)"),
    ('margin_rate', "Margin Rate (%)"), ('lifetime_amount', "Lifetime Sales"), ('wallet_share', "Share of Wallet (%)"),
    ('cooperation_years', "Years of Cooperation"), ('order_count', "Orders in the Period"),
    ('payment_days', "Days until Payment"), ('complaint_count', "Complaints in the Period"),
    ('satisfaction', "Satisfaction (1–5)"), ('interaction_count', "Interactions of 3 Months")]
#: less is better
LOWER_IS_BETTER = frozenset({'payment_days', 'complaint_count'})


class RelationshipScorecardIndicator(models.Model):
    """评估指标: what is judged, how much it weighs, and the number it is read from (F9.3–5)."""
    _name = 'relationship.scorecard.indicator'
    _description = "Scorecard Indicator"
    _inherit = ['relationship.scorecard.part']
    _order = 'scorecard_id, sequence, id'

    scorecard_id = fields.Many2one('relationship.scorecard', "Scorecard", required=True, ondelete='cascade', index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Indicator", required=True, translate=True)
    weight = fields.Float(digits=(5, 2), required=True, help="In percent; all weights together are 100.")
    source = fields.Selection(
        SOURCES, "Read from", required=True, default='manual',
        help="A number of the customer that gives the grade by itself. Where it is unknown, the evaluator judges.")
    lower_is_better = fields.Boolean(
        compute='_compute_lower_is_better', store=True, readonly=False,
        help="The bounds are upper limits: fewer complaints are better.")
    guide = fields.Char("What to Look at", translate=True)
    meaning_ids = fields.One2many('relationship.scorecard.meaning', 'indicator_id', "What Each Grade Means", copy=False)

    @api.depends('source')
    def _compute_lower_is_better(self):
        for indicator in self:
            indicator.lower_is_better = indicator.source in LOWER_IS_BETTER

    @api.constrains('weight')
    def _check_weight(self):
        if any(not 0 < indicator.weight <= 100 for indicator in self):
            raise ValidationError(self.env._("A weight lies above 0 and at most at 100 percent."))

    def _bounds(self, scale=None):
        """``(grade, bound)`` from the best grade to the worst."""
        self.ensure_one()
        bounds = {row.grade_id: row.bound for row in self.meaning_ids}
        return [(grade, bounds.get(grade, 0.0)) for grade in scale or self.scorecard_id._scale()]

    def _grade_of(self, value):
        """The grade that a number of the customer earns."""
        return grade_of(value, self._bounds(), self.lower_is_better)

    def _bounds_problem(self, scale):
        """Why the bounds decide nothing, as a message; '' when they do or none are needed."""
        grade = self.source != 'manual' and misplaced(self._bounds(scale), self.lower_is_better)
        if not grade:
            return ''
        return self.env._(
            "%(indicator)s: the bound of grade %(grade)s must lie below that of the grade above it. Set the bounds "
            "on the page “What Each Grade Means”.", indicator=self.name, grade=grade.name) if not self.lower_is_better \
            else self.env._(
                "%(indicator)s: the limit of grade %(grade)s must lie above that of the grade above it. Set the limits "
                "on the page “What Each Grade Means”.", indicator=self.name, grade=grade.name)
