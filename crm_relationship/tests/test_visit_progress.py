from collections import Counter
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .visit_day_common import DAY_MODEL, VisitDayCase

PROGRESS = 'relationship.visit.progress'
LIST = ('name', 'date', 'weekday', 'user_id', 'visit_count', 'problem_solved_count', 'problem_open_count',
        'expense_total', 'submitted_date', 'is_late', 'approval_state', 'activity_ids')
CARD = (*LIST, 'approval_can_decide')


@tagged('post_install', '-at_install')
class TestVisitProgress(VisitDayCase):
    """Who is where in today's list, at the exact minute, against a count in Python."""

    def rows(self, role='manager'):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.model(role, PROGRESS).search([('company_id', '=', self.company.id)])

    def test_a_day(self):
        self.finished(hour=8)
        underway = self.plan(date_start=self.at(0, 9, 30))
        underway._visit_start()
        following = self.plan(date_start=self.at(0, 14))
        self.plan(date_start=self.at(0, 16))
        self.plan(date_start=self.at(0, 17)).sudo()._approval_do_cancel("客户临时有事")
        self.plan(date_start=self.at(1, 9))
        row = self.rows()
        self.assertEqual(row.user_id, self.users['specialist'])
        self.assertEqual(
            (row.visit_count, row.done_count, row.underway_count, row.ahead_count, row.late_count, row.state),
            (4, 1, 1, 2, 0, 'underway'))
        self.assertEqual((row.current_visit_id, row.next_visit_id, row.next_start),
                         (underway, following, following.date_start))
        self.assertEqual([stop['state'] for stop in row.stops], ['done', 'underway', 'next', 'ahead'])
        self.assertEqual([stop['time'] for stop in row.stops], ['08:00', '09:30', '14:00', '16:00'])
        self.assertAlmostEqual(row.done_percent, 25)
        action = row.action_open_visits()
        self.assertEqual(len(self.env['relationship.visit'].search(action['domain'])), 4)

    def test_late_at_the_bound(self):
        visit = self.plan(date_start=self.at(0, 11))
        for minutes, late in ((15, 0), (15.02, 1)):
            with freeze_time(visit.date_start + timedelta(minutes=minutes)):
                row = self.rows()
                self.assertEqual((row.late_count, row.state), (late, 'late' if late else 'next'))
                self.assertEqual(row.stops[0]['state'], 'late' if late else 'next')

    def test_against_a_count(self):
        """Thirty visits around today, in another zone too: the view agrees with Python."""
        for zone in ('Asia/Shanghai', 'America/New_York'):
            self.company.resource_calendar_id.tz = zone
            for number in range(15):
                self.plan(date_start=fields.Datetime.now() + timedelta(hours=4 * number - 28, minutes=number))
            self.env.flush_all()
            today = self.company._relationship_today()
            visits = self.env['relationship.visit'].search([('company_id', '=', self.company.id)])
            expected = Counter(
                visit.user_id for visit in visits if self.company._local_day(visit.date_start) == today)
            self.assertEqual({row.user_id: row.visit_count for row in self.rows()}, dict(expected))

    def test_yesterdays_visit_begun_today(self):
        with freeze_time('2026-03-10 01:00:00'):
            visit = self.plan(date_start=self.at(0, 15))
        visit._visit_start()
        self.assertEqual(self.rows().current_visit_id, visit)

    def test_who_sees_it(self):
        """The team, the company; not a specialist, not finance."""
        self.plan(date_start=self.at(0, 14))
        self.plan('specialist2', date_start=self.at(0, 14), partner_id=self.customer2.id)
        self.assertEqual(len(self.rows('manager')), 2)
        self.assertEqual(len(self.rows('gm')), 2)
        self.assertEqual(self.rows('supervisor').user_id, self.users['specialist'])
        for role in ('specialist', 'finance', 'employee'):
            self.assertFalse(self.model(role, PROGRESS).has_access('read'))


@tagged('post_install', '-at_install')
class TestVisitDayQueries(VisitDayCase):
    """Screens cost what they cost, however many rows there are (DESIGN.md 8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        for days in range(40):
            case.cost(case.finished(days=-days), cls.meals, 10)
        cls.days = cls.model(case, 'specialist', DAY_MODEL).create([
            {'date': cls.local_day(-days)} for days in range(40)])
        cls.days.action_approval_submit()

    def count(self, function):
        """Number of queries of ``function`` from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_lists(self):
        for role in ('specialist', 'supervisor', 'manager', 'gm'):
            for names, most in ((LIST, 25), (CARD, 30)):
                model = self.model(role, DAY_MODEL)
                specification = {name: {} for name in names}
                model.web_search_read([], specification, limit=1)  # warm the rule and view caches
                few = self.count(lambda m=model, s=specification: m.web_search_read([], s, limit=4))
                many = self.count(lambda m=model, s=specification: m.web_search_read([], s, limit=40))
                with self.subTest(role=role, names=len(names)):
                    self.assertEqual(few, many)
                    self.assertLess(many, most)

    def test_costs(self):
        model = self.model('finance', f'{DAY_MODEL}.expense')
        specification = {name: {} for name in ('date', 'user_id', 'item_id', 'amount', 'note', 'approval_state', 'receipt')}
        model.web_search_read([], specification, limit=1)
        few = self.count(lambda: model.web_search_read([], specification, limit=4))
        self.assertEqual(few, self.count(lambda: model.web_search_read([], specification, limit=40)))
        self.assertLess(few, 25)

    def test_progress(self):
        """The team's page costs the same for two people as for six."""
        roles = ('specialist', 'specialist2', 'supervisor', 'manager', 'appadmin', 'deputy')
        self.users['deputy'].group_ids += self.env.ref('crm_relationship.group_specialist')
        partners = self.env['res.partner'].create([{'name': f"进度{n}", 'is_company': True} for n in range(6)])
        model = self.model('gm', PROGRESS)
        specification = {name: {} for name in ('user_id', 'state', 'done_percent', 'visit_count', 'stops', 'next_visit_id')}
        counts = []
        for number, role in enumerate(roles):
            for hour in (13, 15):
                self.plan(role, date_start=self.at(0, hour), partner_id=partners[number].id)
            model.web_search_read([], specification)
            counts.append(self.count(lambda: model.web_search_read([], specification)))
        self.assertEqual(counts[1], counts[-1])
        self.assertLess(counts[-1], 25)

    def test_assembly(self):
        """A report of twelve visits costs little more than one of two."""
        def assemble(days, visits):
            for hour in range(visits):
                self.cost(self.finished(days=days, hour=hour, partner_id=self.customer.id), self.meals, 5)
            return self.count(lambda: self.report(days=days))
        few, many = assemble(-50, 2), assemble(-51, 12)
        self.assertLess(many, 2 * few)
