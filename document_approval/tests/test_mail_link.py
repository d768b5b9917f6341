from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.misc import hash_sign

from ..models.approval_mail_place import without_links
from .mail_link_common import TOKEN, MailLinkCase


@tagged('post_install', '-at_install')
class TestMailLink(MailLinkCase):
    """Who gets links, what they are good for, and when no more (APPROVAL.md rule 13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public = cls.env.ref('base.public_user')

    def read(self, token, visitor=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env['approval.task']._read_mail_token(token, visitor or self.public)[1]

    # -- mails ----------------------------------------------------------

    def test_each_copy_has_its_own_links(self):
        """Two people asked by one message: each mail holds that person's tokens and nobody else's."""
        second = self.new_user('second', self.group_supervisor, email="second@example.com", notification_type='email', lang='en_US')
        document = self.submitted()
        sent = self.outgoing()
        tokens = {}
        for user in (self.supervisor, second):
            (body,) = sent[user.email]
            found = TOKEN.findall(body)
            self.assertEqual([wish for wish, _token in found], ['approve', 'reject'])
            tokens[user] = found[0][1]
            self.assertEqual(self.env['approval.task']._read_mail_token(tokens[user], self.public)[0], self.task(document, user))
            self.assertIn(f"for {user.name} only", body)
        self.assertNotEqual(tokens[self.supervisor], tokens[second])

    def test_a_batch_has_links_for_each(self):
        documents = self.env['fake.document'].with_user(self.requester).with_context(mail_notify_force_send=False).create(
            [{'name': f"Dinner {number}", 'amount': 10} for number in range(3)])
        documents.action_approval_submit()
        (body,) = self.outgoing()[self.supervisor.email]
        tasks = [self.env['approval.task']._read_mail_token(token, self.public)[0] for _wish, token in TOKEN.findall(body)]
        self.assertEqual([task.res_id for task in tasks], [number for number in documents.ids for _wish in range(2)])
        self.assertEqual(body.count("do not pass it on"), 1)

    def test_stored_nowhere(self):
        """No row of the database holds a token: not before, while, or after the mail is sent."""
        self.submitted()
        for moment in ('queued', 'sent'):
            with self.subTest(moment):
                self.env.flush_all()
                self.env.cr.execute("SELECT body FROM mail_message UNION ALL SELECT body_html FROM mail_mail")
                texts = " ".join(row[0] or '' for row in self.env.cr.fetchall())
                self.assertIn("o_approval_links", texts)
                self.assertNotIn("/approval/mail/", texts)
            if moment == 'queued':
                self.assertIn("/approval/mail/", self.outgoing()[self.supervisor.email][0])

    @mute_logger('odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule', 'odoo.models')
    def test_other_users_read_nothing(self):
        """Neither the message's links nor what it asks for is readable by anybody; mails are not theirs at all."""
        document = self.submitted()
        self.env.flush_all()
        message = self.env['mail.message'].sudo().search([('model', '=', 'fake.document'), ('res_id', '=', document.id),
                                                          ('approval_task_ids', '!=', False)])
        self.assertTrue(message)
        for user in (self.requester, self.colleague, self.supervisor, self.administrator):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.env['mail.mail'].with_user(user).search([])
                with self.assertRaises(AccessError):
                    message.with_user(user).read(['approval_task_ids'])
                with self.assertRaises(AccessError):
                    self.env['mail.message'].with_user(user).search([('approval_task_ids', '!=', False)])
                for body in self.env['mail.message'].with_user(user).search([('model', '=', 'fake.document')]).mapped('body'):
                    self.assertNotIn("/approval/mail", body)

    def test_forged_places(self):
        """Whoever writes the places of links into a message of his own gets no links from it."""
        document = self.submitted()
        self.outgoing()
        document.with_user(self.colleague).with_context(mail_notify_force_send=False).message_notify(
            partner_ids=self.supervisor.partner_id.ids,
            body=f'<span class="o_approval_links_{document.sudo().approval_request_id.id}"></span>')
        self.assertNotIn("/approval/mail", self.outgoing()[self.supervisor.email][0])

    def test_answers_quote_no_token(self):
        """A mail that is answered is quoted in the conversation: without what its links held."""
        document = self.submitted()
        link = self.task(document, self.supervisor)._mail_links()['approve']
        token = link.partition('#')[2]
        for text in (link, link.replace('#', '%23').replace('/', '%2F'), link.replace('#', '&#35;')):
            with self.subTest(text):
                self.assertNotIn(token, without_links(text))
                message = document.with_user(self.supervisor).message_post(body=f"Fine > {text} <")
                self.assertNotIn(token, message.body)
                message.sudo().body = f"Again {text}"
                self.assertNotIn(token, message.body)

    def test_switched_off(self):
        """By the company or by the signer: no links in mails, and those sent before do not work."""
        for record in (self.company, self.supervisor):
            with self.subTest(record._name):
                document = self.submitted()
                token = self.token(document, self.supervisor)
                record.approval_mail_links = False
                self.assertNotIn("/approval/mail", self.outgoing()[self.supervisor.email][0])
                self.assertEqual(self.read(token), 'gone')
                record.approval_mail_links = True
                self.assertEqual(self.read(token), '')

    def test_own_setting(self):
        self.supervisor.with_user(self.supervisor).write({'approval_mail_links': False})
        self.assertFalse(self.supervisor.with_user(self.supervisor).read(['approval_mail_links'])[0]['approval_mail_links'])

    # -- tokens ---------------------------------------------------------

    def test_expiry(self):
        for days in (1, 3):
            self.company.approval_mail_days = days
            with freeze_time('2026-03-02 08:00:00'):
                token = self.token(self.submitted(), self.supervisor)
            for moment, problem in ((f'2026-03-{2 + days:02} 07:59:59', ''), (f'2026-03-{2 + days:02} 08:00:00', 'expired')):
                with self.subTest(moment), freeze_time(moment):
                    self.assertEqual(self.read(token), problem)

    def test_guesses(self):
        """Whatever is not sealed by us is unknown, and nothing is looked up for it."""
        token = self.token(self.submitted(), self.supervisor)
        flipped = token[:60] + ('A' if token[60] != 'A' else 'B') + token[61:]
        for guess in ('', 'x', '0' * 90, 'AQ', '=', 'é' * 50, '\ud800', '\x00', token[:-4], flipped, token * 9,
                      hash_sign(self.env(su=True), 'another', [1, 2, 3, 2 ** 40])):
            with self.subTest(guess):
                self.assertEqual(self.read(guess), 'unknown')
        self.assertEqual(self.read(token), '')

    def test_forwarded(self):
        token = self.token(self.submitted(), self.supervisor)
        for user, problem in ((self.colleague, 'stranger'), (self.administrator, 'stranger'), (self.supervisor, '')):
            self.assertEqual(self.read(token, user), problem)

    def test_stale(self):
        """Anything that happens to the request ends the links made before."""
        other = self.new_user('other', self.group_supervisor)
        self.policy.step_ids[0].mode = 'all'
        document = self.submitted()
        token = self.token(document, self.supervisor)
        self.sign(document, other)
        self.assertEqual(self.read(token), 'stale')
        self.assertEqual(self.read(self.token(document, self.supervisor)), '')

    def test_over(self):
        """(what happened, problem)"""
        def recalled(document):
            document.action_approval_recall()

        def rerouted(document):
            self.task(document, self.supervisor).with_user(self.administrator)._reroute(self.colleague, "Ill")

        def signed(document):
            self.sign(document, self.supervisor)

        def rejected(document):
            self.requests(document, self.supervisor)._decide('reject', note="No")

        def by_another(document):
            self.sign(document, self.other)

        def archived(document):
            self.supervisor.active = False

        def lost_role(document):
            self.supervisor.group_ids -= self.group_supervisor

        def lost_company(document):
            company = self.env['res.company'].create({'name': "Elsewhere"})
            self.supervisor.write({'company_ids': [(6, 0, company.ids)], 'company_id': company.id})

        self.other = self.new_user('other', self.group_supervisor)
        for happens, problem in ((recalled, 'closed'), (rerouted, 'closed'), (by_another, 'closed'), (signed, 'used'),
                                 (rejected, 'used'), (archived, 'gone'), (lost_role, 'gone'), (lost_company, 'gone')):
            with self.subTest(happens.__name__), self.cr.savepoint() as savepoint:
                document = self.submitted()
                token = self.token(document, self.supervisor)
                happens(document)
                self.assertEqual(self.read(token), problem)
                savepoint.rollback()
                self.env.invalidate_all()

    # -- decisions ------------------------------------------------------

    def test_decision_in_the_record(self):
        """Through the engine, by the person asked, with the way it came in the chain of events."""
        document = self.submitted()
        self.assertEqual(self.task(document, self.supervisor)._decide_by_mail('approve', "Fine"), '')
        request = document.sudo().approval_request_id
        event = request.event_ids.filtered(lambda event: event.action == 'review')
        self.assertEqual((event.actor_id, event.note, event.channel), (self.supervisor, "Fine", 'mail'))
        self.assertFalse(request._verify())
        self.env.invalidate_all()
        self.assertIn("By the link in a mail", document.approval_history_html)
        self.env.cr.execute("UPDATE approval_event SET channel = NULL WHERE id = %s", [event.id])
        self.env.invalidate_all()
        self.assertIn("event 2", " ".join(request._verify()[request.id]))
        self.sign(document, self.manager)
        self.assertFalse(request.event_ids.sorted('sequence')[-1].channel)

    def test_refusals(self):
        """What the engine refuses is refused here too, and leaves nothing behind."""
        self.policy.step_ids[0].note_required = True
        document = self.submitted()
        task = self.task(document, self.supervisor)
        for action, note, said in (
                ('reject', "", "why you reject it"), ('reject', " . ", "why you reject it"),
                ('approve', "", "written opinion"), ('approve', "\x00", "cannot be stored"),
                ('lower', "x", "Choose whether"), ('', "x", "Choose whether")):
            with self.subTest(action=action, note=note):
                self.assertIn(said, task._decide_by_mail(action, note))
        self.assertEqual(self.events(document), ['submit'])
        self.env.cr.execute("UPDATE fake_document SET amount = 9 WHERE id = %s", [document.id])
        self.env.invalidate_all()
        self.assertIn("not what was submitted", task._decide_by_mail('approve', "Fine"))

    def test_delegate(self):
        """A delegate's link signs for the principal, and says so."""
        self.env['approval.delegation'].with_user(self.supervisor).create({
            'delegate_id': self.colleague.id, 'date_from': '2020-01-01', 'date_to': '2090-01-01', 'reason': "Away"})
        document = self.submitted()
        task = self.task(document, self.colleague)
        self.assertEqual(task._mail_page()['principal'], self.supervisor.name)
        self.assertEqual(task._decide_by_mail('approve', ''), '')
        event = document.sudo().approval_request_id.event_ids.filtered(lambda event: event.action == 'review')
        self.assertEqual((event.actor_id, event.principal_id), (self.colleague, self.supervisor))

    def test_summary(self):
        """The signed content in words: what is filled in, the rows and the files."""
        document = self.make_document(name="Dinner", amount=1234.5, kind='b', owner_id=self.colleague.id, line_ids=[
            (0, 0, {'name': "Duck", 'price': 88}), (0, 0, {'name': "Rice"})])
        self.env['ir.attachment'].with_user(self.requester).create({
            'name': "bill.txt", 'raw': b"x", 'res_model': 'fake.document', 'res_id': document.id})
        document.action_approval_submit()
        page = self.task(document, self.supervisor)._mail_page()
        summary = dict(page['summary'])
        self.assertEqual(summary['Kind'], "B")
        self.assertEqual(summary['Owner'], self.colleague.name)
        self.assertIn("1,234.50", summary['Amount'])
        self.assertEqual(summary['Line'], "Duck · 88.00\nRice")
        self.assertEqual(page['files'], ["bill.txt"])
