from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_relationship.models.relationship_visit_stage import GRACE

from .visit_common import VisitCase

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@tagged('post_install', '-at_install')
class TestVisitTimes(VisitCase):
    """When a visit may be, at the exact bounds."""

    def test_length(self):
        for hours, sound in ((0, False), (-1, False), (1 / 60, True), (24, True), (24.02, False), (1e308, False)):
            with self.subTest(hours):
                if sound:
                    self.assertEqual(self.plan(duration=hours).date_stop, self.at() + timedelta(hours=hours))
                else:
                    with self.assertRaises(ValidationError), self.cr.savepoint():
                        self.plan(duration=hours)

    def test_end_is_to_the_minute(self):
        """A third of an hour has no exact float: the end must not drift from the calendar's."""
        visit = self.plan(duration=1 / 3)
        self.assertEqual(visit.date_stop, self.at() + timedelta(minutes=20))
        self.assertEqual(visit.event_id.stop, visit.date_stop)

    def test_reach(self):
        now = fields.Datetime.now()
        for start, sound in ((now + timedelta(days=732), True), (now + timedelta(days=732) + SECOND, False),
                             (datetime(2000, 1, 1), True), (datetime(1999, 12, 31, 23, 59, 59), False)):
            with self.subTest(start):
                if sound:
                    self.plan(date_start=start)
                else:
                    with self.assertRaisesRegex(ValidationError, "out of reach"), self.cr.savepoint():
                        self.plan(date_start=start)

    def test_moving_into_the_past(self):
        visit = self.plan()
        now = fields.Datetime.now()
        visit._visit_reschedule(now, "立即前往")
        visit._visit_reschedule(now + MINUTE, "稍后")
        visit._visit_reschedule(now - GRACE, "按手机时间")
        with self.assertRaisesRegex(UserError, "into the past"):
            visit._visit_reschedule(now - GRACE - SECOND, "过去")

    def test_past_visits_stay(self):
        """A visit whose end has come cannot be moved; a minute before it can."""
        visit = self.plan()
        later = visit.date_start + timedelta(days=2)
        with freeze_time(visit.date_stop - SECOND):
            visit._visit_reschedule(later, "路上堵车")
        with freeze_time(visit.date_stop), self.assertRaisesRegex(UserError, "lies in the past"):
            visit._visit_reschedule(later + timedelta(days=1), "晚了")
        with freeze_time(visit.date_stop):
            self.assertTrue(visit.is_overdue)
            self.assertFalse(visit.is_movable)
        with freeze_time(visit.date_stop - SECOND):
            visit.invalidate_recordset()
            self.assertFalse(visit.is_overdue)

    def test_running_late(self):
        """Whose time has come but is not over can still be made longer."""
        visit = self.plan()
        with freeze_time(visit.date_start + MINUTE):
            visit.write({'duration': 2.0})
        self.assertEqual(visit.date_stop, self.at() + timedelta(hours=2))

    def test_days_off(self):
        """Weekend and adjusted weekend; the 15th is a Sunday."""
        self.assertFalse(self.plan(date_start=self.at(2)).day_warning)
        self.assertIn("not a working day", self.plan(date_start=self.at(4)).day_warning)
        self.env['relationship.workday'].create([
            {'name': "调休", 'kind': 'workday', 'date_from': '2026-03-15', 'company_id': self.company.id},
            {'name': "厂休", 'kind': 'holiday', 'date_from': '2026-03-13', 'company_id': self.company.id}])
        self.assertFalse(self.plan(date_start=self.at(4)).day_warning)
        self.assertIn("not a working day", self.plan(date_start=self.at(2)).day_warning)


@tagged('post_install', '-at_install')
class TestVisitNoVisit(VisitCase):
    """Inside a no-visit window only with a reason, whichever way the visit came there (F1.7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Thursdays, nine to ten in Shanghai: the day after NOW
        cls.env['relationship.no.visit'].create({
            'partner_id': cls.customer.id, 'weekday': '3', 'hour_from': 9, 'hour_to': 10, 'note': "例会"})

    def refused(self, function):
        with self.assertRaisesRegex(ValidationError, "does not want visits then"), self.cr.savepoint():
            function()
        self.env.invalidate_all()

    def test_bounds(self):
        """(start, minutes, inside?) around 9:00-10:00: touching is not inside."""
        for hour, minute, minutes, inside in (
                (8, 0, 60, False), (8, 0, 61, True), (8, 59, 1, False), (8, 59, 2, True), (9, 0, 1, True),
                (9, 59, 1, True), (9, 59, 60, True), (10, 0, 60, False), (8, 0, 180, True)):
            values = {'date_start': self.at(1, hour, minute), 'duration': minutes / 60}
            with self.subTest(values):
                if inside:
                    self.refused(lambda values=values: self.plan(**values))
                else:
                    self.assertFalse(self.plan(**values).no_visit_warning)

    def test_ways(self):
        """Create, write, reschedule, import, calendar, another customer: all by the same check."""
        inside = self.at(1, 9, 30)
        visit = self.plan()
        event = self.event_of(visit)
        self.refused(lambda: self.plan(date_start=inside))
        self.refused(lambda: visit.write({'date_start': inside}))
        self.refused(lambda: visit._visit_reschedule(inside, "提前"))
        self.refused(lambda: event.write({'start': inside, 'stop': inside + timedelta(hours=1)}))
        self.refused(lambda: visit.write({'date_start': self.at(1, 8), 'duration': 2}))
        self.refused(lambda: self.event_of(visit).write({'start': self.at(1, 8)}) and event.write({'stop': self.at(1, 9, 30)}))
        other = self.plan('specialist2', partner_id=self.customer2.id, date_start=inside)
        self.profile.shared_user_ids = self.users['specialist2']
        self.refused(lambda: other.write({'partner_id': self.customer.id}))
        result = self.model('specialist', 'relationship.visit').load(
            ['partner_id/.id', 'date_start', 'duration'],
            [[str(self.customer.id), '2026-03-12 09:30:00', '1']])
        self.assertFalse(result['ids'])
        self.assertIn("does not want visits then", result['messages'][0]['message'])
        self.assertEqual((visit.date_start, event.start, len(visit.move_ids)), (self.at(), self.at(), 0))

    def test_reason(self):
        """A reason opens this window; blanks do not; and not the next one."""
        inside = self.at(1, 9, 30)
        self.refused(lambda: self.plan(date_start=inside, no_visit_reason="  "))
        visit = self.plan(date_start=inside, no_visit_reason="客户主动相约")
        self.assertIn("例会", visit.no_visit_warning)
        visit.write({'date_start': inside + timedelta(minutes=15)})
        self.assertEqual(visit.no_visit_reason, "客户主动相约", "the same window")
        self.env['relationship.no.visit'].create({
            'partner_id': self.customer.id, 'weekday': '4', 'hour_from': 9, 'hour_to': 10})
        self.refused(lambda: visit.write({'date_start': self.at(2, 9, 30)}))
        visit._visit_reschedule(self.at(2, 9, 30), "改期", no_visit_reason="客户确认可行")
        self.assertEqual(visit.date_start, self.at(2, 9, 30))

    def test_later_window(self):
        """A window added afterwards warns and leaves the visit alone until it is moved."""
        visit = self.plan(date_start=self.at(2))
        self.env['relationship.no.visit'].create({
            'partner_id': self.customer.id, 'weekday': '4', 'hour_from': 9, 'hour_to': 12})
        visit.invalidate_recordset()
        self.assertTrue(visit.no_visit_warning)
        visit.write({'subject': "年度回访"})
        self.refused(lambda: visit.write({'duration': 1.5}))

    def test_summer_time(self):
        """Windows are read on the company's clock, also over the night the clocks go forward."""
        self.company.resource_calendar_id.tz = 'Europe/Berlin'
        self.env['relationship.no.visit'].create({
            'partner_id': self.customer.id, 'weekday': '6', 'hour_from': 9, 'hour_to': 10})
        # 29 March 2026: nine in Berlin is 7:00 UTC, a week before it was 8:00
        self.refused(lambda: self.plan(date_start=datetime(2026, 3, 29, 7, 30)))
        self.plan(date_start=datetime(2026, 3, 29, 8, 0))
        self.plan(date_start=datetime(2026, 3, 22, 7, 0))
        self.refused(lambda: self.plan(date_start=datetime(2026, 3, 22, 8, 30)))


@tagged('post_install', '-at_install')
class TestVisitOverlap(VisitCase):
    """Two visits of one person at one time warn, on both; touching ones do not."""

    def test_bounds(self):
        base = self.plan(date_start=self.at(2), duration=1)
        for start, minutes, overlap in (
                (self.at(2, 9), 60, False), (self.at(2, 9), 61, True), (self.at(2, 10, 59), 30, True),
                (self.at(2, 11), 30, False), (self.at(2, 10, 15), 10, True), (self.at(2, 9), 180, True)):
            with self.subTest(start=start, minutes=minutes):
                other = self.plan(date_start=start, duration=minutes / 60)
                (base | other).invalidate_recordset()
                self.assertEqual((other.has_overlap, base.has_overlap), (overlap, overlap))
                found = self.model('specialist', 'relationship.visit').search([('has_overlap', '=', True)])
                self.assertEqual(found, base | other if overlap else base.browse())
                if overlap:
                    self.assertIn(base.name, other.overlap_warning)
                other.unlink()

    def test_whose_time(self):
        """(visitor, companions) of the other visit and whether it takes the specialist's time."""
        base = self.plan()
        self.profile2.shared_user_ids = self.users['specialist']
        specialist, supervisor = self.employees['specialist'], self.employees['supervisor']
        for role, companions, overlap in (
                ('specialist2', self.env['hr.employee'], False), ('specialist2', supervisor, False),
                ('specialist2', specialist, True), ('specialist2', specialist | supervisor, True)):
            with self.subTest(role=role, companions=companions.mapped('name')):
                other = self.plan(role, partner_id=self.customer2.id, companion_ids=[Command.set(companions.ids)])
                (base | other).invalidate_recordset()
                self.assertEqual((base.has_overlap, other.has_overlap), (overlap, overlap))
                self.assertEqual(
                    self.model('manager', 'relationship.visit').search_count([('has_overlap', '=', True)]), overlap * 2)
                other.unlink()

    def test_companions_meet(self):
        """Two visits that share only a companion, with and without a login."""
        driver = self.env['hr.employee'].create({'name': "司机老周", 'company_id': self.company.id})
        for companion in (self.employees['supervisor'], driver):
            first = self.plan(companion_ids=[Command.link(companion.id)])
            second = self.plan('specialist2', partner_id=self.customer2.id, companion_ids=[Command.link(companion.id)])
            (first | second).invalidate_recordset()
            self.assertTrue(first.has_overlap and second.has_overlap, companion.name)
            (first | second).sudo().unlink()

    def test_stages(self):
        """What is cancelled or done takes nobody's time."""
        base = self.plan()
        other = self.plan()
        for act, overlap in ((lambda: None, True), (other._visit_confirm, True)):
            act()
            base.invalidate_recordset()
            self.assertEqual(base.has_overlap, overlap)
        with freeze_time(other.date_start):
            other._visit_start()
            base.invalidate_recordset()
            self.assertTrue(base.has_overlap)
        with freeze_time(other.date_stop):
            other._visit_finish()
        base.invalidate_recordset()
        self.assertFalse(base.has_overlap)

    def test_told_across_rights(self):
        """A colleague's visit is told by number, person and time only; before saving, too."""
        base = self.plan('specialist2', partner_id=self.customer2.id, companion_ids=[Command.link(self.employees['specialist'].id)])
        form = self.model('specialist', 'relationship.visit').new(self.visit_values())
        self.assertIn(base.name, form.overlap_warning)
        self.assertNotIn(self.customer2.name, form.overlap_warning)
