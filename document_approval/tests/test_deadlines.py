from datetime import datetime, timezone
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.approval_route import deadline
from .common import ApprovalCase

MONDAY, TUESDAY, FRIDAY = datetime(2026, 3, 2, 10), datetime(2026, 3, 3, 10), datetime(2026, 3, 6, 10)


@tagged('post_install', '-at_install')
class TestDeadlines(ApprovalCase):
    """Time reminds and never decides (APPROVAL.md rule 8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.env['resource.calendar'].create({
            'name': "Office", 'tz': 'UTC', 'company_id': cls.company.id})
        cls.policy.step_ids[0].days_allowed = 2
        cls.cron = cls.env.ref('document_approval.approval_request_cron_follow_up')

    def deadline_of(self, document):
        return document.sudo().approval_request_id.step_ids[0].deadline

    def test_working_days(self):
        """Days are the company's working days: weekends do not count."""
        for start, days, expected in (
            (MONDAY, 1, datetime(2026, 3, 3).date()),
            (MONDAY, 2, datetime(2026, 3, 4).date()),
            (FRIDAY, 1, datetime(2026, 3, 9).date()),
            (FRIDAY, 5, datetime(2026, 3, 13).date()),
        ):
            with self.subTest(start=start, days=days), freeze_time(start):
                self.assertEqual(deadline(self.company, days).date(), expected)

    def test_holidays(self):
        """The company's holidays do not count either."""
        self.env['resource.calendar.leaves'].create({
            'name': "Holiday", 'calendar_id': self.company.resource_calendar_id.id, 'company_id': self.company.id,
            'date_from': '2026-03-03 00:00:00', 'date_to': '2026-03-04 23:59:59'})
        with freeze_time(MONDAY):
            self.assertEqual(deadline(self.company, 2).date(), FRIDAY.date())

    def test_day_of_the_activity(self):
        """(zone, moment of submission): the activity is due on the company's day, whatever day UTC has."""
        for zone, moment in (('Pacific/Auckland', '2026-03-02 20:00:00'), ('Asia/Shanghai', '2026-03-02 20:00:00')):
            self.company.resource_calendar_id.tz = zone
            for days in (2, 0):
                self.policy.step_ids[0].days_allowed = days
                with self.subTest(zone=zone, days=days), freeze_time(moment):
                    request = self.submitted().sudo().approval_request_id
                    task = request.task_ids.filtered(lambda task: task.state == 'pending')
                    activity = self.env['mail.activity'].sudo().search([('approval_task_id', '=', task.id)])
                    due = task.deadline or datetime(2026, 3, 2, 20)
                    self.assertEqual(
                        activity.date_deadline, due.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date())

    def test_no_deadline(self):
        """Without days allowed there is no deadline, and no reminder ever."""
        self.policy.step_ids[0].days_allowed = 0
        with freeze_time(MONDAY):
            document = self.submitted()
        self.assertFalse(self.deadline_of(document))
        with freeze_time('2027-01-01'):
            self.follow_up()
        self.assertEqual(self.events(document), ['submit'])

    def test_no_calendar(self):
        """A company without a calendar counts plain days."""
        self.env.cr.execute("UPDATE res_company SET resource_calendar_id = NULL WHERE id = %s", [self.company.id])
        self.env.invalidate_all()
        with freeze_time(FRIDAY):
            self.assertEqual(deadline(self.company, 2), datetime(2026, 3, 8, 10))

    def test_reminded_exactly_once(self):
        """Before the deadline nothing; after it one reminder, however often the pass runs."""
        with freeze_time(MONDAY):
            document = self.submitted()
        with freeze_time(TUESDAY):
            self.follow_up()
            self.assertFalse(document.approval_is_overdue)
        self.assertEqual(self.events(document), ['submit'])
        for late in (FRIDAY, FRIDAY, datetime(2026, 4, 1)):
            with freeze_time(late):
                self.follow_up()
                document.invalidate_recordset()
                self.assertTrue(document.approval_is_overdue)
        self.assertEqual(self.events(document), ['submit', 'remind'])
        messages = self.env['mail.message'].sudo().search(
            [('model', '=', 'fake.document'), ('res_id', '=', document.id), ('subject', 'like', "Overdue")])
        self.assertEqual(messages.notified_partner_ids, self.supervisor.partner_id)

    def test_reminded_in_ones_language(self):
        """The job has no language of its own; the signer has, for the request and for the reminder."""
        with mute_logger('odoo.addons.base.models.res_lang'):
            self.env['res.lang']._activate_lang('zh_CN')
        self.supervisor.lang = 'zh_CN'
        with freeze_time(MONDAY):
            document = self.submitted()
        with freeze_time(FRIDAY):
            self.follow_up()
        messages = self.env['mail.message'].sudo().search([
            ('model', '=', 'fake.document'), ('res_id', '=', document.id),
            ('notified_partner_ids', 'in', self.supervisor.partner_id.ids)], order='id')
        self.assertEqual([message.subject.split(": ")[0] for message in messages], ["请您审批", "已超期：请您审批"])

    def test_every_step_has_its_own_reminder(self):
        """The reminder of one step does not use up that of the next."""
        self.policy.step_ids[1].days_allowed = 1
        with freeze_time(MONDAY):
            document = self.submitted()
        with freeze_time(FRIDAY):
            self.follow_up()
            self.sign(document, self.supervisor)
        with freeze_time('2026-04-01'):
            self.follow_up()
            self.follow_up()
        self.assertEqual(self.events(document), ['submit', 'remind', 'review', 'remind'])

    def test_clock_decides_nothing(self):
        """A year late, nothing is approved, rejected or skipped."""
        with freeze_time(MONDAY):
            document = self.submitted()
        with freeze_time('2027-03-02'):
            self.follow_up()
        self.assertEqual(document.approval_state, 'pending')
        self.assertEqual(self.pending(document), self.supervisor)

    def test_decided_is_not_reminded(self):
        """Nobody is reminded of what was recalled, rejected or signed meanwhile."""
        with freeze_time(MONDAY):
            signed, recalled, rejected = self.submitted(), self.submitted(), self.submitted()
            self.sign(signed, self.supervisor)
            recalled.action_approval_recall()
            self.requests(rejected, self.supervisor)._decide('reject', note="No")
        with freeze_time('2026-04-01'):
            self.follow_up()
        for document in (signed, recalled, rejected):
            self.assertNotIn('remind', self.events(document))

    def test_resumes_where_it_was_stopped(self):
        """A pass that dies half way leaves whole batches behind; the next one does the rest, once."""
        with freeze_time(MONDAY):
            documents = self.env['fake.document'].with_user(self.requester).create(
                [{'name': f"Dinner {number}", 'amount': 10} for number in range(105)])
            documents.action_approval_submit()
        remind = type(self.env['approval.request'])._remind
        calls = []

        def killed(requests):
            calls.append(len(requests))
            if len(calls) > 1:
                raise KeyboardInterrupt
            return remind(requests)

        with freeze_time(FRIDAY):
            self.env.flush_all()
            with self.enter_registry_test_mode(), patch.object(type(self.env['approval.request']), '_remind', killed), \
                    self.assertRaises(KeyboardInterrupt), self.env.cr.savepoint():
                self.cron.with_env(self.env).method_direct_trigger()
            self.env.invalidate_all()
            self.follow_up()
            self.follow_up()
        self.assertEqual(calls, [100, 5])
        for document in documents:
            self.assertEqual(self.events(document), ['submit', 'remind'], document.name)

    def test_one_message_for_many(self):
        """A signer who is late with many documents gets one message about all of them."""
        with freeze_time(MONDAY):
            documents = self.env['fake.document'].with_user(self.requester).create(
                [{'name': f"Dinner {number}", 'amount': 10} for number in range(20)])
            documents.action_approval_submit()
        with freeze_time(FRIDAY):
            self.follow_up()
        messages = self.env['mail.message'].sudo().search([('model', '=', 'fake.document'), ('subject', 'like', "Overdue")])
        self.assertEqual(len(messages), 1)
        self.assertEqual(messages.body.count("<li>"), 20)
