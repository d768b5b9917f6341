import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCase

JUNK = (None, True, 0, -1, 1e308, '', 'x', '0', '\x00', '\ud800', '𠮷' * 5000, "'; DROP TABLE approval_task; --",
        '<script>alert(1)</script>', [], [[]], [None], {}, {'x': []}, [10**30])
TEXTS = [junk for junk in JUNK if isinstance(junk, str)]


@tagged('post_install', '-at_install')
class TestFuzz(ApprovalCase):
    """Whatever a client sends, it gets a result or a message, never a failure of another kind."""

    def harmless(self, user, model, method, *args, **kwargs):
        """Call as the client and take back what it did; only UserError and its kin may come out of it."""
        try:
            with self.env.cr.savepoint() as savepoint:
                self.rpc(user, model, method, *args, **kwargs)
                self.env.flush_all()
                savepoint.rollback()
        except UserError:
            return
        finally:
            self.env.invalidate_all()

    def test_buttons_on_odd_recordsets(self):
        """No document, several at once, a deleted one: a message or a result."""
        document, draft = self.submitted(), self.make_document()
        gone = self.make_document()
        gone_id = gone.id
        gone.unlink()
        for button in ('submit', 'approve', 'reject', 'recall', 'cancel'):
            for ids in ([], [document.id, draft.id], [draft.id, document.id], [document.id] * 2, [gone_id],
                        [document.id, gone_id]):
                for user in (self.requester, self.supervisor, self.administrator):
                    with self.subTest(button, ids=ids, user=user.name):
                        self.harmless(user, 'fake.document', f'action_approval_{button}', ids)
        self.assertEqual(document.approval_state, 'pending')

    def test_task_buttons_on_odd_recordsets(self):
        """The same for the buttons of tasks and of the dialogs."""
        first, second = self.submitted(), self.submitted()
        tasks = (first | second).sudo().approval_request_id.task_ids.ids
        for method in ('action_approve', 'action_reject', 'action_open_document'):
            for ids in ([], tasks, tasks[:1], [max(tasks) + 999]):
                for user in (self.supervisor, self.administrator):
                    with self.subTest(method, ids=ids, user=user.name):
                        self.harmless(user, 'approval.task', method, ids)
        for model in ('approval.decision', 'approval.cancel', 'approval.reroute'):
            for ids in ([], [999999]):
                with self.subTest(model, ids=ids), self.assertRaises(UserError):
                    self.rpc(self.administrator, model, 'action_confirm', ids)

    def test_junk_in_the_context(self):
        """The context's keys that we read may hold anything."""
        document = self.submitted()
        for key in ('approval_revision', 'approval_revisions', 'approval_request_ids'):
            for junk in JUNK:
                with self.subTest(key, junk=junk):
                    for button in ('action_approval_approve', 'action_approval_reject'):
                        self.harmless(self.supervisor, 'fake.document', button, document.ids, context={key: junk})
                    self.harmless(self.supervisor, 'approval.decision', 'default_get',
                                  ['action', 'task_ids', 'revisions'], context={key: junk})

    def test_junk_revision_does_not_sign(self):
        """A version that is no number of the state seen is refused; it is not taken for “none given”."""
        document = self.submitted()
        for junk in (False, True, '0', '', -1, 1, [], {}, 0.0):
            with self.subTest(junk=junk), self.assertRaises(UserError):
                self.press(self.supervisor, document, 'action_approval_approve', approval_revision=junk)
        self.assertEqual(self.pending(document), self.supervisor)

    def test_junk_in_the_decision(self):
        """The decision dialog with junk for note and revisions decides nothing or says why."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        values = {'action': 'reject', 'note': "No", 'task_ids': [[6, 0, task.ids]]}
        for change in (
            *({'revisions': junk} for junk in JUNK if '\x00' not in json.dumps(junk) and junk not in ('\x00', '\ud800')),
            *({'note': text} for text in TEXTS),
            {'task_ids': []}, {'revisions': {'x': 1}}, {'revisions': {str(task.request_id.id): 'x'}},
            {'revisions': {str(task.request_id.id): None}},
        ):
            with self.subTest(change=change):
                wizard = self.create('approval.decision', {**values, **change}, self.supervisor)
                if wizard:
                    self.harmless(self.supervisor, 'approval.decision', 'action_confirm', [wizard])

    def test_junk_in_the_cancellation(self):
        """The cancel dialog names documents by text: any text ends in a message, strangers' models too."""
        for res_model in ('fake.document', 'fake.document.line', 'approval.mixin', 'approval.event', 'res.users',
                          'mail.thread', 'no.such.model', '', '_name'):
            for res_ids in ('', 'x', '[]', '[1', '{}', '{"a": 1}', '[1e400]', '[NaN]', '["x"]', '[null]', '7', '[[1]]',
                            '[true]', '[999999]', '[' * 5000, '"\\u0000"', '[-1]', '[0]'):
                with self.subTest(res_model, res_ids=res_ids):
                    wizard = self.create(
                        'approval.cancel', {'res_model': res_model, 'res_ids': res_ids, 'reason': "No"}, self.requester)
                    if wizard:
                        self.harmless(self.requester, 'approval.cancel', 'action_confirm', [wizard])

    def test_texts_that_cannot_be_stored(self):
        """NUL bytes and halves of characters end in a message, in every text of the dialogs."""
        for model, name in (('approval.decision', 'note'), ('approval.cancel', 'reason'), ('approval.reroute', 'reason')):
            for text in ('a\x00b', 'a\ud800b'):
                with self.subTest(model, text=text), self.assertRefused("cannot be stored"):
                    self.rpc(self.administrator, model, 'create', {name: text})

    def test_hostile_text_is_shown_as_text(self):
        """Names and notes arrive in route, history and messages as the text they are."""
        hostile = "<img src=x onerror=alert(1)>{{7*7}}%s"
        document = self.submitted(name=hostile)
        self.decide(self.supervisor, document, 'reject', note=hostile)
        page = document.approval_route_html + document.approval_history_html
        bodies = "".join(self.env['mail.message'].sudo().search(
            [('model', '=', 'fake.document'), ('res_id', '=', document.id)]).mapped('body'))
        for html in (page, bodies):
            self.assertNotIn("<img src=x", html)
        self.assertIn("&lt;img src=x", page)
        self.assertEqual(document.approval_rejection, hostile)

    def test_unsound_amounts(self):
        """Amounts that no limit can be compared with are not submitted."""
        for amount in (-1, -0.01, 1e14, 'NaN', 'Infinity'):
            document = self.make_document()
            self.env.flush_all()
            self.env.cr.execute("UPDATE fake_document SET amount = %s WHERE id = %s", [amount, document.id])
            self.env.invalidate_all()
            with self.subTest(amount=amount), self.assertRefused("amount must lie between"):
                self.press(self.requester, document, 'action_approval_submit')

    def test_searches(self):
        """The searchable fields take any value that the client's filters can hold."""
        self.submitted()
        for name in ('approval_can_decide', 'approval_reader_ids'):
            for operator, value in (('=', True), ('=', False), ('!=', False), ('in', []), ('in', [False]),
                                    ('not in', [self.supervisor.id]), ('=', 0), ('in', [True, False])):
                with self.subTest(name, operator=operator, value=value):
                    self.rpc(self.supervisor, 'fake.document', 'search', [[name, operator, value]])
        self.rpc(self.supervisor, 'fake.document', 'search', [['approval_reader_ids', 'ilike', 'Super']])
        self.rpc(self.supervisor, 'fake.document', 'search', [['approval_reader_ids.name', 'ilike', 'Super']])

    def create(self, model, values, user):
        """The id of a dialog, or None where it was refused with a message."""
        try:
            with self.env.cr.savepoint():
                return self.rpc(user, model, 'create', values)
        except UserError:
            return None
