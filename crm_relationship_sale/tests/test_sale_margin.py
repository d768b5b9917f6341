from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from .sale_common import SaleFactsCase


@tagged("post_install", "-at_install")
class TestSaleMargin(SaleFactsCase):
    """The margin of the facts is the one Odoo reckons on the orders."""

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
