import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_plan_races import TestPlanRaces


@tagged('post_install', '-at_install')
class TestGiftPlanRaces(TestPlanRaces):
    """Real sessions, real commits: the same plan's requests are made twice at the same moment."""

    # the visits' own tests are not run again
    test_two_managers = None
    test_line_has_one_visit = None

    @classmethod
    def populate(cls, env):
        """Somebody above the managers, too: a gift plan always has an amount."""
        super().populate(env)
        new_test_user(
            env, login='plan_race_general', groups='crm_relationship.group_general_manager', company_id=cls.company_id,
            company_ids=[Command.set([cls.company_id])], notification_type='inbox',
            context={'no_reset_password': True, 'tracking_disable': True})

    def approved(self):
        """The id of a committed plan with three gifts, approved."""
        env = self.environment('planner')
        person = env['res.partner'].create({'name': "Race Person", 'parent_id': self.customer_id})
        plan = env['relationship.gift.plan'].create({
            'purpose': "race", 'line_ids': [Command.create({
                'partner_id': self.customer_id, 'recipient_id': person.id, 'name': f"gift {n}", 'unit_value': 10}) for n in range(3)]})
        plan.action_approval_submit()
        request = plan.sudo().approval_request_id
        for kind, name in (('review', 'second'), ('approve', 'first')):
            if request.step_ids.task_ids.filtered(lambda task, kind=kind: task.state == 'pending' and task.step_id.kind == kind):
                request.with_user(self.users[name])._decide('approve')
        env.cr.commit()
        self.assertEqual(plan.approval_state, 'approved')
        return plan.id

    def press_requests(self, name, plan_id, barrier):
        """Make the requests as the server does, tried again after a conflict; the refusal, or None."""
        try:
            with self.registry.cursor() as cr:
                context = {'allowed_company_ids': [self.company_id]}
                env = api.Environment(cr, self.users[name], context)
                cr.execute("SELECT 1")
                barrier.wait(timeout=20)
                retrying(partial(
                    call_kw, env['relationship.gift.plan'], 'action_make_requests', [[plan_id]], {'context': context}), env)
        except UserError as error:
            return str(error)
        return None

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_requests_once(self):
        """One of two wins; every line has one request line, and there is one request."""
        plan_id, barrier = self.approved(), threading.Barrier(2)
        with patch.object(Registry, '_lock', DummyRLock()), \
                patch('odoo.service.model.random.uniform', return_value=0.01), ThreadPoolExecutor(2) as executor:
            futures = [executor.submit(self.press_requests, name, plan_id, barrier) for name in ('planner', 'first')]
            outcomes = [future.result(timeout=60) for future in futures]
        self.assertEqual(outcomes.count(None), 1, outcomes)
        env = self.environment()
        plan = env['relationship.gift.plan'].browse(plan_id)
        self.assertEqual(len(plan.line_ids.request_line_id), 3)
        self.assertEqual(
            env['relationship.gift.request.line'].search_count([('request_id.company_id', '=', self.company_id)]), 3)
