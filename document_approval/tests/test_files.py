import base64

from odoo import Command, http
from odoo.tests import HttpCase, tagged

from .common import ApprovalCase

LOCKED = "cannot be changed"
SIGNED_FILE = "stays as it is"
CONTENT = base64.b64encode(b"menu").decode()


@tagged('post_install', '-at_install')
class TestFiles(ApprovalCase):
    """Files are signed with the document and locked with it (APPROVAL.md rule 4)."""

    def attach(self, record, user=None, name="menu.pdf"):
        return self.env['ir.attachment'].with_user(user or self.requester).create({
            'name': name, 'res_model': record._name, 'res_id': record.id, 'datas': CONTENT})

    def with_file(self):
        """A submitted document with a file of its own, a line, and the line's receipt."""
        document = self.make_document(line_ids=[Command.create({'name': "Fish", 'receipt': CONTENT})])
        file = self.attach(document)
        document.action_approval_submit()
        receipt = self.env['ir.attachment'].sudo().search(
            [('res_model', '=', 'fake.document.line'), ('res_field', '=', 'receipt'),
             ('res_id', '=', document.line_ids.id)])
        self.assertTrue(receipt)
        return document, file, receipt

    def test_signed_files_stay(self):
        """A submitted file is not changed, renamed, moved or deleted, on the document or on a line."""
        document, file, receipt = self.with_file()
        draft = self.make_document()
        for attachment in (file, receipt):
            for method, args in (
                ('write', [{'datas': base64.b64encode(b"other").decode()}]), ('write', [{'raw': "other"}]),
                ('write', [{'name': "other.pdf"}]), ('write', [{'res_id': draft.id, 'res_model': 'fake.document'}]),
                ('write', [{'res_model': False, 'res_id': 0}]), ('write', [{'res_field': False}]),
                ('write', [{'type': 'url', 'url': "https://example.com/x"}]), ('unlink', []),
            ):
                with self.subTest(attachment.name, method=method, args=args), \
                        self.assertRefused(SIGNED_FILE):
                    self.rpc(self.requester, 'ir.attachment', method, attachment.ids, *args)
                with self.assertRefused(SIGNED_FILE):
                    getattr(attachment.sudo(), method)(*args)

    def test_no_file_is_added(self):
        """Nothing is put on a submitted document or its lines, by creating, moving or copying."""
        document, file, _receipt = self.with_file()
        free = self.attach(self.make_document())
        for record in (document, document.line_ids):
            target = {'res_model': record._name, 'res_id': record.id}
            for method, args in (
                ('create', [{'name': "x", 'datas': CONTENT, **target}]), ('write', [free.ids, target]),
                ('write', [free.ids, {**target, 'res_field': 'receipt'}]), ('copy', [free.ids, target]),
            ):
                with self.subTest(record._name, method=method), self.assertRefused(LOCKED):
                    self.rpc(self.requester, 'ir.attachment', method, *args)
        with self.assertRefused(LOCKED):
            self.rpc(self.requester, 'ir.attachment', 'write', free.ids, {'res_id': document.id})
        with self.assertRefused(LOCKED):
            # what the chatter's upload does
            self.env['ir.attachment'].sudo().create({
                'name': "x", 'raw': b"x", 'res_model': document._name, 'res_id': document.id})
        with self.assertRefused(LOCKED):
            self.rpc(self.requester, 'ir.attachment', 'copy', file.ids)

    def test_conversation_goes_on(self):
        """A file sent with a message after the submission is neither refused nor in the way of signing."""
        document, file, _receipt = self.with_file()
        pending = self.env['ir.attachment'].with_user(self.requester).create(
            {'name': "map.pdf", 'datas': CONTENT, 'res_model': 'mail.compose.message', 'res_id': 0})
        self.rpc(self.requester, 'fake.document', 'message_post', document.ids, body="Map", attachment_ids=pending.ids)
        document.message_post(body="Photo", attachments=[("photo.txt", b"x")])
        self.assertEqual(pending.res_id, document.id)
        self.sign(document, self.supervisor)
        self.assertEqual(self.pending(document), self.manager)
        with self.assertRefused(SIGNED_FILE):
            self.rpc(self.requester, 'fake.document', 'message_post', document.ids, body="x", attachment_ids=file.ids)
            file.sudo().unlink()

    def test_deleted_message_is_not_in_the_way(self):
        """A message sent and deleted again, its file left behind, does not keep anybody from signing."""
        document, _file, _receipt = self.with_file()
        message = document.message_post(body="Photo", attachments=[("photo.txt", b"x")])
        message.sudo().unlink()
        self.sign(document, self.supervisor)
        self.assertEqual(self.pending(document), self.manager)

    def test_message_does_not_carry_off_a_signed_file(self):
        """Deleting a message does not delete a file that was signed with the document."""
        document = self.make_document()
        message = document.message_post(body="Menu", attachments=[("menu.txt", b"menu")])
        document.action_approval_submit()
        file = message.attachment_ids
        message.sudo().unlink()
        self.assertEqual(file.exists().res_id, document.id)

    def test_files_of_an_earlier_attempt(self):
        """After a recall a file may go; what was submitted with it keeps it as evidence."""
        document, file, _receipt = self.with_file()
        first = document.sudo().approval_request_id
        document.action_approval_recall()
        self.rpc(self.requester, 'ir.attachment', 'unlink', file.ids)
        document.line_ids.receipt = base64.b64encode(b"new receipt")
        document.action_approval_submit()
        self.assertNotIn(file, document.sudo().approval_request_id.attachment_ids)
        self.assertEqual(file.sudo().datas, CONTENT.encode())
        self.assertEqual((file.sudo().res_model, file.sudo().res_id), ('approval.request', first.id))

    def test_file_on_a_draft_is_an_edit(self):
        """Who puts a file on a draft has edited it and does not sign it."""
        document = self.make_document()
        self.attach(document, self.supervisor)
        self.assertIn(self.supervisor.id, document.approval_editors)
        document.action_approval_submit()
        self.assertEqual(self.events(document), ['submit', 'skip'])
        self.assertEqual(self.pending(document), self.manager)


@tagged('post_install', '-at_install')
class TestUpload(ApprovalCase, HttpCase):
    """The chatter's own upload, which catches what is refused and commits."""

    def upload(self, document, **values):
        self.authenticate(self.requester.login, self.requester.login)
        response = self.url_open(
            '/mail/attachment/upload', files={'ufile': ("menu.txt", b"menu", 'text/plain')},
            data={'csrf_token': http.Request.csrf_token(self), 'thread_model': document._name,
                  'thread_id': document.id, **values})
        response.raise_for_status()
        files = self.env['ir.attachment'].search([('res_model', '=', document._name), ('res_id', '=', document.id)])
        return response.json(), files

    def test_upload(self):
        """On a draft the file arrives; on a submitted document it is refused with a message and leaves nothing."""
        draft, document = self.make_document(), self.submitted()
        self.assertEqual(len(self.upload(draft)[1]), 1)
        answer, files = self.upload(document)
        self.assertIn('error', answer)
        self.assertFalse(files)

    def test_upload_for_a_message(self):
        """A file for a message that is being written is accepted."""
        answer, files = self.upload(self.submitted(), is_pending='true')
        self.assertNotIn('error', answer)
        self.assertFalse(files)
