from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .visit_field_common import VisitFieldCase

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
NOW = fields.Datetime.now


@tagged('post_install', '-at_install')
class TestVisitMinutes(VisitFieldCase):
    """The minutes: what they need, when they are due, who is told (N22, N23)."""

    # ------------------------------------------------------------------
    # Complete
    # ------------------------------------------------------------------

    def test_what_is_missing(self):
        """All of it is said at once; each remedy removes its line."""
        visit = self.done()
        problem = self.problem(visit, date_deadline=False, user_id=False)
        self.problem(visit, name="已解决", state='solved', user_id=False, date_deadline=False)
        with self.assertRaises(UserError) as caught:
            visit.action_complete_minutes()
        for expected in ("talked about", "outcome", problem.name):
            self.assertIn(expected, str(caught.exception))
        self.assertNotIn("已解决", str(caught.exception))
        self.assertEqual(len(visit.minutes_missing.split("\n")), 3)
        visit.talk = "   "
        self.assertIn("talked about", visit.minutes_missing)
        visit.write({'talk': "谈了交期", 'outcome': 'again'})
        problem.user_id = self.users['specialist']
        self.assertIn(problem.name, visit.minutes_missing)
        problem.date_deadline = self.company._relationship_today()
        self.assertFalse(visit.minutes_missing)
        visit.action_complete_minutes()
        self.assertEqual(
            (visit.minutes_date, visit.minutes_by_id, visit.report_state),
            (NOW(), self.users['specialist'], 'to_check'))

    def test_not_before_the_end_and_once(self):
        visit = self.underway()
        visit.write({'talk': "先记一笔", 'outcome': 'again'})
        with self.assertRaisesRegex(UserError, "not over"):
            visit.action_complete_minutes()
        visit.action_finish_visit()
        visit.action_complete_minutes()
        with self.assertRaisesRegex(UserError, "complete already"):
            visit.action_complete_minutes()

    def test_sealed(self):
        visit = self.done()
        for values in ({'minutes_date': NOW()}, {'minutes_due': NOW() + 999 * HOUR}, {'minutes_were_late': False},
                       {'report_state': 'accepted'}, {'minutes_reminded_date': NOW()}, {'checked_by_id': 1}):
            with self.subTest(values=values), self.assertRaises(UserError):
                visit.write(values)

    def test_who_completes(self):
        visit = self.done()
        visit.write({'talk': "谈了交期", 'outcome': 'again'})
        for role in ('specialist2', 'gm', 'employee', 'finance'):
            with self.subTest(role), self.assertRaises(AccessError):
                visit.with_user(self.users[role]).action_complete_minutes()
        visit.with_user(self.users['supervisor']).action_complete_minutes()
        self.assertEqual(visit.minutes_by_id, self.users['supervisor'])

    def test_many_at_once(self):
        """All or none."""
        complete, bare = self.done(), self.done(partner_id=self.customer.id)
        complete.write({'talk': "谈了交期", 'outcome': 'again'})
        with self.assertRaises(UserError), self.cr.savepoint():
            (complete | bare).action_complete_minutes()
        complete.invalidate_recordset()
        self.assertEqual(complete.report_state, 'open')

    # ------------------------------------------------------------------
    # Due
    # ------------------------------------------------------------------

    def test_due_and_late_at_the_bounds(self):
        """(setting, time after the end) → late; the due moment itself is in time."""
        for hours, after, late in (
                (24, 24 * HOUR - SECOND, False), (24, 24 * HOUR, False), (24, 24 * HOUR + SECOND, True),
                (1, HOUR, False), (1, HOUR + SECOND, True), (240, 240 * HOUR, False), (240, 240 * HOUR + SECOND, True)):
            with self.subTest(hours=hours, after=after):
                self.company.relationship_minutes_hours = hours
                visit = self.done()
                self.assertEqual(visit.minutes_due, NOW() + hours * HOUR)
                visit.write({'talk': "谈了交期", 'outcome': 'again'})
                with freeze_time(NOW() + after):
                    visit.invalidate_recordset()
                    self.assertEqual(visit.is_minutes_late, late)
                    Visit = visit.with_user(self.users['specialist'])
                    self.assertEqual(bool(Visit.search([('id', '=', visit.id), ('is_minutes_late', '=', True)])), late)
                    self.assertEqual(bool(Visit.search([('id', '=', visit.id), ('is_minutes_late', '=', False)])), not late)
                    visit.action_complete_minutes()
                # what was late stays late, what was in time stays in time
                with freeze_time(NOW() + 500 * HOUR):
                    visit.invalidate_recordset()
                    self.assertEqual((visit.is_minutes_late, visit.minutes_were_late), (late, late))

    def test_summer_time(self):
        """Twenty-four hours are twenty-four hours, also in the night in which clocks change."""
        self.company.resource_calendar_id.tz = 'Europe/Berlin'
        for end, due in (('2026-03-28 15:00:00', datetime(2026, 3, 29, 15)), ('2026-10-24 15:00:00', datetime(2026, 10, 25, 15))):
            with self.subTest(end=end), freeze_time(end):
                self.assertEqual(self.done().minutes_due, due)

    def test_working_hours(self):
        """Eight working hours from Friday 16:00 in Shanghai end on Monday: nights and the weekend do not count."""
        self.company.write({'relationship_minutes_basis': 'working', 'relationship_minutes_hours': 8})
        friday = datetime(2026, 3, 13, 8)
        with freeze_time(friday):
            visit = self.done()
        worked = sum(
            (min(stop, visit.minutes_due) - max(start, friday) for day in range(13, 18)
             for start, stop in self.company._visit_hours(datetime(2026, 3, day).date())
             if start < visit.minutes_due and stop > friday), timedelta())
        self.assertEqual(worked, 8 * HOUR)
        self.assertEqual(self.company._local_day(visit.minutes_due).isoformat(), '2026-03-16')

    def test_settings_have_bounds(self):
        for name, bad in (('relationship_minutes_hours', (0, 241, -5)), ('relationship_minutes_escalate_hours', (0, 241)),
                          ('relationship_checkin_radius', (19, 20001))):
            for value in bad:
                with self.subTest(name, value=value), self.assertRaises(ValidationError):
                    self.company[name] = value

    # ------------------------------------------------------------------
    # Reminded
    # ------------------------------------------------------------------

    def cron(self):
        with self.enter_registry_test_mode():
            self.env.ref('crm_relationship.ir_cron_visit_minutes').method_direct_trigger()
        self.env.invalidate_all()

    def waiting(self, visit, role):
        return visit.sudo().activity_ids.filtered(lambda activity: activity.user_id == self.users[role])

    def test_reminder_and_supervisor(self):
        """Nothing at the due moment; then the visitor, once; a period later the supervisor, once."""
        visit, end = self.done(), NOW()
        for after, visitor, supervisor in (
                (24 * HOUR, 0, 0), (24 * HOUR + SECOND, 1, 0), (30 * HOUR, 1, 0), (48 * HOUR, 1, 0),
                (48 * HOUR + SECOND, 1, 1), (90 * HOUR, 1, 1)):
            with self.subTest(after=after), freeze_time(end + after):
                self.cron()
                self.cron()
                self.assertEqual(len(self.waiting(visit, 'specialist')), visitor)
                self.assertEqual(len(self.waiting(visit, 'supervisor')), supervisor)
        visit.write({'talk': "补记", 'outcome': 'again'})
        with freeze_time(end + 91 * HOUR):
            visit.action_complete_minutes()
            self.cron()
        self.assertFalse(visit.sudo().activity_ids)
        self.assertTrue(visit.is_minutes_late)

    def test_reminded_in_ones_language(self):
        """Visitor, supervisor and whoever gets a report back each read their own, whoever runs it."""
        with mute_logger('odoo.addons.base.models.res_lang'):
            self.env['res.lang']._activate_lang('zh_CN')
        self.users['specialist'].lang, self.users['supervisor'].lang = 'zh_CN', 'en_US'
        visit, end = self.done(), NOW()
        for after in (25 * HOUR, 60 * HOUR):
            with freeze_time(end + after):
                self.cron()
        self.assertEqual(self.waiting(visit, 'specialist').summary, "请填写此次拜访的纪要")
        self.assertIn("has not written the minutes", self.waiting(visit, 'supervisor').summary)
        returned = self.handed_in()
        returned.with_user(self.users['supervisor'])._return_report("缺下一步")
        self.assertEqual(self.waiting(returned, 'specialist').summary, "请补充报告：缺下一步")

    def test_written_in_time_nobody_is_told(self):
        visit = self.handed_in()
        with freeze_time(NOW() + 100 * HOUR):
            self.cron()
        self.assertFalse(visit.sudo().activity_ids)
        self.assertFalse(visit.minutes_reminded_date)

    def test_not_over_not_reminded(self):
        for visit in (self.now_visit(), self.underway()):
            with freeze_time(NOW() + 100 * HOUR):
                self.cron()
            self.assertFalse(visit.minutes_reminded_date)

    def test_resumes(self):
        """Stopped after each batch it goes on where it stopped: everybody once."""
        visits = self.env['relationship.visit']
        for _number in range(5):
            visits |= self.done()
        with freeze_time(NOW() + 25 * HOUR), \
                patch('odoo.addons.crm_relationship.models.relationship_visit_minutes.CRON_BATCH', 2):
            Visit = self.env['relationship.visit']
            counts = [Visit._remind_visitors() for _run in range(4)]
        self.assertEqual(counts, [2, 2, 1, 0])
        self.assertEqual([len(self.waiting(visit, 'specialist')) for visit in visits], [1] * 5)

    def test_people_who_left(self):
        """No activity for nobody: the supervisor is told all the same."""
        visit = self.done()
        self.users['specialist'].action_archive()
        with freeze_time(NOW() + 25 * HOUR):
            self.cron()
        with freeze_time(NOW() + 60 * HOUR):
            self.cron()
        self.assertFalse(self.waiting(visit, 'specialist'))
        self.assertEqual(len(self.waiting(visit, 'supervisor')), 1)

    def test_supervisors_own_visit(self):
        """The head of the department is not told about the own visit; without anybody above nobody is."""
        visit = self.done('supervisor')
        with freeze_time(NOW() + 60 * HOUR):
            self.cron()
        with freeze_time(NOW() + 99 * HOUR):
            self.cron()
        self.assertEqual(len(visit.sudo().activity_ids), 1)
        self.assertEqual(visit._visitor_supervisor(), self.env['res.users'])
