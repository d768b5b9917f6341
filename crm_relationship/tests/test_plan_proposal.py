from datetime import date, timedelta
from itertools import pairwise, permutations

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.great_circle import great_circle_km
from .plan_common import FRIDAY, MONDAY, OFFICE, PlanCase

QUARTER = timedelta(minutes=15)


@tagged('post_install', '-at_install')
class TestPlanProposal(PlanCase):
    """What is proposed, against rules counted independently: who, when, in which order, and who is left."""

    def propose(self, plan):
        plan.action_propose()
        return plan.line_ids.sorted('date_start')

    def days_of(self, plan):
        """``{day: [(start hour, end hour, customer)]}`` in Shanghai."""
        days = {}
        for line in plan.line_ids.sorted('date_start'):
            day, start = self.local(line.date_start)
            days.setdefault(day, []).append((start, self.local(line.date_stop)[1], line.partner_id))
        return days

    def check_sound(self, plan, capacity=6, holidays=()):
        """What must hold for any proposal, computed from the lines alone."""
        for day, visits in self.days_of(plan).items():
            self.assertLessEqual(len(visits), capacity)
            self.assertTrue(plan.date_from <= day <= plan.date_to)
            self.assertTrue(day.weekday() < 5 and day not in holidays, day)
            before_end, before_place = 8.0, OFFICE
            for start, end, partner in visits:
                self.assertTrue(any(opens <= start and end <= closes for opens, closes in ((8, 12), (13, 17))), (start, end))
                self.assertEqual(start % 0.25, 0)
                place = (partner.partner_latitude, partner.partner_longitude)
                hours = great_circle_km(before_place, place) * 1.3 / 40
                self.assertGreaterEqual(start + 1e-6, before_end + hours, "there is time for the way")
                before_end, before_place = end, place

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

    def test_capacity(self):
        """The bound exactly: as many as the days hold, the others are named; own visits count."""
        self.customers(17)
        self.company.relationship_visits_per_day = 3
        self.plan(date_start=self.clock(MONDAY, 9))
        plan = self.make_plan()
        self.propose(plan)
        self.check_sound(plan, capacity=3)
        counts = {day: len(visits) for day, visits in self.days_of(plan).items()}
        self.assertEqual(list(counts.values()), [2, 3, 3, 3, 3])
        self.assertEqual((len(plan.line_ids), plan.unplaced_count), (14, 3))
        self.company.relationship_visits_per_day = 4
        plan.action_propose()
        self.assertEqual((len(plan.line_ids), plan.unplaced_count), (17, 0))

    def test_sound(self):
        """40 scattered customers: hours, ways, order and count hold on every day."""
        for number in range(4):
            self.customers(10, overdue=number, place=(31.2 + number * 0.1, 120.5 + number * 0.1), name=f"片区{number}-")
        plan = self.make_plan()
        self.propose(plan)
        self.check_sound(plan)
        self.assertEqual(len(plan.line_ids) + plan.unplaced_count, 40)
        self.assertEqual(len(plan.line_ids), 30)

    def test_shortest_order(self):
        """A day's customers are visited in an order no other beats, by trying them all."""
        spots = [(31.30, 120.70), (31.42, 120.55), (31.28, 120.45), (31.38, 120.72), (31.22, 120.66)]
        for number, spot in enumerate(spots):
            self.customers(1, place=spot, name=f"站{number}-")
        plan = self.make_plan(date_to=MONDAY)
        lines = self.propose(plan)

        def way(places):
            return sum(great_circle_km(a, b) for a, b in pairwise([OFFICE, *places]))
        made = way([(p.partner_latitude, p.partner_longitude) for p in lines.partner_id])
        self.assertEqual(len(lines), 5)
        self.assertLessEqual(made, min(map(way, permutations(spots))) + 0.3)

    def test_journey(self):
        """Two customers 700 km away: visited on one day that begins there, not on a day that begins at home."""
        self.customers(2, place=(34.75, 113.62), name="郑州")
        self.customers(3, name="苏州")
        plan = self.make_plan(date_to=MONDAY + timedelta(days=1))
        self.propose(plan)
        days = self.days_of(plan)
        self.assertEqual([len({p.name[:2] for _s, _e, p in visits}) for visits in days.values()], [1, 1])
        far = next(visits for visits in days.values() if visits[0][2].name.startswith("郑州"))
        self.assertEqual((len(far), far[0][0]), (2, 8))

    def test_grouped_by_nearness(self):
        """Two towns 60 km apart, a full day each: nobody drives to and fro within a day."""
        self.customers(6, place=(31.3, 120.6), name="苏州")
        self.customers(6, place=(31.8, 120.3), name="江阴")
        plan = self.make_plan()
        self.propose(plan)
        for visits in self.days_of(plan).values():
            self.assertEqual(len({partner.name[:2] for _start, _end, partner in visits}), 1)

    def test_grouped_by_area(self):
        """Customers without coordinates are grouped by their area; the plan takes its areas' customers."""
        areas = self.env['relationship.area'].create([
            {'name': name, 'company_id': self.company.id, 'user_id': self.specialist.id} for name in ("东区", "西区", "北区")])
        for area in areas:
            self.customers(4, place=None, area=area, name=area.name)
        plan = self.make_plan(area_ids=[Command.set(areas[:2].ids)])
        self.propose(plan)
        self.assertEqual(plan.line_ids.area_id, areas[:2])
        self.assertEqual(len(plan.line_ids), 8)
        first_day = self.days_of(plan)[MONDAY]
        self.assertEqual(len({partner.name[:2] for _s, _e, partner in first_day[:4]}), 1)

    def test_area_hours(self):
        """Visits of an area keep to its hours."""
        area = self.env['relationship.area'].create({
            'name': "夜市", 'company_id': self.company.id, 'user_id': self.specialist.id, 'hour_from': 14, 'hour_to': 16})
        self.customers(3, area=area)
        plan = self.make_plan(area_ids=[Command.set(area.ids)])
        self.propose(plan)
        self.assertEqual(len(plan.line_ids), 3)
        for visits in self.days_of(plan).values():
            self.assertTrue(all(start >= 14 and end <= 16 for start, end, _partner in visits))

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
