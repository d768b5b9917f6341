from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_relationship.tests.gift_common import GiftCase
from odoo.addons.document_approval.models.approval_sealed import SEAL


@tagged('post_install', '-at_install')
class TestGiftStock(GiftCase):
    """Storable gifts leave the stock when the keeper issues them, and come back to it; once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env['stock.warehouse'].search([('company_id', '=', cls.company.id)], limit=1)
        cls.shelf = cls.warehouse.lot_stock_id
        cls.product = cls.storable("茶具", 10)

    @classmethod
    def storable(cls, name, quantity):
        product = cls.env['product.product'].create({
            'name': name, 'type': 'consu', 'is_storable': True, 'relationship_is_gift': True, 'list_price': 100})
        cls.env['stock.quant']._update_available_quantity(product, cls.shelf, quantity)
        return product

    def there(self, product=None, location=None):
        self.env.invalidate_all()
        return self.env['stock.quant']._get_available_quantity(product or self.product, location or self.shelf)

    def gift(self, quantity=2, product=None, **values):
        product = product or self.product
        return {'product_id': product.id, 'name': product.name, 'quantity': quantity, **values}

    def test_issue(self):
        """The keeper has no right in the inventory; the delivery is done and shown on both sides."""
        keeper = self.users['keeper']
        self.assertFalse(keeper.has_group('stock.group_stock_user'))
        request = self.issued_gift(self.gift(3), {'name': "手写贺卡", 'quantity': 1})
        self.assertEqual(self.there(), 7)
        picking = request.sudo().stock_picking_ids
        self.assertEqual((picking.state, picking.origin, picking.partner_id), ('done', request.name, self.customer))
        self.assertEqual(picking.relationship_gift_request_id, request)
        self.assertEqual(picking.move_ids.relationship_gift_line_id, request.line_ids[0])
        self.assertIn(picking.name, request.with_user(self.users['specialist']).stock_note)
        with self.assertRaises(UserError):
            request.with_user(keeper).action_issue()
        self.assertEqual(self.there(), 7)

    def test_no_cost_on_the_way(self):
        """What the keeper takes out of the stock, or is going to, is no cost of a visit; what was bought for it is."""
        visit = self.model('specialist', 'relationship.visit').create({
            'partner_id': self.customer.id, 'date_start': fields.Datetime.now() + timedelta(hours=1), 'duration': 1,
            'expense_line_ids': [Command.create({'item_id': self.gifts.id, 'budget_amount': 300})]})
        line = visit.expense_line_ids
        for issue in (False, True):
            request = (self.issued_gift if issue else self.approved_gift)(
                self.gift(1, unit_value=100), {'name': "鲜花", 'quantity': 1, 'unit_value': 60}, visit_id=visit.id)
            with self.subTest(issue=issue):
                with self.assertRaisesRegex(ValidationError, "leave .*60.00"), self.env.cr.savepoint():
                    line.actual_amount = 60.01
                line.actual_amount = 60
            line.actual_amount = 0
            if not issue:
                request._approval_set_cancelled("取消")

    def test_lack(self):
        """Not enough: what and how much is said, and nothing happened."""
        request = self.approved_gift(self.gift(6), self.gift(5))
        with self.assertRaisesRegex(UserError, "11 needed, 10 at"), self.env.cr.savepoint():
            request.with_user(self.users['keeper']).action_issue()
        request.invalidate_recordset()
        self.assertEqual((request.stage, self.there()), ('to_issue', 10))
        self.assertFalse(request.sudo().stock_picking_ids)

    def test_back(self):
        """What was declined comes back by a return, only that, and once."""
        request = self.issued_gift(self.gift(2), self.gift(3))
        self.assertEqual(self.there(), 5)
        self.hand(request, lines=request.line_ids[0])
        self.hand(request, lines=request.line_ids[1], outcome='refused')
        self.assertEqual(self.there(), 5)
        request.with_user(self.users['keeper']).action_take_back()
        self.assertEqual(self.there(), 8)
        pickings = self.env['stock.picking'].search(request._stock_domain())
        self.assertEqual((len(pickings), set(pickings.mapped('state'))), (2, {'done'}))
        with self.assertRaises(UserError):
            request.with_user(self.users['keeper']).action_take_back()
        self.assertEqual(self.there(), 8)

    def test_returned_in_the_inventory(self):
        """What somebody returned by hand does not come back twice."""
        request = self.issued_gift(self.gift(2))
        wizard = self.env['stock.return.picking'].create({'picking_id': request.sudo().stock_picking_ids.id})
        wizard.product_return_moves.quantity = 2
        wizard._create_return()._finish_gifts()
        self.assertEqual(self.there(), 10)
        self.hand(request, outcome='returned')
        request.with_user(self.users['keeper']).action_take_back()
        self.assertEqual((request.stage, self.there()), ('closed', 10))

    def test_location(self):
        """The company's setting says where gifts lie; another company's is not taken."""
        cupboard = self.env['stock.location'].create({
            'name': "礼品柜", 'location_id': self.shelf.id, 'usage': 'internal', 'company_id': self.company.id})
        self.company.relationship_gift_location_id = cupboard
        request = self.approved_gift(self.gift(1))
        with self.assertRaisesRegex(UserError, "1 needed, 0 at"), self.env.cr.savepoint():
            request.with_user(self.users['keeper']).action_issue()
        self.env['stock.quant']._update_available_quantity(self.product, cupboard, 4)
        request.with_user(self.users['keeper']).action_issue()
        self.assertEqual(self.there(location=cupboard), 3)
        other = self.env['res.company'].create({'name': "别家（测试）"})
        theirs = self.env['stock.warehouse'].search([('company_id', '=', other.id)], limit=1)
        self.company.relationship_gift_picking_type_id = theirs.out_type_id
        self.assertEqual(self.company._gift_picking_type(), self.warehouse.out_type_id)

    def test_without_stock(self):
        """Gifts that are not stored need no delivery, nor a warehouse."""
        request = self.issued_gift({'name': "鲜花"})
        self.assertFalse(request.sudo().stock_picking_ids)
        self.assertFalse(request.stock_note)

    def test_stock_user(self):
        """A stock user sees the delivery, without reading the request; only stock users open the transfers."""
        request = self.issued_gift(self.gift(1))
        storeman = new_test_user(
            self.env, login='g_storeman', groups='stock.group_stock_user', company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)])
        picking = request.sudo().stock_picking_ids.with_user(storeman).with_context(allowed_company_ids=self.company.ids)
        data = picking.web_read({'name': {}, 'relationship_gift_request_id': {'fields': {'display_name': {}}}})
        self.assertEqual(data[0]['relationship_gift_request_id']['id'], request.id)
        with self.assertRaises(UserError):
            picking.relationship_gift_request_id.check_access('read')
        with self.assertRaises(UserError):
            request.with_user(self.users['keeper']).stock_picking_ids  # noqa: B018 (reading is the attack)

    def test_sealed(self):
        """Nobody ties a move or a transfer to a gift by hand, whatever the rights in the inventory."""
        request = self.issued_gift(self.gift(1))
        keeper = new_test_user(
            self.env, login='stock_boss', groups='stock.group_stock_manager', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        picking = request.sudo().stock_picking_ids.with_user(keeper)
        other = picking.copy()
        line = request.line_ids.id
        for act in (lambda: other.write({'relationship_gift_request_id': request.id}),
                    lambda: picking.write({'relationship_gift_request_id': False}),
                    lambda: other.move_ids.write({'relationship_gift_line_id': line}),
                    lambda: other.write({'move_ids': [Command.update(other.move_ids.id, {'relationship_gift_line_id': line})]}),
                    lambda: picking.copy({'relationship_gift_request_id': request.id})):
            with self.assertRaisesRegex(UserError, "cannot be set by hand"), self.env.cr.savepoint():
                act()
        made = other.with_context(default_relationship_gift_request_id=request.id).copy()
        self.assertFalse(made.sudo().relationship_gift_request_id)

    def test_only_their_own_deliveries(self):
        """A move of another transfer that bears the gift's link, however it got it, is not returned."""
        request = self.issued_gift(self.gift(1))
        self.hand(request, outcome='returned')
        delivery = request.sudo().stock_picking_ids
        other = delivery.copy()
        other.move_ids.product_uom_qty = 5
        other.action_confirm()
        other.action_assign()
        other._finish_gifts()
        self.assertEqual((other.state, self.there()), ('done', 4))
        delivery.move_ids._sealed_write({'relationship_gift_line_id': False}, SEAL)
        other.move_ids._sealed_write({'relationship_gift_line_id': request.line_ids.id}, SEAL)
        request.with_user(self.users['keeper']).action_take_back()
        self.assertEqual(self.there(), 4)
