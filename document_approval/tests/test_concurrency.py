from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import approval_content
from .race_common import DONE, RaceCase

DECIDED = "decided meanwhile"
APPROVE, REJECT, RECALL, SUBMIT = (
    f'action_approval_{action}' for action in ('approve', 'reject', 'recall', 'submit'))


@tagged('post_install', '-at_install')
class TestDecisionRaces(RaceCase):
    """Exactly one outcome and one event; the loser is told (APPROVAL.md rule 11)."""

    def press(self, name, document_id, button=APPROVE, revision=0):
        return self.session(name, 'fake.document', button, [document_id], approval_revision=revision)

    def reject(self, name, document_id):
        """A confirmation of a dialog that was opened before the race."""
        with self.committing(name) as env:
            action = env['fake.document'].browse(document_id).action_approval_reject()
            dialog = env['approval.decision'].with_context(action['context']).create({'note': "No"})
            dialog_id = dialog.id
        return self.session(name, 'approval.decision', 'action_confirm', [dialog_id])

    def test_approve_approve(self):
        """Two who may each sign alone: one signature."""
        document_id = self.make_document()
        self.assertOneWinner(self.race(self.press('first', document_id), self.press('second', document_id)),
                             DECIDED, "not waiting")
        self.assertEqual(self.look(document_id).approval_state, 'approved')
        self.assertEqual(self.events(document_id), ['submit', 'approve'])
        self.assertEqual(self.look(document_id).happened, 'approved;')

    def test_double_click(self):
        """One signer, several clicks: one signature."""
        document_id = self.make_document()
        self.assertOneWinner(self.race(*[self.press('first', document_id)] * 4), DECIDED, "not waiting")
        self.assertEqual(self.events(document_id), ['submit', 'approve'])
        self.assertEqual(len(self.look(document_id)._approval_signatures()), 2)

    def test_approve_reject(self):
        """Approved or rejected, not both and not neither."""
        document_id = self.make_document()
        outcomes = self.race(self.press('first', document_id), self.reject('second', document_id))
        self.assertOneWinner(outcomes, DECIDED, "not waiting")
        state = 'approved' if outcomes[0] == DONE else 'rejected'
        self.assertEqual(self.look(document_id).approval_state, state)
        self.assertEqual(self.events(document_id), ['submit', 'approve' if state == 'approved' else 'reject'])

    def test_approve_recall(self):
        """Signed for good or taken back, not both."""
        document_id = self.make_document()
        outcomes = self.race(self.press('first', document_id), self.press('requester', document_id, RECALL))
        self.assertOneWinner(outcomes, DECIDED, "not waiting")
        state = 'approved' if outcomes[0] == DONE else 'withdrawn'
        self.assertEqual(self.look(document_id).approval_state, state)
        self.assertEqual(self.events(document_id), ['submit', 'approve' if state == 'approved' else 'withdraw'])

    def test_reject_recall(self):
        """Rejected or taken back, not both."""
        document_id = self.make_document()
        outcomes = self.race(self.reject('first', document_id), self.press('requester', document_id, RECALL))
        self.assertOneWinner(outcomes, DECIDED)
        self.assertEqual(len(self.events(document_id)), 2)

    def test_older_snapshot(self):
        """A transaction that began before the other's commit and locks only afterwards does not get through.

        This is the case that a row lock alone lets pass.
        """
        document_id = self.make_document()
        late = self.environment()
        late.cr.execute("SELECT 1")
        self.assertEqual(self.call('first', 'fake.document', APPROVE, [document_id]), DONE)
        document = late(user=self.users['second'])['fake.document'].browse(document_id)
        self.assertEqual(document.approval_state, 'pending', "the older snapshot still shows it")
        with self.assertRaisesRegex(SerializationFailure, "could not serialize"), mute_logger('odoo.sql_db'):
            document.action_approval_approve()
        late.cr.rollback()
        self.assertEqual(self.events(document_id), ['submit', 'approve'])

    def test_all_of_them_at_once(self):
        """Two who both have to sign, at the same moment: both signatures count and the step ends."""
        with self.policy_edited({'mode': 'all'}):
            document_id = self.make_document()
        outcomes = self.race(*[
            self.session(name, 'fake.document', APPROVE, [document_id]) for name in ('first', 'second')])
        self.assertEqual(outcomes, [DONE, DONE])
        self.assertEqual(self.events(document_id), ['submit', 'approve', 'approve'])
        self.assertEqual(self.look(document_id).approval_state, 'approved')

    def test_all_of_them_on_what_they_saw(self):
        """With the version they saw, the second looks again first, and can then sign."""
        with self.policy_edited({'mode': 'all'}):
            document_id = self.make_document()
        outcomes = self.race(self.press('first', document_id), self.press('second', document_id))
        self.assertOneWinner(outcomes, "Somebody acted on it since you opened it")
        loser = ('first', 'second')[outcomes[0] == DONE]
        self.assertEqual(self.call(loser, 'fake.document', APPROVE, [document_id], approval_revision=1), DONE)
        self.assertEqual(self.look(document_id).approval_state, 'approved')

    def test_approve_reroute(self):
        """Signed, or given to somebody else: not both."""
        with self.policy_edited({'approver_type': 'users', 'user_ids': [(6, 0, [self.users['first']])]}):
            document_id = self.make_document()
        task = self.look(document_id).approval_request_id.task_ids
        with self.committing('administrator') as env:
            wizard_id = env['approval.reroute'].create(
                {'task_ids': [(6, 0, task.ids)], 'user_id': self.users['colleague'], 'reason': "On leave"}).id
        self.assertOneWinner(self.race(
            self.press('first', document_id),
            self.session('administrator', 'approval.reroute', 'action_confirm', [wizard_id]),
        ), "does not wait for this signature", "not for you")

    def test_cancel_cancel(self):
        """One consent is asked for, however often the cancellation is pressed."""
        document_id = self.make_document()
        self.assertEqual(self.call('first', 'fake.document', APPROVE, [document_id]), DONE)
        with self.committing('requester') as env:
            dialogs = env['approval.cancel'].create([{
                'res_model': 'fake.document', 'res_ids': f'[{document_id}]', 'reason': "Guests do not come",
            } for _number in range(2)]).ids
        self.assertOneWinner(self.race(*[
            self.session('requester', 'approval.cancel', 'action_confirm', [dialog]) for dialog in dialogs
        ]), "asked for already")
        self.assertEqual(self.events(document_id).count('submit'), 2)

    @contextmanager
    def policy_edited(self, values):
        """The policy's step with other ``values`` inside the block, as it was afterwards."""
        self.write_step(values)
        try:
            yield
        finally:
            self.write_step({'mode': 'any', 'approver_type': 'group', 'group_id': self.group_id})

    def write_step(self, values):
        with self.committing() as env:
            env['approval.policy'].browse(self.policy_id).step_ids.write(values)


@tagged('post_install', '-at_install')
class TestSubmissionRaces(RaceCase):
    """What is submitted is what stands on the document, whoever writes at that moment."""

    def submit(self, document_id, name='requester'):
        return self.session(name, 'fake.document', SUBMIT, [document_id])

    def assertSignedAsItStands(self, document_id):
        document = self.look(document_id)
        request = document.approval_request_id
        if document.approval_state == 'pending':
            content = approval_content.collect(document)[document_id]
            self.assertEqual(approval_content.fingerprint(content), request.content_hash)
            self.assertEqual(self.call('first', 'fake.document', APPROVE, [document_id]), DONE)

    def test_submit_submit(self):
        """Two submissions: one request."""
        document_id = self.make_document(submit=False)
        self.assertOneWinner(
            self.race(self.submit(document_id), self.submit(document_id), self.submit(document_id, 'colleague')),
            "submitted already")
        self.assertEqual(self.events(document_id), ['submit'])

    def race_with_submission(self, document_id, *session):
        """Submission against an edit: the edit is part of what is signed, or it is refused."""
        outcomes = self.race(self.submit(document_id), self.session(*session))
        self.assertEqual(outcomes[0], DONE, outcomes)
        if outcomes[1] != DONE:
            self.assertIn("cannot be changed", outcomes[1])
        self.assertSignedAsItStands(document_id)

    def test_submit_and_header_edit(self):
        document_id = self.make_document(submit=False)
        self.race_with_submission(document_id, 'requester', 'fake.document', 'write', [document_id], {'amount': 900000})

    def test_submit_and_line_edit(self):
        document_id = self.make_document(submit=False, line_ids=[(0, 0, {'name': "Fish", 'price': 1})])
        line = self.look(document_id).line_ids
        self.race_with_submission(
            document_id, 'requester', 'fake.document.line', 'write', line.ids, {'price': 900000})

    def test_submit_and_line_added(self):
        document_id = self.make_document(submit=False)
        self.race_with_submission(
            document_id, 'requester', 'fake.document.line', 'create', [{'document_id': document_id, 'price': 900000}])

    def test_submit_and_line_deleted(self):
        document_id = self.make_document(submit=False, line_ids=[(0, 0, {'name': "Fish", 'price': 1})])
        line = self.look(document_id).line_ids
        self.race_with_submission(document_id, 'colleague', 'fake.document.line', 'unlink', line.ids)

    def test_submit_and_guest_added(self):
        document_id = self.make_document(submit=False)
        partner = self.look(document_id).create_uid.partner_id
        self.race_with_submission(
            document_id, 'colleague', 'fake.document', 'write', [document_id], {'guest_ids': [(4, partner.id)]})

    def test_submit_and_file_added(self):
        document_id = self.make_document(submit=False)
        self.race_with_submission(
            document_id, 'colleague', 'ir.attachment', 'create',
            [{'name': "bill.txt", 'raw': "x", 'res_model': 'fake.document', 'res_id': document_id}])

    def test_submit_and_delete(self):
        """A document is deleted or submitted, not both."""
        document_id = self.make_document(submit=False)
        outcomes = self.race(
            self.submit(document_id), self.session('requester', 'fake.document', 'unlink', [document_id]))
        self.assertEqual(outcomes.count(DONE), 1, outcomes)
        self.assertEqual(bool(self.look(document_id).exists()), outcomes[0] == DONE)

    def test_one_new_version(self):
        """Submissions that freeze the same edit of a policy make one version of it."""
        documents = [self.make_document(submit=False) for _number in range(3)]
        with self.committing() as env:
            policy = env['approval.policy'].browse(self.policy_id)
            policy.step_ids.days_allowed += 1
            before = policy.last_version
        self.assertEqual(self.race(*[self.submit(document_id) for document_id in documents]), [DONE] * 3)
        env = self.environment()
        versions = env['fake.document'].browse(documents).approval_request_id.policy_version_id
        self.assertEqual(versions.mapped('number'), [before + 1])

    def test_submit_while_policy_is_edited(self):
        """The steps asked for are those of the version that the request names."""
        document_id = self.make_document(submit=False)
        step = self.environment()['approval.policy'].browse(self.policy_id).step_ids
        outcomes = self.race(
            self.submit(document_id),
            self.session('administrator', 'approval.policy', 'write', [self.policy_id], {
                'step_ids': [(0, 0, {'name': "Once more", 'group_id': self.group_id, 'sequence': 99}),
                             (1, step.ids[0], {'mode': 'any'})]}))
        self.assertEqual(outcomes[1], DONE, outcomes)
        request = self.look(document_id).approval_request_id
        if outcomes[0] == DONE:
            definition = request.policy_version_id._read_definition()
            self.assertEqual(len(request.step_ids), len(definition['steps']))
        with self.committing() as env:
            env['approval.policy'].browse(self.policy_id).step_ids[1:].unlink()
