from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .visit_field_common import VisitFieldCase

NOW = fields.Datetime.now


@tagged('post_install', '-at_install')
class TestVisitReport(VisitFieldCase):
    """⑨ The report is accepted or sent back by somebody else, and then stays as it is (P2, F12)."""

    def review(self, visits, role, decision='accept', note="收到"):
        Review = self.model(role, 'relationship.visit.review')
        return Review.create({'decision': decision, 'note': note, 'visit_ids': [Command.set(visits.ids)]}).action_confirm()

    def test_who_accepts(self):
        """Supervisor of the team and manager; never the visitor, whatever the role."""
        allowed = {'supervisor', 'manager', 'appadmin'}
        for role in self.users:
            with self.subTest(role):
                visit = self.handed_in()
                if role in allowed:
                    self.review(visit, role)
                    self.assertEqual(
                        (visit.report_state, visit.checked_by_id, visit.checked_date, visit.check_note),
                        ('accepted', self.users[role], NOW(), "收到"))
                else:
                    with self.assertRaises(AccessError):
                        self.review(visit, role)
                    with self.assertRaises(AccessError):
                        visit.with_user(self.users[role]).action_accept_report()
                    self.assertEqual(visit.report_state, 'to_check')

    def test_never_ones_own(self):
        for role in ('supervisor', 'manager', 'appadmin'):
            with self.subTest(role):
                visit = self.handed_in(role)
                with self.assertRaises(AccessError):
                    self.review(visit, role)
        along = self.handed_in(along='supervisor')
        self.assertFalse(along.with_user(self.users['supervisor']).can_check_report)
        with self.assertRaises(AccessError):
            self.review(along, 'supervisor')
        self.review(along, 'manager')
        visit = self.done()
        visit.write({'talk': "谈了", 'outcome': 'again'})
        visit.with_user(self.users['supervisor']).action_complete_minutes()
        with self.assertRaises(AccessError):
            self.review(visit, 'supervisor')
        self.review(visit, 'manager')

    def test_not_before_it_is_handed_in_nor_twice(self):
        visit = self.done()
        with self.assertRaises(UserError):
            self.review(visit, 'supervisor')
        visit = self.accepted()
        for decision in ('accept', 'return'):
            with self.assertRaises(UserError):
                self.review(visit, 'manager', decision)
        self.assertEqual(visit.checked_by_id, self.users['supervisor'])

    def test_return_needs_a_reason(self):
        visit = self.handed_in()
        for reason in (False, "", "  \n"):
            with self.assertRaises(UserError):
                self.review(visit, 'supervisor', 'return', reason)
        self.review(visit, 'supervisor', 'return', "缺少下一步计划")
        self.assertEqual(
            (visit.report_state, visit.return_reason, visit.returned_by_id),
            ('returned', "缺少下一步计划", self.users['supervisor']))
        self.assertEqual(visit.sudo().activity_ids.user_id, self.users['specialist'])
        visit.talk = "补充：下周提交方案"
        first = visit.minutes_date
        with freeze_time(NOW() + timedelta(hours=50)):
            visit.action_complete_minutes()
        self.assertEqual((visit.report_state, visit.minutes_date), ('to_check', first), "the first time counts for the clock")
        self.assertFalse(visit.is_minutes_late)
        self.review(visit, 'supervisor')
        self.assertFalse(visit.sudo().activity_ids)

    def test_batch_is_all_or_none(self):
        visits = self.handed_in() | self.handed_in()
        own = self.handed_in('supervisor')
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.review(visits | own, 'supervisor')
        self.env.invalidate_all()
        self.assertEqual(set(visits.mapped('report_state')), {'to_check'})
        action = visits.with_user(self.users['supervisor']).action_accept_report()
        self.assertEqual(action['context']['default_visit_ids'], visits.ids)
        self.review(visits, 'supervisor')
        self.assertEqual(set(visits.mapped('report_state')), {'accepted'})

    def test_locked_after_acceptance(self):
        """The record stays as it was accepted: for the visitor, those above, and sudo."""
        visit = self.accepted()
        for role in ('specialist', 'supervisor', 'manager', 'appadmin'):
            mine = visit.with_user(self.users[role])
            for values in ({'talk': "改"}, {'outcome': 'success'}, {'satisfaction': '1'}, {'f12_standing': "第一"},
                           {'attention': "改"}, {'purpose': 'first'}, {'contact_ids': [Command.clear()]}):
                with self.subTest(role, values=values), self.assertRaises(UserError):
                    mine.write(values)
            with self.assertRaises(UserError):
                self.model(role, 'relationship.visit.material').create(
                    {'visit_id': visit.id, 'name': 'a.txt', 'file': 'YQ=='})
        with self.assertRaises(UserError):
            visit.sudo().write({'talk': "改"})
        visit.message_post(body="仍可留言")

    # ------------------------------------------------------------------
    # F12.7–12
    # ------------------------------------------------------------------

    def sell(self, amounts):
        """Purchases by customer: {customer: amount}, this year and half of it the half year before."""
        Source = self.env['relationship.purchase.source']
        source = Source.search([('name', '=', "F12")]) or Source.create({'name': "F12", 'company_id': self.company.id})
        today = self.company._relationship_today()
        for number, (partner, amount) in enumerate(amounts.items()):
            for line, (day, value) in enumerate((
                    (today - timedelta(days=20), amount), (today - timedelta(days=250), amount / 2))):
                self.env.cr.execute(
                    "INSERT INTO relationship_purchase (id, partner_id, company_id, source_id, date, amount, cost, order_key,"
                    " order_line) VALUES (nextval('relationship_purchase_id_seq'), %s, %s, %s, %s, %s, %s, %s, %s)",
                    [partner.id, self.company.id, source.id, day, value, value * 0.75, f'F12-{number}-{amount}', line + 1])
        self.env['relationship.profile']._run_pass(self.company)
        self.env.invalidate_all()

    def test_figures_frozen(self):
        """Growth, margin, tier and rank of the moment; later sales change nothing."""
        self.sell({self.customer: 700000, self.customer2: 900000, self.customer3: 40000})
        visit = self.done()
        self.assertFalse(visit.f12_date)
        visit.write({'talk': "谈了", 'outcome': 'again', 'f12_standing': "行业前三"})
        visit.action_complete_minutes()
        self.assertEqual((visit.f12_ranking, visit.f12_ranking_total), (2, 3))
        self.assertAlmostEqual(visit.f12_growth, 1.0, places=4)
        self.assertAlmostEqual(visit.f12_margin_rate, 0.25, places=4)
        self.assertTrue(visit.f12_has_growth and visit.f12_has_margin)
        self.assertIn(self.profile.tier_id.name, visit.f12_overall)
        self.assertEqual((visit.f12_date, visit.f12_standing), (NOW(), "行业前三"))
        frozen = visit.read(['f12_growth', 'f12_ranking', 'f12_overall', 'f12_date'])
        self.sell({self.customer: 9000000})
        self.review(visit, 'supervisor', 'return', "补充")
        with freeze_time(NOW() + timedelta(days=1)):
            visit.action_complete_minutes()
        self.assertEqual(visit.read(['f12_growth', 'f12_ranking', 'f12_overall', 'f12_date']), frozen)
        for name in ('f12_growth', 'f12_ranking', 'f12_overall', 'f12_credit', 'f12_margin_rate'):
            with self.subTest(name), self.assertRaises(UserError):
                visit.write({name: 1})

    def test_figures_of_a_newcomer(self):
        """Nothing bought: no growth, no margin, no rank; empty, not zero."""
        visit = self.handed_in()
        self.assertEqual(
            (visit.f12_has_growth, visit.f12_has_margin, visit.f12_ranking), (False, False, 0))
        if 'trust' not in self.customer._fields:
            self.assertFalse(visit.f12_credit, "credit comes with accounting")

    # ------------------------------------------------------------------
    # What follows from a visit
    # ------------------------------------------------------------------

    def test_counts_once(self):
        """A done visit is one interaction, also when its calendar event is over and lists the customer's person."""
        self.assertEqual(self.profile.interaction_count_3m, 0)
        visit = self.now_visit(contact_ids=[Command.set(self.contact.ids)])
        visit.action_start_visit()
        self.assertEqual(self.profile.interaction_count_3m, 0)
        visit.action_finish_visit()
        self.profile.invalidate_recordset()
        self.assertEqual(self.profile.interaction_count_3m, 1)
        self.assertEqual(self.profile.last_interaction_date, self.company._relationship_today())
        self.assertEqual(self.profile.last_visit_date, self.company._relationship_today())
        with freeze_time(NOW() + timedelta(hours=5)):
            self.profile._refresh_profiles()
            self.assertEqual(self.profile.interaction_count_3m, 1)
        self.accept_everything(visit)
        self.assertEqual(self.profile.interaction_count_3m, 1)

    def accept_everything(self, visit):
        visit.write({'talk': "谈了", 'outcome': 'again'})
        visit.action_complete_minutes()
        self.review(visit, 'supervisor')
        self.profile._refresh_profiles()
        self.profile.invalidate_recordset()

    def test_local_day(self):
        """Shanghai's day, not UTC's: a visit at 07:30 there is the evening before in Greenwich."""
        with freeze_time('2026-03-11 23:30:00'):
            self.done()
            self.profile.invalidate_recordset()
            self.assertEqual(self.profile.last_visit_date.isoformat(), '2026-03-12')
            self.assertEqual(self.profile.last_interaction_date.isoformat(), '2026-03-12')

    def test_next_appointment(self):
        """Made on the spot: same customer and people, linked, under a visit's own checks, once."""
        visit = self.underway(contact_ids=[Command.set(self.contact.ids)])
        problem = self.problem(visit)
        Next = self.model('specialist', 'relationship.visit.next').with_context(default_visit_id=visit.id)
        values = Next.default_get(['visit_id', 'date_start', 'duration', 'purpose', 'subject'])
        self.assertEqual((values['purpose'], values['subject']), ('problem', problem.name))
        wizard = Next.create({'visit_id': visit.id, 'date_start': self.at(14), 'duration': 1, 'purpose': 'problem'})
        wizard.action_confirm()
        visit.invalidate_recordset()
        following = visit.next_visit_id
        self.assertEqual((following.previous_visit_id, following.partner_id), (visit, self.customer))
        self.assertEqual((following.contact_ids, following.stage), (self.contact, 'planned'))
        self.assertTrue(following.event_id)
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_next_appointment_in_a_window(self):
        """A no-visit window needs a reason, here as everywhere."""
        self.env['relationship.no.visit'].create({'partner_id': self.customer.id, 'weekday': 'workdays', 'hour_from': 8, 'hour_to': 18})
        visit = self.env['relationship.visit']
        with freeze_time('2026-03-14 02:00:00'):  # a Saturday
            visit = self.underway()
            Next = self.model('specialist', 'relationship.visit.next')
            values = {'visit_id': visit.id, 'date_start': self.at(5), 'duration': 1, 'purpose': 'relationship'}
            wizard = Next.create(values)
            self.assertTrue(wizard.no_visit_warning)
            with self.assertRaises(UserError):
                wizard.action_confirm()
            Next.create({**values, 'no_visit_reason': "客户要求"}).action_confirm()

    def test_next_appointment_warns(self):
        """The dialog says what the visit would: another visit at the time, a day off."""
        with freeze_time('2026-03-13 02:00:00'):
            visit = self.underway()
            Next = self.model('specialist', 'relationship.visit.next')
            other = self.plan(date_start=self.at(4), partner_id=self.customer3.id)
            wizard = Next.create({'visit_id': visit.id, 'date_start': self.at(4), 'duration': 1, 'purpose': 'relationship'})
            self.assertIn(other.name, wizard.overlap_warning)
            self.assertFalse(wizard.day_warning)
            wizard.date_start = self.at(2)  # a Sunday
            self.assertFalse(wizard.overlap_warning)
            self.assertIn("not a working day", wizard.day_warning)

    def test_next_appointment_over_a_clock_change(self):
        """The same hour by the clock on the wall."""
        self.company.resource_calendar_id.tz = 'Europe/Berlin'
        with freeze_time('2026-03-13 09:00:00'):
            visit = self.underway()
            self.profile.visit_interval_manual = 30
            Next = self.model('specialist', 'relationship.visit.next').with_context(default_visit_id=visit.id)
            values = Next.default_get(['visit_id', 'date_start'])
            self.assertEqual(values['date_start'], datetime(2026, 4, 12, 8))
