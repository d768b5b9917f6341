from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipRfmSegment(models.Model):
    """A named group of RFM scores (N4), read top-down; the first whose ranges hold wins."""
    _name = 'relationship.rfm.segment'
    _description = "RFM Segment"
    _inherit = ['relationship.rule.mixin']

    recency_min = fields.Integer("Recency from", default=1)
    recency_max = fields.Integer("Recency to", default=5)
    frequency_min = fields.Integer("Frequency from", default=1)
    frequency_max = fields.Integer("Frequency to", default=5)
    monetary_min = fields.Integer("Monetary from", default=1)
    monetary_max = fields.Integer("Monetary to", default=5)

    @api.constrains('recency_min', 'recency_max', 'frequency_min', 'frequency_max',
                    'monetary_min', 'monetary_max')
    def _check_bounds(self):
        for segment in self:
            for low, high in segment._ranges():
                if not 1 <= low <= high <= 5:
                    raise ValidationError(self.env._("Scores run from 1 to 5, the lower one first."))

    def _ranges(self):
        """The (from, to) pairs in the order recency, frequency, monetary."""
        return ((self.recency_min, self.recency_max), (self.frequency_min, self.frequency_max),
                (self.monetary_min, self.monetary_max))

    def _snapshot(self):
        """The segments as plain data: what the pass computes with and a rule version remembers."""
        return [{
            'id': segment.id, 'name': segment.name,
            'ranges': [list(bounds) for bounds in segment._ranges()],
        } for segment in self]
