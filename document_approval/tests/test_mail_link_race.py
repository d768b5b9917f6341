from odoo.exceptions import UserError
from odoo.tests import tagged

from .mail_link_common import TOKEN
from .race_common import DONE, RaceCase
from .test_concurrency import APPROVE, RECALL


@tagged('post_install', '-at_install')
class TestMailLinkRace(RaceCase):
    """One link pressed in several sessions at the same moment, and a link against a button (rules 11 and 13)."""

    def token(self, document_id, name):
        task = self.environment()['approval.task'].search([
            ('res_model', '=', 'fake.document'), ('res_id', '=', document_id), ('user_id', '=', self.users[name]),
            ('state', '=', 'pending')])
        return TOKEN.search(task._mail_links()['approve'])[2]

    def follow(self, token, action='approve', note="No"):
        """A session of a visitor who follows the link and presses the button, as the controller does it."""
        def follow_link(env):
            tasks, public = env['approval.task'], env.ref('base.public_user')
            task, problem = tasks._read_mail_token(token, public)
            refusal = problem or task._decide_by_mail(action, note)
            if refusal:
                raise UserError(refusal)
        return self.session_of(follow_link)

    def test_same_link_four_times(self):
        document_id = self.make_document()
        token = self.token(document_id, 'first')
        self.assertOneWinner(self.race(*[self.follow(token)] * 4), 'used', "decided meanwhile")
        self.assertEqual(self.events(document_id), ['submit', 'approve'])
        self.assertEqual(self.look(document_id).happened, 'approved;')
        self.assertEqual(self.race(self.follow(token)), ['used'])

    def test_approve_and_reject_by_link(self):
        document_id = self.make_document()
        token = self.token(document_id, 'first')
        outcomes = self.race(self.follow(token), self.follow(token, 'reject'))
        self.assertOneWinner(outcomes, 'used', "decided meanwhile")
        state = 'approved' if outcomes[0] == DONE else 'rejected'
        self.assertEqual(self.look(document_id).approval_state, state)
        self.assertEqual(len(self.events(document_id)), 2)

    def test_link_against_buttons(self):
        """The other signer's button, and the requester's recall."""
        for name, button in (('second', APPROVE), ('requester', RECALL)):
            with self.subTest(button):
                document_id = self.make_document()
                outcomes = self.race(
                    self.follow(self.token(document_id, 'first')),
                    self.session(name, 'fake.document', button, [document_id], approval_revision=0))
                self.assertOneWinner(outcomes, 'closed', "decided meanwhile", "not waiting")
                self.assertEqual(len(self.events(document_id)), 2)
