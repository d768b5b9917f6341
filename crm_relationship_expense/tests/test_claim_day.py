from odoo.tests import tagged

from .claim_common import ClaimCase


@tagged('post_install', '-at_install')
class TestClaimDay(ClaimCase):
    """The daily report's costs; those of a visit are claimed once, whichever way (P2 ⑩)."""

    def day_with(self, *costs, own=()):
        """A signed report of today: visits without an application that cost something, and own costs."""
        visits = [self.finished(hour=7 + place) for place in range(len(costs))]
        for visit, amount in zip(visits, costs):
            self.cost(visit, self.meals, amount)
        report = self.report(expense_line_ids=[self.own_cost(amount) for amount in own])
        return self.sign(report, 'supervisor', 'deputy', 'manager'), visits

    def test_lifecycle(self):
        """Costs of visits and own ones become expenses; paid, they settle the report."""
        day, visits = self.day_with(120, 80, own=(30,))
        self.assertEqual(day.claim_state, 'to_claim')
        expenses = self.claim(day)
        self.assertEqual(sorted(expenses.mapped('total_amount')), [30, 80, 120])
        self.assertEqual(set(expenses.mapped('date')), {day.date})
        self.assertEqual(expenses.relationship_partner_id, self.customer)
        self.assertEqual([visit.claim_state for visit in visits], ['claimed', 'claimed'])
        self.assertEqual(sorted(visits[0].sudo().claim_ids.mapped('total_amount')), [120])
        self.pay(expenses)
        self.assertEqual((day.claim_state, day.approval_state), ('paid', 'settled'))
        self.assertEqual(day.approval_settled_amount, 230)
        self.assertEqual([visit.approval_state for visit in visits], ['draft', 'draft'])

    def test_visit_first(self):
        """What the visit claimed, the daily report does not claim again; it sees it."""
        visit = self.visited(meals=500)
        moment = visit.actual_start
        with self.after(2):
            day = self.model('specialist', 'relationship.visit.day').create(
                {'date': self.company._local_day(moment), 'expense_line_ids': [self.own_cost(30)]})
            self.sign(day, 'supervisor', 'deputy', 'manager')
        self.assertEqual(day.expense_total, 530)
        first = self.claim(visit)
        self.assertEqual((day.claim_state, day.claim_amount), ('to_claim', 500))
        second = self.claim(day)
        self.assertEqual(second.total_amount, 30)
        self.assertEqual((day.claim_state, day.claim_count), ('claimed', 2))
        self.pay(first)
        self.assertEqual((visit.approval_state, day.approval_state), ('settled', 'approved'))
        self.pay(second)
        self.assertEqual((day.approval_state, day.approval_settled_amount), ('settled', 530))

    def test_day_first(self):
        """What the daily report claimed, the visit does not."""
        visit = self.visited(meals=500)
        with self.after(2):
            day = self.model('specialist', 'relationship.visit.day').create(
                {'date': self.company._local_day(visit.actual_start)})
            self.sign(day, 'supervisor', 'deputy', 'manager')
        expense = self.claim(day)
        self.assertEqual((expense.relationship_visit_id, expense.relationship_day_id), (visit, day))
        with self.assertRefused("no costs left"):
            self.claim(visit)
        self.pay(expense)
        self.assertEqual((visit.approval_state, day.approval_state), ('settled', 'settled'))

    def test_limit_of_the_visit_holds(self):
        """A daily report signs no visit above its approval."""
        visit = self.visited(meals=500, actual={'meals': 600})
        with self.after(2):
            day = self.model('specialist', 'relationship.visit.day').create(
                {'date': self.company._local_day(visit.actual_start)})
            self.sign(day, 'supervisor', 'deputy', 'manager')
        with self.assertRefused("supplementary approval"):
            self.claim(day)

    def test_limit_of_the_day(self):
        """What was signed is the most, and the tolerance counts here too."""
        day, _visits = self.day_with(100)
        expense = self.claim(day)
        mine = expense.with_user(self.users['accountant']).with_company(self.company).sudo(False)
        with self.assertRefused("another day's report"):
            mine.total_amount_currency = 100.01
        self.company.relationship_overrun_percent = 10
        mine.total_amount_currency = 110
        with self.assertRefused("another day's report"):
            mine.total_amount_currency = 110.01

    def test_not_signed(self):
        day = self.report(expense_line_ids=[self.own_cost(30)])
        with self.assertRefused("not approved yet"):
            self.claim(day)
        self.assertFalse(day.claim_state)
        self.assertFalse(day.date > self.company._relationship_today())
