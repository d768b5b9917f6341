from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .claim_common import PNG, ClaimCase


@tagged('post_install', '-at_install')
class TestClaimVisit(ClaimCase):
    """A visit's costs and its advance (P2 ③ ⑩)."""

    def test_lifecycle(self):
        """Applied for with an advance, made, claimed, paid, settled."""
        visit = self.visited(advance=400, meals=500, transport=100, actual={'meals': 450, 'transport': 80})
        self.assertEqual(visit.claim_state, 'to_claim')
        expenses = self.claim(visit)
        self.assertEqual(sorted(expenses.mapped('total_amount')), [80, 450])
        self.assertEqual(expenses.relationship_visit_id, visit)
        self.assertEqual(set(expenses.mapped('date')), {self.company._local_day(visit.date_start)})
        self.assertEqual((visit.claim_state, visit.claim_amount, visit.advance_balance), ('claimed', 530, -130))
        self.pay(expenses)
        self.assertEqual((visit.approval_state, visit.claim_state), ('approved', 'paid'))
        self.as_user('finance', visit).action_advance_settled()
        self.assertEqual((visit.approval_state, visit.claim_state), ('settled', 'paid'))
        self.assertEqual(visit.approval_settled_amount, 530)
        self.assertEqual(visit.sudo().approval_request_id._verify(), {})

    def test_gift_back_after_the_claim(self):
        """A cost that is claimed keeps nobody from recording that the gift came back; one that is not is corrected first."""
        gift = self.model('specialist', 'relationship.gift.request').create({
            'partner_id': self.customer.id, 'purpose': "中秋问候", 'line_ids': [
                Command.create({'recipient_id': self.contact.id, 'name': "龙井茶", 'unit_value': 100})]})
        gift._sealed_write({'approval_state': 'approved', 'issued_date': fields.Datetime.now()}, SEAL)
        visit, today = self.visited(gifts=100), self.company._relationship_today()
        with self.assertRefused("needs an approved gift request"):
            gift._hand_over(gift.line_ids, 'returned', today, reason="退回")
        self.claim(visit)
        gift._hand_over(gift.line_ids, 'returned', today, reason="退回")
        self.assertEqual(gift.line_ids.outcome, 'returned')

    def test_advance(self):
        """(advance, spent, balance, sentence): to be paid back, to be received, nothing left."""
        for advance, spent, balance, sentence in (
                (500, 380, 120, "120.00.*paid back"), (300, 500, -200, "200.00.*to be paid to the visitor"),
                (500, 500, 0, "nothing is left")):
            with self.subTest(advance=advance, spent=spent):
                visit = self.visited(advance=advance, meals=500, actual={'meals': spent})
                expense = self.claim(visit)
                self.assertEqual(visit.advance_balance, balance)
                self.assertRegex(visit.advance_text, sentence)
                self.assertEqual(expense.relationship_advance_text, visit.advance_text)
                self.assertEqual(expense.relationship_advance_amount, min(advance, spent))
        refused = self.refuse(expense)
        self.assertEqual((visit.advance_balance, refused.relationship_advance_amount), (500, 0))

    def test_advance_shares(self):
        """The advance pays the expenses one after the other, and never more than it is."""
        visit = self.visited(advance=500, meals=500, transport=100, actual={'meals': 450, 'transport': 100})
        expenses = self.claim(visit).sorted('id')
        self.assertEqual(sum(expenses.mapped('relationship_advance_amount')), 500)
        self.assertEqual(expenses[0].relationship_advance_amount, expenses[0].total_amount)

    def test_advance_in_dollars(self):
        dollars = self.dollars(rate=0.2)
        visit = self.visited(advance=100, currency=dollars, meals=120, actual={'meals': 90})
        expense = self.claim(visit)
        self.assertEqual((expense.currency_id, expense.total_amount), (dollars, 450))
        self.assertEqual((visit.advance_balance, expense.relationship_advance_amount), (10, 90))
        self.assertIn("10.00", visit.advance_text)

    def test_above_the_approval(self):
        """(percent, spent, allowed): a visit that cost more needs a supplement first."""
        for percent, spent, allowed in ((0, 500, True), (0, 500.01, False), (4, 520, True), (4, 520.01, False)):
            with self.subTest(percent=percent, spent=spent):
                self.company.relationship_overrun_percent = percent
                visit = self.visited(meals=500, actual={'meals': spent})
                self.assertEqual(visit.is_over_approved, not allowed)
                if allowed:
                    self.assertTrue(self.claim(visit))
                else:
                    with self.assertRefused("supplementary approval"):
                        self.claim(visit)
                    self.assertFalse(visit.sudo().claim_ids)

    def test_not_yet(self):
        """Neither before the visit nor without an application."""
        visit = self.plan(expense_line_ids=self.costs(meals=500))
        with self.assertRefused("claimed from the signed daily report"):
            self.claim(visit)
        self.sign(visit, 'supervisor', 'manager')
        self.assertFalse(visit.claim_state)
        with self.assertRefused("not finished yet"):
            self.claim(visit, days=0)

    def test_claimed_costs_stay(self):
        """Amount and receipt of a claimed cost do not change under the expense."""
        visit = self.visited(meals=500)
        line = visit.expense_line_ids.filtered('actual_amount')
        line.write({'receipt': PNG, 'receipt_name': "发票.png"})
        expense = self.claim(visit)
        self.assertEqual(expense.attachment_ids.mapped('name'), ["发票.png"])
        for vals in ({'actual_amount': 5}, {'receipt': False}):
            with self.assertRefused("is claimed as an expense"):
                line.write(vals)
        line.note = "备注"
        self.refuse(expense)
        line.actual_amount = 400
        self.assertEqual(self.claim(visit).total_amount, 400)
