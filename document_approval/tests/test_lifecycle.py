from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestLifecycle(ApprovalCase):
    """A document through its whole life (APPROVAL.md, States)."""

    def test_within_authority_the_manager_is_final(self):
        """Supervisor reviews, manager ends the chain, the director is not asked, finance audits."""
        document = self.submitted(amount=5000)
        self.assertEqual(document.approval_state, 'pending')
        self.assertEqual(self.pending(document), self.supervisor)
        self.sign(document, self.supervisor)
        self.assertEqual(self.pending(document), self.manager)
        self.sign(document, self.manager)
        self.assertEqual(self.pending(document), self.finance)
        self.sign(document, self.finance)
        self.assertEqual(document.approval_state, 'approved')
        self.assertEqual(self.events(document), ['submit', 'review', 'approve', 'audit'])
        self.assertEqual(document.happened, 'approved;')

    def test_above_authority_the_manager_endorses(self):
        """One cent above the limit the director decides."""
        document = self.submitted(amount=5000.01)
        self.sign(document, self.supervisor, self.manager)
        self.assertEqual(self.pending(document), self.director)
        self.assertEqual(document.approval_state, 'pending')
        self.sign(document, self.director, self.finance)
        self.assertEqual(document.approval_state, 'approved')
        self.assertEqual(self.events(document), ['submit', 'review', 'endorse', 'approve', 'audit'])

    def test_reject_and_resubmit(self):
        """A rejection reopens the document; the next attempt starts from the first step."""
        document = self.submitted()
        self.sign(document, self.supervisor)
        with self.assertRaisesRegex(UserError, "why you reject"):
            self.requests(document, self.manager)._decide('reject', note='  \n ')
        self.requests(document, self.manager)._decide('reject', note="Too many guests")
        self.assertEqual(document.approval_state, 'rejected')
        self.assertEqual(document.happened, 'rejected: Too many guests;')
        self.assertEqual(document.approval_rejection, "Too many guests")
        first = document.sudo().approval_request_id
        document.amount = 800
        document.action_approval_submit()
        second = document.sudo().approval_request_id
        self.assertNotEqual(first, second)
        self.assertEqual(second.attempt, 2)
        self.assertEqual(self.pending(document), self.supervisor)
        self.assertEqual(document.approval_changes, "Amount")
        self.assertEqual(first.event_ids.sorted('sequence').mapped('action'), ['submit', 'review', 'reject'])

    def test_recall_until_the_last_signature(self):
        document = self.submitted()
        self.sign(document, self.supervisor, self.manager)
        with self.assertRaisesRegex(UserError, "Only Requester"):
            document.with_user(self.colleague).action_approval_recall()
        document.action_approval_recall()
        self.assertEqual(document.approval_state, 'withdrawn')
        self.assertFalse(self.pending(document))
        document.name = "Lunch"
        document.action_approval_submit()
        self.sign(document, self.supervisor, self.manager, self.finance)
        with self.assertRaisesRegex(UserError, "decided meanwhile"):
            document.action_approval_recall()

    def test_cancel_after_approval_needs_consent(self):
        document = self.submitted()
        self.sign(document, self.supervisor, self.manager, self.finance)
        with self.assertRaisesRegex(UserError, "Only Requester"):
            document.with_user(self.colleague)._approval_do_cancel("no")
        with self.assertRaisesRegex(UserError, "say why"):
            document._approval_do_cancel(" ")
        document._approval_do_cancel("Guests do not come")
        self.assertEqual(document.approval_state, 'approved')
        self.sign(document, self.manager)
        self.assertEqual(document.approval_state, 'approved', "everybody who approved has to consent")
        self.sign(document, self.finance)
        self.assertEqual(document.approval_state, 'cancelled')
        self.assertEqual(document.happened, 'approved;cancelled: Guests do not come;')

    def test_refused_cancellation_leaves_the_approval(self):
        document = self.submitted()
        self.sign(document, self.supervisor, self.manager, self.finance)
        document._approval_do_cancel("Guests do not come")
        self.requests(document, self.manager)._decide('reject', note="They come")
        self.assertEqual(document.approval_state, 'approved')
        self.assertFalse(self.env['approval.task'].search(
            [('res_model', '=', 'fake.document'), ('res_id', '=', document.id), ('state', '=', 'pending')]))

    def test_cancel_a_draft(self):
        document = self.make_document()
        document._approval_do_cancel("Wrong customer")
        self.assertEqual(document.approval_state, 'cancelled')
        with self.assertRaisesRegex(UserError, "Make a copy"):
            document.name = "Other"

    def test_without_amount(self):
        """A document without an amount: the manager who holds any authority is final."""
        self.make_policy('fake.memo', [
            {'name': "Manager", 'group_id': self.group_manager.id, 'ends_within_authority': True},
            {'name': "Director", 'group_id': self.group_director.id},
        ])
        memo = self.env['fake.memo'].with_user(self.requester).create({'name': "Memo"})
        memo.action_approval_submit()
        self.sign(memo, self.manager)
        self.assertEqual(memo.approval_state, 'approved')

    def test_no_approval_needed(self):
        """“No approval needed” is a policy; the event says so."""
        self.make_policy('fake.memo', [], no_approval=True)
        memo = self.env['fake.memo'].with_user(self.requester).create({'name': "Memo"})
        memo.action_approval_submit()
        self.assertEqual(memo.approval_state, 'approved')
        self.assertEqual(self.events(memo), ['submit', 'no_approval'])
