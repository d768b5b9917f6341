from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.approval_sealed import ApprovalSealed
from .common import ApprovalCase

ENGINE_MODELS = (
    'approval.request', 'approval.request.step', 'approval.task', 'approval.event', 'approval.policy.version',
)
# Everything of our models that a client can call by name, beyond what the ORM and mail offer.
PUBLIC_METHODS = {
    'approval.mixin': {
        'action_approval_submit', 'action_approval_approve', 'action_approval_reject',
        'action_approval_recall', 'action_approval_cancel', 'action_approval_more', 'action_approval_urge',
    },
    'approval.task': {'action_approve', 'action_reject', 'action_open_document', 'action_more', 'action_urge'},
    'approval.copy': {'action_open_document'},
    'approval.route.change': {'action_confirm'},
    'approval.request': {'action_verify'}, 'approval.policy': {'action_check_policies'},
    'approval.policy.finding': {'action_open_policy'}, 'approval.delegation': {'action_end'},
    'approval.decision': {'action_confirm'},
    'approval.cancel': {'action_confirm'},
    'approval.reroute': {'action_confirm'},
}
ORM_METHODS = {'create', 'write', 'unlink', 'copy', 'copy_data', 'default_get', 'message_new', 'message_update'}


@tagged('post_install', '-at_install')
class TestSealedFields(ApprovalCase):
    """An ordinary user's session cannot set what only the engine sets (APPROVAL.md, never here)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_policy('fake.memo', [{'name': "Director", 'group_id': cls.group_director.id}])

    def forgeries(self):
        """One forged value for every sealed field of a document."""
        other = self.submitted()
        request_id = other.sudo().approval_request_id.id
        values = {
            'approval_state': 'approved',
            'approval_request_id': request_id,
            'approval_cancel_request_id': request_id,
            'approval_requester_id': self.colleague.id,
            'approval_editors': [],
        }
        self.assertEqual(values.keys(), self.env['fake.document']._get_sealed_fields(), "a sealed field without a test")
        return values

    def assertDraft(self, document):
        document = document.sudo()
        self.assertEqual(document.approval_state, 'draft')
        self.assertFalse(document.approval_request_id)
        self.assertFalse(document.approval_requester_id)

    def test_create(self):
        """A document cannot be created in its final state."""
        for name, value in self.forgeries().items():
            with self.subTest(name), self.assertRefused("by hand"):
                self.rpc(self.requester, 'fake.document', 'create', {'name': "Forged", name: value})

    def test_write(self):
        """No sealed field can be written, alone or among others."""
        document = self.make_document()
        for name, value in self.forgeries().items():
            with self.subTest(name), self.assertRefused("by hand"):
                self.rpc(self.requester, 'fake.document', 'write', document.ids, {'remark': "x", name: value})
        self.assertDraft(document)

    def test_web_save(self):
        """The form's own way of saving is no way round."""
        document = self.make_document()
        for ids in ([], document.ids):
            with self.assertRefused("by hand"):
                self.rpc(self.requester, 'fake.document', 'web_save', ids,
                         {'name': "Forged", 'approval_state': 'approved'}, {'name': {}})

    def test_copy(self):
        """Neither does a copy inherit an approval, nor can it be given one."""
        document = self.submitted()
        copy_id = self.rpc(self.requester, 'fake.document', 'copy', document.ids)[0]
        self.assertDraft(self.env['fake.document'].browse(copy_id))
        for name, value in self.forgeries().items():
            with self.subTest(name), self.assertRefused("by hand"):
                self.rpc(self.requester, 'fake.document', 'copy', document.ids, {name: value})

    def test_default_context(self):
        """``default_`` keys of the client's context set nothing sealed, however the record is made."""
        context = {f'default_{name}': value for name, value in self.forgeries().items()}
        made = [
            self.rpc(self.requester, 'fake.document', 'create', {'name': "Forged"}, context=context),
            self.rpc(self.requester, 'fake.document', 'name_create', "Forged", context=context)[0],
            self.rpc(self.requester, 'fake.document', 'web_save', [], {'name': "Forged"}, {}, context=context)[0]['id'],
            self.rpc(self.requester, 'fake.document', 'load', ['name'], [["Forged"]], context=context)['ids'][0],
        ]
        for document in self.env['fake.document'].browse(made):
            self.assertDraft(document)

    def test_ir_default(self):
        """Stored defaults, one's own or everybody's, set nothing sealed."""
        self.rpc(self.requester, 'ir.default', 'set', 'fake.document', 'approval_state', 'approved', True)
        self.env['ir.default'].set('fake.document', 'approval_requester_id', self.colleague.id)
        self.assertDraft(self.make_document())

    def test_import(self):
        """An import of sealed columns is refused and leaves no record."""
        for column, value in (('approval_state', "Approved"), ('approval_state', "approved"),
                              ('approval_requester_id/.id', str(self.colleague.id)), ('approval_editors', "[]")):
            with self.subTest(column):
                result = self.rpc(self.requester, 'fake.document', 'load', ['name', column], [["Forged", value]])
                self.assertFalse(result['ids'])
                self.assertTrue(result['messages'])
        self.assertFalse(self.env['fake.document'].search([('name', '=', "Forged")]))

    def test_parent_commands(self):
        """Commands of a parent's one2many neither forge a document nor touch a submitted one."""
        folder = self.env['fake.folder'].with_user(self.requester).create({'name': "Folder"})
        memo = self.env['fake.memo'].with_user(self.requester).create({'name': "Memo", 'folder_id': folder.id})
        memo.action_approval_submit()
        for command in (
            [0, 0, {'name': "Forged", 'approval_state': 'approved'}],
            [1, memo.id, {'approval_state': 'approved'}],
            [1, memo.id, {'name': "Changed"}],
            [2, memo.id, 0], [3, memo.id, 0], [5, 0, 0], [6, 0, []],
        ):
            with self.subTest(command), self.assertRaises(UserError):
                self.rpc(self.requester, 'fake.folder', 'write', folder.ids, {'memo_ids': [command]})
        other = self.env['fake.folder'].with_user(self.requester).create({'name': "Other"})
        with self.assertRaises(UserError):
            self.rpc(self.requester, 'fake.folder', 'write', other.ids, {'memo_ids': [[4, memo.id, 0]]})

    def test_mail_gateway(self):
        """Mail makes no document and changes none."""
        mail = "From: x@example.com\r\nTo: y@example.com\r\nSubject: Forged\r\nMessage-Id: <forged@x>\r\n\r\nHello"
        document = self.make_document()
        with self.assertRaises(UserError):
            self.rpc(self.requester, 'fake.document', 'message_new', {'subject': "Forged"}, {})
        with self.assertRaises(UserError):
            self.rpc(self.requester, 'mail.thread', 'message_process', 'fake.document', mail)
        with self.assertRaises(UserError):
            self.rpc(self.requester, 'fake.document', 'message_update', document.ids, {}, {'approval_state': 'approved'})
        with self.assertRaises(UserError):
            self.rpc(self.requester, 'fake.document', 'message_update', document.ids, {}, {'name': "Forged"})

    def test_mass_edit(self):
        """One submitted document among many keeps all of them from being changed."""
        documents = self.submitted() | self.make_document()
        with self.assertRefused("cannot be changed"):
            self.rpc(self.requester, 'fake.document', 'write', documents.ids, {'amount': 900000})
        self.assertEqual(documents.mapped('amount'), [1000, 1000])

    def test_context_keys(self):
        """No key of the client's context opens the seal or the lock."""
        document = self.submitted()
        keys = (
            'seal', 'SEAL', 'approval_seal', 'skip_validation_check', 'skip_check', 'force_write', 'install_mode',
            'tracking_disable', 'mail_notrack', 'mail_create_nolog', 'bypass', 'su', 'sudo', 'superuser',
            'import_file', 'from_copy', 'module', 'document_approval_posting', 'posting', 'approval_internal',
        )
        context = {**dict.fromkeys(keys, True), 'uid': api.SUPERUSER_ID, 'active_test': False}
        for values in ({'approval_state': 'approved'}, {'amount': 900000}, {'active': False}):
            with self.subTest(values), self.assertRaises(UserError):
                self.rpc(self.requester, 'fake.document', 'write', document.ids, values, context=context)
        with self.assertRaises(UserError):
            self.rpc(self.requester, 'fake.document', 'unlink', document.ids, context=context)

    def test_superuser_mode(self):
        """Core calls some entry points in sudo with the caller's values: sudo is no proof of trust."""
        document = self.submitted()
        for engine in (document.sudo(), document.with_user(api.SUPERUSER_ID)):
            for values in ({'approval_state': 'approved'}, {'amount': 900000}):
                with self.assertRaises(UserError):
                    engine.write(values)
            with self.assertRaises(UserError):
                engine.unlink()
            with self.assertRaises(UserError):
                engine.create({'name': "Forged", 'company_id': self.company.id, 'approval_state': 'approved'})

    def test_only_the_seal_itself_opens(self):
        """The seal is compared by identity: nothing that looks like it will do."""
        document = self.make_document()
        for fake in (None, True, object(), 'SEAL', {}):
            with self.assertRaises(UserError):
                document._sealed_write({'approval_state': 'approved'}, fake)
            with self.assertRaises(UserError):
                self.env['approval.event']._sealed_create([{}], fake)


@tagged('post_install', '-at_install')
class TestEngineRecords(ApprovalCase):
    """Requests, steps, tasks, events and versions are nobody's to write."""

    def engine_records(self):
        request = self.submitted().sudo().approval_request_id
        records = (
            request, request.step_ids[0], request.task_ids[0], request.event_ids[0], request.policy_version_id)
        self.assertEqual(tuple(record._name for record in records), ENGINE_MODELS)
        return records

    def test_no_client_writes_them(self):
        """Employee, signer and administrator alike are refused every way to make or change one."""
        records = self.engine_records()
        for user in (self.requester, self.supervisor, self.administrator, self.env.ref('base.user_admin')):
            for record in records:
                name = record._rec_name or 'id'
                calls = (
                    ('create', [{'state': 'approved'}]), ('write', [record.ids, {'state': 'approved'}]),
                    ('unlink', [record.ids]), ('copy', [record.ids]),
                    ('web_save', [[], {name: "Forged"}, {}]), ('web_save', [record.ids, {name: "Forged"}, {}]),
                )
                for method, args in calls:
                    with self.subTest(user=user.login, model=record._name, method=method), \
                            self.assertRaises(UserError):
                        self.rpc(user, record._name, method, *args)

    def test_import(self):
        """An import makes none either."""
        for model in ENGINE_MODELS:
            count = self.env[model].search_count([])
            result = self.rpc(self.env.ref('base.user_admin'), model, 'load', ['.id'], [['0']])
            self.assertFalse(result['ids'], model)
            self.assertEqual(self.env[model].search_count([]), count)

    def test_sudo_writes_none(self):
        """Events in particular cannot be written or deleted, not even with sudo; nor the rest."""
        for record in self.engine_records():
            for engine in (record.sudo(), record.with_user(api.SUPERUSER_ID)):
                with self.subTest(record._name), self.assertRaises(UserError):
                    engine.write({'create_date': '2020-01-01'})
                with self.subTest(record._name), self.assertRaises(UserError):
                    engine.unlink()
                with self.subTest(record._name), self.assertRaises(UserError):
                    engine.copy()

    def test_one2many_of_the_request(self):
        """Tasks and events cannot be slipped in through the request."""
        request = self.submitted().sudo().approval_request_id
        for name in ('task_ids', 'event_ids', 'step_ids'):
            with self.assertRaises(UserError):
                request.write({name: [(5, 0, 0)]})

    def test_settings_are_the_administrators(self):
        """An employee, though a signer, neither reads nor sets policies and limits."""
        for user in (self.requester, self.manager, self.finance):
            for record in (self.policy, self.policy.step_ids[0], self.authority):
                for method, args in (('write', [record.ids, {'active': True}]), ('unlink', [record.ids]),
                                     ('read', [record.ids, ['id']]), ('create', [{}]), ('copy', [record.ids])):
                    with self.subTest(user=user.login, model=record._name, method=method), \
                            self.assertRaises(AccessError):
                        self.rpc(user, record._name, method, *args)

    def test_model_of_a_document(self):
        """Nobody gets rid of the record by deleting the document's model."""
        document = self.submitted()
        model = self.env['ir.model']._get('fake.document')
        for user in (self.administrator, self.env.ref('base.user_admin')):
            with self.assertRaises(UserError):
                self.rpc(user, 'ir.model', 'unlink', model.ids)
        self.assertEqual(self.events(document), ['submit'])

    def test_private_methods(self):
        """What is internal is out of a client's reach by its name."""
        document = self.submitted()
        request = document.sudo().approval_request_id
        for record, names in (
            (document, ('_sealed_write', '_sealed_create', '_check_seal', '_approval_do_cancel', '_approval_set_cancelled',
                        '_approval_approved', '_approval_note_editor', '_check_approval_unlocked')),
            (request, ('_decide', '_submit', '_recall', '_finish', '_advance', '_apply_signatures', '_cron_follow_up')),
            (request.task_ids[:1], ('_add', '_open', '_close', '_reroute')),
            (request.event_ids[:1], ('_append', '_sealed_create')),
        ):
            for name in names:
                self.assertTrue(callable(getattr(record, name)))
                with self.subTest(name), self.assertRaises(AccessError):
                    self.rpc(self.requester, record._name, name, record.ids, {'approval_state': 'approved'})

    def test_public_methods_are_known(self):
        """A new method without an underscore is a new entry for everybody: it has to be listed here."""
        for model_class in self.env.registry.values():
            public = set()
            for base in model_class.__mro__:
                if not base.__module__.startswith('odoo.addons.document_approval.') or 'tests' in base.__module__:
                    continue
                if base._name in (None, 'res.users', 'ir.attachment', 'ir.model', 'mail.activity'):
                    continue
                public |= {
                    name for name, value in vars(base).items()
                    if callable(value) and not name.startswith('_') and not getattr(value, '_api_private', False)
                }
            known = PUBLIC_METHODS.get(model_class._name, set())
            if issubclass(model_class, self.env.registry['approval.mixin']):
                known = PUBLIC_METHODS['approval.mixin']
            self.assertFalse(public - known - ORM_METHODS, model_class._name)

    def test_sealed_methods_are_private(self):
        """Even without its underscore the seal's door would stay shut for clients."""
        for name in ('_sealed_write', '_sealed_create'):
            self.assertTrue(getattr(getattr(ApprovalSealed, name), '_api_private', False), name)
