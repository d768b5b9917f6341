from contextlib import suppress

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .route_common import RouteCase
from .test_fuzz import JUNK


@tagged('post_install', '-at_install')
class TestRouteAbuse(RouteCase):
    """What an ordinary user's session tries with the ways beside signing (APPROVAL.md, never here)."""

    def dialog(self, user, document, **values):
        """The id of a dialog that ``user`` forges on ``document``."""
        return self.rpc(user, 'approval.route.change', 'create', {
            'res_model': document._name, 'res_id': document.id, 'revision': 0, 'reason': "Mine", **values})

    def confirm_as(self, user, dialog_id):
        return self.rpc(user, 'approval.route.change', 'action_confirm', [dialog_id])

    def actions(self, user):
        return (
            {'action': 'transfer', 'transfer_user_id': user.id},
            {'action': 'return'},
            {'action': 'add_signer', 'signer_id': user.id, 'position': 'after', 'kind': 'approve'},
        )

    def test_others_turn(self):
        """Requester, past, future signer and stranger change no route, whatever they send."""
        document = self.submitted()
        self.approve(document, self.supervisor)
        before = self.steps(document)
        for user in (self.requester, self.supervisor, self.director, self.colleague, self.administrator):
            for values in self.actions(self.colleague):
                with self.subTest(user.name, **values), self.assertRefused("not for you"):
                    self.confirm_as(user, self.dialog(user, document, revision=1, **values))
        self.assertEqual((self.steps(document), self.pending(document)), (before, self.manager))

    def test_unreadable_document(self):
        """A document that one cannot read is not even named."""
        self.env['ir.rule'].create({
            'name': "Fake documents: own", 'model_id': self.env['ir.model']._get_id('fake.document'),
            'domain_force': "[('create_uid', '=', user.id)]"})
        document = self.submitted()
        for values in (*self.actions(self.colleague), {'action': 'copy', 'reader_ids': [[6, 0, self.colleague.ids]]}):
            with self.subTest(**values), self.assertRefused("Open the document again"):
                self.confirm_as(self.colleague, self.dialog(self.colleague, document, **values))
        dialog = self.dialog(self.colleague, document)
        read = self.rpc(self.colleague, 'approval.route.change', 'read', [dialog], ['can_decide', 'candidate_ids', 'company_id'])
        self.assertEqual((read[0]['can_decide'], read[0]['candidate_ids'], read[0]['company_id']), (False, [], False))

    def test_other_models(self):
        """No model but a document's, no id but a document's."""
        for res_model, res_id in (
                ('res.users', self.administrator.id), ('approval.request', 1), ('no.such.model', 1), ('fake.document', 0),
                ('fake.document', -1), ('fake.document', 2**31 - 1), ('approval.mixin', 1), ('', 1)):
            with self.subTest(res_model, res_id=res_id), self.assertRaises(UserError):
                self.confirm_as(self.requester, self.rpc(self.requester, 'approval.route.change', 'create', {
                    'res_model': res_model, 'res_id': res_id, 'action': 'copy', 'reason': "Mine",
                    'reader_ids': [[6, 0, self.colleague.ids]]}))

    def test_others_dialogs(self):
        """Nobody opens, changes or confirms somebody else's dialog, nor takes its steps."""
        document = self.submitted()
        self.approve(document, self.supervisor)
        dialog = self.press(self.manager, document, 'action_approval_more')['res_id']
        for user in (self.colleague, self.administrator):
            for method, args in (('action_confirm', []), ('write', [{'action': 'copy'}]), ('read', [['reason']]),
                                 ('unlink', [])):
                with self.subTest(user.name, method=method), self.assertRaises(AccessError):
                    self.rpc(user, 'approval.route.change', method, [dialog], *args)
            self.assertFalse(self.rpc(user, 'approval.route.change.step', 'search', [['dialog_id', '=', dialog]]))
        step = self.env['approval.route.change.step'].search([('dialog_id', '=', dialog)])
        self.assertTrue(step)
        for method, args in (('write', [step.ids, {'name': "x"}]), ('unlink', [step.ids]),
                             ('create', [{'dialog_id': dialog, 'name': "x", 'step_id': 1}]), ('read', [step.ids, ['step_id']])):
            with self.subTest(method), self.assertRaises(AccessError):
                self.rpc(self.manager, 'approval.route.change.step', method, *args)

    def test_forged_step(self):
        """A step of another document, by the dialog's own rows, is none to return to."""
        document, other = self.submitted(), self.submitted()
        self.approve(document, self.supervisor)
        self.approve(other, self.supervisor)
        foreign = self.press(self.manager, other, 'action_approval_more')['res_id']
        step = self.env['approval.route.change.step'].search([('dialog_id', '=', foreign)])
        dialog = self.dialog(self.manager, document, action='return', revision=1, step_id=step.id)
        with self.assertRefused("Choose a step"):
            self.confirm_as(self.manager, dialog)

    def test_requester_and_excluded_as_target(self):
        """Neither requester, owner, editor nor their delegates come in by the back door."""
        owner, editor, delegate = (self.new_user(name) for name in ('owner', 'editor', 'delegate'))
        document = self.make_document(owner_id=owner.id)
        document.with_user(editor).write({'amount': 900})
        self.env['approval.delegation'].create({
            'user_id': owner.id, 'delegate_id': delegate.id, 'reason': "On leave",
            'date_from': '2020-01-01', 'date_to': '2099-01-01'})
        document.action_approval_submit()
        self.env['approval.authority'].create([
            {'user_id': user.id, 'unlimited': True} for user in (self.requester, owner, editor, delegate)])
        for user in (self.requester, owner, editor, delegate):
            for values in (self.actions(user)[0], self.actions(user)[2]):
                with self.subTest(user.name, **values), self.assertRefused("asked for, changed or signed"):
                    self.confirm_as(self.supervisor, self.dialog(self.supervisor, document, **values))

    def test_delegate_of_a_step_to_come(self):
        """Who is added beside is not asked a second time as somebody's delegate at that moment."""
        document = self.submitted()
        self.add(self.supervisor, document, self.colleague, 'beside')
        self.env['approval.delegation'].create({
            'user_id': self.supervisor.id, 'delegate_id': self.colleague.id, 'reason': "On leave",
            'date_from': '2020-01-01', 'date_to': '2099-01-01'})
        tasks = self.request(document).task_ids.filtered(lambda task: task.state == 'pending')
        self.assertEqual(sorted(tasks.user_id.mapped('name')), ["Colleague", "Supervisor"])
        self.assertEqual(len(tasks), 2)

    def test_other_company(self):
        """Somebody of another company neither acts here nor is brought in."""
        other = self.env['res.company'].create({'name': "Other Company"})
        stranger = self.new_user(
            'stranger', self.group_supervisor, company_id=other.id, company_ids=[Command.set(other.ids)])
        document = self.submitted()
        for values in self.actions(stranger)[::2]:
            with self.subTest(**values), self.assertRaises(UserError):
                self.confirm_as(self.supervisor, self.dialog(self.supervisor, document, **values))
        with self.assertRaises(UserError):
            self.copy(self.requester, document, stranger)
        self.assertEqual(self.pending(document), self.supervisor)

    def test_old_version(self):
        """A dialog opened on an earlier state changes nothing; nonsense for a version neither."""
        document = self.submitted()
        self.approve(document, self.supervisor)
        for revision in (0, -1, 99):
            with self.subTest(revision), self.assertRefused("Somebody acted on it"):
                self.confirm_as(self.manager, self.dialog(
                    self.manager, document, **{**self.actions(self.colleague)[2], 'revision': revision}))
        for junk in (False, True, '0', '', [], {}, 0.0):
            with self.subTest(junk=junk), self.assertRefused("Open the document again"):
                self.press(self.manager, document, 'action_approval_more', approval_revision=junk)

    def test_internal_methods(self):
        """The engine's own methods are out of a client's reach."""
        document = self.submitted()
        request = self.request(document)
        for model, ids, names in (
                ('approval.request', request.ids, ('_transfer', '_return', '_add_signer', '_copy_to', '_urge', '_mark_row')),
                ('approval.task', request.task_ids.ids, ('_hand_over', '_equals')),
                ('approval.request.step', request.step_ids.ids, ('_insert', '_reset', '_pause')),
                ('approval.route.change', [], ('_open', '_document')),
                ('fake.document', document.ids, ('_approval_open_request', '_approval_read_by'))):
            for name in names:
                self.assertTrue(callable(getattr(self.env[model], name)))
                with self.subTest(name), self.assertRaises(AccessError):
                    self.rpc(self.supervisor, model, name, ids)

    def test_portal_and_public(self):
        """Portal users and visitors reach nothing of it."""
        document = self.submitted()
        portal = self.new_user('portal')
        portal.group_ids = self.env.ref('base.group_portal')
        for user in (portal, self.env.ref('base.public_user')):
            for model in ('approval.copy', 'approval.route.change', 'approval.route.change.step'):
                for method, args in (('search_read', [[], ['id']]), ('create', [{}])):
                    with self.subTest(user.login, model=model, method=method), self.assertRaises(UserError):
                        self.rpc(user, model, method, *args)
            for button in ('more', 'urge'):
                with self.subTest(user.login, button=button), self.assertRaises(AccessError):
                    self.press(user, document, f'action_approval_{button}')

    def test_fuzz(self):
        """Buttons and dialog with junk end in a result or a message."""
        document, draft = self.submitted(), self.make_document()
        task = self.request(document).task_ids.filtered(lambda task: task.state == 'pending')
        for user in (self.requester, self.supervisor, self.administrator):
            for ids in ([], [document.id, draft.id], [document.id] * 2, [2**31 - 1], draft.ids):
                for button in ('more', 'urge'):
                    self.harmless(user, 'fake.document', f'action_approval_{button}', ids)
            for method in ('action_more', 'action_urge'):
                for ids in ([], task.ids * 2, [2**31 - 1], self.request(document).task_ids.ids):
                    self.harmless(user, 'approval.task', method, ids)
        for ids in ([], [2**31 - 1]):
            self.harmless(self.supervisor, 'approval.route.change', 'action_confirm', ids)
        for junk in JUNK:
            self.harmless(self.supervisor, 'fake.document', 'action_approval_more', document.ids,
                          context={'approval_revision': junk})
            if isinstance(junk, str):
                for action in ('transfer', 'return', 'add_signer', 'copy'):
                    for name in ('reason', 'res_model'):
                        self.forge(document, {'action': action, name: junk})
        for number in (0, -1, 10**30, 2**31, True):
            for name in ('revision', 'res_id'):
                self.forge(document, {'action': 'return', name: number})
        self.assertEqual(self.pending(document), self.supervisor)
        self.assertIntact(document)

    def forge(self, document, values):
        """Create and confirm a forged dialog, then take it back; only messages may come out of it."""
        with suppress(UserError), self.env.cr.savepoint() as savepoint:
            self.confirm_as(self.supervisor, self.dialog(self.supervisor, document, **values))
            savepoint.rollback()
        self.env.invalidate_all()

    def harmless(self, user, model, method, *args, **kwargs):
        with suppress(UserError), self.env.cr.savepoint() as savepoint:
            self.rpc(user, model, method, *args, **kwargs)
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()

    def test_hostile_text(self):
        """Reasons and messages are shown as the text they are."""
        hostile = "<img src=x onerror=alert(1)>{{7*7}}%s"
        document = self.submitted()
        self.approve(document, self.supervisor)
        self.add(self.manager, document, self.colleague, 'beside', reason=hostile)
        self.copy(self.requester, document, self.director, hostile)
        self.back(self.manager, document, "Supervisor", hostile)
        page = document.approval_route_html + document.approval_history_html + self.bodies(document)
        self.assertNotIn("<img src=x", page)
        self.assertIn("&lt;img src=x", page)
        self.assertIn(hostile, document.approval_returned)
