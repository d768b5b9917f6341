from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.spread import spread
from .key_common import KeyCase


@tagged('post_install', '-at_install')
class TestKeyAccount(KeyCase):
    """Choosing, targets, measures, both opinions, the mark on the customer, target against actual."""

    def computed(self, *profiles):
        """A draft in whose rankings ``profiles`` are; the first sold most."""
        for number, profile in enumerate(profiles):
            amount = 40000 - 10000 * number
            self.buy(profile.partner_id, ('2024-05-01', 20000), ('2025-02-01', amount * 0.75, 1), ('2025-11-01', amount * 0.25, 1))
        plan = self.model('supervisor', 'relationship.key.account').create({})
        plan.action_compute()
        return plan

    def ready(self, *profiles):
        """A plan that may be submitted."""
        plan = self.computed(*profiles)
        plan.sales_ranking_ids.action_choose()
        for customer in plan.customer_ids:
            customer.measure_ids = [(0, 0, {
                'name': "每月高层拜访", 'user_id': self.users['specialist'].id, 'date_deadline': '2026-05-31'})]
        return plan

    def approve(self, plan):
        """Both opinions, as the papers want them."""
        plan.action_approval_submit()
        for role, note in (('manager', "资源集中投入"), ('gm', "同意，按季检查")):
            plan.sudo().approval_request_id.with_user(self.users[role])._decide('approve', note=note)
        plan.invalidate_recordset()
        return plan

    # ------------------------------------------------------------------
    # Targets
    # ------------------------------------------------------------------

    def test_spread(self):
        """The parts always sum to the whole, cents and all."""
        for total, weights, rounding, parts in (
                (100, [1, 1, 1], 0.01, [33.34, 33.33, 33.33]), (0, [1, 2], 0.01, [0, 0]), (1, [1, 1], 1, [1, 0]),
                (1000, [3, 0, 1, -5], 0.01, [750, 0, 250, 0]), (10, [0, 0], 0.01, [5, 5]), (0.03, [1, 1], 0.01, [0.02, 0.01]),
                (999999999.99, [1, 1], 0.01, [500000000, 499999999.99]), (7, [1], 0.05, [7])):
            with self.subTest(total=total, weights=weights):
                self.assertEqual(spread(total, weights, rounding), parts)

    def test_choose(self):
        """One tap fills in reason, target and quarters; a second changes nothing; it can be taken back."""
        one, two = self.new_customer("One"), self.new_customer("Two")
        plan = self.computed(one, two)
        row = plan.sales_ranking_ids[0]
        row.action_choose()
        row.action_choose()
        customer = plan.customer_ids
        self.assertEqual((customer.profile_id, customer.user_id, customer.base_amount, customer.target_year),
                         (one, self.users['specialist'], 40000, 40000))
        for text in ("sales No. 1", "40,000.00", "growth No. 1", "100.0 %", "margin rate No. 1"):
            self.assertIn(text, customer.reason)
        self.assertEqual(customer.target_ids.mapped(lambda target: (target.quarter, target.amount)),
                         [('1', 30000), ('2', 0), ('3', 0), ('4', 10000)], "as the same quarters of 2025")
        self.assertTrue(row.is_chosen)
        self.assertTrue(plan.growth_ranking_ids.filtered(lambda each: each.profile_id == one).is_chosen)
        plan.growth_ranking_ids.filtered(lambda each: each.profile_id == one).action_unchoose()
        self.assertFalse(plan.customer_ids)

    def test_breaking_down(self):
        """Evenly, as last year, and the rest; by several people; sums match the year to the cent."""
        customer = self.computed(self.new_customer()).sales_ranking_ids.account_id.customer_ids
        plan = self.computed(self.new_customer("Other"))
        plan.sales_ranking_ids[0].action_choose()
        customer = plan.customer_ids
        customer.target_year = 100000.01
        self.assertTrue(customer.target_rest)
        customer.action_spread_evenly()
        self.assertEqual(customer.target_ids.mapped('amount'), [25000.01, 25000, 25000, 25000])
        customer.target_ids[0].copy({'user_id': self.users['specialist2'].id, 'amount': 0})
        customer.invalidate_recordset()
        customer.action_spread_evenly()
        self.assertEqual(len(customer.target_ids), 8)
        self.assertEqual((customer.target_sum, customer.target_rest), (100000.01, 0))
        customer.target_year = 200000.02
        customer.action_spread_rest()
        self.assertEqual((customer.target_sum, customer.target_rest), (200000.02, 0))
        for values in ({'target_year': -1}, {'target_year': 1e308}, {'target_year': float('nan')}):
            with self.subTest(values=values), self.assertRaises(ValidationError), self.cr.savepoint():
                customer.write(values)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            customer.target_ids[0].amount = -5

    def test_submission_names_what_is_missing(self):
        """Rankings, customers, owner, reason, target, sums, measures."""
        plan = self.model('supervisor', 'relationship.key.account').create({})
        with self.assertRaisesRegex(ValidationError, "not computed(.|\n)*No key customer"):
            plan.action_approval_submit()
        profile = self.new_customer("缺目标客户", owner=None)
        plan = self.computed(profile)
        customer = self.env['relationship.key.account.customer'].with_user(self.users['supervisor']).create(
            {'account_id': plan.id, 'profile_id': profile.id})
        Measure = self.env['relationship.key.account.measure'].with_user(self.users['supervisor'])
        for missing, mend in (
                ("Nobody is responsible", lambda: customer.write({'user_id': self.users['specialist'].id})),
                ("reason for being a key customer is missing", lambda: customer.write({'reason': "战略客户"})),
                ("no sales target", lambda: customer.write({'target_year': 100})),
                ("do not sum", lambda: customer.action_spread_evenly()),
                ("no measure", lambda: Measure.create({'customer_id': customer.id, 'name': "走访", 'date_deadline': '2026-03-10'})),
                ("no due date in the future", lambda: customer.measure_ids.write({'date_deadline': '2026-03-11'}))):
            with self.subTest(missing), self.assertRaisesRegex(ValidationError, f"{missing}.*缺目标客户"):
                plan.action_approval_submit()
            mend()
        plan.action_approval_submit()
        self.assertEqual(plan.approval_state, 'pending')

    # ------------------------------------------------------------------
    # Life
    # ------------------------------------------------------------------

    def test_life(self):
        """Both opinions are needed, in order; then customers are marked and measures scheduled."""
        one, two = self.new_customer("One"), self.new_customer("Two")
        plan = self.ready(one, two)
        plan.action_approval_submit()
        request = plan.sudo().approval_request_id
        with self.assertRaises(UserError):
            request.with_user(self.users['gm'])._decide('approve', note="越级")
        with self.assertRaises(UserError):
            request.with_user(self.users['manager'])._decide('approve')  # an opinion is asked for
        request.with_user(self.users['manager'])._decide('approve', note="资源集中投入")
        self.assertFalse(one.is_key_account)
        with self.assertRaises(UserError):
            request.with_user(self.users['gm'])._decide('approve', note="  ")
        request.with_user(self.users['gm'])._decide('approve', note="同意，按季检查")
        plan.invalidate_recordset()
        self.assertEqual((plan.approval_state, plan.manager_opinion, plan.general_manager_opinion),
                         ('approved', "资源集中投入", "同意，按季检查"))
        (one | two).invalidate_recordset()
        self.assertTrue(one.is_key_account and two.is_key_account)
        self.assertEqual(str(one.key_account_until), '2026-12-31')
        self.assertEqual(self.Profile.search([('is_key_account', '=', True), ('company_id', '=', self.company.id)]), one | two)
        self.assertEqual(one.key_customer_id.account_id, plan)
        measure = plan.measure_ids[0]
        self.assertEqual((measure.activity_id.user_id, str(measure.activity_id.date_deadline)), (self.users['specialist'], '2026-05-31'))
        for record, values in ((plan, {'note': "x"}), (plan.customer_ids[0], {'target_year': 1}), (plan.target_ids[0], {'amount': 1}),
                               (measure, {'name': "x"}), (plan, {'ranking_ids': [(5, 0, 0)]})):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.as_role(record, 'supervisor').write(values)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.as_role(plan, 'supervisor').action_compute()
        for name in ('is_key_account', 'key_customer_id'):
            with self.subTest(name), self.assertRaises(UserError):
                one.sudo().write({name: False})

    def test_measures_in_step(self):
        """Done with the activity, done with the button, undone."""
        plan = self.approve(self.ready(self.new_customer("One"), self.new_customer("Two")))
        first, second = plan.measure_ids
        first.activity_id.with_user(self.users['specialist']).action_feedback(feedback="已拜访董事长")
        self.assertEqual((first.done_by_id, first.done_note), (self.users['specialist'], "已拜访董事长"))
        mine = self.as_role(second, 'specialist')
        mine.action_follow_done()
        self.assertFalse(second.activity_id.active)
        self.assertTrue(second.done_date)
        mine.action_follow_undo()
        self.assertTrue(second.activity_id.active)
        self.assertFalse(second.done_date)
        self.assertEqual(plan.measure_count, 1)
        with self.assertRaises(AccessError):
            self.as_role(second, 'specialist2').action_follow_done()

    def test_marks_end(self):
        """A cancelled plan lets its customers go, and so does the end of its year, with the nightly pass."""
        one, two = self.new_customer("One"), self.new_customer("Two")
        plan = self.approve(self.ready(one))
        self.as_role(plan, 'supervisor')._approval_do_cancel("策略调整")
        self.as_role(plan.measure_ids, 'specialist').action_follow_done()
        plan.sudo().approval_cancel_request_id.with_user(self.users['gm'])._decide('approve', note="同意")
        one.invalidate_recordset()
        self.assertFalse(one.is_key_account)
        self.assertFalse(plan.measure_ids.activity_id.filtered('active'))
        with self.assertRaisesRegex(UserError, "stays on record"):
            self.as_role(plan.measure_ids, 'supervisor').action_follow_undo()
        self.assertTrue(plan.measure_ids.done_date, "what was done under a plan stays on record")
        self.approve(self.ready(two))
        for moment, key in (('2026-12-31 15:00:00', True), ('2026-12-31 16:00:00', False)):
            with self.subTest(moment), self.at(moment):  # midnight in Shanghai is 16:00 UTC
                self.classify(self.company._relationship_today())
                two.invalidate_recordset()
                self.assertEqual(two.is_key_account, key)

    def test_planned_twice(self):
        """Nobody is a key customer of two approved plans for the same months."""
        one = self.new_customer("重复客户")
        self.approve(self.ready(one))
        again = self.model('supervisor', 'relationship.key.account').create({})
        again.action_compute()
        again.sales_ranking_ids.action_choose()
        again.customer_ids.measure_ids = [(0, 0, {'name': "x", 'date_deadline': '2026-06-01'})]
        with self.assertRaisesRegex(ValidationError, "Another approved plan.*重复客户"):
            again.action_approval_submit()
        again.target_from = '2027-01-01'
        again.customer_ids.action_spread_evenly()
        again.action_approval_submit()
        self.assertEqual(again.approval_state, 'pending')

    def test_planned_twice_meanwhile(self):
        """Two plans submitted before either was approved: the second approval says so."""
        one = self.new_customer("重复客户")
        first, second = self.ready(one), self.ready(one)
        second.action_approval_submit()
        second.sudo().approval_request_id.with_user(self.users['manager'])._decide('approve', note="同意")
        self.approve(first)
        with self.assertRaisesRegex(UserError, "Another approved plan.*重复客户"):
            second.sudo().approval_request_id.with_user(self.users['gm'])._decide('approve', note="同意")
        self.assertEqual(one.key_customer_id.account_id, first)
        place = "SELECT ctid FROM relationship_profile WHERE id = %s"
        before = self.env.execute_query(SQL(place, one.id))
        second.customer_ids._lock_profiles()
        self.assertNotEqual(self.env.execute_query(SQL(place, one.id)), before, "who comes at the same moment meets it")

    def test_another_period(self):
        """Figures and reasons follow the rankings; what people wrote stays."""
        one, two = self.new_customer("One"), self.new_customer("Two")
        plan = self.computed(one, two)
        plan.sales_ranking_ids.action_choose()
        first, second = plan.customer_ids.sorted(lambda customer: customer.profile_id.id)
        second.reason = "战略客户"
        plan.write({'date_from': '2025-07-01', 'date_to': '2025-12-31'})
        plan.action_compute()
        self.assertEqual((first.base_amount, second.base_amount), (10000, 7500))
        self.assertIn("10,000.00", first.reason)
        self.assertEqual(second.reason, "战略客户")
        for door in (lambda: first.write({'reason_proposed': "x"}), lambda: first.write({'base_amount': 1})):
            with self.assertRaises(UserError):
                door()

    def test_important_countermeasures(self):
        """Key accounts are proposed as important, whatever their tier."""
        one = self.new_customer("One")
        self.approve(self.ready(one))
        sheet = self.sheet(kind='important')
        sheet.action_propose()
        self.assertIn(one, sheet.line_ids.profile_id)

    def test_progress(self):
        """Target and actual by quarter, refunds netted, nothing of tomorrow; the forecast by the days so far."""
        one = self.new_customer("One")
        plan = self.approve(self.ready(one))
        self.buy(one.partner_id, ('2025-12-31', 999), ('2026-01-01', 8000), ('2026-03-11', 1000), ('2026-02-02', -2000), ('2026-03-12', 500))
        abroad = self.make_company("Abroad", 'EUR')
        self.buy(one.partner_id, ('2026-02-01', 77777), company=abroad)
        rows = self.model('supervisor', 'relationship.key.account.progress').search([('account_id', '=', plan.id)])
        self.assertEqual(
            [(row.quarter, str(row.date_from), str(row.date_to), row.target, row.actual) for row in rows],
            [('1', '2026-01-01', '2026-03-31', 30000, 7000), ('2', '2026-04-01', '2026-06-30', 0, 0),
             ('3', '2026-07-01', '2026-09-30', 0, 0), ('4', '2026-10-01', '2026-12-31', 10000, 0)])
        self.assertEqual((rows[0].gap, rows[0].rate, rows[0].forecast), (-23000, 0.2333, 9000), "7,000 in 70 of 90 days")
        self.assertFalse(rows[3].forecast)
        customer = plan.customer_ids
        self.assertEqual((customer.actual_amount, customer.achieved_rate, customer.forecast_amount, customer.pace),
                         (7000, 0.175, 36500, 'behind'), "7,000 in 70 of 365 days")
        with self.at('2026-04-10 02:00:00'):
            rows.invalidate_recordset()
            customer.invalidate_recordset()
            self.assertEqual((rows[0].forecast, customer.actual_amount), (7500, 7500), "a quarter that is over is what it was")
        draft = self.ready(self.new_customer("Draft"))
        self.assertFalse(rows.search([('account_id', '=', draft.id)]))
        self.assertEqual(draft.customer_ids[0].pace, 'waiting')
