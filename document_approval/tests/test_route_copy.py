from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .route_common import RouteCase


@tagged('post_install', '-at_install')
class TestCopy(RouteCase):
    """A copy lets colleagues read, and decide nothing (APPROVAL.md rule 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['ir.rule'].create({
            'name': "Fake documents: own, and what one reads",
            'model_id': cls.env['ir.model']._get_id('fake.document'),
            'domain_force': "['|', ('create_uid', '=', user.id), ('approval_reader_ids', 'in', [user.id])]",
        })
        cls.env['ir.rule'].create({
            'name': "Fake documents: the maker writes", 'model_id': cls.env['ir.model']._get_id('fake.document'),
            'domain_force': "[('create_uid', '=', user.id)]", 'perm_read': False, 'perm_create': False})
        cls.reader = cls.new_user('reader')

    def can_read(self, user, document):
        self.env.invalidate_all()
        Document = self.env['fake.document'].with_user(user)
        found = bool(Document.search([('id', '=', document.id)]))
        self.assertEqual(found, document.with_user(user).has_access('read'))
        self.assertEqual(found, bool(Document.search([
            ('id', '=', document.id), ('approval_reader_ids.login', '=', user.login)])) or user == self.requester)
        return found

    def test_life(self):
        """Read, told, on record; in every later state, and without a word in the decision."""
        document = self.submitted()
        self.assertFalse(self.can_read(self.reader, document))
        self.copy(self.requester, document, self.reader, "The dinner of Friday")
        self.assertTrue(self.can_read(self.reader, document))
        self.assertEqual(self.events(document), ['submit', 'copy'])
        self.assertIn("The dinner of Friday", self.bodies(document))
        self.assertIn("Reader", document.approval_route_html)
        message = self.env['mail.message'].sudo().search(
            [('partner_ids', 'in', self.reader.partner_id.ids)], limit=1, order='id desc')
        self.assertIn("Copy for your information", message.subject)
        for button in ('approve', 'reject', 'recall', 'urge'):
            with self.subTest(button), self.assertRaises(UserError):
                self.press(self.reader, document, f'action_approval_{button}')
        self.assertEqual(self.pending(document), self.supervisor)
        self.approve(document, self.supervisor, self.manager, self.finance)
        self.assertTrue(self.can_read(self.reader, document))
        self.assertIntact(document)

    def test_who_sends(self):
        """The requester, who writes the document, signers asked and past; no reader and no stranger."""
        document = self.submitted()
        readers = iter([self.new_user(f'reader{number}') for number in range(5)])
        self.copy(self.requester, document, next(readers))
        self.copy(self.supervisor, document, next(readers))
        self.approve(document, self.supervisor)
        self.copy(self.supervisor, document, next(readers))
        self.copy(self.manager, document, self.reader)
        with self.assertRaises(AccessError):
            self.copy(self.colleague, document, next(readers))
        with self.assertRefused("Only who asks for"):
            self.copy(self.reader, document, next(readers))

    def test_to_whom(self):
        """Colleagues of the company, once each; a draft is nobody's."""
        document = self.submitted()
        other = self.env['res.company'].create({'name': "Other Company"})
        stranger = self.new_user('stranger', company_id=other.id, company_ids=[Command.set(other.ids)])
        portal, gone = self.new_user('portal'), self.new_user('gone')
        portal.group_ids = self.env.ref('base.group_portal')
        gone.active = False
        for user in (stranger, portal, gone):
            with self.subTest(user.name), self.assertRefused("no employee with access"):
                self.requests(document, self.requester)._copy_to(self.reader | user)
        self.assertFalse(self.can_read(self.reader, document))
        with self.assertRefused("Choose who gets"):
            self.copy(self.requester, document, self.reader.browse())
        self.copy(self.requester, document, self.reader)
        with self.assertRefused("has a copy already"):
            self.copy(self.supervisor, document, self.reader)
        self.copy(self.supervisor, document, self.reader | self.colleague)
        self.assertEqual(self.request(document).copy_ids.user_id, self.reader | self.colleague)
        with self.assertRefused("not submitted yet"):
            self.press(self.requester, self.make_document(), 'action_approval_more')

    def test_no_access_to_the_type(self):
        """Nobody is told of a document that he cannot open."""
        document = self.submitted()
        self.env['ir.rule'].create({
            'name': "Fake documents: not for readers", 'model_id': self.env['ir.model']._get_id('fake.document'),
            'domain_force': f"[(1, '=', 1)] if user.id != {self.reader.id} else [(0, '=', 1)]"})
        with self.assertRefused("no access to documents of the type"):
            self.requests(document, self.requester)._copy_to(self.reader)

    def test_own_list(self):
        """Copies are seen by who got and who sent them, and by administrators; nobody writes them."""
        document = self.submitted()
        self.copy(self.requester, document, self.reader)
        copy = self.env['approval.copy'].search([('res_id', '=', document.id), ('res_model', '=', 'fake.document')])
        seen = {user.name: bool(self.rpc(user, 'approval.copy', 'search', [['id', 'in', copy.ids]])) for user in (
            self.requester, self.reader, self.colleague, self.supervisor, self.administrator)}
        self.assertEqual(seen, {
            "Requester": True, "Reader": True, "Colleague": False, "Supervisor": False, "Administrator": True})
        self.assertEqual(self.rpc(self.reader, 'approval.copy', 'action_open_document', copy.ids)['res_id'], document.id)
        for user in (self.reader, self.requester, self.administrator, self.env.ref('base.user_admin')):
            for method, args in (('write', [copy.ids, {'user_id': self.colleague.id}]), ('unlink', [copy.ids]),
                                 ('create', [{'request_id': copy.request_id.id, 'user_id': self.colleague.id}]),
                                 ('copy', [copy.ids])):
                with self.subTest(user.name, method=method), self.assertRaises(UserError):
                    self.rpc(user, 'approval.copy', method, *args)
        with self.assertRaises(UserError):
            copy.sudo().write({'user_id': self.colleague.id})

    def test_next_attempt(self):
        """The copy is of the document: the reader follows it through a recall and the next attempt."""
        document = self.submitted()
        self.copy(self.requester, document, self.reader)
        document.action_approval_recall()
        document.action_approval_submit()
        self.assertTrue(self.can_read(self.reader, document))
        self.assertEqual(document.approval_reader_ids, self.supervisor | self.reader)
        with self.assertRefused("has a copy already"):
            self.copy(self.requester, document, self.reader)

    def test_decided_by(self):
        """A copy after the decision is not taken for the decision."""
        document = self.submitted()
        self.requests(document, self.supervisor)._decide('reject', note="No")
        self.copy(self.requester, document, self.reader)
        with self.assertRefused("“Rejected” by Supervisor"):
            self.requests(document, self.supervisor)._decide('approve')
        self.assertIntact(document)
