from odoo.fields import Command
from odoo.tests import tagged

from .test_visit_calendar import VisitCalendarCase


@tagged('post_install', '-at_install')
class TestVisitGuests(VisitCalendarCase):
    """Who is invited to a visit's event: our people by the visit, customers by a person."""

    def test_answers_are_free(self):
        """Answering, notes and reminders are the people's own."""
        visit = self.plan(companion_ids=[Command.link(self.employees['employee'].id)])
        event = self.event_of(visit, 'employee')
        event.attendee_ids.filtered(lambda a: a.partner_id == self.users['employee'].partner_id).do_decline()
        event.write({'description': "带样品"})
        self.assertInStep(visit)

    def test_invitations(self):
        """An invitation of its own would be a person more, or fewer, than the visit knows of."""
        visit = self.plan(companion_ids=[Command.link(self.employees['employee'].id)])
        event = self.event_of(visit, 'specialist')
        theirs = event.attendee_ids.filtered(lambda a: a.partner_id == self.users['employee'].partner_id)
        elsewhere = self.model('specialist', 'calendar.event').create({
            'name': "x", 'start': self.at(4), 'stop': self.at(4, 11)})
        for act in (theirs.unlink, lambda: theirs.write({'partner_id': self.contact.id}),
                    lambda: theirs.write({'event_id': elsewhere.id}),
                    lambda: elsewhere.attendee_ids.write({'event_id': event.id}),
                    lambda: theirs.create({'event_id': event.id, 'partner_id': self.contact.id}),
                    lambda: event.write({'attendee_ids': [Command.delete(theirs.id)]}),
                    lambda: event.write({'attendee_ids': [Command.create({'partner_id': self.contact.id})]})):
            self.refused(act, "Add and remove people on the event itself")
        self.assertInStep(visit)
        elsewhere.attendee_ids.unlink()
        self.assertFalse(elsewhere.attendee_ids)

    def test_answers(self):
        """What changes nobody's presence passes, as from a calendar elsewhere."""
        event = self.event_of(self.plan())
        event.write({'attendee_ids': [Command.update(event.attendee_ids.id, {'state': 'tentative'})]})
        self.assertEqual(event.attendee_ids.state, 'tentative')

    def mails_to(self, partner):
        return self.env['mail.mail'].sudo().search([('recipient_ids', 'in', partner.ids)], order='id')

    def test_invited_customer_is_told(self):
        """Whom a person invited hears of a new time and of the end; nobody else gets the calendar's mails."""
        self.contact.email = 'guest@example.com'
        visit = self.plan(companion_ids=[Command.link(self.employees['supervisor'].id)])
        self.event_of(visit).write({'partner_ids': [Command.link(self.contact.id)]})
        known = self.mails_to(self.contact)
        visit._visit_reschedule(self.at(3), "客户出差")
        self.assertInStep(visit)
        moved = self.mails_to(self.contact) - known
        self.assertEqual(len(moved), 1)
        self.assertIn(visit.subject, moved.subject)
        ours = self.mails_to(self.users['supervisor'].partner_id)
        visit._visit_cancel("客户不在")
        called_off = self.mails_to(self.contact) - known - moved
        self.assertEqual(len(called_off), 1)
        self.assertTrue(called_off.exists())
        self.assertFalse((self.mails_to(self.users['supervisor'].partner_id) - ours) & called_off)
