from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .hospitality_common import HospitalityCase


@tagged('post_install', '-at_install')
class TestGiftCatalogue(HospitalityCase):
    """Keepers and administrators keep the gifts, and no other product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea, cls.machine = cls.env['product.template'].create([
            {'name': "茶叶礼盒", 'relationship_is_gift': True, 'list_price': 300},
            {'name': "数控机床", 'list_price': 500000}])

    def test_who_keeps_gifts(self):
        """Role by role: gifts, other products, making one with and without the mark."""
        for role in self.users:
            keeps = role in ('keeper', 'appadmin')
            with self.subTest(role=role):
                tea, machine = (record.with_user(self.users[role]) for record in (self.tea, self.machine))
                self.assertTrue(tea.has_access('read') and machine.has_access('read'))
                self.assertEqual(tea.has_access('write'), keeps)
                self.assertEqual(tea.product_variant_id.has_access('write'), keeps)
                self.assertFalse(machine.has_access('write'))
                self.assertFalse(machine.product_variant_id.has_access('write'))
                self.assertFalse(tea.has_access('unlink'))

    def test_keeper_makes_gifts_only(self):
        Product = self.model('keeper', 'product.template')
        pen = Product.create({'name': "签字笔", 'relationship_is_gift': True, 'standard_price': 98})
        self.assertEqual(len(pen.product_variant_ids), 1)
        pen.write({'relationship_gift_cash': True, 'standard_price': 99, 'active': False})
        with self.assertRaises(AccessError):
            Product.create({'name': "机床"})
        with self.assertRaises(AccessError):
            self.model('keeper', 'product.product').create({'name': "机床"})
        with self.assertRaises(AccessError):
            self.machine.with_user(self.users['keeper']).relationship_is_gift = True

    def test_mark_stays(self):
        """A gift cannot be turned into any product by whom products are no business of."""
        for record in (self.tea, self.tea.product_variant_id):
            with self.assertRaisesRegex(AccessError, "archive it"):
                record.with_user(self.users['keeper']).write({'relationship_is_gift': False})
        manager = new_test_user(self.env, login='h_products', groups='product.group_product_manager,crm_relationship.group_gift_keeper')
        self.machine.with_user(manager).name = "车床"
        self.tea.relationship_gift_cash = True
        self.tea.with_user(manager).relationship_is_gift = False
        self.assertFalse(self.tea.relationship_gift_cash)

    def test_worth(self):
        """The cost, else the sales price, in the company's currency."""
        usd = self.env.ref('base.USD')
        usd.active = True
        abroad = self.env['res.company'].create({'name': "Abroad", 'currency_id': usd.id})
        self.env['res.currency.rate'].create([
            {'name': '2026-01-01', 'currency_id': self.env.ref('base.CNY').id, 'rate': 7, 'company_id': abroad.id},
            {'name': '2026-01-01', 'currency_id': usd.id, 'rate': 1, 'company_id': abroad.id}])
        tea = self.tea.product_variant_id
        self.tea.company_id = self.company
        self.assertEqual(tea._relationship_gift_values(self.company), {tea.id: 300})
        tea.with_company(self.company).standard_price = 210
        self.assertEqual(tea._relationship_gift_values(self.company), {tea.id: 210})
        self.tea.company_id = False
        tea.with_company(abroad).standard_price = 25
        self.assertEqual(tea._relationship_gift_values(abroad), {tea.id: 25})

    def test_screens(self):
        """The catalogue opens for whoever sees the menu, and starts as a gift."""
        action = self.env.ref('crm_relationship.product_template_action_gifts')
        for role in ('specialist', 'keeper'):
            Product = self.model(role, 'product.template')
            views = Product.get_views([(False, 'form'), *((view.id, view.type) for view in action.view_ids.view_id)])
            self.assertIn('relationship_gift_cash', views['views']['form']['arch'])
