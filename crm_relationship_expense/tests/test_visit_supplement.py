from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .claim_common import SUPPLEMENT, ClaimCase


@tagged('post_install', '-at_install')
class TestVisitSupplement(ClaimCase):
    """拜访费用追加申请: a visit that cost more than was approved (APPROVAL.md rule 10)."""

    def ask(self, visit, role='specialist'):
        with self.after():
            action = self.as_user(role, visit).action_request_supplement()
        return self.model(role, SUPPLEMENT).browse(action['res_id'])

    def test_lifecycle(self):
        visit = self.visited(meals=500, actual={'meals': 620})
        supplement = self.ask(visit)
        self.assertEqual((supplement.amount, supplement.approved_amount, supplement.authority_amount), (120, 500, 620))
        self.assertEqual(self.ask(visit), supplement, "one that is open is opened")
        with self.assertRefused("reason is empty", ValidationError):
            supplement.action_approval_submit()
        supplement.reason = "客户增加了两人"
        self.sign(supplement, 'supervisor', 'manager', 'finance')
        self.assertEqual((supplement.approval_state, supplement.authority_amount), ('approved', 620))
        visit.invalidate_recordset()
        self.assertFalse(visit.is_over_approved)
        expense = self.claim(visit)
        self.pay(expense)
        self.assertEqual((visit.approval_state, supplement.approval_state), ('settled', 'settled'))
        self.assertEqual((visit.approval_settled_amount, supplement.approval_settled_amount), (620, 120))
        self.assertFalse((visit.sudo().approval_request_id | supplement.sudo().approval_request_id)._verify())
        with self.assertRefused("approved application"):
            self.ask(visit)

    def test_no_slicing(self):
        """The signers' authority is compared with the visit altogether."""
        visit = self.visited(meals=4900, actual={'meals': 5100})
        supplement = self.ask(visit)
        supplement.reason = "加菜"
        self.sign(supplement, 'supervisor', 'manager')
        self.assertEqual(supplement.approval_state, 'pending')
        self.sign(supplement, 'gm', 'finance')
        self.assertEqual(supplement.approval_state, 'approved')

    def test_lowered(self):
        """What the audit leaves is what may be claimed."""
        visit = self.visited(meals=500, actual={'meals': 620})
        supplement = self.ask(visit)
        supplement.reason = "加菜"
        self.sign(supplement, 'supervisor', 'manager')
        supplement.sudo().approval_request_id.with_user(self.users['finance'])._decide(
            'approve', note="标准以内", lowered_amount=600)
        visit.invalidate_recordset()
        self.assertEqual(visit.sudo()._approval_settlement_basis(), 600)
        with self.assertRefused("supplementary approval"):
            self.claim(visit)

    def test_refused(self):
        """Not for others' visits, nor without an application, nor of nothing."""
        visit = self.visited(meals=500, actual={'meals': 620})
        with self.assertRefused(""):
            self.ask(visit, 'specialist2')
        with self.assertRefused("approved application"):
            self.ask(self.plan(date_start=self.at(3)))
        supplement = self.ask(visit)
        with self.assertRefused("cannot be negative", ValidationError):
            supplement.amount = -1
        supplement.write({'amount': 0, 'reason': "x"})
        with self.assertRefused("is zero", ValidationError):
            supplement.action_approval_submit()
        with self.assertRefused("stays with its visit"):
            supplement.visit_id = self.plan(date_start=self.at(4))
        with self.assertRefused("cannot be set by hand"):
            supplement.user_id = self.users['manager']
        self.assertTrue(self.ask(self.visited(meals=100), 'supervisor'))

    def test_access(self):
        """(role, sees a draft, sees it approved)."""
        visit = self.visited(meals=500, actual={'meals': 620})
        supplement = self.ask(visit)
        roles = {
            'specialist': (True, True), 'specialist2': (False, False), 'supervisor': (True, True),
            'manager': (True, True), 'gm': (True, True), 'finance': (False, True), 'keeper': (False, False),
            'employee': (False, False)}
        for place in (0, 1):
            for role, sees in roles.items():
                with self.subTest(role=role, approved=bool(place)):
                    found = self.model(role, SUPPLEMENT).search([('id', '=', supplement.id)])
                    self.assertEqual(bool(found), sees[place])
            if not place:
                supplement.reason = "加菜"
                self.sign(supplement, 'supervisor', 'manager', 'finance')
