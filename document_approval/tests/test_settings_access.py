from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ApprovalCase

OPERATIONS = ('read', 'write', 'create', 'unlink')


@tagged('post_install', '-at_install')
class TestSettingsAccess(ApprovalCase):
    """Who sees and changes the rules: role x model x action, and never across companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.env['fake.document'].with_user(cls.requester).create({'name': "Dinner", 'amount': 1000})
        cls.document.action_approval_submit()
        cls.request = cls.document.sudo().approval_request_id
        cls.other_company = cls.env['res.company'].create({'name': "Other"})
        cls.stranger = new_test_user(
            cls.env, login='approval_stranger', groups='document_approval.group_approval_administrator',
            company_id=cls.other_company.id, company_ids=[(6, 0, cls.other_company.ids)])

    def test_matrix(self):
        """Letters: read, write, create, unlink (rwcu) as far as rights go; seals come on top."""
        own = self.request
        records = {
            'approval.policy': self.policy, 'approval.policy.step': self.policy.step_ids[0],
            'approval.policy.version': self.policy.version_ids, 'approval.authority': self.authority,
            'approval.request': own, 'approval.request.step': own.step_ids[0],
            'approval.event': own.event_ids[0],
        }
        expected = {
            'approval.policy': "rwcu", 'approval.policy.step': "rwcu", 'approval.policy.version': "r",
            'approval.authority': "rwcu", 'approval.request': "r", 'approval.request.step': "r",
            'approval.event': "r",
        }
        portal = new_test_user(self.env, login='approval_portal', groups='base.group_portal')
        for model, record in records.items():
            for user, rights in (
                (self.administrator, expected[model]), (self.requester, ""), (self.supervisor, ""), (portal, ""),
            ):
                with self.subTest(model=model, user=user.login):
                    held = "".join(
                        operation[0] for operation in OPERATIONS
                        if record.with_user(user).has_access(operation))
                    self.assertEqual(held, rights)

    def test_tasks_are_of_their_people(self):
        """The signer and the requester see a task, the administrator all, nobody else; nobody writes."""
        task = self.request.task_ids.filtered(lambda task: task.state == 'pending')
        for user, sees in (
            (self.supervisor, True), (self.requester, True), (self.administrator, True),
            (self.colleague, False), (self.stranger, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(bool(self.env['approval.task'].with_user(user).search([('id', '=', task.id)])), sees)
                self.assertEqual(task.with_user(user).has_access('read'), sees)
                for operation in OPERATIONS[1:]:
                    self.assertFalse(task.with_user(user).has_access(operation))

    def test_companies(self):
        """Another company's administrator sees the general rules and nothing of this company."""
        general = self.env['approval.authority'].create({'user_id': self.director.id, 'limit': 1})
        self.policy.company_id = self.authority.company_id = self.company
        self.env.flush_all()
        self.policy._current_version()
        for record in (
            self.policy, self.policy.step_ids, self.policy.version_ids, self.authority,
            self.request, self.request.step_ids, self.request.event_ids, self.request.task_ids,
        ):
            with self.subTest(model=record._name):
                self.assertFalse(self.env[record._name].with_user(self.stranger).search([('id', 'in', record.ids)]))
                with self.assertRaises(AccessError):
                    record.with_user(self.stranger).read([])
        self.assertTrue(general.with_user(self.stranger).read(['limit']))
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env['approval.authority'].with_user(self.stranger).create(
                {'group_id': self.group_director.id, 'limit': 1, 'company_id': self.company.id})

    def test_an_administrator_does_not_approve(self):
        """The role sets rules and reroutes; it signs nothing."""
        with self.assertRaises(UserError):
            self.request.with_user(self.administrator)._decide('approve')
        self.assertFalse(self.document.with_user(self.administrator).approval_can_decide)

    def test_what_was_submitted_is_not_shown_to_administrators(self):
        """The frozen content may hold what an administrator may not see on the document."""
        with self.assertRaises(AccessError):
            self.request.with_user(self.administrator).read(['content'])
