import base64
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .visit_day_common import DAY_MODEL, VisitDayCase

#: Zone, local day, hours the day has: settled history, where all data of zones agree. Havana skips
#: midnight and repeats it, São Paulo skips it, and ends a day with an hour that comes twice.
DAYS = [
    ('Asia/Shanghai', date(2026, 3, 11), 24),
    ('America/New_York', date(2019, 3, 10), 23),
    ('America/New_York', date(2019, 11, 3), 25),
    ('America/Havana', date(2019, 3, 10), 23),
    ('America/Havana', date(2019, 11, 3), 25),
    ('America/Sao_Paulo', date(2018, 11, 4), 23),
    ('America/Sao_Paulo', date(2018, 2, 17), 25),
    ('Australia/Lord_Howe', date(2019, 4, 7), 24.5),
    ('Asia/Kathmandu', date(2019, 6, 1), 24),
]


@tagged('post_install', '-at_install')
class TestVisitDayAssembly(VisitDayCase):
    """F13 is put together from the visits: the right ones, each once, with what they say."""

    def test_lines(self):
        visit = self.finished(
            contact_ids=[Command.set(self.contact.ids)], purpose='problem', talk="返工处理", outcome='success')
        self.problem(visit, "交期延误", state='solved')
        self.problem(visit, "包装破损")
        day = self.report()
        line = day.line_ids
        self.assertEqual(
            (line.visit_id, line.customer_name, line.persons, line.purpose, line.talk, line.outcome),
            (visit, self.customer.name, self.contact.name, 'problem', "返工处理", 'success'))
        self.assertEqual((day.visit_count, day.problem_solved_count, day.problem_open_count), (1, 1, 1))
        self.assertEqual(visit.day_id, day)
        self.assertEqual((day.name[:7], day.department_id), ('RB2026-', self.service))

    def test_against_an_independent_count(self):
        """Thirty visits of three people over three days: every report agrees with SQL on the visits."""
        self.customers_of = {
            'specialist': self.customer, 'specialist2': self.customer2, 'supervisor': self.customer3}
        roles = tuple(self.customers_of)
        for number in range(30):
            role = roles[number % 3]
            partner = self.customers_of[role]
            visit = self.finished(role, days=-(number % 4), hour=number % 9, partner_id=partner.id)
            with freeze_time(visit.date_stop):
                for index in range(number % 3):
                    self.problem(visit, f"问题{index}", state=('open', 'solved')[index % 2])
                self.env.flush_all()
            if number % 5 == 0:
                self.cost(visit, self.meals, 10.5 * number)
        self.plan('specialist', date_start=self.at(0, 14))
        self.env.flush_all()
        self.env.cr.execute("""
            SELECT v.user_id, (v.date_start + interval '8 hours')::date, count(DISTINCT v.id),
                   count(p.id) FILTER (WHERE p.state = 'solved'), count(p.id) FILTER (WHERE p.state = 'open'),
                   (SELECT COALESCE(sum(e.actual_amount), 0) FROM relationship_visit_expense e
                     WHERE e.visit_id = ANY(array_agg(v.id)))
              FROM relationship_visit v LEFT JOIN relationship_visit_problem p ON p.visit_id = v.id
             WHERE v.stage = 'done' AND v.company_id = %s GROUP BY 1, 2""", [self.company.id])
        expected = {row[:2]: row[2:] for row in self.env.cr.fetchall()}
        found = {}
        for role in roles:
            for days in range(-3, 1):
                day = self.report(role, days)
                if not day.line_ids:
                    continue
                found[day.user_id.id, day.date] = day
        self.assertEqual(set(found), set(expected))
        for key, day in found.items():
            count, solved, still_open, amount = expected[key]
            self.assertEqual(day.visit_count, count)
            self.assertEqual((day.problem_solved_count, day.problem_open_count), (solved, still_open))
            self.assertAlmostEqual(day.expense_total, amount)
        self.assertEqual(sum(day.visit_count for day in found.values()), 30)

    def test_problems_count_on_the_day_they_were_handled(self):
        """Solved later: not handled on the day of the visit; handled on the day it was solved, where visited."""
        with freeze_time('2026-03-10 03:00:00'):
            before = self.finished(hour=9)
            late = self.problem(before, "交期延误")
            self.problem(before, "现场解决", state='solved')
            self.env.flush_all()
        late.state = 'solved'
        yesterday = self.report(days=-1)
        self.assertEqual((yesterday.problem_solved_count, yesterday.problem_open_count), (1, 1))
        self.assertEqual(self.report(days=0).problem_solved_count, 0, "the customer was not visited today")
        self.model('specialist', DAY_MODEL).search([('date', '=', self.local_day())]).unlink()
        visits = self.finished(hour=8) | self.finished(hour=9)
        self.problem(visits[1], "色差")
        today = self.report()
        self.assertEqual((today.problem_solved_count, today.problem_open_count), (1, 1), "counted once for two visits")

    def test_costs_in_the_books_currency(self):
        dollar = self.env.ref('base.USD')
        dollar.active = True
        self.env['res.currency.rate'].create({
            'currency_id': dollar.id, 'company_id': self.company.id, 'name': '2026-01-01', 'company_rate': 0.125})
        visit = self.finished(currency_id=dollar.id)
        self.cost(visit, self.meals, 100)
        self.cost(visit, self.gifts, 0)
        day = self.report(expense_line_ids=[self.own_cost(35.5, "停车费")])
        self.assertEqual(sorted(day.expense_line_ids.mapped('amount')), [35.5, 800.0])
        self.assertEqual(day.expense_total, 835.5)

    def test_deleted_costs(self):
        """What was deleted on the visit is neither signed nor claimed, however much it was."""
        visit = self.finished()
        kept, *dropped = [self.cost(visit, item, 10) for item in (self.meals, self.lodging, self.transport)]
        day = self.report(expense_line_ids=[self.own_cost(5)])
        self.assertEqual(day.expense_total, 35)
        for cost in dropped:
            cost.unlink()
        day.action_approval_submit()
        self.assertEqual(day.expense_line_ids.visit_expense_id, kept)
        self.assertEqual((len(day.expense_line_ids), day.expense_total), (2, 15))

    def test_receipts_are_copies(self):
        """A receipt changed on the visit afterwards is not the one that was handed in."""
        visit = self.finished()
        cost = self.cost(visit, self.meals, 80, receipt=base64.b64encode(b"first"), receipt_name="a.txt")
        day = self.report()
        line = day.expense_line_ids
        self.assertEqual((base64.b64decode(line.receipt), line.receipt_name), (b"first", "a.txt"))
        cost.receipt = base64.b64encode(b"second")
        self.assertEqual(base64.b64decode(line.receipt), b"first")
        day.action_refresh()
        self.assertEqual(base64.b64decode(line.receipt), b"second")
        self.sign(day)
        cost.receipt = base64.b64encode(b"third")
        line.invalidate_recordset()
        self.assertEqual(base64.b64decode(line.receipt), b"second")

    def test_companions(self):
        """Who came along on any visit; people put in or taken off by hand stay so."""
        deputy, office, gm = (self.employees[role] for role in ('deputy', 'office', 'gm'))
        visit = self.finished(companion_ids=[Command.set((deputy | office).ids)])
        day = self.report()
        day.invalidate_recordset()
        self.assertEqual(day.companion_ids, deputy | office)
        day.companion_ids = [Command.unlink(office.id), Command.link(gm.id)]
        day.action_refresh()
        self.assertEqual(day.companion_ids, deputy | gm)
        visit.sudo().companion_ids = [Command.unlink(deputy.id)]
        day.action_refresh()
        self.assertEqual(day.companion_ids, gm)

    def test_refresh_keeps_what_was_typed(self):
        visit, other = self.finished(talk="甲"), self.finished(hour=9, talk="乙")
        day = self.report()
        first, second = day.line_ids
        first.write({'talk': "手写", 'persons': "门卫"})
        visit.write({'talk': "甲甲", 'outcome': 'success'})
        other.write({'talk': "乙乙"})
        day.action_refresh()
        self.assertEqual((first.talk, first.persons, first.outcome), ("手写", "门卫", 'success'))
        self.assertEqual(second.talk, "乙乙")
        second.talk = False
        day.action_refresh()
        self.assertFalse(second.talk, "cleared by hand counts as typed")

    def test_snapshot(self):
        """Later edits of a visit change no submitted report; a report taken back follows again."""
        visit = self.finished(contact_ids=[Command.set(self.contact.ids)])
        cost = self.cost(visit, self.meals, 50)
        day = self.report()
        self.sign(day, 'supervisor')
        visit.write({'talk': "改写", 'outcome': 'hopeless'})
        cost.actual_amount = 9000
        self.customer.name = "改名公司"
        self.finished(hour=9)
        self.assertRaises(UserError, day.action_refresh)
        self.assertEqual(day.line_ids.talk, "谈了年度合作")
        self.assertEqual((day.line_ids.outcome, day.line_ids.customer_name), ('again', "苏州恒泰电子科技有限公司"))
        self.assertEqual((day.expense_total, day.visit_count, day.missing_visit_count), (50, 1, 1))
        self.sign(day, 'deputy', 'manager')
        self.assertEqual((day.approval_state, day.line_ids.outcome), ('approved', 'again'))

    def test_submission_takes_over_the_last_word(self):
        visit = self.finished(talk="初稿")
        day = self.report()
        visit.talk = "定稿"
        self.finished(hour=9)
        day.action_approval_submit()
        self.assertEqual((day.line_ids[0].talk, day.visit_count), ("定稿", 2))

    def test_visit_leaves_and_returns(self):
        """A visit belongs to one report; a deleted draft and a cancelled report set it free."""
        visit = self.finished()
        day = self.report()
        self.assertEqual(visit.day_id, day)
        day.unlink()
        self.assertFalse(visit.day_id)
        day = self.report()
        self.assertEqual(visit.day_id, day)
        day._approval_do_cancel("填错")
        visit.invalidate_recordset()
        self.assertFalse(visit.day_id)
        self.assertEqual(self.report().line_ids.visit_id, visit)

    def test_open_today(self):
        """One tap: made when missing, the same one afterwards, with what came since."""
        self.finished()
        model = self.model('specialist', DAY_MODEL)
        first = model.action_open_today()['res_id']
        self.finished(hour=9)
        second = model.action_open_today()['res_id']
        self.assertEqual(first, second)
        self.assertEqual(model.browse(first).visit_count, 2)

    def test_from_the_visit(self):
        visit = self.finished(days=-1, hour=23, minute=50)
        day = self.env[DAY_MODEL].browse(visit.action_open_day()['res_id'])
        self.assertEqual((day.date, day.line_ids.visit_id), (self.local_day(-1), visit))

    def test_nothing_to_report(self):
        day = self.report()
        with self.assertRaisesRegex(ValidationError, "nothing to report"):
            day.action_approval_submit()
        self.finished(talk=False, outcome=False)
        with self.assertRaisesRegex(ValidationError, "talk(.|\n)*outcome"):
            day.action_approval_submit()

    def test_not_in_the_future(self):
        self.assertRaises(ValidationError, self.report, days=1)

    def test_weekday(self):
        day = self.report()
        for lang, weekday in (('en_US', "Wednesday"), ('zh_CN', "星期三")):
            with mute_logger('odoo.addons.base.models.res_lang'):
                self.env['res.lang']._activate_lang(lang)
            self.assertEqual(day.with_context(lang=lang).weekday, weekday)


@tagged('post_install', '-at_install')
class TestVisitDayBounds(VisitDayCase):
    """Which day a visit belongs to, in the company's zone and over the changes of clocks."""

    def test_bounds(self):
        """Against a scan of every minute with another library."""
        for zone, day, hours in DAYS:
            with self.subTest(zone=zone, day=day):
                self.company.resource_calendar_id.tz = zone
                start, stop = self.company._local_day_bounds(day)
                minutes = [
                    moment for moment in (
                        datetime(day.year, day.month, day.day) + timedelta(minutes=n) for n in range(-1500, 3000))
                    if moment.replace(tzinfo=ZoneInfo('UTC')).astimezone(ZoneInfo(zone)).date() == day]
                self.assertEqual((start, stop), (minutes[0], minutes[-1] + timedelta(minutes=1)))
                self.assertEqual((stop - start).total_seconds() / 3600, hours)

    def test_edges_of_the_day(self):
        """The first moment of the day is in, the first of the next day is not; whatever the reader's zone."""
        cases = [(-1, 23, 59, -1), (0, 0, 0, 0), (0, 0, 1, 0), (-1, 0, 0, -1), (0, 9, 0, 0)]
        self.users['specialist'].tz = 'America/New_York'
        visits = {case: self.finished(days=case[0], hour=case[1], minute=case[2]) for case in cases}
        reports = {days: self.report(days=days) for days in (-1, 0)}
        for case, visit in visits.items():
            with self.subTest(case):
                self.assertEqual(visit.day_id, reports[case[3]])
        counted = Counter(visit.day_id for visit in visits.values())
        self.assertEqual({day: day.visit_count for day in reports.values()}, dict(counted))

    def test_the_day_it_began(self):
        """Planned for yesterday and begun today, it stands on today's report."""
        with freeze_time('2026-03-09 02:00:00'):
            visit = self.plan(date_start=fields.Datetime.to_datetime('2026-03-10 02:00:00'))
        visit._visit_start(self.at(0, 9))
        visit._visit_finish(self.at(0, 9, 30))
        self.assertFalse(self.report(days=-1).line_ids)
        self.assertEqual(self.report().line_ids.visit_id, visit)

    def test_other_company(self):
        """A person with visits in two companies reports in each."""
        other = self.env['res.company'].create({'name': "苏州", 'currency_id': self.company.currency_id.id})
        self.users['specialist'].company_ids = [Command.link(other.id)]
        here, there = self.finished(), self.finished(hour=9, company=other, company_id=other.id)
        self.assertEqual(there.company_id, other)
        self.assertEqual(self.report().line_ids.visit_id, here)
        model = self.env[DAY_MODEL].with_user(self.users['specialist']).with_context(
            allowed_company_ids=[other.id, self.company.id])
        self.assertEqual(model.create({'company_id': other.id, 'date': self.local_day()}).line_ids.visit_id, there)
