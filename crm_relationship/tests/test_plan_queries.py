import time

from odoo.fields import Command
from odoo.tests import tagged

from .plan_common import MONDAY, PlanCase

LIST = ('name', 'kind', 'date_from', 'date_to', 'user_id', 'line_count', 'planned_count', 'scheduled_count', 'done_count',
        'overdue_count', 'completion', 'stage', 'approval_state', 'activity_ids')
LINES = ('date_start', 'duration', 'partner_id', 'area_id', 'user_id', 'purpose', 'reason', 'cost', 'warning',
         'is_forbidden', 'state')


@tagged('post_install', '-at_install')
class TestPlanQueries(PlanCase):
    """Proposals and screens cost what they cost, however many customers and plans there are (DESIGN.md 8)."""

    def count(self, function):
        """Number of queries of ``function`` from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_propose_two_thousand(self):
        """2,000 due customers: in seconds, with as many queries as 20 apart from storing the result."""
        self.customers(20)
        self.make_plan().action_propose()  # fills the caches of the registry
        few = self.count(self.make_plan().action_propose)
        for number in range(20):
            self.customers(99, place=(30.5 + number * 0.05, 120.0 + number * 0.05), name=f"批{number}-")
        self.env['relationship.no.visit'].create([
            {'partner_id': partner.id, 'weekday': '0'} for partner in self.env['res.partner'].search([('name', '=like', "批1%")])])
        plan = self.make_plan(date_to='2026-04-12')
        start = time.process_time()
        many = self.count(plan.action_propose)
        seconds = time.process_time() - start
        self.assertGreater(len(plan.line_ids), 90)
        self.assertGreater(plan.unplaced_count, 1800)
        self.assertLess(seconds, 10)
        self.assertLess(many - few, 60, "the lines and the customers not placed are stored in batches")

    def test_lists(self):
        """80 plans cost what 8 cost, under 25 queries; so do their lines, with warnings from three calendars."""
        customers = self.customers(80)
        plans = self.model('specialist', 'relationship.visit.plan').create([{
            'date_from': MONDAY, 'date_to': MONDAY, 'line_ids': [Command.create(self.line(profile.partner_id))]}
            for profile in customers])
        plans[-9:].action_approval_submit()
        self.approve(plans[-1])
        for model, names, limit in (
                ('relationship.visit.plan', LIST, 25), ('relationship.visit.plan.line', LINES, 33)):
            for role in ('specialist', 'supervisor', 'manager', 'gm'):
                records = self.model(role, model)
                specification = {name: {} for name in names}
                records.web_search_read([], specification, limit=1)
                few = self.count(lambda r=records, s=specification: r.web_search_read([], s, limit=8))
                many = self.count(lambda r=records, s=specification: r.web_search_read([], s, limit=80))
                with self.subTest(f"{model} {role}"):
                    self.assertLessEqual(many, few + 2)
                    self.assertLess(many, limit)

    def test_approve(self):
        """Making 60 visits is far from 60 times making one."""
        customers = self.customers(61)
        one = self.make_lines(self.line(customers[0].partner_id))
        sixty = self.make_lines(*(
            self.line(profile.partner_id, hour=8 + number * 0.1) for number, profile in enumerate(customers[1:])))
        for plan in (one, sixty):
            self.sign(plan, 'supervisor')
        cost = [
            self.count(lambda plan=plan: plan.sudo().approval_request_id.with_user(self.users['manager'])._decide('approve'))
            for plan in (one, sixty)]
        self.assertEqual(len(sixty.visit_ids), 60)
        self.assertLess(cost[1], 20 * cost[0])
