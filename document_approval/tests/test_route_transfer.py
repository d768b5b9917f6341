from odoo import Command
from odoo.tests import tagged

from .route_common import RouteCase


@tagged('post_install', '-at_install')
class TestTransfer(RouteCase):
    """The holder gives the own signature away, never to somebody lesser (APPROVAL.md rule 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.active = False
        cls.env['approval.authority'].search([]).unlink()
        cls.boss, cls.chief, cls.peer, cls.junior = (
            cls.new_user(name) for name in ('boss', 'chief', 'peer', 'junior'))
        employee = cls.env['hr.employee'].create
        cls.employees = {}
        for user, leader in ((cls.chief, None), (cls.boss, cls.chief), (cls.peer, cls.chief), (cls.requester, cls.boss),
                             (cls.junior, cls.requester)):
            cls.employees[user] = employee({
                'name': user.name, 'user_id': user.id, 'parent_id': leader and cls.employees[leader].id})
        cls.managers = cls.make_policy('fake.document', [
            {'name': "Manager", 'approver_type': 'manager', 'signature_box': 'manager'},
            {'name': "Director", 'group_id': cls.group_director.id},
        ])
        cls.limit = cls.env['approval.authority'].create
        cls.limit({'user_id': cls.boss.id, 'limit': 500})

    def test_who_is_fit(self):
        """(user, refusal or none): the role, the line and the authority, at the exact limit."""
        document = self.submitted()
        lesser, equal, more = (self.new_user(name) for name in ('lesser', 'equal', 'more'))
        self.limit([{'user_id': lesser.id, 'limit': 499.99}, {'user_id': equal.id, 'limit': 500},
                    {'user_id': more.id, 'unlimited': True}])
        for user, refusal in (
                (self.requester, "asked for, changed or signed"), (self.boss, "is asked already"),
                (self.peer, "neither holds the role"), (self.colleague, "neither holds the role"),
                (lesser, "neither holds the role"), (self.junior, "works under"), (self.director, "is asked already")):
            with self.subTest(user.name), self.assertRefused(refusal):
                self.transfer(self.boss, document, user)
        for user in (self.chief, equal, more):
            with self.subTest(user.name), self.cr.savepoint() as savepoint:
                self.transfer(self.boss, document, user)
                self.assertEqual(self.pending(document), user)
                savepoint.rollback()
                self.env.invalidate_all()
        dialog = self.press(self.boss, document, 'action_approval_more')
        self.assertEqual(
            self.env['approval.route.change'].with_user(self.boss).browse(dialog['res_id']).candidate_ids,
            self.chief | equal | more)

    def test_higher_role(self):
        """A higher level of the same privilege holds the role too; a delegate gives nothing away."""
        self.managers.active = False
        self.make_policy('fake.document', [{'name': "Supervisor", 'group_id': self.group_supervisor.id}])
        document = self.submitted()
        self.env['approval.delegation'].create({
            'user_id': self.supervisor.id, 'delegate_id': self.peer.id, 'reason': "On leave",
            'date_from': '2020-01-01', 'date_to': '2099-01-01'})
        self.assertEqual(self.pending(document), self.supervisor | self.peer)
        with self.assertRefused("who alone can give"):
            self.transfer(self.peer, document, self.manager)
        self.transfer(self.supervisor, document, self.manager)
        self.assertEqual(self.pending(document), self.manager, "the delegate's task went with the principal's")
        self.assertIntact(document)

    def test_life(self):
        """Activity, chatter, event, route and paper follow; whoever gave it away reads no more and signs no more."""
        document = self.submitted()
        self.transfer(self.boss, document, self.chief, reason="On leave until Friday")
        self.assertEqual(self.activities(document), self.chief)
        self.assertEqual(self.events(document), ['submit', 'transfer'])
        event = self.request(document).event_ids[-1]
        self.assertEqual((event.actor_id, event.note), (self.boss, "Boss → Chief: On leave until Friday"))
        self.assertIn("On leave until Friday", self.bodies(document))
        self.assertIn("On leave until Friday", document.approval_route_html)
        self.assertIn("Transferred", document.approval_history_html)
        self.assertNotIn(self.boss, document.approval_reader_ids)
        with self.assertRefused("not for you"):
            self.decide(self.boss, document)
        self.approve(document, self.chief, self.director)
        self.assertEqual(document.approval_state, 'approved')
        self.assertEqual(self.signatures(document)[1], ("Manager", "Chief"))
        self.assertIntact(document)

    def test_there_and_back(self):
        """Who took it may give it back or on; never twice asked, one signature."""
        document = self.submitted()
        self.transfer(self.boss, document, self.chief)
        self.transfer(self.chief, document, self.boss)
        self.assertEqual(self.pending(document), self.boss)
        self.approve(document, self.boss)
        self.assertEqual(self.pending(document), self.director)
        self.assertIntact(document)

    def test_reason_and_version(self):
        """A reason that says something, on the state that was seen."""
        document = self.submitted()
        for reason in ("", "   ", "\u3000…", False):
            with self.subTest(reason), self.assertRefused("Please write why"):
                self.transfer(self.boss, document, self.chief, reason=reason)
        dialog = self.press(self.boss, document, 'action_approval_more', approval_revision=0)
        self.rpc(self.boss, 'approval.route.change', 'write', [dialog['res_id']], {
            'action': 'transfer', 'transfer_user_id': self.chief.id, 'reason': "On leave"})
        self.add(self.boss, document, self.colleague)
        with self.assertRefused("Somebody acted on it since you opened it"):
            self.rpc(self.boss, 'approval.route.change', 'action_confirm', [dialog['res_id']])

    def test_no_higher_level(self):
        """Nobody takes over a last signature that his authority does not reach."""
        self.managers.active = False
        self.make_policy('fake.document', [
            {'name': "Named", 'approver_type': 'users', 'user_ids': [Command.set(self.boss.ids)],
             'ends_within_authority': True},
            {'name': "Director", 'group_id': self.group_director.id}])
        document = self.submitted(amount=400)
        self.request(document).step_ids.filtered(lambda step: step.name == "Director")._close('skipped')
        with self.assertRefused("above the authority of Chief"):
            self.transfer(self.boss, document, self.chief)
        self.limit({'user_id': self.chief.id, 'limit': 400})
        self.transfer(self.boss, document, self.chief)
        self.approve(document, self.chief)
        self.assertEqual(document.approval_state, 'approved')

    def test_cancellation(self):
        """The consent to a cancellation is nobody else's to give."""
        document = self.submitted()
        self.approve(document, self.boss, self.director)
        document._approval_do_cancel("Guests do not come")
        with self.assertRefused("consent"):
            self.transfer(self.boss, document, self.chief)

    def test_reroute_writes_the_chatter(self):
        """The administrators' way is the same, with an event of its own."""
        document = self.submitted()
        task = self.request(document).task_ids.filtered(lambda task: task.state == 'pending')
        task.with_user(self.administrator)._reroute(self.colleague, "Nobody else is here")
        self.assertEqual(self.events(document), ['submit', 'reroute'])
        self.assertIn("Nobody else is here", self.bodies(document))
        self.assertEqual(self.activities(document), self.colleague)
        self.assertIntact(document)
