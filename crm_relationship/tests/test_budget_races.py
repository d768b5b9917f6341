import threading
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

#: tables in which committed rows are left, children first
TABLES = ('mail_notification', 'mail_activity', 'mail_message', 'approval_event', 'approval_task',
          'relationship_hospitality_attendee', 'relationship_hospitality_budget', 'relationship_hospitality',
          'approval_request_step', 'approval_request', 'approval_policy_version', 'relationship_budget_change',
          'relationship_budget', 'ir_sequence_date_range')
ROLES = ('specialist', 'supervisor', 'service_manager', 'general_manager', 'finance_auditor')


@tagged('post_install', '-at_install')
class TestBudgetRaces(BaseCase):
    """Two people submit at the same moment: real sessions, real commits, one takes the last of the budget."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls.last = {}
            for table in TABLES:
                cr.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
                cls.last[table] = cr.fetchone()[0]
            cls.addClassCleanup(cls.clean_up)
            cls.populate(env)

    @classmethod
    def populate(cls, env):
        """A department of two specialists, and everybody the shipped policies may ask."""
        company = env.ref('base.main_company')
        cls.department_id = env['hr.department'].create({'name': "Race", 'company_id': company.id}).id
        users = {
            name: new_test_user(
                env, login=f'budget_race_{name}', groups=f'crm_relationship.group_{name.rstrip("2")}',
                notification_type='inbox', company_id=company.id, company_ids=[Command.set(company.ids)])
            for name in (*ROLES, 'specialist2')}
        cls.user_ids = [user.id for user in users.values()]
        cls.rivals = [users['specialist'].id, users['specialist2'].id]
        cls.employee_ids = env['hr.employee'].create([{
            'name': user.name, 'user_id': user.id, 'company_id': company.id, 'department_id': cls.department_id,
        } for user in users.values()]).ids
        customer = env['res.partner'].create({'name': "Race budget", 'is_company': True})
        person = env['res.partner'].create({'name': "Race guest", 'parent_id': customer.id})
        cls.partner_ids = [person.id, customer.id]

    @classmethod
    def clean_up(cls):
        """Delete what was committed."""
        with cls.registry.cursor() as cr:
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE id > %s", [cls.last[table]])
            env = api.Environment(cr, SUPERUSER_ID, {'active_test': False})
            env['hr.employee'].browse(cls.employee_ids).unlink()
            env['hr.department'].browse(cls.department_id).unlink()
            users = env['res.users'].browse(cls.user_ids)
            partners = users.partner_id | env['res.partner'].browse(cls.partner_ids)
            users.unlink()
            partners.unlink()
        cls.registry.clear_all_caches()

    def request(self, env, amount):
        """A draft in eight weeks' time."""
        return env['relationship.hospitality'].create({
            'partner_id': self.partner_ids[1], 'venue': "Hall", 'purpose': "Race",
            'date_start': fields.Datetime.now().replace(microsecond=0) + timedelta(days=56),
            'guest_ids': [Command.create({'partner_id': self.partner_ids[0]})],
            'host_ids': [Command.create({'employee_id': self.employee_ids[0]})],
            'budget_line_ids': [Command.create({
                'item_id': env.ref('crm_relationship.hospitality_item_meals').id, 'amount': amount})],
        })

    def submit(self, user_id, request_id, outcomes, barrier):
        """Submit as the server does it, both having seen the whole budget before."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, user_id, {})
            request = env['relationship.hospitality'].browse(request_id)
            request.budget_status  # noqa: B018 (the session's snapshot is taken here)
            barrier.wait(20)
            try:
                retrying(request.action_approval_submit, env)
                outcomes.append('done')
            except Exception as error:  # noqa: BLE001 (the test looks at it)
                cr.rollback()
                outcomes.append(str(error))

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_last_of_a_budget(self):
        """600 and 600 of 1,000: one is submitted, the other is told what is left."""
        self.patch(Registry, '_lock', DummyRLock())  # the runner holds it, and other threads would wait for ever
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            day = env.ref('base.main_company')._local_day(fields.Datetime.now() + timedelta(days=56))
            budget_id = env['relationship.budget'].create({
                'department_id': self.department_id, 'kind': 'hospitality', 'year': day.year, 'amount': 1000,
                'effect': 'stop', 'company_id': env.ref('base.main_company').id}).id
            ids = [self.request(env(user=user_id), 600).id for user_id in self.rivals]
        barrier, outcomes = threading.Barrier(2), []
        threads = [threading.Thread(target=self.submit, args=(*pair, outcomes, barrier)) for pair in zip(self.rivals, ids)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(sorted(outcomes, key=len)[0], 'done', outcomes)
        self.assertRegex(sorted(outcomes, key=len)[1], "400.00.* is left of the Hospitality budget")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            requests = env['relationship.hospitality'].browse(ids)
            self.assertEqual(sorted(requests.mapped('approval_state')), ['draft', 'pending'])
            self.assertEqual(env['relationship.budget'].browse(budget_id).amount_pending, 600)
