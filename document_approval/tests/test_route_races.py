from odoo.tests import tagged

from .race_common import DONE, RaceCase
from .test_concurrency import APPROVE, DECIDED

ELSEWHERE = "Somebody acted on it since you opened it"
NOT_YOURS = "not for you"


@tagged('post_install', '-at_install')
class TestRouteRaces(RaceCase):
    """Signing against transfer, return and addition: one of them happens, the other is told (rules 7 and 11)."""

    @classmethod
    def populate(cls, env):
        """Colleague signs first, ``first`` second; both by name."""
        super().populate(env)
        env['approval.policy'].browse(cls.policy_id).step_ids = [(5, 0, 0)] + [(0, 0, {
            'name': name.title(), 'approver_type': 'users', 'sequence': number, 'user_ids': [(6, 0, [cls.users[name]])],
        }) for number, name in enumerate(('colleague', 'first'))]
        env['approval.authority'].create({'user_id': cls.users['second'], 'limit': 1000})

    def document_at_first(self):
        """A document that the colleague signed and that waits for ``first``."""
        document_id = self.make_document()
        self.assertEqual(self.call('colleague', 'fake.document', APPROVE, [document_id]), DONE)
        return document_id

    def dialog(self, name, document_id, action, **values):
        """The confirmation of a dialog that was opened before the race."""
        with self.committing(name) as env:
            opened = env['fake.document'].browse(document_id).action_approval_more()
            dialog = env['approval.route.change'].browse(opened['res_id'])
            dialog.write({'action': action, 'reason': "Look again", **values})
            dialog_id = dialog.id
        return self.session(name, 'approval.route.change', 'action_confirm', [dialog_id])

    def approve(self, name, document_id, revision):
        return self.session(name, 'fake.document', APPROVE, [document_id], approval_revision=revision)

    def test_transfer_approve(self):
        document_id = self.document_at_first()
        transfer = self.dialog('first', document_id, 'transfer', transfer_user_id=self.users['second'])
        outcomes = self.race(transfer, self.approve('first', document_id, 1))
        self.assertOneWinner(outcomes, DECIDED, NOT_YOURS, "not waiting")
        last = 'transfer' if outcomes[0] == DONE else 'approve'
        self.assertEqual(self.events(document_id), ['submit', 'approve', last])
        self.assertIntact(document_id)

    def test_return_approve(self):
        document_id = self.document_at_first()
        back = self.dialog('first', document_id, 'return')
        outcomes = self.race(back, self.approve('first', document_id, 1))
        self.assertOneWinner(outcomes, DECIDED, NOT_YOURS, "not waiting")
        last = 'return' if outcomes[0] == DONE else 'approve'
        self.assertEqual(self.events(document_id), ['submit', 'approve', last])
        self.assertIntact(document_id)

    def test_return_recall(self):
        document_id = self.document_at_first()
        back = self.dialog('first', document_id, 'return')
        outcomes = self.race(back, self.session('requester', 'fake.document', 'action_approval_recall', [document_id]))
        self.assertEqual(self.look(document_id).approval_state, 'withdrawn', "a recall is possible before and after")
        self.assertEqual(outcomes[1], DONE)
        self.assertIntact(document_id)

    def test_double_return(self):
        document_id = self.document_at_first()
        back = self.dialog('first', document_id, 'return')
        self.assertOneWinner(self.race(back, back), NOT_YOURS)
        self.assertEqual(self.events(document_id), ['submit', 'approve', 'return'])
        self.assertIntact(document_id)

    def test_double_add(self):
        """Two clicks, or two of the signers with the same idea: one signer more."""
        document_id = self.document_at_first()
        add = self.dialog('first', document_id, 'add_signer', signer_id=self.users['second'], position='beside')
        self.assertOneWinner(self.race(add, add), ELSEWHERE)
        self.assertEqual(self.events(document_id), ['submit', 'approve', 'add_signer'])
        self.assertEqual(len(self.look(document_id).approval_request_id.step_ids), 3)
        self.assertIntact(document_id)

    def test_add_before_approve(self):
        """Signed before anybody else was asked, or the other one is asked first: not both."""
        document_id = self.document_at_first()
        add = self.dialog('first', document_id, 'add_signer', signer_id=self.users['second'], position='before')
        outcomes = self.race(add, self.approve('first', document_id, 1))
        self.assertOneWinner(outcomes, DECIDED, NOT_YOURS, "not waiting")
        state = 'pending' if outcomes[0] == DONE else 'approved'
        self.assertEqual(self.look(document_id).approval_state, state)
        self.assertIntact(document_id)

    def test_both_sides_sign(self):
        """The signer and the one beside sign at the same moment: the document goes on once."""
        document_id = self.document_at_first()
        add = self.dialog('first', document_id, 'add_signer', signer_id=self.users['second'], position='beside',
                          kind='approve')
        self.assertEqual(self.race(add), [DONE])
        outcomes = self.race(*[
            self.session(name, 'fake.document', APPROVE, [document_id]) for name in ('first', 'second')])
        self.assertEqual(outcomes, [DONE, DONE])
        self.assertEqual(self.look(document_id).happened, 'approved;')
        self.assertIntact(document_id)

    def test_double_urge(self):
        """Two clicks: one reminder."""
        document_id = self.document_at_first()
        urge = self.session('requester', 'fake.document', 'action_approval_urge', [document_id])
        self.assertOneWinner(self.race(urge, urge, urge), "You can remind them again")
        self.assertEqual(self.events(document_id).count('urge'), 1)
        messages = self.environment()['mail.message'].search_count([
            ('model', '=', 'fake.document'), ('res_id', '=', document_id), ('subject', 'like', "Reminder from")])
        self.assertEqual(messages, 1)

    def test_urge_approve(self):
        """A reminder disturbs no signature of the same moment."""
        document_id = self.document_at_first()
        outcomes = self.race(
            self.session('requester', 'fake.document', 'action_approval_urge', [document_id]),
            self.approve('first', document_id, 1))
        self.assertEqual(outcomes[1], DONE)
        self.assertEqual(self.look(document_id).approval_state, 'approved')
        self.assertIntact(document_id)

    def test_copies(self):
        """The same colleague twice: one copy; copy and signature: both."""
        document_id = self.document_at_first()
        readers = [(6, 0, [self.users['second']])]
        one, two = (self.dialog(name, document_id, 'copy', reader_ids=readers) for name in ('requester', 'first'))
        self.assertOneWinner(self.race(one, two), "has a copy already")
        three = self.dialog('requester', document_id, 'copy', reader_ids=[(6, 0, [self.users['administrator']])])
        self.assertEqual(self.race(three, self.approve('first', document_id, 1)), [DONE, DONE])
        self.assertEqual(self.events(document_id).count('copy'), 2)
        self.assertIntact(document_id)

    def assertIntact(self, document_id):
        self.assertEqual(self.look(document_id).approval_request_id._verify(), {})
