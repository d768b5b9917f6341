from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install")
class TestSaleFacts(AccountTestInvoicingCommon):
    """Odoo's own sales as purchases: orders or invoices, refunds, currencies, companies."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("sales_team.group_sale_manager") \
            | cls.quick_ref("crm_relationship.group_administrator")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.group = cls.env["res.partner"].create({"name": "东方贸易", "is_company": True})
        cls.buyer = cls.env["res.partner"].create({"name": "王先生", "parent_id": cls.group.id})
        cls.product = cls.env["product.product"].create(
            {"name": "轴承", "list_price": 100, "standard_price": 60, "invoice_policy": "order", "type": "service"})
        cls.foreign = cls.setup_other_currency("EUR", rates=[("2016-01-01", 2.0), ("2017-01-01", 4.0)])

    def order(self, quantity=10, price=100.0, confirm=True, day=datetime(2026, 3, 5, 10), **values):
        order = self.env["sale.order"].create({
            "partner_id": self.buyer.id, "date_order": day, **values,
            "order_line": [
                Command.create({"display_type": "line_section", "name": "Section"}),
                Command.create({"product_id": self.product.id, "product_uom_qty": quantity, "price_unit": price,
                                "tax_ids": [Command.set(self.company_data["default_tax_sale"].ids)]}),
            ]})
        if confirm:
            order.action_confirm()
            order.date_order = day
        return order

    def facts(self, company=None):
        """The sales facts of the company: list of (partner, day, amount, cost, product, order key)."""
        company = company or self.company
        self.env.flush_all()
        rows = []
        for query in self.env["relationship.profile"]._purchase_fact_queries(company):
            rows += self.env.execute_query(query)
        return sorted(
            (self.env["res.partner"].browse(partner).name, str(day), float(amount), None if cost is None else float(cost), product, key)
            for partner, day, amount, cost, product, key in rows)

    def invoice(self, order, day="2026-03-10"):
        move = order._create_invoices()
        move.invoice_date = day
        move.action_post()
        return move

    def refund(self, move, quantity, day="2026-04-01"):
        refund = move._reverse_moves([{"invoice_date": day, "date": day}])
        refund.invoice_line_ids.filtered("product_id").quantity = quantity
        refund.action_post()
        return refund

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

    def margin(self):
        """Sales and margin as the pass counts them: of the facts whose cost is known."""
        costed = [fact for fact in self.facts() if fact[3] is not None]
        return sum(fact[2] for fact in costed), sum(fact[2] - fact[3] for fact in costed)

    def discounted(self, *extra, **values):
        """A sale of 1,000 that cost 600, with 100 taken off by Odoo's own wizard."""
        order = self.order(confirm=False, **values)
        order.order_line += self.env["sale.order.line"].create([{"order_id": order.id, **line} for line in extra])
        self.env["sale.order.discount"].create({
            "sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.1}).action_apply_discount()
        order.action_confirm()
        order.date_order = datetime(2026, 3, 5, 10)
        return order

    def test_margin_is_that_of_sale_margin(self):
        """Discount lines and presents lower the margin; sale_margin itself is what it is compared with."""
        order = self.discounted()
        self.assertEqual((order.amount_untaxed, order.margin), (900, 300))
        self.assertEqual(self.margin(), (900, 300))
        present = self.order(quantity=2, price=0)
        self.assertEqual(present.margin, -120)
        self.assertEqual(self.margin(), (900, order.margin + present.margin))
        back = self.order(quantity=-1)
        self.assertEqual(self.margin(), (800, order.margin + present.margin + back.margin))

    def test_discount_where_no_cost_is_known(self):
        """Where nobody entered costs the margin stays unknown; a return of such a product is no discount."""
        self.product.standard_price = 0
        self.discounted()
        self.order(quantity=-1)
        self.assertEqual({fact[3] for fact in self.facts()}, {None})

    def test_returned_with_its_discount(self):
        """What is taken back whole leaves nothing, and the discount taken back is no new purchase."""
        move = self.invoice(self.discounted())
        move._reverse_moves([{"invoice_date": "2026-04-01", "date": "2026-04-01"}]).action_post()
        self.assertEqual(self.margin(), (0, 0))
        self.assertEqual(sum(fact[2] for fact in self.facts()), 0)
        self.assertFalse([fact for fact in self.facts() if fact[1] > "2026-03-31" and fact[2] > 0])

    def test_margin_by_invoices(self):
        """Invoiced, the same orders have the same margin; invoices without an order have none."""
        self.company.relationship_sale_facts = "invoice"
        order = self.discounted({"product_id": self.product.id, "product_uom_qty": 1, "price_unit": 0})
        self.assertEqual(order.margin, 240)
        move = self.invoice(order)
        self.assertEqual(self.margin(), (900, order.margin))
        refund = move._reverse_moves([{"invoice_date": "2026-04-01", "date": "2026-04-01"}])
        refund.action_post()
        self.assertEqual(self.margin(), (0, 0))
        self.assertEqual({fact[5] for fact in self.facts()}, {f"invoice-{move.id}"})
        plain = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": self.buyer.id, "invoice_date": "2026-05-01",
            "invoice_line_ids": [Command.create({"name": "x", "quantity": 1, "price_unit": price}) for price in (50, -10)]})
        plain.action_post()
        self.assertEqual(self.margin(), (0, 0))

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
