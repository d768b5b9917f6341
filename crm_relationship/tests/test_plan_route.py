from datetime import timedelta
from itertools import pairwise, permutations

from odoo.fields import Command
from odoo.tests import tagged

from ..tools.great_circle import great_circle_km
from .plan_common import MONDAY, OFFICE, PlanCase


@tagged('post_install', '-at_install')
class TestPlanRoute(PlanCase):
    """The days of a proposal: how full, in which order, with time for the way; recomputed from the lines."""

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
