import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from psycopg2 import IntegrityError
from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.document_approval.models.approval_sealed import SEAL


@tagged('post_install', '-at_install')
class TestPlanRaces(BaseCase):
    """Real sessions, real commits: two managers approve one plan at the same moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cr.execute("""SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_name)
                           WHERE c.column_name = 'id' AND c.table_schema = 'public' AND t.table_type = 'BASE TABLE'""")
            tables = [name for name, in cr.fetchall()]
            cls.last = {}
            for table in tables:
                cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table)))
                cls.last[table] = cr.fetchone()[0]
            cls.addClassCleanup(cls.clean_up)
            cls.populate(api.Environment(cr, SUPERUSER_ID, {}))

    @classmethod
    def populate(cls, env):
        """A company with a planner and two managers, and a customer."""
        company = env['res.company'].create({'name': "Race"})
        cls.users = {
            name: new_test_user(
                env, login=f'plan_race_{name}', groups=f'crm_relationship.group_{group}', company_id=company.id,
                company_ids=[Command.set(company.ids)], notification_type='inbox',
                context={'no_reset_password': True, 'tracking_disable': True}).id
            for name, group in (('planner', 'specialist'), ('first', 'service_manager'), ('second', 'service_manager'))}
        cls.customer_id = env['res.partner'].create({'name': "Race", 'is_company': True}).id
        cls.company_id = company.id

    @classmethod
    def clean_up(cls):
        """Delete every row made since, in as many rounds as the references between them need."""
        with cls.registry.cursor() as cr, mute_logger('odoo.sql_db'):
            tables = list(cls.last)
            for _round in range(12):
                stuck = []
                for table in tables:
                    try:
                        with cr.savepoint():
                            cr.execute(SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), cls.last[table]))
                    except IntegrityError:
                        stuck.append(table)
                tables = stuck
            assert not tables, tables
        cls.registry.clear_all_caches()

    def environment(self, name=None):
        """A session of its own, closed at the end of the test."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return api.Environment(cr, self.users[name] if name else SUPERUSER_ID, {'allowed_company_ids': [self.company_id]})

    def submitted(self):
        """The id of a committed plan that waits for one of the managers."""
        env = self.environment('planner')
        start = (fields.Datetime.now() + timedelta(days=7)).replace(hour=2, minute=0, second=0)
        plan = env['relationship.visit.plan'].create({
            'date_from': start.date() - timedelta(days=1), 'date_to': start.date() + timedelta(days=1),
            'line_ids': [Command.create({'partner_id': self.customer_id, 'date_start': start + timedelta(hours=n)})
                         for n in range(3)]})
        plan.action_approval_submit()
        request = plan.sudo().approval_request_id
        review = request.step_ids.task_ids.filtered(lambda task: task.state == 'pending' and task.step_id.kind == 'review')
        for task in review[:1]:
            request.with_user(task.user_id)._decide('approve')
        env.cr.commit()
        return plan.id

    def press(self, name, plan_id, barrier):
        """Approve as the server does, tried again after a conflict; the refusal, or None."""
        try:
            with self.registry.cursor() as cr:
                context = {'allowed_company_ids': [self.company_id]}
                env = api.Environment(cr, self.users[name], context)
                cr.execute("SELECT 1")
                barrier.wait(timeout=20)
                retrying(partial(
                    call_kw, env['relationship.visit.plan'], 'action_approval_approve', [[plan_id]], {'context': context}), env)
        except UserError as error:
            return str(error)
        return None

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_two_managers(self):
        """One signature, and every visit and event once."""
        plan_id, barrier = self.submitted(), threading.Barrier(2)
        with patch.object(Registry, '_lock', DummyRLock()), \
                patch('odoo.service.model.random.uniform', return_value=0.01), ThreadPoolExecutor(2) as executor:
            futures = [executor.submit(self.press, name, plan_id, barrier) for name in ('first', 'second')]
            outcomes = [future.result(timeout=60) for future in futures]
        self.assertEqual(outcomes.count(None), 1, outcomes)
        plan = self.environment()['relationship.visit.plan'].browse(plan_id)
        self.assertEqual((plan.approval_state, len(plan.visit_ids), len(plan.visit_ids.event_id)), ('approved', 3, 3))
        self.assertEqual(plan.line_ids.visit_id, plan.visit_ids)

    @mute_logger('odoo.sql_db')
    def test_line_has_one_visit(self):
        """The database itself refuses a second visit of a line, whichever way it comes."""
        plan_id = self.submitted()
        env = self.environment()
        line = env['relationship.visit.plan'].browse(plan_id).line_ids[0]
        visits = env['relationship.visit'].create([line._visit_values() for _n in range(2)])
        visits[0]._sealed_write({'plan_line_id': line.id}, SEAL)
        with self.assertRaises(UniqueViolation):
            visits[1]._sealed_write({'plan_line_id': line.id}, SEAL)
            env.flush_all()
