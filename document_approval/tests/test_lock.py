from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.approval_content import collect
from .common import ApprovalCase

LOCKED = "cannot be changed"


@tagged('post_install', '-at_install')
class TestLock(ApprovalCase):
    """From submission on: header, lines, attendees, archive and unlink (APPROVAL.md rule 4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guests = cls.env['res.partner'].create([{'name': "Guest"}, {'name': "Other guest"}])

    def full_document(self, **values):
        """A draft with two lines and a guest."""
        return self.make_document(
            line_ids=[Command.create({'name': "Fish", 'price': 10}), Command.create({'name': "Soup", 'price': 5})],
            guest_ids=[Command.set(self.guests[0].ids)], **values)

    def locked_documents(self):
        """One document in every state in which nothing may change."""
        pending, approved, cancelled = self.full_document(), self.full_document(), self.full_document()
        (pending | approved).action_approval_submit()
        self.sign(approved, self.supervisor, self.manager, self.finance)
        cancelled._approval_do_cancel("Not needed")
        self.assertEqual(approved.approval_state, 'approved')
        return {'pending': pending, 'approved': approved, 'cancelled': cancelled}

    def test_header(self):
        """No field of the header changes, by nobody, in no locked state."""
        for state, document in self.locked_documents().items():
            for user in (self.requester, self.manager, self.administrator, self.env.ref('base.user_admin')):
                for values in ({'amount': 900000}, {'name': "Other"}, {'active': False}, {'owner_id': user.id},
                               {'company_id': self.company.id}, {'currency_id': False}, {'kind': 'b'}):
                    with self.subTest(state, user=user.login, values=values), self.assertRefused(LOCKED):
                        self.rpc(user, 'fake.document', 'write', document.ids, values)

    def test_archive_and_unlink(self):
        """A submitted document is neither archived nor deleted; a recalled one is not deleted either."""
        document = self.submitted()
        for method in ('action_archive', 'unlink'):
            with self.assertRaises(UserError):
                self.rpc(self.requester, 'fake.document', method, document.ids)
        document.action_approval_recall()
        with self.assertRefused("stays on record"):
            self.rpc(self.requester, 'fake.document', 'unlink', document.ids)
        self.rpc(self.requester, 'fake.document', 'unlink', self.make_document().ids)

    def test_lines_directly(self):
        """Rows are not added, changed, moved in or out, or deleted."""
        draft = self.full_document()
        for state, document in self.locked_documents().items():
            line = document.line_ids[0]
            for method, args in (
                ('create', [{'name': "Wine", 'document_id': document.id}]),
                ('write', [line.ids, {'price': 900000}]),
                ('write', [line.ids, {'price': 900000, 'outcome': "Eaten"}]),
                ('write', [line.ids, {'document_id': draft.id}]),
                ('write', [draft.line_ids[0].ids, {'document_id': document.id}]),
                ('copy', [line.ids]), ('unlink', [line.ids]),
                ('web_save', [line.ids, {'price': 1}, {}]),
            ):
                with self.subTest(state, method=method, args=args), self.assertRefused(LOCKED):
                    self.rpc(self.requester, 'fake.document.line', method, *args)
            with self.assertRefused(LOCKED):
                self.rpc(self.requester, 'fake.document.line', 'create', {'name': "Wine"},
                         context={'default_document_id': document.id})
        result = self.rpc(self.requester, 'fake.document.line', 'load', ['.id', 'price'],
                          [[str(document.line_ids[0].id), '9']])
        self.assertFalse(result['ids'])

    def test_open_fields_of_lines(self):
        """What came of a row is written after the signatures, and is not what was signed."""
        for state, document in self.locked_documents().items():
            with self.subTest(state):
                before = collect(document)
                self.rpc(self.requester, 'fake.document.line', 'write', document.line_ids[0].ids, {'outcome': "Eaten"})
                document.invalidate_recordset()
                self.assertEqual(document.line_ids[0].outcome, "Eaten")
                self.assertEqual(collect(document), before)

    def test_lines_by_commands(self):
        """Neither the document's commands nor those of another draft reach the rows."""
        document, draft = self.full_document(), self.full_document()
        document.action_approval_submit()
        line = document.line_ids[0]
        for target, command in (
            (document, [0, 0, {'name': "Wine"}]), (document, [1, line.id, {'price': 9}]), (document, [2, line.id, 0]),
            (document, [3, line.id, 0]), (document, [5, 0, 0]), (document, [6, 0, []]),
            (draft, [1, line.id, {'price': 9}]), (draft, [2, line.id, 0]), (draft, [4, line.id, 0]),
            (draft, [6, 0, [line.id]]),
        ):
            with self.subTest(command=command), self.assertRaises(UserError):
                self.rpc(self.requester, 'fake.document', 'write', target.ids, {'line_ids': [command]})
        self.assertEqual(document.line_ids.mapped('price'), [10, 5])

    def test_attendees(self):
        """Guests cannot be added, taken off or exchanged."""
        document = self.full_document()
        document.action_approval_submit()
        for command in ([4, self.guests[1].id, 0], [3, self.guests[0].id, 0], [5, 0, 0], [6, 0, self.guests.ids]):
            with self.subTest(command=command), self.assertRefused(LOCKED):
                self.rpc(self.requester, 'fake.document', 'write', document.ids, {'guest_ids': [command]})
        self.assertEqual(document.guest_ids, self.guests[0])

    def test_open_fields_and_chatter(self):
        """Fields named open, messages, followers and activities stay open; signing goes on."""
        document = self.submitted()
        self.rpc(self.requester, 'fake.document', 'write', document.ids, {'remark': "Window table"})
        self.rpc(self.requester, 'fake.document', 'message_post', document.ids, body="When?")
        self.rpc(self.requester, 'fake.document', 'message_subscribe', document.ids, self.colleague.partner_id.ids)
        self.rpc(self.requester, 'fake.document', 'activity_schedule', document.ids, 'mail.mail_activity_data_todo',
                 user_id=self.requester.id)
        self.sign(document, self.supervisor)
        self.assertEqual(self.pending(document), self.manager)

    def test_open_field_with_locked_one(self):
        """An open field is no vehicle for a locked one."""
        document = self.submitted()
        with self.assertRefused(LOCKED):
            self.rpc(self.requester, 'fake.document', 'write', document.ids, {'remark': "x", 'amount': 900000})

    def test_translations(self):
        """The text in another language is locked with the document."""
        self.env['res.lang']._activate_lang('fr_FR')
        self.make_policy('fake.memo', [{'name': "Director", 'group_id': self.group_director.id}])
        memo = self.env['fake.memo'].with_user(self.requester).create({'name': "Memo", 'subject': "Dinner"})
        self.rpc(self.requester, 'fake.memo', 'update_field_translations', memo.ids, 'subject', {'fr_FR': "Dîner"})
        memo.action_approval_submit()
        for method, args in (('update_field_translations', ['subject', {'fr_FR': "Autre"}]),
                             ('web_override_translations', [{'subject': "Autre"}])):
            with self.subTest(method), self.assertRefused(LOCKED):
                self.rpc(self.requester, 'fake.memo', method, memo.ids, *args)
        self.env.invalidate_all()
        self.assertEqual(memo.with_context(lang='fr_FR').subject, "Dîner")

    def test_reopened(self):
        """Recalled and rejected documents are open again, rows and all."""
        document = self.full_document()
        document.action_approval_submit()
        document.action_approval_recall()
        document.write({'amount': 10, 'line_ids': [Command.delete(document.line_ids[0].id)]})
        document.action_approval_submit()
        self.requests(document, self.supervisor)._decide('reject', note="No")
        document.line_ids.price = 7
        document.action_approval_submit()
        self.assertEqual(document.approval_state, 'pending')

    def test_content_changed_behind_the_lock(self):
        """What changes past the ORM, or by deleting what the document refers to, is not signed."""
        changes = (
            lambda document: self.env.cr.execute("UPDATE fake_document SET amount = 9 WHERE id = %s", [document.id]),
            lambda document: self.env.cr.execute(
                "UPDATE fake_document_line SET price = 9 WHERE document_id = %s", [document.id]),
            lambda document: self.env.cr.execute("DELETE FROM fake_document_line WHERE document_id = %s", [document.id]),
            lambda document: document.sudo().guest_ids.unlink(),
        )
        def both(document):
            """The document and the record of what was submitted, alike."""
            self.env.cr.execute("UPDATE fake_document SET amount = 9 WHERE id = %s", [document.id])
            self.env.cr.execute(
                """UPDATE approval_request SET content = jsonb_set(content, '{fields,amount}', '"9.0"') WHERE id = %s""",
                [document.sudo().approval_request_id.id])

        for number, change in enumerate((*changes, both)):
            document = self.full_document(name=f"Dinner {number}")
            document.guest_ids = self.env['res.partner'].create({'name': "Visitor"})
            document.action_approval_submit()
            change(document)
            self.env.invalidate_all()
            with self.subTest(number), self.assertRefused("not what was submitted"):
                self.press(self.supervisor, document, 'action_approval_approve')
            self.press(self.requester, document, 'action_approval_recall')

    def test_same_content_for_every_reader(self):
        """Language, archived guests and a client's context make no other content of it."""
        self.env['res.lang']._activate_lang('fr_FR')
        document = self.full_document()
        self.press(self.requester, document, 'action_approval_submit', lang='fr_FR', active_test=False, bin_size=True)
        self.guests[0].active = False
        self.supervisor.lang = 'fr_FR'
        self.press(self.supervisor, document, 'action_approval_approve', lang='fr_FR', tz='Asia/Shanghai')
        self.assertEqual(self.pending(document), self.manager)
