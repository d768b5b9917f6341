from datetime import date

from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install")
class TestEvaluationPayment(AccountTestInvoicingCommon):
    """How long a customer takes to pay, as an evaluation reads it."""

    def invoice(self, day, amount, paid=None):
        """A posted invoice, paid in full on ``paid``."""
        invoice = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": self.partner_a.id, "invoice_date": day,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [(0, 0, {"name": "x", "quantity": 1, "price_unit": amount, "tax_ids": [(5,)]})],
        })
        invoice.action_post()
        if paid:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({"payment_date": paid}).action_create_payments()
        return invoice

    def test_days_until_payment(self):
        """Weighted by amount; open invoices and those of other periods do not count."""
        self.invoice(date(2026, 3, 1), 1000, date(2026, 3, 31))
        self.invoice(date(2026, 4, 1), 3000, date(2026, 5, 21))
        self.invoice(date(2026, 5, 1), 500)
        self.invoice(date(2025, 1, 1), 500, date(2025, 1, 2))
        profile = self.env["relationship.profile"]._for_partners(self.partner_a, self.env.company)
        read = profile._evaluation_numbers(self.env.company, {"payment_days"}, date(2026, 1, 1), date(2026, 12, 31))
        number = read["payment_days"][self.partner_a.commercial_partner_id.id]
        self.assertEqual((number["value"], number["count"]), ((1000 * 30 + 3000 * 50) / 4000, 2))

    def test_unknown_without_payments(self):
        self.invoice(date(2026, 5, 1), 500)
        profile = self.env["relationship.profile"]._for_partners(self.partner_a, self.env.company)
        read = profile._evaluation_numbers(self.env.company, {"payment_days"}, date(2026, 1, 1), date(2026, 12, 31))
        self.assertFalse(read["payment_days"])
