import time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .gift_plan_common import GiftPlanCase

LIST = ('name', 'occasion', 'date_from', 'date_to', 'user_id', 'line_count', 'requested_count', 'approved_count', 'given_count',
        'budget', 'amount_total', 'actual_total', 'completion', 'approval_state', 'activity_ids')
LINES = ('partner_id', 'industry', 'recipient_id', 'cooperation', 'purpose', 'name', 'quantity', 'budget_value', 'warning',
         'state', 'request_id')


@tagged('post_install', '-at_install')
class TestGiftPlanQueries(GiftPlanCase):
    """Proposals and screens cost what they cost, however many customers and plans there are (DESIGN.md 8)."""

    @classmethod
    def many(cls, count, name):
        """``count`` core customers with a person each."""
        partners = cls.env['res.partner'].create([{'name': f"{name}{n:04d}", 'is_company': True} for n in range(count)])
        cls.env['res.partner'].create([{'name': "联系人", 'parent_id': partner.id} for partner in partners])
        profiles = cls.env['relationship.profile'].with_company(cls.company).create([{
            'partner_id': partner.id, 'company_id': cls.company.id, 'user_id': cls.users['specialist'].id} for partner in partners])
        profiles._sealed_write({'tier_id': cls.tiers['core'].id, 'first_purchase_date': '2024-01-01'}, SEAL)
        return profiles

    def count(self, function):
        """Number of queries of ``function`` from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_propose_thousands(self):
        """2,000 customers: in seconds, with as many queries as 20 apart from storing the result in batches."""
        self.many(20, "少")
        self.plan().action_propose()  # fills the caches of the registry
        few = self.count(self.plan().action_propose)
        self.many(1980, "多")
        plan = self.plan(budget=300 * 1500)
        start = time.process_time()
        many = self.count(plan.action_propose)
        seconds = time.process_time() - start
        self.assertEqual((plan.line_count, plan.left_out_count, plan.amount_total), (1500, 500, 450000))
        self.assertLess(seconds, 15)
        self.assertLess(many - few, 60)

    def test_lists(self):
        """80 plans cost what 8 cost, under 25 queries; so do their lines, with their warnings."""
        profiles = self.many(80, "表")
        plans = self.model('specialist', 'relationship.gift.plan').create([{
            'occasion': 'dragon_boat', 'purpose': "问候", 'line_ids': [Command.create(self.line(profile))]} for profile in profiles])
        self.given(profiles[0], '2026-06-01')
        self.approve(plans[-1]).action_make_requests()
        for model, names, limit in (('relationship.gift.plan', LIST, 25), ('relationship.gift.plan.line', LINES, 33)):
            for role in ('specialist', 'supervisor', 'manager', 'gm'):
                records = self.model(role, model)
                specification = {name: {} for name in names}
                records.web_search_read([], specification, limit=1)
                few = self.count(lambda r=records, s=specification: r.web_search_read([], s, limit=8))
                many = self.count(lambda r=records, s=specification: r.web_search_read([], s, limit=80))
                with self.subTest(f"{model} {role}"):
                    self.assertLessEqual(many, few + 2)
                    self.assertLess(many, limit)

    def test_requests(self):
        """Making 40 requests is far from 40 times making one."""
        profiles = self.many(41, "申")
        one = self.approve(self.with_lines(self.line(profiles[0], unit_value=100)))
        forty = self.approve(self.with_lines(*(self.line(profile, unit_value=100) for profile in profiles[1:])))
        cost = [self.count(plan.action_make_requests) for plan in (one, forty)]
        self.assertEqual(len(forty.line_ids.request_line_id.request_id), 40)
        self.assertLess(cost[1], 12 * cost[0])

    def test_customers(self):
        """The number of planned gifts on a page of customers: one query."""
        profiles = self.many(30, "页")
        self.with_lines(*(self.line(profile) for profile in profiles))
        seen = profiles.with_user(self.users['specialist'])
        seen.mapped('planned_gift_count')
        self.assertLess(self.count(lambda: seen.mapped('planned_gift_count')), 12)
        self.assertEqual(seen.mapped('planned_gift_count'), [1] * 30)
        self.assertEqual(seen[0].partner_id.planned_gift_count, 1)
        self.assertEqual(seen[0].action_planned_gifts()['res_model'], 'relationship.gift.plan.line')
