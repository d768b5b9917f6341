from datetime import datetime

from odoo.fields import Command

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


class SaleCase(AccountTestInvoicingCommon):
    """Whoever acts sells, invoices and administers customer relations."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("sales_team.group_sale_manager") \
            | cls.quick_ref("crm_relationship.group_administrator")


class SaleFactsCase(SaleCase):
    """A customer with orders, invoices and refunds of a product that costs 60 and sells for 100."""

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
