from odoo.tests import tagged

from .claim_common import REPORT, ClaimCase


@tagged('post_install', '-at_install')
class TestClaimQueries(ClaimCase):
    """Work on many rows does not grow into many queries."""

    def reports(self, number):
        found = self.env[REPORT]
        for _index in range(number):
            found |= self.signed(meals=90, gifts=10, budget=100)
        return found

    def count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_list(self):
        """Claim state and amount of a list: the same for few and for many."""
        reports = self.reports(6)
        for report in reports[:3]:
            self.claim(report)
        fields = {'claim_state': {}, 'claim_amount': {}, 'can_claim': {}, 'name': {}}
        mine = self.as_user('specialist', reports)
        few = self.count(lambda: mine[:2].web_read(fields))
        many = self.count(lambda: mine.web_read(fields))
        self.assertLessEqual(many, few + 2)

    def test_claim_of_many(self):
        """One report more costs a few statements of Odoo's own for its expenses, nothing of ours that grows."""
        reports = self.reports(8)
        with self.after():
            few = self.count(lambda: self.as_user('specialist', reports[:2]).action_claim())
            many = self.count(lambda: self.as_user('specialist', reports[2:]).action_claim())
        self.assertLessEqual((many - few) / 4, 12)

    def test_settlement_of_many(self):
        """A payment of many settles them in one batch."""
        reports = self.reports(8)
        expenses = self.env['hr.expense']
        for report in reports:
            expenses |= self.claim(report)
        moves = self.post(expenses)
        self.env['account.payment.register'].with_user(self.users['accountant']).with_company(self.company).with_context(
            active_model='account.move', active_ids=moves.ids).create({})._create_payments()
        self.env.invalidate_all()
        self.assertEqual(set(reports.mapped('approval_state')), {'settled'})
