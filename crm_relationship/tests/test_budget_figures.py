from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .budget_common import BudgetCase


@tagged('post_install', '-at_install')
class TestBudgetFigures(BudgetCase):
    """Each document through its life: what it holds of the budget at each point (pending, approved, spent, left)."""

    def assertFigures(self, budget, *expected):
        self.assertEqual(self.figures(budget), expected)

    # ------------------------------------------------------------------
    # Hospitality
    # ------------------------------------------------------------------

    def test_hospitality(self):
        budget = self.budget(10000)
        request = self.apply(meals=2000)
        self.assertFigures(budget, 0, 0, 0, 10000)
        request.action_approval_submit()
        self.assertFigures(budget, 2000, 0, 0, 8000)
        self.sign(request, 'supervisor', 'manager', 'finance')
        self.assertFigures(budget, 0, 2000, 0, 8000)
        report = self.report_on(request, meals=1700)
        self.assertFigures(budget, 0, 2000, 0, 8000)
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.sign(report, 'supervisor', 'manager', 'finance')
        self.assertFigures(budget, 0, 0, 1700, 8300)

    def test_supplement(self):
        """A supplement adds to its request, and the report replaces both."""
        budget = self.budget(10000)
        request = self.approved(meals=2000)
        supplement = self.model('specialist').browse(request.action_request_supplement()['res_id'])
        supplement.budget_line_ids.filtered(lambda line: line.item_id == self.meals).amount = 500
        supplement.action_approval_submit()
        self.assertFigures(budget, 500, 2000, 0, 7500)
        self.sign(supplement, 'supervisor', 'manager', 'finance')
        self.assertFigures(budget, 0, 2500, 0, 7500)
        report = self.report_on(request, meals=2400)
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.sign(report, 'supervisor', 'manager', 'finance')
        self.assertFigures(budget, 0, 0, 2400, 7600)

    def test_lowered(self):
        """What an audit takes off is free again."""
        budget = self.budget(10000)
        request = self.sign(self.apply(meals=2000), 'supervisor', 'manager')
        self.decide(request, 'finance', lowered_amount=1500)
        self.assertFigures(budget, 0, 1500, 0, 8500)

    def test_released(self):
        """Recalled, rejected and cancelled documents hold nothing."""
        budget = self.budget(10000)
        request = self.sign(self.apply(meals=2000))
        request.action_approval_recall()
        self.assertFigures(budget, 0, 0, 0, 10000)
        request.action_approval_submit()
        self.decide(request, 'supervisor', 'reject')
        self.assertFigures(budget, 0, 0, 0, 10000)
        self.sign(request, 'supervisor', 'manager', 'finance')
        self.assertFigures(budget, 0, 2000, 0, 8000)
        request._approval_do_cancel("客户改期")
        self.assertFigures(budget, 0, 2000, 0, 8000)
        for role in ('manager', 'finance'):
            cancellation = request.sudo().approval_cancel_request_id
            if self.users[role] in cancellation.task_ids.filtered(lambda task: task.state == 'pending').user_id:
                cancellation.with_user(self.users[role])._decide('approve', note="同意")
        self.assertEqual(request.approval_state, 'cancelled')
        self.assertFigures(budget, 0, 0, 0, 10000)

    # ------------------------------------------------------------------
    # Visits and plans
    # ------------------------------------------------------------------

    def visit_budget(self, amount=10000, **values):
        return self.budget(amount, kind='visits', **values)

    def test_visit(self):
        budget = self.visit_budget()
        visit = self.plan(expense_line_ids=self.costs(meals=300, transport=200))
        visit.action_approval_submit()
        self.assertFigures(budget, 500, 0, 0, 9500)
        self.sign(visit, 'supervisor', 'manager')
        self.assertFigures(budget, 0, 500, 0, 9500)
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            visit._visit_finish()
            self.assertFigures(budget, 0, 500, 0, 9500)
            visit.expense_line_ids.filtered(lambda line: line.item_id == self.meals).actual_amount = 420
            self.env.flush_all()
            self.assertFigures(budget, 0, 0, 420, 9580)

    def test_visit_without_costs(self):
        """Done without costs: what was approved is free once the report is accepted."""
        budget = self.visit_budget()
        visit = self.sign(self.plan(expense_line_ids=self.costs(meals=300)), 'supervisor', 'manager')
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            visit._visit_finish()
        visit.sudo()._sealed_write({'report_state': 'accepted'}, SEAL)
        self.assertFigures(budget, 0, 0, 0, 10000)

    def make_plan(self, *costs, **values):
        """A plan of next week with visits at these costs."""
        return self.model('specialist', 'relationship.visit.plan').create({
            'date_from': '2026-03-16', 'date_to': '2026-03-22', 'line_ids': [Command.create({
                'partner_id': self.customer.id, 'date_start': self.at(6 + number % 4, 9 + number), 'duration': 1.0,
                'cost': cost}) for number, cost in enumerate(costs)], **values})

    def test_plan(self):
        """Pending with its lines, then by its visits; an application asks only for what goes beyond the plan."""
        budget = self.visit_budget(effect='stop')
        plan = self.make_plan(300, 200)
        plan.action_approval_submit()
        self.assertFigures(budget, 500, 0, 0, 9500)
        self.sign(plan, 'supervisor', 'manager')
        self.assertFigures(budget, 0, 500, 0, 9500)
        visit = plan.visit_ids.sorted('date_start')[0].with_user(self.users['specialist'])
        visit.expense_line_ids = self.costs(meals=800)
        self.assertFigures(budget, 0, 500, 0, 9500)
        visit.action_approval_submit()
        self.assertEqual(visit.budget_company, 1100)  # the plan's costs came along
        self.assertFigures(budget, 800, 500, 0, 8700)
        self.sign(visit, 'supervisor', 'manager')
        self.assertFigures(budget, 0, 1300, 0, 8700)
        plan.visit_ids.sorted('date_start')[1].with_user(self.users['specialist'])._visit_cancel("客户出差")
        self.assertFigures(budget, 0, 1100, 0, 8900)

    def test_plan_bounds(self):
        """A plan is stopped like any other document, and warned about."""
        budget = self.visit_budget(500, effect='stop')
        plan = self.make_plan(300, 200.01)
        self.assertEqual(plan.budget_level, 'stop')
        self.assertIn("500.01", self.refusal(plan.action_approval_submit))
        budget.effect = 'warn'
        plan.action_approval_submit()
        self.assertEqual(plan.budget_excess, 0.01)

    def refusal(self, function):
        with self.assertRaises(Exception) as caught:
            function()
        return str(caught.exception)

    def test_plan_over_new_year(self):
        """Each line counts in its own year, on the form too."""
        this, following = self.visit_budget(), self.visit_budget(year=2027)
        with freeze_time('2026-12-20 02:00:00'):
            plan = self.model('specialist', 'relationship.visit.plan').create({
                'date_from': '2026-12-28', 'date_to': '2027-01-08', 'line_ids': [Command.create({
                    'partner_id': self.customer.id, 'date_start': day, 'duration': 1.0, 'cost': cost})
                    for day, cost in (('2026-12-30 02:00:00', 100), ('2026-12-31 16:30:00', 30))]})
            self.assertEqual(len(plan.budget_status.splitlines()), 2)
            plan.action_approval_submit()
        self.assertEqual((self.figures(this)[0], self.figures(following)[0]), (100, 30))

    # ------------------------------------------------------------------
    # Gifts
    # ------------------------------------------------------------------

    def approved_gift(self, *values):
        gift = self.gift(*values)
        gift.action_approval_submit()
        for role in ('supervisor', 'keeper', 'office', 'deputy', 'gm'):
            if gift.with_user(self.users[role]).sudo(False).approval_can_decide:
                self.decide(gift, role)
        self.assertEqual(gift.approval_state, 'approved')
        return gift

    def test_gift(self):
        """Given is spent; returned and refused count until the keeper has them back."""
        budget = self.budget(1000, kind='gifts')
        gift = self.approved_gift(100, 60, 40)
        self.assertFigures(budget, 0, 200, 0, 800)
        lines = gift.line_ids.sudo().sorted('value')
        for line, outcome, back, expected in (
                (lines[2], 'given', False, (0, 100, 100, 800)), (lines[1], 'refused', False, (0, 100, 100, 800)),
                (lines[1], 'refused', True, (0, 40, 100, 860)), (lines[0], 'given', False, (0, 0, 140, 860)),
                (lines[2], 'returned', False, (0, 100, 40, 860)), (lines[2], 'returned', True, (0, 0, 40, 960))):
            line._sealed_write({'outcome': outcome, 'is_back': back}, SEAL)
            self.env.flush_all()
            with self.subTest(outcome, back=back):
                self.assertFigures(budget, *expected)

    def test_gift_handed_over_next_year(self):
        """Handed over after New Year, a gift of this year's request is next year's spending."""
        budget, later = self.budget(1000, kind='gifts'), self.budget(1000, kind='gifts', year=2027)
        gift = self.approved_gift(100, 60)
        for line, day in zip(gift.line_ids.sudo().sorted('value'), ('2026-12-31', '2027-01-01'), strict=True):
            line._sealed_write({'outcome': 'given', 'outcome_date': day}, SEAL)
        self.env.flush_all()
        self.assertFigures(budget, 0, 0, 60, 940)
        self.assertFigures(later, 0, 0, 100, 900)

    # ------------------------------------------------------------------
    # The entries
    # ------------------------------------------------------------------

    def test_entries(self):
        """Entries and twelfths: unique, adding up, each leading to its document."""
        budget = self.budget(1000.01)
        request = self.approved(meals=2000)
        self.gift(70).action_approval_submit()
        Entry = self.model('manager', 'relationship.budget.entry')
        everything = Entry.search([])
        self.assertEqual(len(set(everything.ids)), len(everything))
        twelfths = everything.filtered(lambda entry: entry.state == 'plan')
        self.assertEqual((len(twelfths), round(sum(twelfths.mapped('amount')), 2)), (12, 1000.01))
        entry = self.entries(budget_id=budget.id)
        self.assertEqual((entry.name, entry.partner_id, entry.user_id, entry.state, entry.amount), (
            request.name, self.customer, self.users['specialist'], 'approved', 2000))
        self.assertEqual(entry.date, self.company._local_day(request.date_start))
        action = entry.action_open()
        self.assertEqual((action['res_model'], action['res_id']), (request._name, request.id))
        [(planned, approved, left)] = Entry._read_group(
            [('budget_id', '=', budget.id)], [], ['planned:sum', 'approved:sum', 'left_amount:sum'])
        self.assertEqual((round(planned, 2), approved, round(left, 2)), (1000.01, 2000, -999.99))
        unplanned = self.entries(budget_id=False)
        self.assertEqual((unplanned.kind, unplanned.amount, unplanned.budget_department_id), ('gifts', 70, self.group))

    def test_queries(self):
        """The same number of queries for one budget and for many, and whatever number of documents."""
        budgets = self.budget(1000) | self.budget(1000, kind='gifts')
        self.apply(meals=10).action_approval_submit()
        departments = self.env['hr.department'].create([
            {'name': f"部门{number}", 'company_id': self.company.id} for number in range(30)])
        many = budgets | budgets.browse().union(*(self.budget(100, department) for department in departments))
        counts = []
        for group in (budgets[0], many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            group.mapped('amount_left')
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 8)
