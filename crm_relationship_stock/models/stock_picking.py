from odoo import fields, models


class StockPicking(models.Model):
    """A delivery of gifts, or its return, shows the request behind it, which nobody sets by hand."""
    _name = 'stock.picking'
    _inherit = ['stock.picking', 'approval.sealed']
    _sealed_fields = frozenset({'relationship_gift_request_id'})

    relationship_gift_request_id = fields.Many2one(
        'relationship.gift.request', "Gift Request", readonly=True, index='btree_not_null', check_company=True,
        copy=False, ondelete='set null')

    def _finish_gifts(self):
        """Do what was reserved, in full."""
        self.move_ids.picked = True
        self._action_done()
