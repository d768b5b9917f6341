from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .service_common import ServiceCase


@tagged('post_install', '-at_install')
class TestServicePlan(ServiceCase):
    """客户服务方案 from the draft to its actions (P5 ⑥–⑧)."""

    def test_lifecycle(self):
        """Written by the specialist, reviewed, approved; the customer's actions follow by themselves."""
        scheme = self.scheme()
        self.assertEqual((scheme.stage, scheme.approval_state, scheme.profile_id), ('draft', 'draft', self.profile))
        self.assertEqual(scheme.department_id, self.service)
        self.sign(scheme, 'supervisor')
        self.assertEqual((scheme.stage, scheme.approval_state), ('draft', 'pending'))
        self.assertFalse(scheme.action_ids)
        self.sign(scheme, 'manager')
        self.assertEqual((scheme.stage, scheme.approval_state), ('in_force', 'approved'))
        self.assertEqual(scheme.force_date, self.day('2026-03-11'))
        monthly = scheme.action_ids.filtered(lambda action: action.name == "月度回访")
        self.assertEqual([str(day) for day in monthly.mapped('date')], [
            '2026-03-16', '2026-04-16', '2026-05-18', '2026-06-16', '2026-07-16', '2026-08-17', '2026-09-16',
            '2026-10-16', '2026-11-16', '2026-12-16'])
        self.assertEqual([str(day) for day in monthly.mapped('date_slot')][2], '2026-05-16', "a Saturday")
        self.assertEqual(monthly.user_id, self.users['specialist'], "the owner of the customer")
        self.assertEqual(set(monthly.mapped('partner_id')), {self.customer})

    def test_cost(self):
        """Cost of a time by the times in the period, over all services."""
        scheme = self.scheme()
        self.assertEqual(scheme.line_ids.mapped('times'), [10, 4])
        self.assertEqual(scheme.cost_total, 10 * 200 + 4 * 1500)
        scheme.date_to = '2026-04-15'
        self.assertEqual(scheme.cost_total, 200 + 1500)

    def test_submission_problems(self):
        """All that is missing is said at once, and nothing is submitted."""
        scheme = self.scheme(goals="  ", line_ids=[], date_from='2025-01-01', date_to='2026-03-10')
        with self.assertRaises(ValidationError) as caught:
            scheme.action_approval_submit()
        for part in ("service content", "goals", "over before"):
            self.assertIn(part, str(caught.exception))
        self.assertEqual(scheme.approval_state, 'draft')

    def test_bounds(self):
        """Period, costs and first days at their exact bounds."""
        cases = [
            ({'date_to': '2026-03-16'}, True), ({'date_to': '2026-03-15'}, False),
            ({'date_to': '2029-03-16'}, True), ({'date_to': '2029-03-17'}, False),
            ({'line_ids': [self.line(cost=-0.01)]}, False), ({'line_ids': [self.line(cost=1e9)]}, False),
            ({'line_ids': [self.line(cost=0.0)]}, True),
            ({'line_ids': [self.line(date_first='2026-03-15')]}, False),
            ({'line_ids': [self.line(date_first='2026-03-16')]}, True),
            ({'line_ids': [self.line(date_first='2026-12-31')]}, True),
            ({'line_ids': [self.line(date_first='2027-01-01')]}, False),
            ({'partner_id': False}, False), ({'partner_id': self.contact.id}, False),
            ({'scope': 'tier'}, False), ({'subject': "好" * 201}, False), ({'needs': "x\x00"}, False),
        ]
        for values, sound in cases:
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                if sound:
                    self.scheme(**values)
                else:
                    with self.assertRaises(ValidationError):
                        self.scheme(**values)
                savepoint.rollback()

    def test_approval_needs_others(self):
        """Neither the author nor a supervisor alone brings a scheme into force."""
        scheme = self.scheme()
        scheme.action_approval_submit()
        for role in ('specialist', 'specialist2', 'manager', 'gm'):
            with self.subTest(role), self.assertRaises(UserError):
                scheme.sudo().approval_request_id.with_user(self.users[role])._decide('approve', note="同意")
        self.assertEqual(scheme.stage, 'draft')

    def test_one_in_force(self):
        """A second scheme of the same customer is told to revise the first."""
        first = self.in_force()
        second = self.scheme(subject="另一份")
        with self.assertRaises(ValidationError) as caught:
            second.action_approval_submit()
        self.assertIn(first.name, str(caught.exception))
        self.assertIn("New Revision", str(caught.exception))

    def test_approved_second_is_refused(self):
        """Two drafts submitted before either was approved: the second approval says so."""
        first, second = self.scheme(), self.scheme(subject="另一份")
        self.sign(first, 'supervisor')
        self.sign(second, 'supervisor')
        self.sign(first, 'manager')
        with self.assertRaises(UserError) as caught:
            self.sign(second, 'manager')
        self.assertIn(first.name, str(caught.exception))

    def test_cancelled(self):
        """An approved scheme cancelled with consent takes its open actions and their activities along."""
        scheme = self.in_force()
        done = scheme.action_ids[0]
        self.as_user(done, 'specialist').action_done()
        scheme._approval_do_cancel("客户停业")
        request = scheme.sudo().approval_cancel_request_id
        request.with_user(self.users['manager'])._decide('approve', note="同意")
        self.env.invalidate_all()
        self.assertEqual(scheme.stage, 'cancelled')
        self.assertEqual(set(scheme.action_ids.mapped('state')), {'done', 'cancelled'})
        self.assertEqual(done.state, 'done')
        self.assertFalse(scheme.action_ids.activity_id.filtered('active'))

    def test_tier_scheme(self):
        """For every customer of the tier the user sees: preview first, one statement, no doubles."""
        third = self.env['res.partner'].create({'name': "无主客户", 'is_company': True})
        orphan = self.env['relationship.profile']._for_partners(third, self.company)
        orphan.user_id = False
        self.put_into_tier(self.profile, self.other_profile, orphan)
        scheme = self.in_force(self.tier_scheme())
        self.assertFalse(scheme.action_ids, "a tier's plan is made after a look at the numbers")
        wizard = self.model('supervisor', 'relationship.service.make').create({'plan_id': scheme.id})
        self.assertEqual((wizard.date_from, wizard.date_to), (self.day('2026-03-16'), self.day('2026-12-31')))
        manager = self.model('manager', 'relationship.service.make').create({'plan_id': scheme.id})
        self.assertEqual((manager.customer_count, manager.day_count, manager.missing_count), (3, 14, 42))
        manager.action_make()
        actions = scheme.sudo().action_ids
        self.assertEqual(len(actions), 42)
        self.assertEqual({(a.partner_id, a.user_id) for a in actions}, {
            (self.customer, self.users['specialist']), (self.other_customer, self.users['specialist2']),
            (third, scheme.user_id)})
        again = self.model('manager', 'relationship.service.make').create({'plan_id': scheme.id})
        self.assertEqual((again.missing_count, again.existing_count), (0, 42))
        again.action_make()
        self.assertEqual(self.env['relationship.service.action'].search_count([('plan_id', '=', scheme.id)]), 42)

    def test_tier_customers_as_seen(self):
        """The specialist who wrote it makes actions for own customers only."""
        self.put_into_tier(self.profile, self.other_profile)
        scheme = self.in_force(self.tier_scheme())
        wizard = self.model('specialist', 'relationship.service.make').create({'plan_id': scheme.id})
        self.assertEqual(wizard.customer_count, 1)
        wizard.action_make()
        self.assertEqual(scheme.sudo().action_ids.partner_id, self.customer)

    def test_making_is_for_author_and_supervisors(self):
        self.put_into_tier(self.other_profile)
        scheme = self.in_force(self.tier_scheme())
        wizard = self.model('specialist2', 'relationship.service.make').create({'plan_id': scheme.id})
        with self.assertRaises(AccessError):
            wizard.action_make()
        self.assertFalse(scheme.sudo().action_ids)

    def test_making_needs_force(self):
        scheme = self.tier_scheme()
        wizard = self.model('specialist', 'relationship.service.make').create({'plan_id': scheme.id})
        with self.assertRaises(UserError):
            wizard.action_make()

    def test_once_after_its_day(self):
        """What happens once is not lost when the approval comes after its day."""
        scheme = self.scheme(date_from='2026-03-02', line_ids=[self.line("安装培训", 'once'), self.line()])
        self.in_force(scheme)
        once = scheme.action_ids.filtered(lambda action: action.name == "安装培训")
        self.assertEqual((once.date_slot, once.date), (self.day('2026-03-02'), self.day('2026-03-11')))
        monthly = scheme.action_ids - once
        self.assertEqual(min(monthly.mapped('date')), self.day('2026-04-02'), "the past month is not made up for")

    def test_responsible_of_the_line(self):
        """A named person does it; the activity is hers, and the customer becomes visible to her."""
        scheme = self.in_force(self.scheme(line_ids=[self.line(user_id=self.users['specialist2'].id)]))
        self.assertEqual(scheme.action_ids.user_id, self.users['specialist2'])
        self.assertTrue(self.as_user(self.profile, 'specialist2').has_access('read'))

    def test_completion(self):
        """Done of what was due; what lies ahead and what is cancelled does not count."""
        scheme = self.in_force(self.scheme(line_ids=[self.line(frequency='week')], date_to='2026-06-30'))
        actions = scheme.action_ids
        with freeze_time('2026-04-07 02:00:00'):
            scheme.invalidate_recordset()
            self.assertEqual((scheme.overdue_count, scheme.completion), (4, 0))
            self.as_user(actions[0], 'specialist').action_done()
            actions[1].sudo()._duty_cancel("客户放假")
            scheme.invalidate_recordset()
            self.assertEqual((scheme.done_count, scheme.overdue_count), (1, 2))
            self.assertAlmostEqual(scheme.completion, 33.3)
            self.assertEqual(scheme.action_count, len(actions) - 1)

    def test_copy(self):
        """A copy is a new draft: own number, no actions, no problems, revision 1."""
        scheme = self.in_force()
        copy = scheme.copy()
        self.assertNotEqual(copy.name, scheme.name)
        self.assertEqual((copy.stage, copy.revision, copy.approval_state), ('draft', 1, 'draft'))
        self.assertFalse(copy.action_ids | copy.sudo().action_ids)
        self.assertFalse(copy.problem_ids)
        self.assertEqual(copy.line_ids.mapped('name'), scheme.line_ids.mapped('name'))
        self.assertFalse(copy.line_ids.origin_id)

    def test_holidays(self):
        """Public holidays entered for the company move actions as weekends do."""
        self.env['relationship.workday'].create([
            {'name': "停产检修", 'date_from': '2026-03-16', 'date_to': '2026-03-17', 'kind': 'holiday',
             'company_id': self.company.id}])
        scheme = self.in_force()
        self.assertEqual(min(scheme.action_ids.mapped('date')), self.day('2026-03-18'))

    def test_locked_after_submission(self):
        scheme = self.in_force()
        for values in ({'goals': "改"}, {'line_ids': [Command.clear()]}, {'date_to': '2027-01-01'}):
            with self.subTest(values), self.assertRaises(UserError):
                scheme.write(values)
        with self.assertRaises(UserError):
            scheme.line_ids[0].cost = 1.0
        with self.assertRaises(UserError):
            scheme.unlink()

    def test_interaction(self):
        """An action carried out counts once as an interaction with the customer (N9)."""
        scheme = self.in_force()
        self.as_user(scheme.action_ids[0], 'specialist').action_done()
        self.env.flush_all()
        self.profile._refresh_profiles()
        self.profile.invalidate_recordset()
        self.assertEqual(self.profile.interaction_count_3m, 1)
        self.assertEqual(self.profile.last_interaction_date, fields.Date.to_date('2026-03-11'))

    def test_merged_customers(self):
        """Merging two customers deletes neither scheme nor step: the kept customer's go on, the others give way."""
        own = self.in_force()
        other = self.in_force(self.scheme('specialist2', partner_id=self.other_customer.id))
        actions = (own | other).sudo().action_ids
        done = other.action_ids[0]
        self.as_user(done, 'specialist2').action_done()
        self.env['base.partner.merge.automatic.wizard']._merge((self.customer | self.other_customer).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual((own.stage, other.stage, other.superseded_by_id), ('in_force', 'superseded', own))
        self.assertEqual(actions.exists(), actions)
        self.assertEqual(actions.partner_id, self.customer)
        self.assertEqual(done.state, 'done')

    def test_merged_customers_of_a_tier(self):
        """Two customers of a tier that become one are served once; an own scheme of one of them goes before."""
        third = self.env['res.partner'].create({'name': "待合并客户", 'is_company': True})
        self.put_into_tier(self.profile, self.other_profile, self.env['relationship.profile']._for_partners(third, self.company))
        tier = self.in_force(self.tier_scheme())
        tier.with_user(self.users['manager'])._plan_make(tier.date_from, tier.date_to)
        actions = tier.sudo().action_ids
        self.assertEqual(len(actions), 42)
        merge = self.env['base.partner.merge.automatic.wizard']._merge
        merge((self.customer | third).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(actions.exists(), actions)
        planned = actions.filtered(lambda action: action.state == 'planned' and action.partner_id == self.customer)
        self.assertEqual(len(planned), len(set(planned.mapped(lambda action: (action.line_id, action.date_slot)))))
        self.assertEqual(len(planned), 14)
        own = self.in_force(self.scheme('specialist2', partner_id=self.other_customer.id))
        merge((self.customer | self.other_customer).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual((own.stage, own.commercial_partner_id), ('in_force', self.customer))
        self.assertEqual(set(actions.mapped('state')), {'cancelled'})
        self.assertEqual(len(own.action_ids.filtered(lambda action: action.state == 'planned')), 14)
