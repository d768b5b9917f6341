from odoo import api, fields, models


class StockMove(models.Model):
    """A gift leaves the stock once: no two moves carry the same gift. Which one does is sealed."""
    _name = 'stock.move'
    _inherit = ['stock.move', 'approval.sealed']
    _sealed_fields = frozenset({'relationship_gift_line_id'})

    relationship_gift_line_id = fields.Many2one(
        'relationship.gift.request.line', "Gift", readonly=True, copy=False, ondelete='set null')

    _relationship_gift_line_unique = models.UniqueIndex(
        "(relationship_gift_line_id) WHERE relationship_gift_line_id IS NOT NULL",
        "This gift has left the stock already.")

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """The same product for two people stays two moves: one of them may come back."""
        return [*super()._prepare_merge_moves_distinct_fields(), 'relationship_gift_line_id']
