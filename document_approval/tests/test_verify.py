from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.approval_content import fingerprint
from ..models.approval_event import CHAIN_FIELDS
from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestVerify(ApprovalCase):
    """What somebody does with SQL, past the application, is found."""

    def setUp(self):
        super().setUp()
        self.document = self.make_document()
        self.document.action_approval_submit()
        self.request = self.document.sudo().approval_request_id
        for user in (self.supervisor, self.manager):
            self.request.with_user(user)._decide('approve', note="Fine")

    def problems(self):
        return self.request._verify().get(self.request.id, [])

    def tamper(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def test_intact(self):
        """Every way a request can go leaves a record that closes."""
        self.assertEqual(self.problems(), [])
        self.request.with_user(self.finance)._decide('approve')
        self.assertEqual((self.request.state, self.problems()), ('approved', []))
        rejected = self.make_document()
        rejected.action_approval_submit()
        rejected.sudo().approval_request_id.with_user(self.supervisor)._decide('reject', note="No")
        recalled = self.make_document()
        recalled.action_approval_submit()
        recalled.action_approval_recall()
        recalled.write({'amount': 7})
        self.assertEqual((rejected | recalled).sudo().approval_request_id._verify(), {})

    def test_tampering(self):
        """(statement, what is said about it): one row changed or gone each."""
        event = self.request.event_ids.sorted('sequence')[1]
        for query, values, said in (
                ("UPDATE approval_event SET note = 'Never' WHERE id = %s", [event.id], "event 2"),
                ("UPDATE approval_event SET actor_id = %s, actor_name = 'X' WHERE id = %s",
                 [self.director.id, event.id], "event 2"),
                ("UPDATE approval_event SET date = date - interval '1 day' WHERE id = %s", [event.id], "event 2"),
                ("DELETE FROM approval_event WHERE id = %s", [event.id], "event 2 is missing"),
                ("DELETE FROM approval_event WHERE request_id = %s AND action = 'approve'", [self.request.id],
                 "a signature has no event"),
                ("DELETE FROM approval_event WHERE request_id = %s", [self.request.id], "submission is missing"),
                ("UPDATE approval_request SET state = 'rejected' WHERE id = %s", [self.request.id], "no event led to"),
                ("UPDATE approval_request SET content = '{\"fields\": {}, \"lines\": {}, \"files\": {}}' WHERE id = %s",
                 [self.request.id], "content that was submitted was changed"),
                ("UPDATE approval_request_step SET state = 'signed' WHERE request_id = %s AND state = 'pending'",
                 [self.request.id], "without an event"),
                ("UPDATE fake_document SET amount = 900000 WHERE id = %s", [self.document.id], "not what was signed"),
                ("UPDATE fake_document SET approval_state = 'approved' WHERE id = %s", [self.document.id],
                 "“approved” without an event")):
            with self.subTest(query), self.cr.savepoint() as savepoint:
                self.tamper(query, *values)
                self.assertIn(said, " ".join(self.problems()))
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(self.problems(), [])

    def test_a_clever_hand(self):
        """Whoever forges an event with its hash breaks the next one; at the end, the task is missing."""
        event = self.request.event_ids.sorted('sequence')[1]
        values = {name: event._fields[name].convert_to_write(event[name], event) for name in CHAIN_FIELDS}
        values.update(date=str(event.date), note="Forged")
        self.tamper("UPDATE approval_event SET note = 'Forged', hash = %s WHERE id = %s", fingerprint(values), event.id)
        self.assertIn("event 3", " ".join(self.problems()))

    def test_documents_without_a_request(self):
        forged = self.make_document()
        self.assertNotIn(forged.sudo(), self.request._verify_unsigned('fake.document'))
        self.tamper("UPDATE fake_document SET approval_state = 'approved' WHERE id = %s", forged.id)
        self.assertIn(forged.sudo(), self.request._verify_unsigned('fake.document'))
        said = dict(self.request._verify_everything())
        self.assertIn("without an event", said[f'fake.document,{forged.id}'])

    @mute_logger('odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule')
    def test_button(self):
        requests = self.request.with_user(self.administrator)
        self.assertEqual(requests.action_verify()['params']['type'], 'success')
        self.tamper("UPDATE approval_event SET note = 'Never' WHERE request_id = %s AND sequence = 1", self.request.id)
        answer = requests.action_verify()['params']
        self.assertEqual(answer['type'], 'danger')
        self.assertIn("event 1", answer['message'])
        with self.assertRaises(AccessError):
            self.request.with_user(self.requester).action_verify()

    def test_queries(self):
        """As many for fifty requests as for five."""
        def count(number):
            documents = self.env['fake.document'].with_user(self.requester).create(
                [{'name': f"D{n}", 'amount': 10} for n in range(number)])
            documents.action_approval_submit()
            requests = documents.sudo().approval_request_id
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.assertEqual(requests._verify(), {})
            return self.cr.sql_log_count - before
        few = count(5)
        self.assertLessEqual(count(50), few + 2)
