from odoo import Command
from odoo.tests import tagged

from ..models.approval_request_add_signer import MAX_ADDED
from .route_common import RouteCase


@tagged('post_install', '-at_install')
class TestAddSigner(RouteCase):
    """One signature more, before, beside or after; never one less (APPROVAL.md rule 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expert = cls.new_user('expert')

    def test_before(self):
        """The signer's own step waits until the added one has signed; the signer reads on meanwhile."""
        document = self.submitted()
        self.approve(document, self.supervisor)
        self.add(self.manager, document, self.expert, 'before')
        self.assertEqual(self.steps(document), [
            ("Supervisor", 'signed'), ("Opinion of Expert", 'pending'), ("Manager", 'waiting'), ("Director", 'waiting'),
            ("Finance", 'waiting')])
        self.assertEqual((self.pending(document), self.activities(document)), (self.expert, self.expert))
        self.assertIn(self.manager, document.approval_reader_ids)
        with self.assertRefused("waits for Expert"):
            self.decide(self.manager, document)
        self.assertIntact(document)
        self.decide(self.expert, document, note="The guest drinks no wine")
        self.assertEqual((self.pending(document), self.activities(document)), (self.manager, self.manager))
        self.approve(document, self.manager, self.finance)
        self.assertEqual(document.approval_state, 'approved')
        self.assertIn(("Opinion of Expert", "Expert"), self.signatures(document))
        self.assertIntact(document)

    def test_beside(self):
        """Both are asked at once, and the document goes on when both have signed, in either order."""
        for first, second in ((self.expert, self.manager), (self.manager, self.expert)):
            with self.subTest(first.name), self.cr.savepoint() as savepoint:
                document = self.submitted()
                self.approve(document, self.supervisor)
                self.add(self.manager, document, self.expert, 'beside', 'approve')
                self.assertEqual(self.pending(document), self.expert | self.manager)
                self.approve(document, first)
                self.assertEqual(self.pending(document), second)
                self.approve(document, second)
                self.assertEqual(self.pending(document), self.finance)
                self.assertIntact(document)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_after(self):
        """The added one follows the signer, even where the signer's authority ends the approvals."""
        document = self.submitted(amount=1000)
        self.approve(document, self.supervisor)
        self.add(self.manager, document, self.expert, 'after', 'approve')
        self.add(self.manager, document, self.colleague, 'after')
        self.approve(document, self.manager)
        self.assertEqual(self.steps(document), [
            ("Supervisor", 'signed'), ("Manager", 'signed'), ("Approval of Expert", 'pending'),
            ("Opinion of Colleague", 'waiting'), ("Director", 'skipped'), ("Finance", 'waiting')])
        self.approve(document, self.expert, self.colleague, self.finance)
        self.assertEqual(document.approval_state, 'approved')
        self.assertIntact(document)

    def test_last_step(self):
        """Behind the last step too: the document is not approved before the added one has signed."""
        document = self.submitted()
        self.approve(document, self.supervisor, self.manager)
        self.add(self.finance, document, self.expert)
        self.decide(self.finance, document)
        self.assertEqual((document.approval_state, self.pending(document)), ('pending', self.expert))
        self.decide(self.expert, document, 'reject', note="Never")
        self.assertEqual(document.approval_state, 'rejected')
        self.assertIntact(document)

    def test_no_higher_level(self):
        """An added approval is nobody's higher level: above the authority the policy's next level signs or nobody."""
        document = self.submitted(amount=5000)
        self.approve(document, self.supervisor)
        self.add(self.manager, document, self.expert, 'after', 'approve')
        self.request(document).step_ids.filtered(lambda step: step.name == "Director")._close('skipped')
        self.leaves_intact = False  # skipped without an event, past the engine
        self.authority.limit = 4999
        with self.assertRefused("no higher level follows"):
            self.decide(self.manager, document)

    def test_does_not_take_the_place_of_a_step(self):
        """No step of the policy is left to an added signer as its next level."""
        self.policy.active = False
        self.make_policy('fake.document', [
            {'name': "Supervisor", 'kind': 'review', 'group_id': self.group_supervisor.id},
            {'name': "Named", 'approver_type': 'users', 'user_ids': [Command.set(self.director.ids)]}])
        document = self.submitted()
        self.add(self.supervisor, document, self.expert, 'after', 'approve')
        self.approve(document, self.supervisor, self.expert)
        self.director.active = False
        self.env['approval.request'].sudo().search([('state', '=', 'pending')])._replace_departed()
        self.assertEqual(document.approval_state, 'pending')
        self.assertEqual(self.steps(document)[-1], ("Named", 'pending'))

    def test_whom(self):
        """(user, refusal): the requester, who signed, who is asked, and who signs a step to come."""
        document = self.submitted()
        self.approve(document, self.supervisor)
        owner = self.new_user('owner')
        stranger = self.new_user('stranger')
        other = self.env['res.company'].create({'name': "Other Company"})
        stranger.sudo().write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        for user, refusal in (
                (self.requester, "asked for, changed or signed"), (self.supervisor, "asked for, changed or signed"),
                (self.manager, "is asked already"), (self.director, "signs “Director”|is asked already"),
                (self.finance, "signs “Finance”|is asked already"), (stranger, "no employee with access")):
            with self.subTest(user.name), self.assertRefused(refusal):
                self.requests(document, self.manager)._add_signer(user, 'beside', 'review', "Knows the guest")
        self.add(self.manager, document, owner, 'beside')
        with self.assertRefused("is asked already"):
            self.add(self.manager, document, owner, 'after')

    def test_bounds(self):
        """A place, a purpose and a reason; and not without end."""
        document = self.submitted()
        request = self.requests(document, self.supervisor)
        for position, kind, user, refusal in (
                ('above', 'review', self.expert, "where the signer is added"),
                (None, 'review', self.expert, "where the signer is added"),
                ('after', 'audit', self.expert, "where the signer is added"),
                ('after', 'review', self.expert.browse(), "Choose whom")):
            with self.subTest(refusal), self.assertRefused(refusal):
                request._add_signer(user, position, kind, "Knows the guest")
        with self.assertRefused("Please write why"):
            request._add_signer(self.expert, 'after', 'review', " ")
        users = [self.new_user(f'expert{number}') for number in range(MAX_ADDED + 1)]
        for user in users[:-1]:
            request._add_signer(user, 'after', 'review', "Knows the guest")
        with self.assertRefused("signers were added"):
            request._add_signer(users[-1], 'after', 'review', "Knows the guest")
        names = [name for name, _state in self.steps(document)]
        self.assertEqual(names[:3], ["Supervisor", "Opinion of Expert0", "Opinion of Expert1"])
        self.assertEqual(names[-3:], ["Manager", "Director", "Finance"])
        self.assertIntact(document)

    def test_added_signer_acts_too(self):
        """The added one can bring in another, return it, and is asked again after a return."""
        document = self.submitted()
        self.approve(document, self.supervisor)
        self.add(self.manager, document, self.expert, 'before')
        self.back(self.expert, document, "Supervisor")
        self.approve(document, self.supervisor)
        self.assertEqual(self.pending(document), self.expert, "the added step stays part of the route")
        self.add(self.expert, document, self.colleague, 'beside')
        self.approve(document, self.expert, self.colleague)
        self.assertEqual(self.pending(document), self.manager)
        self.assertIntact(document)

    def test_all_of_them(self):
        """Where all sign and one has signed, that signature stays while the step waits."""
        self.policy.active = False
        group = self.env['res.groups'].create({'name': "Board"})
        first, second = self.new_user('first', group), self.new_user('second', group)
        self.make_policy('fake.document', [{'name': "Board", 'group_id': group.id, 'mode': 'all'}])
        document = self.submitted()
        self.approve(document, first)
        self.add(second, document, self.expert, 'before')
        self.approve(document, self.expert)
        self.assertEqual(self.pending(document), second)
        self.approve(document, second)
        self.assertEqual(document.approval_state, 'approved')
        self.assertIntact(document)

    def test_added_signer_leaves(self):
        """Nobody else signs in the place of an added signer who left: the administrators are told."""
        document = self.submitted()
        self.add(self.supervisor, document, self.expert, 'before')
        self.expert.active = False
        self.assertFalse(self.pending(document))
        self.assertEqual(self.events(document)[-1], 'stuck')
        task = self.request(document).task_ids.filtered(lambda task: task.user_id == self.expert)
        task.with_user(self.administrator)._reroute(self.colleague, "Expert left")
        self.approve(document, self.colleague)
        self.assertEqual(self.pending(document), self.supervisor)
        self.assertIntact(document)

    def test_cancellation(self):
        """The consent to a cancellation too can take an opinion more."""
        document = self.submitted()
        self.approve(document, self.supervisor, self.manager, self.finance)
        document._approval_do_cancel("Guests do not come")
        self.add(self.manager, document, self.expert, 'after')
        self.approve(document, self.manager, self.finance)
        self.assertEqual((document.approval_state, self.pending_in(document)), ('approved', self.expert))
        self.approve(document, self.expert)
        self.assertEqual(document.approval_state, 'cancelled')

    def pending_in(self, document):
        return self.request(document).task_ids.filtered(lambda task: task.state == 'pending').user_id

    def test_names_in_every_language(self):
        """The step's name is kept in each language, like those of the policy."""
        self.env['res.lang']._activate_lang('zh_CN')
        document = self.submitted()
        self.add(self.supervisor, document, self.expert)
        step = self.request(document).step_ids.filtered('added_by_id')
        self.assertEqual(step.name, "Opinion of Expert")
        self.assertIn("Expert", step.with_context(lang='zh_CN').name)
        self.assertEqual((step.added_by_id, step.added_position, step.note_required), (self.supervisor, 'after', True))
        self.assertIn("Added by Supervisor", document.approval_route_html.replace("\n", ""))

    def test_tampering(self):
        """A step slipped in, or one whose origin was wiped out, is found."""
        document = self.submitted()
        self.add(self.supervisor, document, self.expert)
        request = self.request(document)
        added = request.step_ids.filtered('added_by_id')
        for query, said in (
                ("UPDATE approval_request_step SET added_by_id = NULL WHERE id = %s", "no event added"),
                ("UPDATE approval_request_step SET added_by_id = 1 WHERE id <> %s AND request_id = "
                 f"{request.id}", "no event added"),
                ("DELETE FROM approval_task WHERE step_id = %s; UPDATE approval_event SET step_id = NULL;"
                 f"DELETE FROM approval_request_step WHERE id = {added.id}", "no event added"),
                ("UPDATE approval_request_step SET sequence = -sequence WHERE id <> %s", "not those of the policy"),
                (f"UPDATE approval_request SET approved_amount = 7 WHERE id = {request.id} AND 0 < %s",
                 "approved amount is not what was signed")):
            with self.subTest(query), self.cr.savepoint() as savepoint:
                self.env.flush_all()
                self.cr.execute(query, [added.id])
                self.env.invalidate_all()
                self.assertIn(said, " ".join(request._verify().get(request.id, [])))
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertIntact(document)
