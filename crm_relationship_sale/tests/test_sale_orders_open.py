from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .sale_common import SaleCase


@tagged("post_install", "-at_install")
class TestSaleOrdersOpen(SaleCase):
    """“Orders” of a customer leads to what the number counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.salesperson = new_test_user(
            cls.env, "r_sales", "crm_relationship.group_specialist,sales_team.group_sale_salesman_all_leads",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])
        cls.specialist = new_test_user(
            cls.env, "r_specialist", "crm_relationship.group_specialist",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])
        cls.customer = cls.env["res.partner"].create({"name": "东方贸易", "is_company": True})
        cls.buyer = cls.env["res.partner"].create({"name": "王先生", "parent_id": cls.customer.id})
        cls.profile = cls.env["relationship.profile"]._for_partners(cls.customer, cls.company)
        cls.profile.shared_user_ids = cls.salesperson | cls.specialist
        cls.orders = cls.env["sale.order"].create([
            {"partner_id": cls.buyer.id, "order_line": [Command.create({"product_id": cls.product_a.id, "price_unit": 100})]}
            for _index in range(2)])
        cls.orders[0].action_confirm()

    def imported(self):
        source = self.env["relationship.purchase.source"].create({"name": "Shop", "company_id": self.company.id})
        self.env.cr.execute(
            """INSERT INTO relationship_purchase (partner_id, company_id, source_id, date, amount, order_key, order_line)
               VALUES (%s, %s, %s, '2026-03-01', 100, 'T-1', 1)""", [self.customer.id, self.company.id, source.id])

    def opened(self, user, method="action_purchases"):
        """The records behind a button, and the action."""
        profile = self.profile.with_user(user)
        action = getattr(profile, method)()
        return self.env[action["res_model"]].with_user(user).search(action["domain"]), action

    def test_sale_orders(self):
        """Confirmed orders of the customer and its people; quotations are no orders yet."""
        self.assertEqual(self.opened(self.salesperson)[0], self.orders[0])
        self.company.relationship_sale_facts = "none"
        self.assertEqual(self.opened(self.salesperson)[1]["res_model"], "relationship.purchase")

    def test_invoices(self):
        self.company.relationship_sale_facts = "invoice"
        self.orders[0].order_line.qty_delivered = 1
        move = self.orders[0]._create_invoices()
        self.assertFalse(self.opened(self.salesperson)[0])
        move.action_post()
        self.assertEqual(self.opened(self.salesperson)[0], move)

    def test_imported_beside(self):
        """Imported purchases have a button of their own where “Orders” leads elsewhere."""
        with Form(self.profile.with_user(self.salesperson)) as form:
            self.assertEqual(form.imported_purchase_count, 0)
        self.imported()
        self.env.invalidate_all()
        with Form(self.profile.with_user(self.salesperson)) as form:
            self.assertEqual(form.imported_purchase_count, 1)
        self.assertEqual(self.opened(self.salesperson, "action_imported_purchases")[0].order_key, "T-1")
        self.orders[0]._action_cancel()
        self.env.invalidate_all()
        self.assertEqual(self.profile.with_user(self.salesperson).imported_purchase_count, 0)
        self.assertEqual(self.opened(self.salesperson)[0].order_key, "T-1")

    def test_without_access_to_sales(self):
        """Who may not see sale orders sees the imported ones, or is told where the orders are."""
        records, action = self.opened(self.specialist)
        self.assertFalse(records)
        self.assertIn("Sales", action["help"])
        self.imported()
        self.assertEqual(self.opened(self.specialist)[0].order_key, "T-1")
        self.assertEqual(self.profile.with_user(self.specialist).imported_purchase_count, 0)
