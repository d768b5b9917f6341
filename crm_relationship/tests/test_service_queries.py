from odoo.fields import Command
from odoo.tests import tagged

from .service_common import ServiceCase

SCHEME = ('name', 'subject', 'partner_id', 'tier_id', 'revision', 'date_to', 'user_id', 'cost_total', 'overdue_count',
          'completion', 'approval_state', 'stage')
ACTION = ('date', 'partner_id', 'name', 'user_id', 'plan_id', 'result', 'state', 'timing', 'can_carry_out', 'standard')
POLICY = ('name', 'subject', 'kind', 'year', 'preparer_id', 'budget_total', 'progress', 'reading_progress', 'stage', 'is_reading_due')
SUGGESTION = ('name', 'subject', 'partner_id', 'user_id', 'answer_deadline', 'is_overdue', 'measure_progress', 'state', 'can_answer')


@tagged('post_install', '-at_install')
class TestServiceQueries(ServiceCase):
    """Lists cost the same for eight and for eighty rows; a tier's plan is one statement (DESIGN.md 8)."""

    def count(self, function):
        """Number of queries of ``function`` from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def check_list(self, model, names, budget=25):
        specification = {name: {} for name in names}
        for role in ('specialist', 'supervisor', 'manager'):
            records = self.model(role, model)
            records.web_search_read([], specification, limit=80)  # warm the rule and view caches
            few = self.count(lambda records=records: records.web_search_read([], specification, limit=8))
            many = self.count(lambda records=records: records.web_search_read([], specification, limit=80))
            with self.subTest(model=model, role=role):
                self.assertLessEqual(many, few)
                self.assertLess(many, budget)

    def test_schemes(self):
        customers = self.env['res.partner'].create([{'name': f"客户{n}", 'is_company': True} for n in range(80)])
        profiles = self.env['relationship.profile']._for_partners(customers, self.company)
        profiles.user_id = self.users['specialist']
        schemes = self.model('specialist', 'relationship.service.plan').create([
            self.scheme_values(partner_id=customer.id, date_to='2026-04-30') for customer in customers])
        self.sign(schemes, 'supervisor', 'manager')
        self.check_list('relationship.service.plan', SCHEME)
        self.check_list('relationship.service.action', ACTION)
        Profile = self.model('specialist', 'relationship.profile')
        names = {'service_plan_id': {'fields': {'display_name': {}}}, 'service_action_count': {}}
        Profile.web_search_read([], names, limit=80)
        few = self.count(lambda: Profile.web_search_read([], names, limit=8))
        self.assertLessEqual(self.count(lambda: Profile.web_search_read([], names, limit=80)), few)

    def test_policies(self):
        policies = self.model('supervisor', 'relationship.policy').create([
            {'kind': 'rules', 'subject': f"制度{n}", 'text': "<p>一</p>"} for n in range(80)])
        self.sign(policies, 'manager', 'gm')
        for policy in policies[:20]:
            policy.with_user(self.users['specialist']).action_acknowledge()
        self.check_list('relationship.policy', POLICY)

    def test_suggestions(self):
        suggestions = self.model('specialist', 'relationship.suggestion').create([
            {'subject': f"建议{n}", 'proposal': "一"} for n in range(80)])
        suggestions.action_submit()
        suggestions.with_user(self.users['supervisor'])._answer('accepted', "好")
        suggestions.with_user(self.users['supervisor']).write({'measure_ids': [Command.create({
            'name': "x", 'user_id': self.users['specialist'].id, 'date': '2026-09-01'})]})
        self.check_list('relationship.suggestion', SUGGESTION)

    def test_thousands(self):
        """Three thousand customers cost as many statements as thirty; the second run makes none."""
        Partner = self.env['res.partner']
        costs = []
        for size in (30, 3000):
            customers = Partner.create([{'name': f"{size}-{n}", 'is_company': True} for n in range(size)])
            profiles = self.env['relationship.profile']._for_partners(customers, self.company)
            self.env.flush_all()
            tier = self.tier.copy({'name': f"Tier {size}", 'company_id': self.company.id})
            self.env.cr.execute(
                "UPDATE relationship_profile SET tier_id = %s, user_id = %s WHERE id = ANY(%s)",
                [tier.id, self.users['specialist'].id, profiles.ids])
            self.env.invalidate_all()
            scheme = self.in_force(self.scheme(
                scope='tier', partner_id=False, tier_id=tier.id, date_from='2026-06-01', line_ids=[self.line(frequency='quarter')]))
            manager = scheme.with_user(self.users['manager'])
            period = (scheme.date_from, scheme.date_to)
            self.assertEqual(manager._plan_count(*period), (size, 3, 3 * size))
            costs.append(self.count(lambda manager=manager, period=period: manager._plan_make(*period)))
            self.assertEqual(len(scheme.sudo().action_ids), 3 * size)
            self.assertEqual(manager._plan_count(*period), (size, 3, 0))
            self.assertEqual(manager._plan_make(*period), 0)
        self.assertLess(costs[1], costs[0] + 25, "fetching the companies of the rows goes by the thousand")
