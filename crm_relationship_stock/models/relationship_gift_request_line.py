from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class RelationshipGiftRequestLine(models.Model):
    """A gift as a stock move, and back."""
    _inherit = 'relationship.gift.request.line'

    def _claimable(self):
        """What comes out of the stock nobody paid for on the way."""
        lines = super()._claimable()
        moved = self.env['stock.move'].sudo().search([
            ('relationship_gift_line_id', 'in', lines.ids), ('state', '=', 'done')]).relationship_gift_line_id
        return (lines - moved).filtered(lambda line: line.request_id.issued_date or not line.product_id.is_storable)

    def _check_in_stock(self, location):
        """Raise UserError naming each product of which there is less at ``location`` than ``self`` needs."""
        missing = []
        for product, lines in self.grouped('product_id').items():
            needed = sum(lines.mapped('quantity'))
            there = self.env['stock.quant']._get_available_quantity(product, location)
            if product.uom_id.compare(there, needed) < 0:
                missing.append(self.env._(
                    "• %(product)s: %(needed)s needed, %(there)s at %(location)s", product=product.display_name,
                    needed=f"{needed:g}", there=f"{there:g}", location=location.display_name))
        if missing:
            raise UserError("\n".join([
                self.env._("Not enough in stock. Receive the gifts first, or correct the stock:"), *missing]))

    def _gift_move_values(self, location, destination):
        """Values of the move that takes this gift out of the stock."""
        self.ensure_one()
        return {
            'product_id': self.product_id.id, 'product_uom_qty': self.quantity, 'product_uom': self.product_id.uom_id.id,
            'company_id': self.company_id.id, 'location_id': location.id,
            'location_dest_id': destination.id}

    def _gift_returned(self):
        """What left the stock comes back to it, by Odoo's return of the delivery."""
        super()._gift_returned()
        moves = self.env['stock.move'].search([
            ('relationship_gift_line_id', 'in', self.ids), ('state', '=', 'done'),
            ('company_id', 'in', self.company_id.ids),
            ('picking_id.relationship_gift_request_id', 'in', self.request_id.ids)])
        for picking, gone in moves.grouped('picking_id').items():
            back = {move: move.quantity - sum(
                move.returned_move_ids.filtered(lambda other: other.state == 'done').mapped('quantity'))
                for move in gone}
            if not any(quantity > 0 for quantity in back.values()):
                continue  # somebody returned them in the inventory already
            wizard = self.env['stock.return.picking'].with_company(picking.company_id).create({'picking_id': picking.id})
            wizard.product_return_moves = [
                Command.update(line.id, {'quantity': max(back.get(line.move_id, 0), 0)})
                for line in wizard.product_return_moves]
            wizard._create_return()._finish_gifts()
