from odoo.exceptions import AccessError
from odoo.tests import tagged

from .claim_common import ClaimCase


@tagged('post_install', '-at_install')
class TestClaimAdvance(ClaimCase):
    """拜访款项支持: what takes from it, and its end, which a settled visit waits for (P2 ③ ⑩)."""

    def settle(self, visit, role='finance'):
        self.as_user(role, visit).action_advance_settled()
        visit.invalidate_recordset()

    def test_company_paid(self):
        """What the company paid itself leaves the advance as it is."""
        self.company.relationship_expense_payment_mode = 'company_account'
        visit = self.visited(advance=400, meals=500, actual={'meals': 450})
        expense = self.claim(visit)
        self.assertEqual((visit.claim_amount, visit.advance_balance), (450, 400))
        self.assertEqual((expense.relationship_advance_amount, expense.relationship_advance_text), (0, False))
        self.assertRegex(visit.advance_text, "400.00 to be paid back")

    def test_settle(self):
        """(advance, spent, paid back or out, message), and who confirmed it."""
        for advance, spent, amount, message in (
                (500, 380, 120, "120.00 was paid back"), (300, 500, -200, "200.00 was paid out"),
                (500, 500, 0, "nothing was left"), (500, 0, 500, "500.00 was paid back")):
            with self.subTest(advance=advance, spent=spent):
                visit = self.visited(advance=advance, meals=500, actual={'meals': spent})
                if spent:
                    self.approve(self.claim(visit))
                self.settle(visit)
                self.assertEqual((visit.advance_settled, visit.advance_settled_amount), (True, amount))
                self.assertEqual(visit.advance_settled_by_id, self.users['finance'])
                self.assertTrue(visit.advance_settled_date)
                self.assertEqual(visit.advance_balance, 0)
                self.assertRegex("".join(visit.sudo().message_ids.mapped('body')), message)
                with self.assertRefused("settled by .* already"):
                    self.settle(visit)

    def test_order(self):
        """Not before the visit, its claims and their approval; then the visit is settled, whichever comes last."""
        visit = self.visited(advance=300, meals=500)
        with self.assertRefused("not claimed yet"):
            self.settle(visit)
        expense = self.claim(visit)
        with self.assertRefused("not approved yet"):
            self.settle(visit)
        self.pay(expense)
        self.assertEqual(visit.approval_state, 'approved')
        with self.assertRefused("is not settled: finance presses"):
            visit._approval_settle(500)
        self.settle(visit)
        self.assertEqual(visit.approval_state, 'settled')

        other = self.visited(advance=300, meals=500)
        expense = self.claim(other)
        self.approve(expense)
        self.settle(other)
        self.assertEqual(other.approval_state, 'approved')
        self.pay(expense)
        self.assertEqual(other.approval_state, 'settled')

    def test_not_yet(self):
        visit = self.plan(expense_line_ids=self.costs(meals=500), advance_amount=300)
        self.sign(visit, 'supervisor', 'manager', 'finance')
        with self.assertRefused("No advance was paid"):
            self.settle(visit)
        self.as_user('finance', visit).action_advance_paid()
        with self.assertRefused("not finished yet"):
            self.settle(visit)
        visit._visit_cancel("客户出差")
        consent = visit.sudo().approval_cancel_request_id
        for role in ('manager', 'finance'):
            if consent.state == 'pending':
                consent.with_user(self.users[role])._decide('approve')
        visit.invalidate_recordset()
        self.assertEqual(visit.stage, 'cancelled')
        self.settle(visit)
        self.assertEqual(visit.advance_settled_amount, 300)

    def test_who(self):
        """Finance alone, and nobody by writing the fields."""
        visit = self.visited(advance=300, meals=500)
        self.approve(self.claim(visit))
        for role in ('specialist', 'supervisor', 'manager', 'gm'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.settle(visit, role)
        for values in ({'advance_settled': True}, {'advance_settled_amount': 5}):
            with self.assertRefused(""):
                self.as_user('specialist', visit).write(values)
        self.assertFalse(visit.advance_settled)
