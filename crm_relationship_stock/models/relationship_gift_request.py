from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipGiftRequest(models.Model):
    """The keeper issues storable gifts from the stock: a delivery made and done by Odoo's own methods.

    Who may issue was checked by `action_issue`, which also sees to it that it happens once; keepers need no
    rights in the inventory.
    """
    _inherit = 'relationship.gift.request'

    stock_picking_ids = fields.One2many(
        'stock.picking', 'relationship_gift_request_id', "Transfers", readonly=True, copy=False,
        groups='stock.group_stock_user')
    stock_note = fields.Char("Stock Transfers", compute='_compute_stock_note', compute_sudo=True)

    def _compute_stock_note(self):
        """Number and state of each transfer, for people without rights in the inventory too."""
        pickings = self.env['stock.picking'].search(self._stock_domain(), order='id')
        states = dict(pickings._fields['state']._description_selection(self.env))
        for request in self:
            request.stock_note = ", ".join(
                f"{picking.name} ({states[picking.state]})" for picking in pickings
                if request._origin in (picking | picking.return_id).relationship_gift_request_id) or False

    def _stock_domain(self):
        """The deliveries of these requests and what was returned of them."""
        return Domain('relationship_gift_request_id', 'in', self.ids) | Domain(
            'return_id.relationship_gift_request_id', 'in', self.ids)

    def action_open_stock_pickings(self):
        """The transfers of these gifts, for people with rights in the inventory."""
        self.ensure_one()
        self.check_access('read')
        return {
            **self.env['ir.actions.act_window']._for_xml_id('stock.action_picking_tree_all'),
            'domain': list(self._stock_domain()), 'context': {'create': False}}

    def _gift_issued(self):
        super()._gift_issued()
        for request in self:
            request._deliver_gifts()

    def _deliver_gifts(self):
        """Take the storable gifts of this request out of the stock; sudo record.

        :raise UserError: there is no warehouse, or not enough in stock
        """
        self.ensure_one()
        lines = self.line_ids.filtered('product_id.is_storable')
        if not lines:
            return
        company = self.company_id
        picking_type, location = company._gift_picking_type(), company._gift_location()
        if not picking_type or not location:
            raise UserError(self.env._(
                "%s has no warehouse to take gifts from. Ask the administrator to choose an operation type for gifts.",
                company.name))
        lines._check_in_stock(location)
        destination = picking_type.default_location_dest_id or self.env.ref('stock.stock_location_customers')
        picking = self.env['stock.picking'].with_company(company).create({
            'picking_type_id': picking_type.id, 'company_id': company.id, 'partner_id': self.partner_id.id,
            'origin': self.name, 'location_id': location.id, 'location_dest_id': destination.id,
            'move_ids': [fields.Command.create(line._gift_move_values(location, destination)) for line in lines]})
        picking._sealed_write({'relationship_gift_request_id': self.id}, SEAL)
        for move, line in zip(picking.move_ids.sorted('id'), lines):
            move._sealed_write({'relationship_gift_line_id': line.id}, SEAL)
        picking.action_confirm()
        picking.action_assign()
        if short := picking.move_ids.filtered(lambda move: move.state != 'assigned'):
            raise UserError(self.env._(
                "%s is not in stock in the quantity asked for.", ", ".join(short.product_id.mapped('display_name'))))
        picking._finish_gifts()
