from odoo import Command
from odoo.tests import tagged

from .route_common import RouteCase


@tagged('post_install', '-at_install')
class TestReturn(RouteCase):
    """A later signer sends it back; everybody from there on signs anew (APPROVAL.md rule 7)."""

    def test_life(self):
        """The earlier signer is asked again; the old signatures stay in the history and off the paper."""
        document = self.submitted(amount=9000)
        self.approve(document, self.supervisor, self.manager)
        self.assertEqual(self.pending(document), self.director)
        self.back(self.director, document, "Supervisor", "The guest list is missing")
        self.assertEqual(document.approval_state, 'pending')
        self.assertEqual(self.pending(document), self.supervisor)
        self.assertEqual(self.activities(document), self.supervisor)
        self.assertEqual(self.events(document), ['submit', 'review', 'endorse', 'return', 'return'])
        self.assertEqual(self.signatures(document), [("Prepared by", "Requester")])
        self.assertIn("The guest list is missing", document.with_user(self.supervisor).approval_returned)
        self.assertIn("The guest list is missing", document.approval_route_html)
        self.assertIn("Taken back", document.approval_history_html)
        self.assertIn("The guest list is missing", self.bodies(document))
        self.assertEqual(
            document.approval_reader_ids, self.supervisor | self.manager | self.director, "who had it reads on")
        self.assertIntact(document)
        self.approve(document, self.supervisor, self.manager, self.director, self.finance)
        self.assertEqual(document.approval_state, 'approved')
        self.assertFalse(document.approval_returned)
        self.assertEqual([name for _step, name in self.signatures(document)],
                         ["Requester", "Supervisor", "Manager", "Director", "Finance"])
        self.assertIntact(document)

    def test_one_step_back(self):
        """Signatures before the step stay; the requester does not submit again; nobody signs twice."""
        document = self.submitted(amount=9000)
        self.approve(document, self.supervisor, self.manager)
        self.back(self.director, document, "Manager")
        self.assertEqual(self.pending(document), self.manager)
        self.assertEqual(self.steps(document), [
            ("Supervisor", 'signed'), ("Manager", 'pending'), ("Director", 'waiting'), ("Finance", 'waiting')])
        with self.assertRefused("not for you"):
            self.decide(self.supervisor, document)
        self.assertEqual(self.signatures(document)[1:], [("Supervisor", "Supervisor")])
        self.assertEqual(self.request(document).attempt, 1)
        self.assertIntact(document)

    def test_steps_within_authority(self):
        """A step left out within the authority is asked when the second look no longer ends the chain."""
        document = self.submitted(amount=1000)
        self.approve(document, self.supervisor, self.manager)
        self.assertEqual(dict(self.steps(document))["Director"], 'skipped')
        self.back(self.finance, document, "Manager")
        self.assertEqual(dict(self.steps(document))["Director"], 'waiting')
        self.authority.limit = 10
        self.approve(document, self.manager)
        self.assertEqual(self.pending(document), self.director)
        self.assertIntact(document)

    def test_left_out_at_submission(self):
        """A step the requester's own role left out stays left out."""
        document = self.submitted(user=self.supervisor)
        self.assertEqual(self.steps(document)[0], ("Supervisor", 'skipped'))
        self.approve(document, self.manager)
        self.back(self.finance, document, "Manager")
        self.assertEqual(self.steps(document)[0], ("Supervisor", 'skipped'))
        self.assertEqual(self.events(document).count('skip'), 1)
        self.assertIntact(document)

    def test_lowered_amount(self):
        """What an audit lowered is the amount asked for again when the audit falls; as the events say."""
        second = self.new_user('second')
        self.policy.step_ids = [Command.create({
            'name': "Second Audit", 'kind': 'audit', 'sequence': 9, 'approver_type': 'users',
            'user_ids': [Command.set(second.ids)]})]
        document = self.submitted(amount=1000)
        self.approve(document, self.supervisor, self.manager)
        self.decide(self.finance, document, lowered_amount=900)
        request = self.request(document)
        self.assertEqual(request.approved_amount, 900)
        self.back(second, document, "Finance")
        self.assertEqual(request.approved_amount, 1000)
        self.assertIntact(document)
        self.decide(self.finance, document, lowered_amount=950)
        self.decide(second, document)
        self.assertEqual((document.approval_state, request.approved_amount), ('approved', 950))
        self.assertIntact(document)

    def test_chosen_people_stay_chosen(self):
        """After a return the one is asked who took the signature over, not the one who gave it away."""
        document = self.submitted(amount=9000)
        task = self.request(document).task_ids.filtered(lambda task: task.state == 'pending')
        task.with_user(self.administrator)._reroute(self.colleague, "On leave")
        self.approve(document, self.colleague, self.manager)
        self.back(self.director, document, "Supervisor")
        self.assertEqual(self.pending(document), self.colleague)
        self.approve(document, self.colleague, self.manager)
        self.assertEqual(self.pending(document), self.director)
        self.assertIntact(document)

    def test_all_of_them(self):
        """Where all sign, all sign again, those too who had signed beside the one who returns it."""
        group = self.env['res.groups'].create({'name': "Board"})
        first, second = self.new_user('first', group), self.new_user('second', group)
        self.policy.active = False
        self.make_policy('fake.document', [
            {'name': "Supervisor", 'kind': 'review', 'group_id': self.group_supervisor.id},
            {'name': "Board", 'group_id': group.id, 'mode': 'all'}])
        document = self.submitted()
        self.approve(document, self.supervisor, first)
        self.back(second, document, "Supervisor")
        self.assertEqual(self.signatures(document), [("Prepared by", "Requester")])
        self.assertIntact(document)
        self.approve(document, self.supervisor)
        self.assertEqual(self.pending(document), first | second)
        self.approve(document, first, second)
        self.assertEqual(document.approval_state, 'approved')
        self.assertIntact(document)

    def test_delegate(self):
        """A delegate's signature falls like the principal's, and both are asked again."""
        self.env['approval.delegation'].create({
            'user_id': self.supervisor.id, 'delegate_id': self.colleague.id, 'reason': "On leave",
            'date_from': '2020-01-01', 'date_to': '2099-01-01'})
        document = self.submitted(amount=9000)
        self.approve(document, self.colleague)
        self.back(self.manager, document, "Supervisor")
        self.assertEqual(self.pending(document), self.supervisor | self.colleague)
        self.approve(document, self.supervisor, self.manager)
        self.assertEqual(self.signatures(document)[1][1], "Supervisor")
        self.assertIntact(document)

    def test_refused(self):
        """No step of one's own, of the future or of nobody; no empty reason; nothing decided."""
        document = self.submitted(amount=9000)
        with self.assertRefused("Choose a step"):
            self.back(self.supervisor, document, "Supervisor")
        self.approve(document, self.supervisor)
        for name in ("Manager", "Director", "Nothing"):
            with self.subTest(name), self.assertRefused("Choose a step"):
                self.back(self.manager, document, name)
        with self.assertRefused("Please write why"):
            self.back(self.manager, document, "Supervisor", " . ")
        other = self.submitted(amount=9000)
        self.approve(other, self.supervisor)
        foreign = self.request(other).step_ids.sorted()[0]
        for step in (foreign, foreign.browse(), self.request(document).step_ids, foreign.browse(2**31 - 1)):
            with self.subTest(step), self.assertRefused("Choose a step"):
                self.requests(document, self.manager)._return(step, "Look again")
        self.approve(document, self.manager, self.director, self.finance)
        with self.assertRefused("decided meanwhile"):
            self.requests(document, self.finance)._return(self.request(document).step_ids.sorted()[0], "Look again")

    def test_tampering(self):
        """A signature that was taken back and counts again in the database is found."""
        document = self.submitted(amount=9000)
        self.approve(document, self.supervisor, self.manager)
        self.back(self.director, document, "Supervisor")
        request = self.request(document)
        step = request.step_ids.sorted()[0]
        for query, said in (
                ("UPDATE approval_task SET state = 'approved' WHERE step_id = %s AND actor_id IS NOT NULL", "no event"),
                ("UPDATE approval_request_step SET state = 'signed' WHERE id = %s", "without an event"),
                ("UPDATE approval_request_step SET mode = 'all' WHERE id = %s", "not those of the policy")):
            with self.subTest(query), self.cr.savepoint() as savepoint:
                self.env.flush_all()
                self.cr.execute(query, [step.id])
                self.env.invalidate_all()
                self.assertIn(said, " ".join(request._verify().get(request.id, [])))
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertIntact(document)
