from datetime import datetime

from odoo.tests import tagged

from .sale_common import SaleFactsCase


@tagged("post_install", "-at_install")
class TestSaleFacts(SaleFactsCase):
    """Odoo's own sales as purchases: orders or invoices, refunds, currencies, companies."""

    def test_confirmed_orders(self):
        """Untaxed, by the commercial partner, with sale_margin's cost; quotations and cancelled orders do not count."""
        self.order(confirm=False)
        cancelled = self.order()
        order = self.order()
        cancelled._action_cancel()
        self.assertEqual(self.facts(), [("东方贸易", "2026-03-05", 1000.0, 600.0, self.product.id, f"sale-{order.id}")])
        order._action_cancel()
        self.assertEqual(self.facts(), [])

    def test_day_of_the_company(self):
        """An order confirmed late in the evening in UTC was the next morning's in Shanghai."""
        self.order(day=datetime(2026, 3, 5, 17))
        self.assertEqual(self.facts()[0][1], "2026-03-06")

    def test_unknown_cost(self):
        self.product.standard_price = 0
        self.order()
        self.assertIsNone(self.facts()[0][3])

    def test_changed_cost_and_price(self):
        """Facts are what the order says now: nothing is copied that could grow stale."""
        order = self.order()
        order.order_line.filtered("product_id").write({"purchase_price": 70, "price_unit": 90})
        self.assertEqual([fact[2:4] for fact in self.facts()], [(900.0, 700.0)])

    def test_order_in_a_foreign_currency(self):
        """At the order's own rate, whatever the rate became since."""
        pricelist = self.env["product.pricelist"].create({"name": "EUR", "currency_id": self.foreign.id})
        order = self.order(pricelist_id=pricelist.id, price=400.0)
        self.assertEqual(order.currency_id, self.foreign)
        rate = order.currency_rate
        self.assertNotEqual(rate, 1)
        line = order.order_line.filtered("product_id")
        (_name, _day, amount, cost, _product, _key), = self.facts()
        self.assertAlmostEqual(amount, 4000 / rate, 2)
        self.assertAlmostEqual(cost, line.purchase_price * 10 / rate, 2)
        self.assertAlmostEqual(cost, 600, 2)

    def test_refund_of_an_order(self):
        """What is taken back counts as negative on its day, with its share of the cost."""
        order = self.order()
        self.refund(self.invoice(order), 3)
        self.assertEqual([fact[1:4] for fact in self.facts()], [("2026-03-05", 1000.0, 600.0), ("2026-04-01", -300.0, -180.0)])

    def test_refund_and_new_invoice(self):
        """A corrected invoice is no return: the order counts once."""
        order = self.order()
        move = self.invoice(order)
        self.refund(move, 10)
        self.invoice(order, "2026-04-02")
        self.assertEqual([fact[2] for fact in self.facts()], [1000.0])

    def test_drafts_take_nothing_back(self):
        order = self.order()
        self.invoice(order)._reverse_moves()
        self.assertEqual([fact[2] for fact in self.facts()], [1000.0])

    def test_down_payment(self):
        """Paying in advance buys nothing more."""
        order = self.order()
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids, active_model="sale.order").create(
            {"advance_payment_method": "percentage", "amount": 50})
        wizard.create_invoices()
        order.invoice_ids.action_post()
        self.assertEqual([fact[2] for fact in self.facts()], [1000.0])

    def test_invoices_instead(self):
        """By the invoice's day; refunds negative; drafts and orders not at all; cost from the order."""
        self.company.relationship_sale_facts = "invoice"
        order = self.order()
        self.assertEqual(self.facts(), [])
        move = self.invoice(order)
        refund = self.refund(move, 4)
        self.assertEqual(self.facts(), [
            ("东方贸易", "2026-03-10", 1000.0, 600.0, self.product.id, f"invoice-{move.id}"),
            ("东方贸易", "2026-04-01", -400.0, -240.0, self.product.id, f"invoice-{move.id}")])
        move._reverse_moves()
        self.assertEqual(len(self.facts()), 2)
        refund.button_draft()
        self.assertEqual([fact[2] for fact in self.facts()], [1000.0])

    def test_neither(self):
        self.company.relationship_sale_facts = "none"
        self.invoice(self.order())
        self.assertEqual(self.facts(), [])

    def test_companies_do_not_mix(self):
        other = self.setup_other_company()["company"]
        self.order()
        for facts in ("order", "invoice", "none"):
            other.relationship_sale_facts = facts
            self.assertEqual(self.facts(other), [])

    def test_the_pass_counts_them(self):
        """The customer's profile has the sales, the margin and the number of orders."""
        self.refund(self.invoice(self.order(day=datetime.now())), 3)
        self.order(quantity=1, day=datetime.now())
        profiles = self.env["relationship.profile"]
        profiles._refresh(self.group, self.company)
        profile = profiles.search([("partner_id", "=", self.group.id), ("company_id", "=", self.company.id)])
        self.assertEqual((profile.order_count, profile.amount_total), (2, 800.0))
        self.assertEqual((profile.amount_12m, profile.cost_12m, profile.margin_12m), (800.0, 480.0, 320.0))

    def test_another_source_asks_for_a_pass(self):
        """Customers are classified anew when what counts as their purchases changes."""
        runs = self.env["relationship.pass.run"]
        self.env["relationship.profile"]._run_pass(self.company)
        self.company.relationship_sale_facts = "order"
        self.assertNotIn(self.company, runs.search([("state", "=", "due")]).company_id)
        self.company.relationship_sale_facts = "invoice"
        self.assertIn(self.company, runs.search([("state", "=", "due")]).company_id)
