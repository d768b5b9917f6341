from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .plan_common import FRIDAY, MONDAY, PlanCase


@tagged('post_install', '-at_install')
class TestPlanLifecycle(PlanCase):
    """From the draft to the visits done, carried over or called off (P1 ⑤⑥⑧, P2 ①)."""

    def test_whole_life(self):
        """Draft, review, approval, visits with events, done: the counters follow."""
        second = self.customers(1)
        plan = self.make_lines(self.line(reason="二期扩产"), self.line(second.partner_id, hour=14))
        self.assertEqual((plan.stage, plan.line_count, plan.name[:7]), ('draft', 2, 'JH2026-'))
        self.assertEqual(set(plan.line_ids.mapped('state')), {'draft'})
        plan.action_approval_submit()
        self.assertEqual(plan.stage, 'pending')
        self.approve(plan)
        visits = plan.visit_ids
        self.assertEqual((plan.stage, len(visits), plan.planned_count, plan.completion), ('coming', 2, 2, 0))
        for line in plan.line_ids:
            visit = line.visit_id
            self.assertEqual(
                (visit.partner_id, visit.user_id, visit.date_start, visit.duration, visit.purpose, visit.stage),
                (line.partner_id, line.user_id, line.date_start, line.duration, line.purpose, 'planned'))
            self.assertEqual((visit.event_id.start, visit.event_id.stop), (line.date_start, line.date_stop))
            self.assertEqual((visit.plan_id, visit.preparer_id), (plan, self.specialist))
        self.assertEqual(visits[0].plan_reason or visits[1].plan_reason, "二期扩产")
        first, last = visits.sorted('date_start')
        first.with_user(self.specialist).action_confirm()
        self.assertEqual((plan.planned_count, plan.scheduled_count), (1, 1))
        with freeze_time(self.clock(MONDAY, 11)):
            first._visit_finish()
            plan.invalidate_recordset()
            self.assertEqual((plan.stage, plan.done_count, plan.completion), ('running', 1, 50))
        with freeze_time(self.clock(MONDAY, 18)):
            plan.invalidate_recordset()
            self.assertEqual((plan.overdue_count, plan.line_ids.mapped('is_overdue')), (1, [False, True]))
            self.assertFalse(plan.is_summary_due)
            last._visit_finish()
            plan.invalidate_recordset()
            self.assertEqual((plan.stage, plan.overdue_count, plan.completion), ('complete', 0, 100))
            self.assertTrue(plan.is_summary_due)

    def test_submit_problems(self):
        """What a plan must not be submitted with, each with the remedy."""
        self.env['relationship.no.visit'].create({
            'partner_id': self.customer.id, 'weekday': '0', 'hour_from': 9, 'hour_to': 11})
        cases = [
            ([], "No visit is planned"),
            ([self.line(day=FRIDAY + timedelta(days=1))], "Outside of the period"),
            ([self.line(day=MONDAY - timedelta(days=1), hour=23.5)], "Outside of the period"),
            ([self.line(hour=10.5)], "does not want visitors"),
            ([self.line(hour=10.5, no_visit_reason="  ")], "does not want visitors"),
        ]
        for lines, message in cases:
            plan = self.make_lines(*lines)
            with self.subTest(message), self.assertRaisesRegex(ValidationError, message):
                plan.action_approval_submit()
        for hour, reason in [(11, False), (8, False), (10.5, "客户厂长约定")]:
            self.make_lines(self.line(hour=hour, no_visit_reason=reason)).action_approval_submit()
        past = self.make_lines(self.line(day=MONDAY - timedelta(days=6)), date_from=MONDAY - timedelta(days=6))
        with self.assertRaisesRegex(ValidationError, "In the past"):
            past.action_approval_submit()

    def test_locked(self):
        """A submitted plan keeps its lines, dragged or not; after the approval, too."""
        plan = self.make_lines(self.line())
        plan.action_approval_submit()
        for _state in ('pending', 'approved'):
            with self.assertRaises(UserError):
                plan.line_ids.with_user(self.specialist).write({'date_start': self.clock(MONDAY, 15)})
            with self.assertRaises(UserError):
                plan.with_user(self.specialist).line_ids = [Command.create(self.line(hour=15))]
            with self.assertRaises(UserError):
                plan.with_user(self.specialist).action_propose()
            self.sign(plan, *(('supervisor', 'manager') if plan.approval_state == 'pending' else ()))

    def test_authority(self):
        """The plan's cost is signed with it: up to 5,000 by the manager, above by the general manager."""
        for cost, state in [(5000, 'approved'), (5000.01, 'pending')]:
            plan = self.approve(self.make_lines(self.line(cost=cost)))
            self.assertEqual(plan.approval_state, state)
        self.assertFalse(plan.visit_ids)
        self.sign(plan, 'gm')
        self.assertEqual((plan.approval_state, plan.visit_ids.budget_total), ('approved', 5000.01))

    def test_application(self):
        """A visit of the plan needs no application up to the cost approved, and one above it."""
        plan = self.approve(self.make_lines(self.line(cost=300)))
        visit = plan.visit_ids
        self.assertEqual((visit.budget_total, visit.is_application_needed), (300, False))
        visit.with_user(self.specialist).expense_line_ids = [Command.create({'item_id': self.meals.id, 'budget_amount': 1})]
        self.assertTrue(visit.is_application_needed)
        visit.with_user(self.specialist).expense_line_ids[0].budget_amount = 299
        self.assertFalse(visit.is_application_needed)

    def test_goes_to_its_customer(self):
        """What was signed for one customer is not spent on another."""
        visit = self.approve(self.make_lines(self.line(cost=800))).visit_ids.with_user(self.specialist)
        self.assertFalse(visit.is_application_needed)
        for vals in ({'partner_id': self.customer3.id}, {'company_id': self.company.id}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "Cancel it and plan a new one"):
                visit.write(vals)
        visit.write({'place': "客户新厂", 'contact_ids': [Command.set(self.contact.ids)]})
        self.env.flush_all()
        self.env.cr.execute(  # changed while that was still possible
            "UPDATE relationship_visit SET partner_id = %(other)s, commercial_partner_id = %(other)s WHERE id = %(visit)s",
            {'other': self.customer3.id, 'visit': visit.id})
        self.env.invalidate_all()
        self.assertTrue(visit.is_application_needed, "the plan says nothing about this customer")

    def test_advance(self):
        """The plan holds the costs; the advance is applied for all the same, and then paid."""
        visit = self.approve(self.make_lines(self.line(cost=300))).visit_ids.with_user(self.specialist)
        visit.advance_amount = 200
        self.assertTrue(visit.is_application_needed)
        self.sign(visit, 'supervisor', 'manager', 'finance')
        self.assertEqual(visit.approval_state, 'approved')
        visit.with_user(self.users['finance']).action_advance_paid()
        self.assertTrue(visit.advance_paid)

    def test_collision(self):
        """A time taken meanwhile does not lose the visit: it is made and marked."""
        plan = self.make_lines(self.line())
        plan.action_approval_submit()
        self.plan(date_start=self.clock(MONDAY, 10.5))
        self.env['relationship.no.visit'].create({'partner_id': self.customer.id, 'weekday': '0'})
        plan.line_ids.invalidate_recordset()
        self.assertIn("does not want visitors", plan.line_ids.warning)
        self.assertIn("BF2026-", plan.line_ids.warning)
        self.approve(plan)
        visit = plan.visit_ids
        self.assertEqual((len(visit), visit.has_overlap), (1, True))
        self.assertIn(plan.name, visit.no_visit_reason)
        self.assertIn("BF2026-", "".join(visit.message_ids.mapped('body')))

    def test_companion_is_taken(self):
        """Whoever comes along to a colleague's visit has no time for a planned one."""
        plan = self.make_lines(self.line())
        other = self.plan('specialist2', date_start=self.clock(MONDAY, 10.5), partner_id=self.customer2.id,
                          companion_ids=[Command.link(self.employees['specialist'].id)])
        plan.line_ids.invalidate_recordset()
        self.assertIn(other.name, plan.line_ids.warning)

    def test_copy_over_a_clock_change(self):
        """The copy's visits keep their hour by the clock on the wall."""
        self.company.resource_calendar_id.tz = 'Europe/Berlin'
        plan = self.make_lines(self.line())
        plan.write({'date_from': datetime(2026, 3, 23), 'date_to': datetime(2026, 3, 29)})
        plan.line_ids.date_start = datetime(2026, 3, 25, 9)
        self.assertEqual(plan.with_user(self.specialist).copy().line_ids.date_start, datetime(2026, 4, 1, 8))

    def test_late_approval(self):
        """Approved after a line's time: the visit is made all the same."""
        plan = self.make_lines(self.line(), self.line(hour=15))
        plan.action_approval_submit()
        with freeze_time(self.clock(MONDAY, 12)):
            self.approve(plan)
            self.assertEqual((len(plan.visit_ids), plan.overdue_count), (2, 1))

    def test_all_or_nothing(self):
        """When one visit cannot be made, none is, and the plan stays undecided."""
        plan = self.make_lines(self.line(), self.line(self.customers(1).partner_id, hour=15))
        plan.action_approval_submit()
        self.sign(plan, 'supervisor')
        plan.line_ids[1].partner_id.sudo().active = False
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.sign(plan, 'manager')
        plan.invalidate_recordset()
        self.assertEqual((plan.approval_state, len(plan.visit_ids)), ('pending', 0))

    def test_cancel(self):
        """Cancelling calls the visits to come off and tells the visitor; done ones stay."""
        plan = self.approve(self.make_lines(self.line(), self.line(self.customers(1).partner_id, day=FRIDAY)))
        first, last = plan.visit_ids.sorted('date_start')
        event = last.event_id
        with freeze_time(self.clock(MONDAY, 12)):
            first._visit_finish()
            plan.with_user(self.specialist)._approval_do_cancel("市场活动改期")
            plan.sudo().approval_cancel_request_id.with_user(self.users['manager'])._decide('approve', note="同意")
            plan.invalidate_recordset()
        self.assertEqual(
            (plan.approval_state, first.stage, last.stage), ('cancelled', 'done', 'cancelled'))
        self.assertFalse(event.exists().active)
        self.assertIn(plan.name, last.cancel_reason)
        self.assertEqual(plan.line_ids.mapped('state'), ['done', 'cancelled'])

    def test_carry_over(self):
        """An undone visit comes into the next plan, once; with its approval the old one is off."""
        plan = self.approve(self.make_lines(self.line(reason="验收"), self.line(self.customers(1).partner_id, hour=15)))
        old, done = plan.visit_ids.sorted('date_start')
        week = timedelta(days=7)
        with freeze_time(self.clock(FRIDAY, 18)):
            done._visit_finish()
            following = self.make_plan(date_from=MONDAY + week, date_to=FRIDAY + week)
            following.action_carry_over()
            following.action_carry_over()
            line = following.line_ids
            self.assertEqual((line.partner_id, line.carried_line_id), (self.customer, plan.line_ids[0]))
            self.assertIn("验收", line.reason)
            self.assertEqual(old.stage, 'planned', "nothing happens before the approval")
            other = self.make_plan(date_from=MONDAY + week, date_to=FRIDAY + week)
            other.action_carry_over()
            self.assertFalse(other.line_ids)
            self.approve(following)
            self.assertEqual((old.stage, following.visit_ids.previous_visit_id), ('cancelled', old))
            self.assertEqual(plan.line_ids.mapped('state'), ['carried', 'done'])
            plan.invalidate_recordset()
            self.assertEqual((plan.dropped_count, plan.overdue_count, plan.stage), (1, 0, 'complete'))

    def test_copy(self):
        """The next week like this one: a draft without visits."""
        plan = self.approve(self.make_lines(self.line(cost=50)))
        copy = plan.with_user(self.specialist).copy()
        self.assertEqual((copy.date_from - MONDAY).days, 7)
        self.assertEqual((copy.approval_state, copy.line_ids.date_start - plan.line_ids.date_start, copy.cost_total),
                         ('draft', timedelta(days=7), 50))
        self.assertFalse(copy.line_ids.visit_ids or copy.line_ids.due_date)
        self.assertEqual(copy.user_id, self.specialist)
        self.assertEqual(fields.Date.to_date(copy.date), self.company._relationship_today())
