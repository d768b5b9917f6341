from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .service_common import ServiceCase


@tagged('post_install', '-at_install')
class TestServiceDuty(ServiceCase):
    """Actions and activities in step both ways; what a person may do with an action."""

    def setUp(self):
        super().setUp()
        self.plan = self.in_force(self.scheme(line_ids=[self.line()]))
        self.actions = self.plan.action_ids
        self.first, self.second = self.actions[0], self.actions[1]

    def mine(self, action, role='specialist'):
        return self.as_user(action, role)

    def test_horizon(self):
        """Within 31 days there is an activity on the customer; later ones come with the days."""
        self.assertTrue(self.first.activity_id.active)
        self.assertEqual((self.first.activity_id.res_model, self.first.activity_id.res_id), ('res.partner', self.customer.id))
        self.assertEqual(
            (self.first.activity_id.user_id, self.first.activity_id.date_deadline, self.first.activity_id.summary),
            (self.users['specialist'], self.first.date, "月度回访"))
        self.assertFalse(self.second.activity_id, "16 April is 36 days ahead")
        for day, expected in (('2026-03-15', False), ('2026-03-16', True)):
            with self.subTest(day), freeze_time(f'{day} 02:00:00'), self.enter_registry_test_mode():
                self.env['ir.cron'].search([('cron_name', 'ilike', 'coming steps')]).method_direct_trigger()
                self.second.invalidate_recordset()
                self.assertEqual(bool(self.second.activity_id), expected)

    def test_done_here(self):
        self.mine(self.first).result = "客户满意"
        activity = self.first.activity_id
        self.mine(self.first).action_done()
        self.assertEqual((self.first.state, self.first.done_by_id), ('done', self.users['specialist']))
        self.assertFalse(activity.active)
        self.assertEqual(activity.feedback, "客户满意")
        self.mine(self.first).action_done()  # a double press changes nothing
        self.assertEqual(len(self.customer.message_ids.filtered(lambda m: m.mail_activity_type_id)), 1)

    def test_done_there(self):
        activity = self.first.activity_id.with_user(self.users['specialist'])
        activity.action_feedback(feedback="已电话回访")
        self.assertEqual((self.first.state, self.first.result), ('done', "已电话回访"))
        self.assertEqual(self.first.done_by_id, self.users['specialist'])

    def test_moved_here(self):
        self.mine(self.first).date = '2026-03-20'
        self.assertEqual(self.first.activity_id.date_deadline, self.day('2026-03-20'))
        self.assertEqual(self.first.date_planned, self.day('2026-03-16'), "the plan's day stays visible")

    def test_moved_there(self):
        self.first.activity_id.with_user(self.users['specialist']).date_deadline = '2026-03-25'
        self.assertEqual(self.first.date, self.day('2026-03-25'))

    def test_moved_near(self):
        """Brought forward into the horizon, an action gets its activity at once."""
        self.mine(self.second).date = '2026-04-01'
        self.assertTrue(self.second.activity_id)

    def test_moved_too_far(self):
        """Outside the scheme neither of the two can be moved."""
        for day, sound in (('2026-03-15', False), ('2026-03-16', True), ('2027-04-02', True), ('2027-04-03', False)):
            with self.subTest(day):
                if sound:
                    self.mine(self.first).date = day
                    continue
                with self.assertRaises(ValidationError):
                    self.mine(self.first).date = day
                with self.assertRaises(ValidationError):
                    self.first.activity_id.with_user(self.users['specialist']).date_deadline = day

    def test_handed_over(self):
        """Supervisors hand over, here or there; an owner does not unload on a colleague."""
        with self.assertRaises(AccessError):
            self.mine(self.first).user_id = self.users['specialist2']
        with self.assertRaises(AccessError):
            self.first.activity_id.with_user(self.users['specialist']).user_id = self.users['specialist2']
        self.mine(self.first, 'supervisor').user_id = self.users['specialist2']
        self.assertEqual(self.first.activity_id.user_id, self.users['specialist2'])
        self.first.activity_id.with_user(self.users['supervisor']).user_id = self.users['specialist']
        self.assertEqual(self.first.user_id, self.users['specialist'])

    def test_cancelled(self):
        """With a reason; the activity goes; what is cancelled is not done."""
        activity = self.first.activity_id
        wizard = self.model('specialist', 'relationship.service.cancel')
        with self.assertRaises(UserError):
            wizard.create({'action_ids': self.first.ids, 'reason': "  "}).action_confirm()
        wizard.create({'action_ids': self.first.ids, 'reason': "客户停产"}).action_confirm()
        self.assertEqual((self.first.state, self.first.cancel_reason), ('cancelled', "客户停产"))
        self.assertFalse(activity.exists())
        with self.assertRaises(UserError):
            self.mine(self.first).action_done()

    def test_undo(self):
        self.mine(self.first).action_done()
        self.mine(self.first).action_undo()
        self.assertEqual((self.first.state, self.first.done_date), ('planned', False))
        self.assertTrue(self.first.activity_id.active)
        with self.assertRaises(UserError):
            self.mine(self.first).action_undo()

    def test_undo_lets_the_customer_be_seen_again(self):
        """Whoever sees the customer for the task alone does so after taking it back, too."""
        self.mine(self.first, 'supervisor').user_id = self.users['specialist2']
        seen = self.as_user(self.profile, 'specialist2')
        self.assertTrue(seen.has_access('read'))
        for action, expected in (('action_done', False), ('action_undo', True)):
            getattr(self.mine(self.first, 'specialist2'), action)()
            self.env.invalidate_all()
            self.assertEqual(seen.has_access('read'), expected, action)

    def test_deleted_activity_comes_back(self):
        """An activity deleted by hand does not take the plan's step along."""
        self.first.activity_id.unlink()
        self.assertEqual(self.first.state, 'planned')
        self.first._duty_open_activities()
        self.assertTrue(self.first.activity_id)

    def test_other_activities_are_left_alone(self):
        activity = self.customer.activity_schedule(
            'mail.mail_activity_data_todo', user_id=self.users['specialist'].id, summary="别的事")
        activity.action_feedback(feedback="好")
        self.assertEqual(set(self.actions.mapped('state')), {'planned'})

    def test_overdue(self):
        """From the day after; found by search as it is shown."""
        Action = self.env['relationship.service.action']
        mine = [('id', 'in', self.actions.ids), ('is_overdue', '=', True)]
        for moment, expected in (('2026-03-16 15:59:00', False), ('2026-03-16 16:01:00', True)):
            with self.subTest(moment), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(self.first.is_overdue, expected, "midnight in Shanghai")
                self.assertEqual(bool(Action.search(mine)), expected)
                self.assertEqual(self.first.timing, 'overdue' if expected else 'today')

    def test_sealed(self):
        """None of what the engine keeps can be written, created or imported."""
        for name, value in (('state', 'done'), ('done_date', fields.Datetime.now()), ('done_by_id', self.users['gm'].id),
                            ('activity_id', False), ('partner_id', self.other_customer.id), ('plan_id', self.plan.id),
                            ('date_planned', '2026-01-01'), ('cancel_reason', "x"), ('name', "别的")):
            for role in ('specialist', 'manager', 'appadmin'):
                with self.subTest(name=name, role=role), self.assertRaises(UserError):
                    self.mine(self.first, role).write({name: value})
        for role in ('specialist', 'manager', 'appadmin'):
            with self.subTest(role), self.assertRaises(UserError):
                self.mine(self.first, role).copy()
            with self.subTest(role), self.assertRaises(UserError):
                self.mine(self.first, role).unlink()

    def test_done_is_record(self):
        self.mine(self.first).action_done()
        for values in ({'date': '2026-03-30'}, {'result': "改写"}):
            with self.subTest(values), self.assertRaises(UserError):
                self.mine(self.first).write(values)
