import json
from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user

from .fake_models import FAKE_MODELS, install


class ApprovalCase(TransactionCase):
    """A company with the four signers of the papers and a policy for the fake document."""

    #: tests of what may happen to a route: whatever happened, the record of every request has to close in the end
    leaves_intact = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(install(cls.env, FAKE_MODELS))
        cls.company = cls.env.company
        cls.group_supervisor, cls.group_manager, cls.group_director, cls.group_finance = cls.env['res.groups'].create([
            {'name': name} for name in ("Supervisors", "Managers", "Directors", "Finance")])
        cls.group_manager.implied_ids = cls.group_supervisor
        privilege = cls.env['res.groups.privilege'].create({'name': "Fake Roles"})
        (cls.group_supervisor | cls.group_manager).privilege_id = privilege
        cls.requester = cls.new_user('requester')
        cls.colleague = cls.new_user('colleague')
        cls.supervisor = cls.new_user('supervisor', cls.group_supervisor)
        cls.manager = cls.new_user('manager', cls.group_manager)
        cls.director = cls.new_user('director', cls.group_director)
        cls.finance = cls.new_user('finance', cls.group_finance)
        cls.administrator = cls.new_user(
            'administrator', cls.env.ref('document_approval.group_approval_administrator'))
        cls.policy = cls.make_policy('fake.document', [
            {'name': "Supervisor", 'kind': 'review', 'group_id': cls.group_supervisor.id, 'signature_box': 'supervisor'},
            {'name': "Manager", 'group_id': cls.group_manager.id, 'ends_within_authority': True,
             'signature_box': 'manager'},
            {'name': "Director", 'group_id': cls.group_director.id, 'signature_box': 'director'},
            {'name': "Finance", 'kind': 'audit', 'group_id': cls.group_finance.id, 'signature_box': 'finance'},
        ])
        cls.authority = cls.env['approval.authority'].create({'group_id': cls.group_manager.id, 'limit': 5000})

    def tearDown(self):
        if self.leaves_intact:
            requests = self.env['approval.request'].sudo().search([('res_model', '=like', 'fake.%')])
            self.assertEqual(requests._verify(), {})
        super().tearDown()

    @classmethod
    def new_user(cls, login, groups=None, **values):
        values = {'lang': 'en_US', **values}  # messages come in the reader's language, and are looked at
        user = new_test_user(cls.env, login=f'approval_{login}', name=login.title(), groups='base.group_user', **values)
        if groups:
            user.group_ids += groups
        return user

    @classmethod
    def make_policy(cls, model, steps, **values):
        return cls.env['approval.policy'].create({
            'name': f"Policy of {model}",
            'model_id': cls.env['ir.model']._get_id(model),
            'step_ids': [(0, 0, {'sequence': number, **step}) for number, step in enumerate(steps, 1)],
            **values,
        })

    def follow_up(self):
        """Run the scheduled job that keeps requests moving."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('document_approval.approval_request_cron_follow_up').method_direct_trigger()
        self.env.invalidate_all()

    def make_document(self, user=None, **values):
        user = user or self.requester
        return self.env['fake.document'].with_user(user).create({'name': "Dinner", 'amount': 1000, **values})

    def submitted(self, **values):
        document = self.make_document(**values)
        document.action_approval_submit()
        return document

    def sign(self, document, *users, note="agreed"):
        for user in users:
            self.requests(document, user)._decide('approve', note=note)

    def rpc(self, user, model, method, *args, **kwargs):
        """Call a method as a client's session of ``user`` does: by name, with what JSON can carry.

        :return: what the client gets
        """
        args, kwargs = json.loads(json.dumps([args, kwargs]))
        self.env.flush_all()
        self.env.invalidate_all()
        model = self.env(user=user, su=False, context={})[model]
        return call_kw(model, method, args, kwargs)

    @contextmanager
    def assertRefused(self, message, exception=UserError):
        """The block is refused with a message like the pattern ``message``, and changes nothing."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertRegex(str(caught.exception), message)

    def press(self, user, document, button, **context):
        """Press a button of the document's form as ``user``."""
        return self.rpc(user, document._name, button, document.ids, context=context)

    def decide(self, user, document, action='approve', **values):
        """Open the decision dialog on ``document`` as ``user``, fill it in and confirm it."""
        button = 'action_approval_approve' if action == 'approve' else 'action_approval_reject'
        dialog = self.press(user, document, button)
        if dialog is True:
            return True
        return self.confirm(user, dialog, **values)

    def confirm(self, user, dialog, **values):
        """Save the dialog that an action opens, with what the client got for it, and confirm."""
        defaults = self.rpc(
            user, dialog['res_model'], 'default_get',
            list(self.env[dialog['res_model']]._fields), context=dialog['context'])
        wizard = self.rpc(user, dialog['res_model'], 'create', {**defaults, **values}, context=dialog['context'])
        return self.rpc(user, dialog['res_model'], 'action_confirm', [wizard])

    def requests(self, document, user):
        return self.env['approval.request'].with_user(user).browse(
            (document.sudo().approval_cancel_request_id.filtered(lambda r: r.state == 'pending')
             or document.sudo().approval_request_id).id)

    def events(self, document):
        return document.sudo().approval_request_id.event_ids.sorted('sequence').mapped('action')

    def pending(self, document):
        """The people asked for a signature now."""
        return document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending').user_id
