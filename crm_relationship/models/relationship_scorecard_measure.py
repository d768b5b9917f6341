from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .relationship_scorecard import VERDICT_SELECTION

PERCENT_MIN, PERCENT_MAX = 10, 1000
MEASURE_KINDS = [
    ('visit_interval', "Change the Visit Interval"), ('countermeasure', "Propose a Countermeasure"),
    ('credit', "Propose a Change of Credit"), ('service', "Propose a Service Scheme")]


class RelationshipScorecardMeasure(models.Model):
    """What a signed verdict brings about: data of the scorecard, frozen with it."""
    _name = 'relationship.scorecard.measure'
    _description = "Measure after a Verdict"
    _inherit = ['relationship.scorecard.part']
    _order = 'scorecard_id, verdict, sequence, id'
    _rec_name = 'kind'

    scorecard_id = fields.Many2one('relationship.scorecard', "Scorecard", required=True, ondelete='cascade', index=True)
    sequence = fields.Integer(default=10)
    verdict = fields.Selection(VERDICT_SELECTION, required=True)
    kind = fields.Selection(MEASURE_KINDS, "Measure", required=True)
    percent = fields.Integer(
        "Of the Tier's Interval (%)", default=100,
        help="50: visits twice as often as the value tier says. 200: half as often.")
    text = fields.Char("Proposal", translate=True, help="What is proposed, in words.")

    @api.constrains('kind', 'percent', 'text')
    def _check_details(self):
        for measure in self:
            if measure.kind == 'visit_interval':
                if not PERCENT_MIN <= measure.percent <= PERCENT_MAX:
                    raise ValidationError(self.env._(
                        "The visit interval changes to between %(low)s and %(high)s percent of the tier's.",
                        low=PERCENT_MIN, high=PERCENT_MAX))
            elif not (measure.text or '').strip():
                raise ValidationError(self.env._("Say in words what is proposed."))

    def _what(self):
        """What the measure does, in words."""
        self.ensure_one()
        if self.kind == 'visit_interval':
            return self.env._("%s percent of the tier's interval", self.percent)
        return self.text
