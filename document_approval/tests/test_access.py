from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestAccess(ApprovalCase):
    """A task lets its holder read the document; past signers keep reading (APPROVAL.md rule 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['ir.rule'].create({
            'name': "Fake documents: own, and what one signs",
            'model_id': cls.env['ir.model']._get_id('fake.document'),
            'domain_force': "['|', ('create_uid', '=', user.id), ('approval_reader_ids', 'in', [user.id])]",
        })
        cls.second = cls.new_user('second', cls.group_supervisor)

    def can_read(self, user, document):
        """By reading, by searching and by the name alike."""
        Document = self.env['fake.document'].with_user(user)
        self.env.invalidate_all()
        found = bool(Document.search([('id', '=', document.id)]))
        try:
            self.rpc(user, 'fake.document', 'read', document.ids, ['name', 'approval_route_html'])
            read = True
        except AccessError:
            read = False
        self.assertEqual(found, read)
        return read

    def test_who_reads_when(self):
        """Nobody before the submission; then who is asked now; after signing still."""
        document = self.make_document(amount=9000)
        signers = [self.supervisor, self.manager, self.director, self.finance]
        self.assertFalse(any(self.can_read(user, document) for user in signers))
        document.action_approval_submit()
        for number, signer in enumerate(signers):
            self.assertEqual(
                [self.can_read(user, document) for user in signers],
                [position <= number for position in range(4)], signer.name)
            self.sign(document, signer)
        self.assertTrue(all(self.can_read(user, document) for user in signers))
        self.assertFalse(self.can_read(self.colleague, document))

    def test_superseded_loses(self):
        """Who was asked beside the one who signed, and the one whose task went elsewhere, read no more."""
        document = self.submitted()
        self.assertTrue(self.can_read(self.second, document))
        self.sign(document, self.supervisor)
        self.assertFalse(self.can_read(self.second, document))
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        task.with_user(self.administrator)._reroute(self.colleague, "On leave")
        self.assertFalse(self.can_read(self.manager, document))
        self.assertTrue(self.can_read(self.colleague, document))

    def test_recalled_loses(self):
        """After a recall those asked read no more; who signed still reads."""
        document = self.submitted()
        self.sign(document, self.supervisor)
        document.action_approval_recall()
        self.assertFalse(self.can_read(self.manager, document))
        self.assertTrue(self.can_read(self.supervisor, document))

    def test_rejecting_signer_keeps(self):
        """Who rejected keeps reading: the question may come back."""
        document = self.submitted()
        self.requests(document, self.supervisor)._decide('reject', note="No")
        self.assertTrue(self.can_read(self.supervisor, document))
        self.assertFalse(self.can_read(self.second, document))

    def test_reading_is_not_writing(self):
        """A task does not let its holder change, delete, submit, recall or cancel."""
        self.env['ir.rule'].create({
            'name': "Fake documents: the maker writes", 'model_id': self.env['ir.model']._get_id('fake.document'),
            'domain_force': "[('create_uid', '=', user.id)]", 'perm_read': False, 'perm_create': False})
        document = self.submitted()
        with self.assertRaises(AccessError):
            self.rpc(self.supervisor, 'fake.document', 'write', document.ids, {'remark': "x"})
        with self.assertRaises(AccessError):
            self.rpc(self.supervisor, 'fake.document', 'action_approval_submit', document.ids)
        with self.assertRefused("Only Requester"):
            self.press(self.supervisor, document, 'action_approval_recall')
        self.press(self.supervisor, document, 'action_approval_approve')
        self.assertEqual(self.pending(document), self.manager)

    def test_stranger_presses_nothing(self):
        """Who cannot read a document presses none of its buttons."""
        document = self.submitted()
        for button in ('submit', 'approve', 'reject', 'recall', 'cancel'):
            with self.subTest(button), self.assertRaises(AccessError):
                self.press(self.colleague, document, f'action_approval_{button}')

    def test_tasks_are_private(self):
        """Tasks are seen by their holder and by the requester; requests and events by administrators."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.user_id == self.supervisor)
        seen = {
            user.name: task in self.env['approval.task'].with_user(user).search([])
            for user in (self.supervisor, self.requester, self.colleague, self.manager, self.administrator)}
        self.assertEqual(seen, {
            "Supervisor": True, "Requester": True, "Colleague": False, "Manager": False, "Administrator": True})
        for model in ('approval.request', 'approval.request.step', 'approval.event', 'approval.policy',
                      'approval.policy.version', 'approval.authority'):
            with self.subTest(model), self.assertRaises(AccessError):
                self.rpc(self.supervisor, model, 'search_read', [], ['id'])

    def test_waiting_for_me(self):
        """The filter, its opposite and the flag agree with who is asked."""
        document, other = self.submitted(), self.make_document()
        both = [('id', 'in', (document | other).ids)]
        for user, waiting, not_waiting in (
            (self.supervisor, document, document.browse()), (self.requester, document.browse(), document | other),
        ):
            Document = self.env['fake.document'].with_user(user)
            self.assertEqual(Document.search([*both, ('approval_can_decide', '=', True)]), waiting)
            self.assertEqual(Document.search([*both, ('approval_can_decide', '=', False)]), not_waiting)
            self.assertEqual(document.with_user(user).approval_can_decide, bool(waiting))

    def test_portal_and_public(self):
        """Portal users and visitors reach no model and no button of the approvals."""
        document = self.submitted()
        portal = self.new_user('portal')
        portal.group_ids = self.env.ref('base.group_portal')
        for user in (portal, self.env.ref('base.public_user')):
            for model in ('approval.request', 'approval.task', 'approval.event', 'approval.policy', 'approval.decision',
                          'approval.cancel', 'approval.reroute', 'approval.authority'):
                for method, args in (('search_read', [[], ['id']]), ('create', [{}])):
                    with self.subTest(user.login, model=model, method=method), self.assertRaises(UserError):
                        self.rpc(user, model, method, *args)
            for button in ('submit', 'approve', 'reject', 'recall', 'cancel'):
                with self.subTest(user.login, button=button), self.assertRaises(AccessError):
                    self.press(user, document, f'action_approval_{button}')


@tagged('post_install', '-at_install')
class TestCompanies(ApprovalCase):
    """Nothing crosses from one company to another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env['res.company'].create({'name': "Other Company"})
        cls.stranger = cls.new_user(
            'stranger', cls.group_supervisor, company_id=cls.other.id, company_ids=[Command.set(cls.other.ids)])
        cls.foreign_administrator = cls.new_user(
            'foreign_administrator', cls.env.ref('document_approval.group_approval_administrator'),
            company_id=cls.other.id, company_ids=[Command.set(cls.other.ids)])

    def test_role_holder_of_another_company(self):
        """Holding the role in another company does not make one a signer here."""
        document = self.submitted()
        self.assertEqual(self.pending(document), self.supervisor)
        with self.assertRefused("not for you"):
            self.requests(document, self.stranger)._decide('approve')

    def test_named_signer_of_another_company(self):
        """A person named by a policy for all companies is not asked where he or she does not work."""
        self.policy.active = False
        self.make_policy('fake.document', [
            {'name': "Named", 'approver_type': 'users', 'user_ids': [Command.set((self.stranger | self.manager).ids)]}])
        self.assertEqual(self.pending(self.submitted()), self.manager)

    def test_administrator_of_another_company(self):
        """Another company's administrator sees nothing of it, sets nothing for it and reroutes nothing of it."""
        document = self.submitted()
        self.policy.company_id = self.authority.company_id = self.company
        request = document.sudo().approval_request_id
        for record in (request, request.step_ids[0], request.task_ids[0], request.event_ids[0],
                       request.policy_version_id, self.policy, self.policy.step_ids[0], self.authority):
            with self.subTest(record._name):
                self.assertFalse(self.rpc(self.foreign_administrator, record._name, 'search', [['id', 'in', record.ids]]))
                with self.assertRaises(AccessError):
                    self.rpc(self.foreign_administrator, record._name, 'read', record.ids, ['id'])
        task = request.task_ids.filtered(lambda task: task.state == 'pending')
        with self.assertRaises(AccessError):
            wizard = self.rpc(self.foreign_administrator, 'approval.reroute', 'create', {
                'task_ids': [[6, 0, task.ids]], 'user_id': self.stranger.id, 'reason': "Mine"})
            self.rpc(self.foreign_administrator, 'approval.reroute', 'action_confirm', [wizard])

    def test_policy_and_authority_of_another_company(self):
        """A document meets its own company's policies and limits only."""
        self.policy.company_id = self.company
        with self.assertRefused("No approval policy"):
            self.env['fake.document'].with_user(self.stranger).create(
                {'name': "Dinner", 'company_id': self.other.id}).action_approval_submit()
        self.authority.company_id = self.other
        document = self.submitted(amount=100)
        self.sign(document, self.supervisor, self.manager)
        self.assertEqual(self.pending(document), self.director, "the limit of the other company does not count")

    def test_reroute_to_another_company(self):
        """A signature is not rerouted to somebody of another company."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        with self.assertRefused("no employee with access"):
            task.with_user(self.administrator)._reroute(self.stranger, "On leave")
