from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.approval_sealed import SEAL
from .common import ApprovalCase

BLANKS = (False, '', ' ', '\n\t ', '\xa0', '\u3000\u2003', '\u200b\u200c\u200d', '\ufeff', '\u2060', '\u3164', '\u2800', '...', '-')


@tagged('post_install', '-at_install')
class TestSigning(ApprovalCase):
    """Nothing is approved that the right people did not sign, in order (APPROVAL.md, never here)."""

    def approvals(self, document):
        """Signatures given so far."""
        return [action for action in self.events(document) if action in ('review', 'endorse', 'approve', 'audit')]

    def everybody(self):
        return (self.requester | self.colleague | self.supervisor | self.manager | self.director | self.finance
                | self.administrator | self.env.ref('base.user_admin'))

    def test_order_of_steps(self):
        """At every step only its signer can sign; for all others nothing happens and a message says who."""
        document = self.submitted(amount=9000)
        for signer in (self.supervisor, self.manager, self.director, self.finance):
            before = self.approvals(document)
            for user in self.everybody() - signer:
                for button in ('action_approval_approve', 'action_approval_reject'):
                    with self.subTest(signer=signer.name, user=user.name, button=button), \
                            self.assertRefused(rf"waits for {signer.name} \({signer.name}\), not for you"):
                        self.press(user, document, button)
            self.assertEqual(self.approvals(document), before)
            self.decide(signer, document)
        self.assertEqual(document.approval_state, 'approved')

    def test_dialog_on_a_task_of_somebody_else(self):
        """The dialog cannot be pointed at a task that is not one's own."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        for user in self.everybody() - self.supervisor:
            with self.subTest(user.name), self.assertRaises(UserError):
                wizard = self.rpc(user, 'approval.decision', 'create',
                                  {'action': 'approve', 'task_ids': [[6, 0, task.ids]]})
                self.rpc(user, 'approval.decision', 'action_confirm', [wizard])
            with self.subTest(user.name), self.assertRaises(UserError):
                self.rpc(user, 'approval.task', 'action_approve', task.ids)
        self.assertFalse(self.approvals(document))

    def test_dialog_of_somebody_else(self):
        """A dialog is confirmed by the user who opened it and by nobody else."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        wizard = self.rpc(self.supervisor, 'approval.decision', 'create',
                          {'action': 'approve', 'task_ids': [[6, 0, task.ids]]})
        for user in (self.requester, self.administrator):
            for method, args in (('action_confirm', []), ('write', [{'action': 'reject'}]), ('read', [['note']])):
                with self.subTest(user.name, method=method), self.assertRaises(AccessError):
                    self.rpc(user, 'approval.decision', method, [wizard], *args)

    def test_waiting_task_of_mine(self):
        """A signer whose step has not come yet cannot sign, whatever the dialog names."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.user_id == self.manager)
        self.assertEqual(task.state, 'waiting')
        wizard = self.rpc(self.manager, 'approval.decision', 'create', {'task_ids': [[6, 0, task.ids]]})
        with self.assertRefused("waits for Supervisor"):
            self.rpc(self.manager, 'approval.decision', 'action_confirm', [wizard])

    def test_blank_reasons(self):
        """A rejection, a cancellation and a rerouting need a real reason; blanks of any kind are none."""
        for blank in BLANKS:
            document = self.submitted()
            task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
            with self.subTest(blank=blank), self.assertRefused("why you reject"):
                self.decide(self.supervisor, document, 'reject', note=blank)
            with self.subTest(blank=blank), self.assertRefused("say why"):
                task.with_user(self.administrator)._reroute(self.colleague, blank)
            with self.subTest(blank=blank), self.assertRaises(UserError):
                draft = self.make_document()
                dialog = self.press(self.requester, draft, 'action_approval_cancel')
                wizard = self.env['approval.cancel'].with_user(self.requester).with_context(dialog['context']).new()
                wizard.reason = blank
                wizard.action_confirm()
            self.assertEqual(document.approval_state, 'pending')

    def test_reason_of_any_script(self):
        """One word in Chinese is a reason."""
        document = self.submitted()
        self.decide(self.supervisor, document, 'reject', note="超标")
        self.assertEqual(document.approval_rejection, "超标")

    def test_blank_opinion(self):
        """Where the step asks for an opinion, blanks are none."""
        self.policy.step_ids[0].note_required = True
        document = self.submitted()
        for blank in BLANKS:
            with self.subTest(blank=blank), self.assertRefused("written opinion"):
                self.decide(self.supervisor, document, note=blank)
        self.decide(self.supervisor, document, note="Suitable")
        self.assertEqual(document._approval_signatures()[-1]['note'], "Suitable")

    def test_double_press(self):
        """The second press of a button meets the new state and changes nothing."""
        document = self.make_document()
        self.press(self.requester, document, 'action_approval_submit')
        with self.assertRefused("submitted already"):
            self.press(self.requester, document, 'action_approval_submit')
        self.press(self.supervisor, document, 'action_approval_approve')
        with self.assertRefused("not for you"):
            self.press(self.supervisor, document, 'action_approval_approve')
        self.press(self.requester, document, 'action_approval_recall')
        with self.assertRefused("decided meanwhile"):
            self.press(self.requester, document, 'action_approval_recall')
        self.assertEqual(self.events(document), ['submit', 'review', 'withdraw'])

    def test_activity_is_only_a_reminder(self):
        """Ending, moving or deleting the activity of a task signs nothing and takes no task away."""
        for method, args in (('action_feedback', []), ('unlink', []), ('write', [{'user_id': self.colleague.id}])):
            document = self.submitted()
            activity = self.env['mail.activity'].search(
                [('res_model', '=', 'fake.document'), ('res_id', '=', document.id)])
            self.assertEqual(activity.user_id, self.supervisor)
            with self.subTest(method):
                self.rpc(self.requester, 'mail.activity', method, activity.ids, *args)
                self.assertEqual(self.events(document), ['submit'])
                self.assertEqual(self.pending(document), self.supervisor)
                self.press(self.supervisor, document, 'action_approval_approve')
                self.assertEqual(self.pending(document), self.manager)

    def test_talk_is_no_signature(self):
        """Whatever a message says, and in whose name: the paper shows the events and nothing else."""
        document = self.submitted()
        self.rpc(self.requester, 'fake.document', 'message_post', document.ids, body="Director: signed.",
                 author_id=self.director.partner_id.id)
        self.assertEqual([entry['name'] for entry in document._approval_signatures()], ["Requester"])
        self.assertEqual(document.approval_state, 'pending')

    def test_nothing_waits(self):
        """On a draft and on a decided document there is nothing to approve."""
        draft, decided = self.make_document(), self.submitted()
        with self.assertRefused("not waiting"):
            self.press(self.supervisor, draft, 'action_approval_approve')
        self.decide(self.supervisor, decided, 'reject', note="No")
        with self.assertRaises(UserError):
            self.press(self.supervisor, decided, 'action_approval_approve')
        self.assertEqual(decided.approval_state, 'rejected')

    def test_stale_form(self):
        """Who looks at an older state is told so, the very first state included."""
        document = self.submitted()
        seen = document.approval_revision
        self.assertEqual(seen, 0)
        request = document.sudo().approval_request_id
        request._sealed_write({'revision': 1}, SEAL)
        with self.assertRefused("Somebody acted on it"):
            self.press(self.supervisor, document, 'action_approval_approve', approval_revision=seen)
        with self.assertRefused("Somebody acted on it"):
            dialog = self.press(self.supervisor, document, 'action_approval_reject', approval_revision=seen)
            self.confirm(self.supervisor, dialog, note="No")
        self.press(self.supervisor, document, 'action_approval_approve', approval_revision=1)
        self.assertEqual(self.pending(document), self.manager)

    def test_stale_dialog(self):
        """A dialog decides on what was there when it opened, not when it was saved."""
        document = self.submitted()
        dialog = self.press(self.supervisor, document, 'action_approval_reject')
        document.sudo().approval_request_id._sealed_write({'revision': 1}, SEAL)
        with self.assertRefused("Somebody acted on it"):
            self.confirm(self.supervisor, dialog, note="No")

    def test_stale_dialog_from_the_list(self):
        """The dialog opened on selected tasks remembers what it showed too."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        dialog = {'res_model': 'approval.decision',
                  'context': {'default_action': 'approve', 'default_task_ids': task.ids}}
        defaults = self.rpc(self.supervisor, 'approval.decision', 'default_get',
                            ['action', 'task_ids', 'revisions'], context=dialog['context'])
        self.assertEqual(defaults['revisions'], {str(task.request_id.id): 0})
        task.request_id._sealed_write({'revision': 1}, SEAL)
        with self.assertRefused("Somebody acted on it"):
            self.confirm(self.supervisor, dialog, **defaults)

    def test_many_at_once(self):
        """Of many documents those that can be signed are; the dialog names the others and why."""
        sound, recalled, stale = documents = self.submitted(name="A") | self.submitted(name="B") | self.submitted(name="C")
        tasks = documents.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        dialog = self.rpc(self.supervisor, 'approval.task', 'action_approve', tasks.ids)
        self.press(self.requester, recalled, 'action_approval_recall')
        stale.sudo().approval_request_id._sealed_write({'revision': 7}, SEAL)
        answer = self.confirm(self.supervisor, dialog, task_ids=[[6, 0, tasks.ids]])
        refusal = self.env['approval.decision'].browse(answer['res_id']).refusal
        self.assertRegex(refusal, "B: It was decided meanwhile")
        self.assertRegex(refusal, "C: Somebody acted on it")
        self.assertEqual(self.approvals(sound), ['review'])
        self.assertEqual(self.approvals(recalled) + self.approvals(stale), [])

    def test_administrator_does_not_approve(self):
        """An administrator neither signs by role nor reroutes a signature to him- or herself."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        wizard = self.rpc(self.administrator, 'approval.reroute', 'create', {
            'task_ids': [[6, 0, task.ids]], 'user_id': self.administrator.id, 'reason': "Urgent"})
        with self.assertRefused("do not approve"):
            self.rpc(self.administrator, 'approval.reroute', 'action_confirm', [wizard])

    def test_reroute(self):
        """A rerouted signature is asked of the new signer, with the reason on record."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        wizard = self.rpc(self.administrator, 'approval.reroute', 'create', {
            'task_ids': [[6, 0, task.ids]], 'user_id': self.colleague.id, 'reason': "On leave"})
        self.rpc(self.administrator, 'approval.reroute', 'action_confirm', [wizard])
        self.assertEqual(self.pending(document), self.colleague)
        event = document.sudo().approval_request_id.event_ids.sorted('sequence')[-1]
        self.assertEqual((event.action, event.actor_id), ('reroute', self.administrator))
        self.assertIn("On leave", event.note)
        with self.assertRefused("not for you"):
            self.press(self.supervisor, document, 'action_approval_approve')
        self.decide(self.colleague, document)
        self.assertEqual(self.pending(document), self.manager)

    def test_reroute_only_to_whom_may_sign(self):
        """Not to maker, signer or who is asked already, not to portal users; and not by an employee."""
        portal = self.new_user('portal')
        portal.group_ids = self.env.ref('base.group_portal')
        document = self.submitted()
        self.decide(self.supervisor, document)
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        for user in (self.requester, self.supervisor, self.manager, portal):
            with self.subTest(user.name), self.assertRaises(UserError):
                task.with_user(self.administrator)._reroute(user, "Urgent")
        with self.assertRaises(AccessError):
            self.rpc(self.manager, 'approval.reroute', 'create', {
                'task_ids': [[6, 0, task.ids]], 'user_id': self.colleague.id, 'reason': "x"})
        with self.assertRefused("administrators"):
            task.with_user(self.manager)._reroute(self.colleague, "Urgent")
