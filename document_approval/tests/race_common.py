"""Races between sessions: real cursors, real commits, and everything cleaned up afterwards."""
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase, get_db_name, new_test_user
from odoo.tools import SQL, mute_logger

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .fake_models import FAKE_MODELS, install

DONE = 'done'


class RaceCase(BaseCase):
    """The fake documents and their signers, committed: every session has its own transaction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.registry.clear_all_caches)
        with cls.registry.cursor() as cr:
            cls.delete_all(cr)  # what a run that was killed left behind
            env = api.Environment(cr, SUPERUSER_ID, {})
            remove = install(env, FAKE_MODELS)
            cls.addClassCleanup(cls.clean_up, remove)
            cls.populate(env)

    @classmethod
    def populate(cls, env):
        """Two directors of whom one signs, and users who make documents."""
        group = env['res.groups'].create({'name': "Race Directors"})
        cls.users = {
            name: new_test_user(
                env, login=f'race_{name}', name=name.title(), groups='base.group_user', lang='en_US',
                notification_type='inbox', context={'no_reset_password': True, 'tracking_disable': True}).id
            for name in ('requester', 'colleague', 'first', 'second', 'administrator')}
        for name, group_id in (('first', group.id), ('second', group.id), (
                'administrator', env.ref('document_approval.group_approval_administrator').id)):
            env['res.users'].browse(cls.users[name]).group_ids = [(4, group_id)]
        cls.policy_id = env['approval.policy'].create({
            'name': "Race", 'model_id': env['ir.model']._get_id('fake.document'),
            'step_ids': [(0, 0, {'name': "Director", 'group_id': group.id})],
        }).id
        cls.group_id = group.id

    @classmethod
    def clean_up(cls, remove):
        """Leave database and registry as they were."""
        with cls.registry.cursor() as cr:
            remove(cr)
            cls.delete_all(cr)

    @classmethod
    def delete_all(cls, cr):
        """Delete what was committed: the models with all approvals of their documents, then the people."""
        names = [model._name for model in FAKE_MODELS]
        env = api.Environment(cr, SUPERUSER_ID, {MODULE_UNINSTALL_FLAG: True, 'active_test': False})
        env['mail.message'].search([('model', 'in', names)]).unlink()
        models = env['ir.model'].search([('model', 'in', names)])
        if not models:
            return
        models.unlink()
        for table in ('fake_document_res_partner_rel', *(model._name.replace('.', '_') for model in FAKE_MODELS)):
            cr.execute(SQL("DROP TABLE IF EXISTS %s CASCADE", SQL.identifier(table)))
        users = env['res.users'].search([('login', 'like', 'race\\_%')])
        partners = users.partner_id
        cr.execute("DELETE FROM ir_attachment WHERE res_model = ANY(%s)", [names])
        users.unlink()
        partners.unlink()
        env['res.groups'].search([('name', '=', "Race Directors")]).unlink()

    # ------------------------------------------------------------------

    def session(self, name, model, method, *args, **context):
        """A call of the user ``name`` as the server runs it, tried again after a conflict.

        :return: function(barrier) -> ``DONE`` or the text of the refusal
        """
        return self.session_of(
            lambda env: call_kw(env[model], method, args, {'context': context}), self.users[name])

    def session_of(self, function, user_id=SUPERUSER_ID):
        """``function(env)`` as the server runs it, tried again after a conflict; see :meth:`session`."""
        def run(barrier):
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, user_id, {})
                    cr.execute("SELECT 1")  # from here on the session sees the state before the race
                    barrier.wait(timeout=20)
                    retrying(partial(function, env), env)
            except UserError as error:
                return str(error)
            return DONE
        return run

    @mute_logger('odoo.sql_db')
    def race(self, *sessions):
        """Run the sessions at the same moment, all of them on the state before; their outcomes in order."""
        barrier = threading.Barrier(len(sessions))
        # The runner of the tests holds the lock of the registries; the sessions only look theirs up.
        with patch.object(Registry, '_lock', DummyRLock()), \
                patch('odoo.service.model.random.uniform', return_value=0.01), \
                ThreadPoolExecutor(len(sessions)) as executor:
            return [future.result(timeout=60) for future in [executor.submit(run, barrier) for run in sessions]]

    def call(self, name, model, method, *args, **context):
        """One session alone."""
        return self.race(self.session(name, model, method, *args, **context))[0]

    @contextmanager
    def committing(self, name=None):
        """An environment of the user ``name``, or of the system, whose work is committed at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, self.users[name] if name else SUPERUSER_ID, {})

    def environment(self):
        """A fresh look at the database, closed at the end of the test."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return api.Environment(cr, SUPERUSER_ID, {})

    def make_document(self, submit=True, **values):
        """The id of a committed document of the requester."""
        with self.committing('requester') as env:
            document = env['fake.document'].create({'name': "Dinner", 'amount': 100, **values})
            if submit:
                document.action_approval_submit()
            return document.id

    def look(self, document_id):
        """The document as it is now."""
        return self.environment()['fake.document'].browse(document_id)

    def events(self, document_id):
        """The actions of all events on the document, of all attempts, in order."""
        return self.environment()['approval.event'].search([
            ('request_id.res_model', '=', 'fake.document'), ('request_id.res_id', '=', document_id)]).mapped('action')

    def assertOneWinner(self, outcomes, *messages):
        """Exactly one session got through, every other one was told why not by one of ``messages``."""
        self.assertEqual(outcomes.count(DONE), 1, outcomes)
        for outcome in outcomes:
            if outcome != DONE:
                self.assertRegex(outcome, "|".join(messages))
