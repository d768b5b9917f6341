from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .visit_common import VisitCase

HOUR = timedelta(hours=1)


class VisitCalendarCase(VisitCase):

    def assertInStep(self, visit):
        """Visit and event say the same."""
        visit.invalidate_recordset()
        event = visit.sudo().event_id
        event.invalidate_recordset()
        self.assertEqual(
            (event.start, event.stop, event.name, event.location or False, event.user_id, event.privacy, event.active),
            (visit.date_start, visit.date_stop, visit.subject, visit.place or False, visit.user_id, 'private', True))
        people = visit.user_id.partner_id | visit._companion_partners(visit.sudo().companion_ids)
        self.assertLessEqual(set(people.ids), set(event.partner_ids.ids))
        self.assertEqual(event.attendee_ids.partner_id, event.partner_ids)

    def refused(self, function, message, error=UserError):
        with self.assertRaisesRegex(error, message), self.cr.savepoint():
            function()
        self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestVisitToEvent(VisitCalendarCase):
    """Changing the visit changes its event."""

    def test_plan(self):
        """Our people are on it and nobody of the customer's; no mail leaves the house."""
        before = self.env['mail.mail'].sudo().search_count([])
        visit = self.plan(
            contact_ids=[Command.link(self.contact.id)], companion_ids=[Command.link(self.employees['supervisor'].id)])
        self.assertInStep(visit)
        self.assertEqual(
            visit.sudo().event_id.partner_ids, (self.users['specialist'] | self.users['supervisor']).partner_id)
        self.assertIn(self.customer.name, visit.event_id.name)
        self.assertFalse(self.env['mail.mail'].sudo().search([], order='id')[before:].filtered(
            lambda mail: self.contact in mail.recipient_ids))

    def test_ways(self):
        visit = self.plan()
        driver = self.env['hr.employee'].create({'name': "司机老周", 'company_id': self.company.id, 'work_email': 'd@x.cn'})
        for vals in ({'date_start': self.at(2)}, {'duration': 2.5}, {'subject': "年度回访"}, {'place': "苏州工厂"},
                     {'place': False}, {'companion_ids': [Command.link(self.employees['supervisor'].id)]},
                     {'companion_ids': [Command.link(driver.id)]}, {'companion_ids': [Command.clear()]},
                     {'partner_id': self.customer3.id}, {'subject': False}):
            with self.subTest(vals):
                visit.write(vals)
                self.assertInStep(visit)
        self.assertIn(self.customer3.name, visit.event_id.name)
        self.assertEqual(visit.sudo().event_id.partner_ids, self.users['specialist'].partner_id)

    def test_title_follows(self):
        """The automatic title follows the customer, a typed one stays."""
        visit = self.plan()
        visit.write({'partner_id': self.customer3.id, 'purpose': 'first'})
        self.assertIn(self.customer3.name, visit.subject)
        visit.write({'subject': "自拟"})
        visit.write({'partner_id': self.customer.id})
        self.assertEqual(visit.subject, "自拟")
        self.assertInStep(visit)

    def test_another_visitor(self):
        """Only a supervisor sends somebody else; the first one leaves the event."""
        visit = self.plan()
        self.refused(lambda: visit.write({'user_id': self.users['specialist2'].id}), "for yourself only")
        visit.with_user(self.users['supervisor']).write({'user_id': self.users['specialist2'].id})
        self.assertInStep(visit)
        self.assertEqual(visit.sudo().event_id.partner_ids, self.users['specialist2'].partner_id)

    def test_guests_stay(self):
        """Whom a person invited in the calendar stays when the visit moves or its people change."""
        visit = self.plan()
        self.event_of(visit).write({'partner_ids': [Command.link(self.contact.id)]})
        self.assertFalse(visit.sudo().companion_ids)
        visit.write({'date_start': self.at(2), 'companion_ids': [Command.link(self.employees['supervisor'].id)]})
        self.assertIn(self.contact, visit.sudo().event_id.partner_ids)
        self.assertInStep(visit)

    def test_told(self):
        """Companions hear of a new, moved and cancelled visit; who acts does not tell himself."""
        inbox = {role: self.users[role].partner_id for role in ('specialist', 'supervisor')}
        count = {
            role: (lambda partner=partner: self.env['mail.notification'].search_count([('res_partner_id', '=', partner.id)]))
            for role, partner in inbox.items()}
        start = {role: function() for role, function in count.items()}
        visit = self.plan(companion_ids=[Command.link(self.employees['supervisor'].id)])
        self.assertEqual(count['supervisor']() - start['supervisor'], 1)
        visit._visit_reschedule(self.at(2), "客户出差")
        self.assertEqual(count['supervisor']() - start['supervisor'], 2)
        last = self.env['mail.notification'].search([('res_partner_id', '=', inbox['supervisor'].id)], order='id desc', limit=1)
        self.assertIn("客户出差", last.mail_message_id.body)
        visit._visit_cancel("停产")
        self.assertEqual(count['supervisor']() - start['supervisor'], 3)
        self.assertEqual(count['specialist'](), start['specialist'])

    def test_many(self):
        """A month of visits gets its events in one go; each its own."""
        visits = self.model('specialist', 'relationship.visit').create(
            [self.visit_values(date_start=self.at(day)) for day in range(1, 31)])
        self.assertEqual(len(visits.event_id), 30)
        for visit in visits:
            self.assertInStep(visit)


@tagged('post_install', '-at_install')
class TestEventToVisit(VisitCalendarCase):
    """Changing the event changes the visit, or is refused with the reason."""

    def test_ways(self):
        visit = self.plan()
        event = self.event_of(visit)
        for number, (vals, expected) in enumerate((
                ({'start': self.at(2), 'stop': self.at(2, 11)}, (self.at(2), 1)),
                ({'stop': self.at(2, 12)}, (self.at(2), 2)),
                ({'start': self.at(3)}, (self.at(3), 2)),
                ({'duration': 0.5}, (self.at(3), 0.5))), 1):
            with self.subTest(vals):
                event.write(vals)
                self.assertEqual((visit.date_start, visit.duration), expected)
                self.assertInStep(visit)
                self.assertEqual(visit.move_count, number)
        self.assertEqual(visit.move_ids.sorted('id')[0].from_start, self.at())
        self.assertEqual(visit.move_ids.user_id, self.users['specialist'])
        event.write({'name': "季度走访", 'location': "客户新厂"})
        self.assertEqual((visit.subject, visit.place), ("季度走访", "客户新厂"))
        event.write({'location': False})
        self.assertFalse(visit.place)
        self.assertInStep(visit)

    def test_odd_seconds(self):
        """A length with seconds is rounded to the minute on both sides."""
        visit = self.plan()
        self.event_of(visit).write({'start': self.at(2), 'stop': self.at(2) + timedelta(minutes=20, seconds=20)})
        self.assertEqual(visit.date_stop, self.at(2) + timedelta(minutes=20))
        self.assertInStep(visit)

    def test_same_values(self):
        """Writing what is there already is no move."""
        visit = self.plan()
        self.event_of(visit).write({'start': self.at(), 'stop': self.at(1, 11), 'name': visit.subject})
        visit.write({'date_start': self.at(), 'duration': 1})
        self.assertFalse(visit.move_ids)

    def test_people(self):
        visit = self.plan()
        event = self.event_of(visit)
        event.write({'partner_ids': [Command.link(self.users['supervisor'].partner_id.id)]})
        self.assertEqual(visit.sudo().companion_ids, self.employees['supervisor'])
        event.write({'partner_ids': [Command.unlink(self.users['supervisor'].partner_id.id)]})
        self.assertFalse(visit.sudo().companion_ids)
        self.refused(
            lambda: event.write({'partner_ids': [Command.unlink(self.users['specialist'].partner_id.id)]}), "makes this visit")
        self.refused(
            lambda: event.write({'partner_ids': [Command.set(self.users['supervisor'].partner_id.ids)]}), "makes this visit")
        self.refused(lambda: event.write({'user_id': self.users['supervisor'].id}), "makes this visit")
        self.assertInStep(visit)

    def test_refused(self):
        """(values, reason): what an event of a visit never takes."""
        visit = self.plan()
        event = self.event_of(visit)
        recurrence = {'recurrency': True, 'rrule_type_ui': 'weekly', 'count': 3, 'mon': True, 'end_type': 'count'}
        for vals, message in (
                (recurrence, "takes place once"), ({'recurrency': True}, "takes place once"),
                ({'allday': True, 'start_date': '2026-03-12', 'stop_date': '2026-03-12'}, "all day"),
                ({'privacy': 'public'}, "stays private"), ({'privacy': False}, "stays private"),
                ({'res_id': 0, 'res_model_id': False}, "stays with it"),
                ({'start': datetime(2026, 3, 10, 2), 'stop': datetime(2026, 3, 10, 3)}, "into the past"),
                ({'start': self.at(2), 'stop': self.at(4)}, "at most 24 hours"),
                ({'name': "x" * 201}, "too long")):
            with self.subTest(vals):
                self.refused(lambda vals=vals: event.write(vals), message)
        self.assertInStep(visit)
        self.assertFalse(visit.move_ids)

    def test_who(self):
        """Who may not change the visit does not change its event; strangers are stopped by Odoo."""
        new_test_user(self.env, login='h_plain', groups='base.group_user', company_id=self.company.id,
                      company_ids=[Command.set(self.company.ids)])
        visit = self.plan(companion_ids=[Command.link(self.employees['employee'].id)])
        along = self.event_of(visit, 'employee')
        for act in (lambda: along.write({'start': self.at(2), 'stop': self.at(2, 11)}), lambda: along.write({'name': "x"}),
                    along.unlink, lambda: along.write({'active': False})):
            self.refused(act, "belongs to the visit")
        for role in ('specialist2', 'gm', 'appadmin'):
            event = self.event_of(visit, role)
            self.refused(lambda event=event: event.write({'start': self.at(2), 'stop': self.at(2, 11)}), "", AccessError)
            self.refused(event.unlink, "", AccessError)
        self.assertInStep(visit)
        # a supervisor of the team who comes along may
        visit.write({'companion_ids': [Command.link(self.employees['supervisor'].id)]})
        self.event_of(visit, 'supervisor').write({'start': self.at(2), 'stop': self.at(2, 11)})
        self.assertEqual(visit.date_start, self.at(2))
        self.assertEqual(visit.move_ids.user_id, self.users['supervisor'])

    def test_bulk(self):
        """Several events at once: each visit moves, or none does."""
        visits = self.plan(date_start=self.at(2)) | self.plan(date_start=self.at(3), partner_id=self.customer3.id)
        events = self.event_of(visits[0]) | self.event_of(visits[1])
        events.write({'start': self.at(5), 'stop': self.at(5, 11)})
        self.assertEqual(set(visits.mapped('date_start')), {self.at(5)})
        self.env['relationship.no.visit'].create({'partner_id': self.customer3.id, 'weekday': 'all', 'hour_from': 8, 'hour_to': 9})
        self.refused(lambda: events.write({'start': self.at(6, 8), 'stop': self.at(6, 9)}), "does not want visits")
        self.assertEqual(set(visits.mapped('date_start')), {self.at(5)})

    def test_delete(self):
        """Deleting or archiving calls the visit off; an archived event does not come back."""
        visit = self.plan()
        self.event_of(visit).unlink()
        self.assertEqual((visit.stage, visit.event_id.id), ('cancelled', False))
        self.assertIn("calendar", visit.cancel_reason)
        visit = self.plan()
        event = self.event_of(visit)
        event.action_mass_archive('self_only')
        self.assertEqual(visit.stage, 'cancelled')
        self.refused(lambda: event.write({'active': True}), "is cancelled")
        event.unlink()

    def test_delete_refused(self):
        """Underway, done, applied for: the event stays."""
        underway, done = self.plan(), self.plan(date_start=self.at(2))
        underway._visit_start()
        done._visit_start()
        done._visit_finish()
        signed = self.sign(self.plan(expense_line_ids=self.costs(meals=10)), 'supervisor', 'manager')
        for visit, message in ((underway, "Underway"), (done, "Done"), (signed, "applied for")):
            event = self.event_of(visit)
            self.refused(event.unlink, message)
            self.refused(lambda event=event: event.write({'active': False}), message)
            if visit != signed:
                self.refused(lambda event=event: event.write({'start': self.at(7), 'stop': self.at(7, 11)}), message)
            self.assertTrue(event.exists().active)
        both = self.plan()
        self.refused((self.event_of(both) | self.event_of(done)).unlink, "Done")
        self.assertEqual(both.stage, 'planned')

    def test_copy_is_free(self):
        """A copy of the event belongs to no visit."""
        visit = self.plan()
        copy = self.event_of(visit).copy()
        copy.write({'start': self.at(9), 'stop': self.at(9, 11)})
        copy.unlink()
        self.assertInStep(visit)
        self.assertFalse(visit.move_ids)

    def test_other_events_are_free(self):
        event = self.env['calendar.event'].with_user(self.users['specialist']).create(
            {'name': "例会", 'start': self.at(), 'stop': self.at(1, 11)})
        event.write({'recurrency': True, 'rrule_type': 'weekly', 'count': 2, 'thu': True, 'end_type': 'count'})
        event.unlink()

    def test_time_zones(self):
        """A drag by a user in Berlin over the night the clocks go forward keeps the hour on his clock.

        The calendar sends UTC: 28 March 10:00 is 9:00 UTC, 29 March 10:00 is 8:00 UTC.
        """
        self.users['specialist'].tz = 'Europe/Berlin'
        visit = self.plan(date_start=datetime(2026, 3, 28, 9))
        event = self.event_of(visit).with_context(tz='Europe/Berlin')
        event.write({'start': '2026-03-29 08:00:00', 'stop': '2026-03-29 09:00:00'})
        self.assertEqual((visit.date_start, visit.duration), (datetime(2026, 3, 29, 8), 1))
        # across the hour that does not exist: half past one to half past three local is one hour
        event.write({'start': '2026-03-29 00:30:00', 'stop': '2026-03-29 01:30:00'})
        self.assertEqual(visit.duration, 1)
        self.assertInStep(visit)
