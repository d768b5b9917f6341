from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .visit_day_common import DAY_MODEL, VisitDayCase


@tagged('post_install', '-at_install')
class TestVisitDayBudget(VisitDayCase):
    """A daily report asks the yearly budget of visits for what nobody approved before (R1.6)."""

    def budget(self, amount, effect='warn'):
        return self.model('manager', 'relationship.budget').create({
            'department_id': False, 'kind': 'visits', 'year': 2026, 'amount': amount, 'effect': effect})

    def assertFigures(self, budget, *figures):
        budget.invalidate_recordset()
        self.assertEqual(tuple(budget[f'amount_{name}'] for name in ('pending', 'approved', 'spent', 'left')), figures)

    def day(self, own=(), days=0):
        return self.report(days=days, expense_line_ids=[self.own_cost(amount) for amount in own])

    def test_own_costs(self):
        """Pending, then spent; free again when the report is recalled. The visit's costs count with the visit."""
        budget = self.budget(1000)
        self.cost(self.finished(), self.meals, 200)
        day = self.day(own=(30, 20))
        self.assertFigures(budget, 0, 0, 200, 800)
        day.action_approval_submit()
        self.assertFigures(budget, 50, 0, 200, 750)
        day.action_approval_recall()
        self.assertFigures(budget, 0, 0, 200, 800)
        self.sign(day, 'supervisor', 'deputy', 'manager')
        self.assertFigures(budget, 0, 0, 250, 750)

    def test_own_gifts(self):
        """A gift counts in the budget of gifts by its request, and not in that of visits beside it."""
        budget = self.budget(50, 'stop')
        gift = self.model('specialist', 'relationship.gift.request').create({
            'partner_id': self.customer.id, 'date_gift': self.local_day(), 'purpose': "中秋问候", 'line_ids': [
                Command.create({'recipient_id': self.contact.id, 'name': "龙井茶", 'unit_value': 300})]})
        gift._sealed_write({'approval_state': 'approved'}, SEAL)
        day = self.report(expense_line_ids=[
            self.own_cost(50), Command.create({'item_id': self.gifts.id, 'amount': 300})])
        self.assertEqual((day.expense_total, day.authority_amount, day.budget_level), (350, 50, 'fine'))
        day.action_approval_submit()
        self.assertFigures(budget, 50, 0, 0, 0)
        self.sign(day, 'supervisor', 'deputy', 'manager')
        self.assertFigures(budget, 0, 0, 50, 0)

    def test_bounds(self):
        """(budget, visit, own, allowed): a budget that stops, at the cent; one that warns says by how much."""
        for number, (amount, spent, own, allowed) in enumerate((
                (100, 0, 100, True), (100, 0, 100.01, False), (100, 100, 0, True), (100, 100.01, 0, False),
                (100, 60, 40, True), (100, 60, 40.01, False), (0, 30000, 0, False))):
            with self.subTest(amount=amount, spent=spent, own=own), self.cr.savepoint() as savepoint:
                budget = self.budget(amount, 'stop')
                visit = self.finished(days=-number)
                if spent:
                    self.cost(visit, self.meals, spent)
                day = self.day((own,) if own else (), days=-number)
                self.assertEqual(day.budget_level, 'fine' if allowed else 'stop')
                if allowed:
                    day.action_approval_submit()
                else:
                    with self.assertRaisesRegex(UserError, "is left of the Visits budget 2026"), self.cr.savepoint():
                        day.action_approval_submit()
                    budget.effect = 'warn'
                    day.action_approval_submit()
                    self.assertAlmostEqual(day.budget_excess, spent + own - amount, 2)
                savepoint.rollback()

    def test_approved_visit(self):
        """What the application holds is not asked for again, even where the budget is used up."""
        budget = self.budget(300, 'stop')
        visit = self.plan(expense_line_ids=self.costs(meals=300))
        self.sign(visit, 'supervisor', 'manager')
        with freeze_time(visit.date_stop + timedelta(hours=1)):
            visit._visit_finish(visit.date_stop)
            visit.write({'talk': "谈了年度合作", 'outcome': 'again'})
            visit.expense_line_ids[0].actual_amount = 300
            day = self.model('specialist', DAY_MODEL).create({'date': self.company._local_day(visit.date_start)})
            self.assertNotEqual(day.budget_level, 'stop')
            day.action_approval_submit()
        self.assertEqual((day.approval_state, day.budget_excess), ('pending', 0))
        self.assertFigures(budget, 0, 0, 300, 0)
