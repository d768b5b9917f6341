import json

from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestVerifyMore(ApprovalCase):
    """Tampering with what is not an event: tasks, steps, the request, the rules, files, the document."""

    def setUp(self):
        super().setUp()
        self.document = self.make_document(name="Dinner", amount=1000)
        self.file = self.env['ir.attachment'].with_user(self.requester).create({
            'name': "bill.txt", 'raw': b"one hundred", 'res_model': 'fake.document', 'res_id': self.document.id})
        self.document.action_approval_submit()
        self.request = self.document.sudo().approval_request_id
        self.sign(self.document, self.supervisor, self.manager)

    def problems(self, request=None):
        request = request or self.request
        return " | ".join(request._verify().get(request.id, []))

    def check(self, *cases):
        """(what is said, statement, values): each one done alone to an intact record."""
        self.assertEqual(self.problems(), "")
        for said, query, *values in cases:
            with self.subTest(query), self.cr.savepoint() as savepoint:
                self.env.flush_all()
                self.env.cr.execute(query, values)
                self.env.invalidate_all()
                self.assertIn(said, self.problems())
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(self.problems(), "")

    def test_tasks(self):
        signed = self.request.task_ids.filtered(lambda task: task.state == 'approved')[:1]
        pending = self.request.task_ids.filtered(lambda task: task.state == 'pending')
        self.check(
            ("has no signature any more", "UPDATE approval_task SET state = 'superseded' WHERE id = %s", signed.id),
            ("has no signature any more", "UPDATE approval_task SET state = 'pending' WHERE id = %s", signed.id),
            ("has no signature any more", "DELETE FROM approval_task WHERE id = %s", signed.id),
            ("not the one of its event", "UPDATE approval_task SET state = 'rejected' WHERE id = %s", signed.id),
            ("not the one of its event", "UPDATE approval_task SET actor_id = %s WHERE id = %s",
             self.colleague.id, signed.id),
            ("not the one of its event", "UPDATE approval_task SET user_id = %s WHERE id = %s",
             self.colleague.id, signed.id),
            ("not the one of its event", "UPDATE approval_task SET principal_id = %s WHERE id = %s",
             self.director.id, signed.id),
            ("the time of the signature", "UPDATE approval_task SET date_decided = '2020-01-01' WHERE id = %s", signed.id),
            ("not the one of its event",
             "UPDATE approval_task SET state = 'approved', actor_id = user_id, date_decided = now() WHERE id = %s",
             pending.id),
            ("waits for nobody", "UPDATE approval_task SET state = 'superseded' WHERE id = %s", pending.id),
            ("asks somebody the policy does not name",
             "UPDATE approval_task SET user_id = %s, rerouted = true WHERE id = %s", self.colleague.id, pending.id),
            ("is open although the step is closed",
             "UPDATE approval_request_step SET state = 'signed' WHERE id = %s", pending.step_id.id))

    def test_steps(self):
        signed, pending = (self.request.step_ids.filtered(lambda step, s=state: step.state == s)[:1]
                           for state in ('signed', 'pending'))
        self.check(
            ("was left out without an event",
             "UPDATE approval_request_step SET state = 'skipped' WHERE id = %s", pending.id),
            ("was left out without an event",
             "UPDATE approval_request_step SET state = 'cancelled' WHERE id = %s", pending.id),
            ("counts as rejected without an event",
             "UPDATE approval_request_step SET state = 'rejected' WHERE id = %s", pending.id),
            ("was changed after the submission",
             "UPDATE approval_request_step SET group_id = %s WHERE id = %s", self.group_director.id, signed.id),
            ("was changed after the submission",
             "UPDATE approval_request_step SET signature_box = 'general_manager' WHERE id = %s", signed.id),
            ("was changed after the submission",
             "UPDATE approval_request_step SET name = '{\"en_US\": \"General Manager\"}' WHERE id = %s", signed.id),
            ("was changed after the submission",
             "UPDATE approval_request_step SET ends_within_authority = NOT ends_within_authority WHERE id = %s", signed.id),
            ("the order of its steps was changed",
             "UPDATE approval_request_step SET sequence = 99 WHERE id = %s", signed.id),
            ("a step was taken out of its route", "DELETE FROM approval_request_step WHERE id = %s", pending.id))

    def test_request(self):
        version = self.request.policy_version_id
        definition = json.loads(version.definition)
        definition['steps'].pop()
        self.check(
            ("“Amount” was changed", "UPDATE approval_request SET amount = 10 WHERE id = %s", self.request.id),
            ("the approved amount is not", "UPDATE approval_request SET approved_amount = 9000 WHERE id = %s",
             self.request.id),
            ("“Requester” was changed", "UPDATE approval_request SET requester_id = %s WHERE id = %s",
             self.colleague.id, self.request.id),
            ("“Submitted On” was changed", "UPDATE approval_request SET date_submitted = '2020-01-01' WHERE id = %s",
             self.request.id),
            ("“Document Name” was changed", "UPDATE approval_request SET document_name = 'Lunch' WHERE id = %s",
             self.request.id),
            ("“Policy” was changed", "UPDATE approval_policy_version SET definition = %s WHERE id = %s",
             json.dumps(definition), version.id),
            ("it is approved although steps are open", "UPDATE approval_request SET state = 'approved' WHERE id = %s",
             self.request.id),
            ("the content that was submitted was changed",
             "UPDATE approval_request SET content_hash = %s WHERE id = %s", "0" * 64, self.request.id))

    def test_events_at_the_end(self):
        """The last event is missed, whatever it was; so is a change of how a decision arrived."""
        self.request._remind()
        last = self.request.event_ids.sorted('sequence')[-1]
        self.check(
            ("last event is missing", "DELETE FROM approval_event WHERE id = %s", last.id),
            ("event 2", "UPDATE approval_event SET channel = 'mail' WHERE request_id = %s AND sequence = 2",
             self.request.id),
            ("event 1", "UPDATE approval_event SET terms = '{\"steps\": {}}' WHERE request_id = %s AND sequence = 1",
             self.request.id))

    def test_document(self):
        table = "UPDATE fake_document SET"
        self.check(
            ("“approved” without an event", f"{table} approval_state = 'approved' WHERE id = %s", self.document.id),
            ("“cancelled” without an event", f"{table} approval_state = 'cancelled' WHERE id = %s", self.document.id),
            ("“draft” without an event", f"{table} approval_state = 'draft' WHERE id = %s", self.document.id),
            ("does not name this request", f"{table} approval_state = 'draft', approval_request_id = NULL WHERE id = %s",
             self.document.id),
            ("does not name this request", f"{table} approval_requester_id = %s WHERE id = %s",
             self.colleague.id, self.document.id))
        self.request.with_user(self.finance)._decide('approve')
        self.assertEqual(self.problems(), "")
        self.check(
            ("“cancelled” without an event", f"{table} approval_state = 'cancelled' WHERE id = %s", self.document.id),
            ("“draft” without an event", f"{table} approval_state = 'draft' WHERE id = %s", self.document.id))

    def test_files(self):
        """The row, its checksum and the bytes themselves."""
        self.check(
            ("not what was signed", "UPDATE ir_attachment SET checksum = %s WHERE id = %s", "0" * 40, self.file.id),
            ("not what was signed", "UPDATE ir_attachment SET name = 'other.txt' WHERE id = %s", self.file.id),
            ("not what was signed", "UPDATE ir_attachment SET res_id = NULL WHERE id = %s", self.file.id),
            ("“bill.txt” is not the one that was signed",
             "UPDATE ir_attachment SET store_fname = NULL, db_datas = 'one million' WHERE id = %s", self.file.id))

    def test_intact(self):
        """Every way to go on leaves a record that closes: final within authority, lowered, cancelled, rerouted."""
        self.decide(self.finance, self.document, lowered_amount=900, note="Less")
        self.assertEqual((self.request.approved_amount, self.problems()), (900, ""))
        self.document.with_user(self.requester)._approval_do_cancel("Ill")
        consent = self.document.sudo().approval_cancel_request_id
        for user in consent.task_ids.user_id:
            consent.with_user(user)._decide('approve')
        self.assertEqual(self.document.approval_state, 'cancelled')
        self.assertEqual((self.problems(), self.problems(consent)), ("", ""))
        other = self.submitted(amount=9000)
        task = other.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        task.with_user(self.administrator)._reroute(self.colleague, "Ill")
        self.assertEqual(self.problems(other.sudo().approval_request_id), "")
        self.sign(other, self.colleague, self.manager, self.director, self.finance)
        self.assertEqual((other.approval_state, self.problems(other.sudo().approval_request_id)), ('approved', ""))
