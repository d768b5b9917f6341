from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .route_common import RouteCase


@tagged('post_install', '-at_install')
class TestUrge(RouteCase):
    """The requester reminds the signers, now and then (APPROVAL.md rule 7)."""

    def urge(self, user, document):
        return self.press(user, document, 'action_approval_urge')

    def reminders(self, user):
        return self.env['mail.message'].sudo().search_count([
            ('partner_ids', 'in', user.partner_id.ids), ('subject', 'like', "Reminder from")])

    def test_life(self):
        """Those who are asked get one message; event and chatter tell; signing goes on undisturbed."""
        second = self.new_user('second', self.group_supervisor)
        document = self.submitted()
        answer = self.urge(self.requester, document)
        self.assertRegex(answer['params']['message'], "Reminded: (Second, Supervisor|Supervisor, Second)")
        self.assertEqual([self.reminders(user) for user in (self.supervisor, second, self.manager)], [1, 1, 0])
        self.assertEqual(self.events(document), ['submit', 'urge'])
        self.assertIn("Signature urged", self.bodies(document))
        self.press(self.supervisor, document, 'action_approval_approve', approval_revision=0)
        self.assertEqual(self.pending(document), self.manager, "a reminder makes no signer look again")
        self.assertIntact(document)

    def test_not_too_often(self):
        """Refused up to the last second, allowed at the exact hour; by document, for whoever urges."""
        document, other = self.submitted(), self.submitted()
        self.env.flush_all()
        start = fields.Datetime.now()
        self.company.approval_urge_hours = 4
        for seconds, refused in ((0, False), (1, True), (4 * 3600 - 1, True), (4 * 3600, False), (4 * 3600 + 1, True)):
            with self.subTest(seconds), freeze_time(start + timedelta(seconds=seconds)):
                if refused:
                    with self.assertRefused("You can remind them again from"):
                        self.urge(self.requester, document)
                else:
                    self.urge(self.requester, document)
        with freeze_time(start + timedelta(seconds=1)):
            self.urge(self.requester, other)
        self.company.approval_urge_hours = 1
        with freeze_time(start + timedelta(hours=5)):
            self.urge(self.requester, document)
        self.assertEqual(self.events(document).count('urge'), 3)

    def test_who(self):
        """The requester and who may write the document; no signer, no stranger; while it waits."""
        self.env['ir.rule'].create({
            'name': "Fake documents: the maker writes", 'model_id': self.env['ir.model']._get_id('fake.document'),
            'domain_force': f"[('create_uid', '=', user.id)] if user.id != {self.colleague.id} else [(1, '=', 1)]",
            'perm_read': False, 'perm_create': False})
        document = self.submitted()
        for user in (self.supervisor, self.director):
            with self.subTest(user.name), self.assertRefused("Only who asks for"):
                self.urge(user, document)
        self.urge(self.colleague, document)
        with self.assertRefused("reminded by Colleague"):
            self.urge(self.requester, document)
        self.assertEqual(
            [document.with_user(user).approval_can_urge for user in (self.requester, self.colleague, self.supervisor)],
            [True, True, False])
        draft = self.make_document()
        with self.assertRefused("not waiting for a signature"):
            self.urge(self.requester, draft)
        self.requests(document, self.supervisor)._decide('reject', note="No")
        with self.assertRefused("not waiting for a signature"):
            self.urge(self.requester, document)
        with self.assertRefused("decided meanwhile"):
            self.requests(document, self.requester)._urge()

    def test_unreadable(self):
        """Who cannot read a document urges nobody about it."""
        document = self.submitted()
        self.env['ir.rule'].create({
            'name': "Fake documents: own", 'model_id': self.env['ir.model']._get_id('fake.document'),
            'domain_force': "[('create_uid', '=', user.id)]"})
        with self.assertRaises(AccessError):
            self.urge(self.colleague, document)

    def test_from_the_list(self):
        """On “My requests” the requester urges a task of somebody else; others have no such button."""
        document = self.submitted()
        task = self.request(document).task_ids.filtered(lambda task: task.state == 'pending')
        self.assertEqual(
            [task.with_user(user).can_urge for user in (self.requester, self.supervisor, self.administrator)],
            [True, False, False])
        self.rpc(self.requester, 'approval.task', 'action_urge', task.ids)
        self.assertEqual(self.reminders(self.supervisor), 1)

    def test_nobody_there(self):
        """Where nobody can sign, nobody is reminded."""
        document = self.submitted()
        self.supervisor.active = False
        self.assertFalse(self.pending(document))
        with self.assertRefused("Nobody can sign it at present"):
            self.urge(self.requester, document)

    def test_cancellation(self):
        """The consent to a cancellation is urged too, by its own clock."""
        document = self.submitted()
        self.urge(self.requester, document)
        self.approve(document, self.supervisor, self.manager, self.finance)
        document._approval_do_cancel("Guests do not come")
        self.urge(self.requester, document)
        self.assertEqual(self.reminders(self.manager), 1)

    @mute_logger('odoo.sql_db')
    def test_setting(self):
        """Hours between reminders: 1 to 720, by company."""
        for hours in (0, -1, 721):
            with self.subTest(hours), self.assertRaisesRegex(Exception, "approval_urge_hours|1 to 720"), self.cr.savepoint():
                self.company.approval_urge_hours = hours
                self.env.flush_all()
        for hours in (1, 720):
            self.company.approval_urge_hours = hours
            self.env.flush_all()
