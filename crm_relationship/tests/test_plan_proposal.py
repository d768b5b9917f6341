from datetime import date, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .plan_common import FRIDAY, MONDAY, PlanCase


@tagged('post_install', '-at_install')
class TestPlanProposal(PlanCase):
    """What is proposed, against rules counted independently: who, when, and who is left."""

    def test_due_only(self):
        """Who is due by Friday is proposed, one day later is not; neither are others' customers."""
        due = self.customers(1, overdue=-4, name="周五到期")
        self.customers(1, overdue=-5, name="周六到期")
        self.customers(1, interval=0, overdue=99, name="不按周期")
        self.customers(1, overdue=9, owner=self.users['specialist2'], name="他人客户")
        archived = self.customers(1, overdue=9, name="停用")
        archived.partner_id.active = False
        line = self.propose(self.make_plan())
        self.assertEqual(line.partner_id, due.partner_id)
        self.assertEqual((line.is_proposed, line.due_date, line.purpose, line.duration),
                         (True, FRIDAY, 'relationship', 0.75))
        self.assertIn("every 30 days", line.reason)

    def test_first_visit(self):
        """Who was never visited is due one interval after entering the roster."""
        profile = self.customers(1, interval=7)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE relationship_profile SET last_visit_date = NULL, create_date = '2026-03-01' WHERE id = %s", [profile.id])
        profile.invalidate_recordset()
        line = self.propose(self.make_plan())
        self.assertEqual((line.purpose, line.due_date), ('first', date(2026, 3, 8)))

    def test_urgency_by_interval(self):
        """With room for two: ten days late weigh more for a monthly than for a yearly customer."""
        self.company.relationship_visits_per_day = 1
        yearly = self.customers(2, overdue=40, interval=365, name="年度")
        monthly = self.customers(2, overdue=10, interval=30, name="月度")
        plan = self.make_plan(date_to=MONDAY + timedelta(days=1))
        self.assertEqual(self.propose(plan).partner_id, monthly.partner_id)
        self.assertEqual(plan.unplaced_ids.mapped('reason'), ['full', 'full'])
        self.assertEqual(plan.unplaced_ids.partner_id, yearly.partner_id)

    def test_no_visit_windows(self):
        """At the bounds of a window, and a customer who wants nobody at all."""
        profiles = self.customers(3)
        Window = self.env['relationship.no.visit']
        morning, never, gap = profiles.partner_id
        for weekday in '01234':
            Window.create({'partner_id': morning.id, 'weekday': weekday, 'hour_from': 8, 'hour_to': 16.25})
            Window.create({'partner_id': never.id, 'weekday': weekday})
            Window.create({'partner_id': gap.id, 'weekday': weekday, 'hour_from': 8, 'hour_to': 16.5})
        plan = self.make_plan()
        line = self.propose(plan)
        self.assertEqual((line.partner_id, self.local(line.date_start)[1], self.local(line.date_stop)[1]), (morning, 16.25, 17))
        self.assertEqual(plan.unplaced_ids.partner_id, never | gap)
        self.assertEqual(set(plan.unplaced_ids.mapped('reason')), {'forbidden'})
        self.assertFalse(line.is_forbidden)

    def test_spring_festival(self):
        """Saturday 14 February 2026 is worked, 15 to 23 February are not."""
        self.customers(30, overdue=40)
        with freeze_time('2026-02-12 02:00:00'):
            plan = self.make_plan(date_from='2026-02-13', date_to='2026-02-24')
            self.propose(plan)
        self.assertEqual(list(self.days_of(plan)), [date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 24)])
        self.assertEqual(len(plan.line_ids), 18)
        with freeze_time('2026-02-12 02:00:00'):
            closed = self.make_plan(date_from='2026-02-15', date_to='2026-02-23')
            closed.action_propose()
        self.assertFalse(closed.line_ids)
        self.assertEqual(set(closed.unplaced_ids.mapped('reason')), {'no_days'})

    def test_appointments(self):
        """Busy hours of the visitor's calendar stay free; free and declined events and others' do not count."""
        self.customers(1)
        Event = self.env['calendar.event']
        partner = self.specialist.partner_id
        Event.create({'name': "例会", 'start': self.clock(MONDAY, 8), 'stop': self.clock(MONDAY, 12),
                      'partner_ids': [Command.set(partner.ids)]})
        Event.create({'name': "提醒", 'start': self.clock(MONDAY, 13), 'stop': self.clock(MONDAY, 17), 'show_as': 'free',
                      'partner_ids': [Command.set(partner.ids)]})
        Event.create({'name': "他人", 'start': self.clock(MONDAY, 13), 'stop': self.clock(MONDAY, 17),
                      'partner_ids': [Command.set(self.supervisor.partner_id.ids)]})
        line = self.propose(self.make_plan(date_to=MONDAY))
        self.assertEqual(self.local(line.date_start), (MONDAY, 13))

    def test_time_off(self):
        """A visitor's own time off is no working day, a colleague's is."""
        self.customers(1)
        resource = self.employees['specialist'].resource_id
        self.env['resource.calendar.leaves'].create({
            'name': "年假", 'resource_id': resource.id, 'calendar_id': resource.calendar_id.id,
            'date_from': self.clock(MONDAY, 0), 'date_to': self.clock(MONDAY, 23.9)})
        line = self.propose(self.make_plan())
        self.assertEqual(self.local(line.date_start)[0], MONDAY + timedelta(days=1))

    def test_twice(self):
        """Proposing again changes nothing; what is taken out comes back, what was made by hand stays."""
        self.customers(12)
        own = self.make_lines(self.line(hour=9))
        kept = own.line_ids
        self.propose(own)
        before = own.line_ids.read(['partner_id', 'date_start', 'user_id', 'reason', 'due_date', 'is_proposed'])
        own.action_propose()
        self.assertEqual(
            own.line_ids.read(['partner_id', 'date_start', 'user_id', 'reason', 'due_date', 'is_proposed']), before)
        self.assertEqual((len(own.line_ids), kept.is_proposed, self.local(kept.date_start)), (13, False, (MONDAY, 9)))
        gap = own.line_ids.filtered('is_proposed')[3:5]
        customers = gap.partner_id
        gap.unlink()
        own.action_propose()
        self.assertEqual(len(own.line_ids), 13)
        self.assertLessEqual(customers, own.line_ids.partner_id)

    def test_moved_line_is_mine(self):
        """A proposed line that was moved stays when the proposal is cleared."""
        self.customers(2)
        plan = self.make_plan()
        first, _second = self.propose(plan)
        first.date_start += timedelta(hours=1)
        plan.action_clear_proposed()
        self.assertEqual((plan.line_ids, first.is_proposed), (first, False))

    def test_planned_elsewhere(self):
        """A customer with a visit to come, or on a plan being signed, is not proposed again."""
        profiles = self.customers(3)
        self.plan(partner_id=profiles[0].partner_id.id, date_start=self.clock(FRIDAY, 9))
        self.make_lines(self.line(profiles[1].partner_id)).action_approval_submit()
        line = self.propose(self.make_plan())
        self.assertEqual(line.partner_id, profiles[2].partner_id)

    def test_month(self):
        """A weekly customer comes up every week of a month, not sooner than after three quarters of the interval."""
        profile = self.customers(1, interval=7)
        plan = self.make_plan(date_to=MONDAY + timedelta(days=25))
        lines = self.propose(plan)
        days = [self.local(line.date_start)[0] for line in lines]
        self.assertGreaterEqual(len(days), 3)
        self.assertEqual(lines.partner_id, profile.partner_id)
        for earlier, later in zip(days, days[1:]):
            self.assertGreaterEqual((later - earlier).days, 6)
        plan.action_propose()
        self.assertEqual(plan.line_ids.sorted('date_start'), lines)

    def test_key_plan(self):
        """Only customers of the key tiers."""
        profiles = self.customers(2)
        tier = self.env['relationship.tier'].create({'name': "金牌", 'company_id': self.company.id, 'is_key': True})
        self.env.flush_all()
        self.env.cr.execute("UPDATE relationship_profile SET tier_id = %s WHERE id = %s", [tier.id, profiles[0].id])
        profiles.invalidate_recordset()
        self.assertEqual(self.propose(self.make_plan(kind='key')).partner_id, profiles[0].partner_id)

    def test_key_account(self):
        """A customer of an approved key account plan counts as key in the plan's year."""
        profile = self.customers(2)[0]
        account = self.env['relationship.key.account'].with_company(self.company).create({
            'company_id': self.company.id, 'date_from': '2025-01-01', 'date_to': '2025-12-31',
            'target_from': '2026-01-01', 'customer_ids': [Command.create({'profile_id': profile.id})]})
        plan = self.make_plan(kind='key')
        self.assertFalse(self.propose(plan))
        account._sealed_write({'approval_state': 'approved'}, SEAL)
        self.assertEqual(self.propose(plan).partner_id, profile.partner_id)
        account._sealed_write({'target_from': '2025-01-01', 'target_to': '2025-12-31'}, SEAL)
        self.assertFalse(self.propose(self.make_plan(kind='key')))

    def test_team(self):
        """A supervisor plans for two: everybody gets the own customers, in time that is his own."""
        self.customers(3, name="甲")
        self.customers(3, owner=self.users['specialist2'], name="乙")
        self.employees['specialist2'].department_id = self.service
        people = self.specialist | self.users['specialist2']
        plan = self.make_plan('supervisor', member_ids=[Command.set(people.ids)])
        self.propose(plan)
        for line in plan.line_ids:
            self.assertEqual(line.user_id, self.specialist if line.partner_id.name[0] == "甲" else self.users['specialist2'])
        self.assertEqual(len(plan.line_ids), 6)

    def test_two_companies(self):
        """Another company's due customers, holidays and visits say nothing here."""
        other = self.env['res.company'].create({'name': "苏州分公司"})
        self.specialist.company_ids |= other
        partner = self.env['res.partner'].create({'name': "两家共有", 'is_company': True})
        profile = self.env['relationship.profile'].with_company(other).create({
            'partner_id': partner.id, 'company_id': other.id, 'user_id': self.specialist.id, 'visit_interval_manual': 30})
        self.env.flush_all()
        self.env.cr.execute("UPDATE relationship_profile SET last_visit_date = '2026-01-01' WHERE id = %s", [profile.id])
        profile.invalidate_recordset()
        plan = self.make_plan()
        plan.action_propose()
        self.assertFalse(plan.line_ids)
        there = self.env['relationship.visit.plan'].with_user(self.specialist).with_company(other).create({
            'date_from': MONDAY, 'date_to': FRIDAY})
        there.action_propose()
        self.assertEqual((there.line_ids.partner_id, there.line_ids.company_id), (partner, other))
