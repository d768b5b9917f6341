import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.document_approval.models.approval_sealed import SEAL

DAY, VISIT = 'relationship.visit.day', 'relationship.visit'
LOGIN = 'claim_race'


@tagged('post_install', '-at_install')
class TestClaimRace(BaseCase):
    """Two taps at the same moment, in sessions with real commits: each cost is claimed once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.clean_up()  # what a run that was killed left behind
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = new_test_user(
                env, login=LOGIN, groups='crm_relationship.group_specialist', tz='UTC',
                context={'no_reset_password': True, 'tracking_disable': True})
            cls.user_id, cls.company_id = user.id, user.company_id.id
            env['hr.employee'].create({'name': LOGIN, 'user_id': user.id, 'company_id': user.company_id.id})
            partner = env['res.partner'].create({'name': LOGIN, 'is_company': True})
            item = env.ref('crm_relationship.hospitality_item_meals')
            visit = env[VISIT].with_user(user).create({
                'partner_id': partner.id, 'date_start': env.cr.now().replace(microsecond=0), 'duration': 0.01,
                'expense_line_ids': [(0, 0, {'item_id': item.id, 'actual_amount': 50})]})
            visit._visit_start()
            visit._visit_finish()
            day = env[DAY].with_user(user).create({})
            # Signed: the signers are of no interest here.
            visit.sudo()._sealed_write({'approval_state': 'approved'}, SEAL)
            day.sudo()._sealed_write({'approval_state': 'approved'}, SEAL)
            cls.visit_id, cls.day_id, cls.line_id = visit.id, day.id, visit.expense_line_ids.id

    @classmethod
    def clean_up(cls):
        """Delete what was committed, children first."""
        with cls.registry.cursor() as cr:
            cr.execute("SELECT id FROM res_users WHERE login = %s", [LOGIN])
            users = [row[0] for row in cr.fetchall()]
            cr.execute("DELETE FROM hr_expense WHERE create_uid = ANY(%s)", [users])
            cr.execute("UPDATE relationship_visit SET day_id = NULL WHERE user_id = ANY(%s)", [users])
            cr.execute("DELETE FROM relationship_visit_day WHERE user_id = ANY(%s)", [users])
            cr.execute("SELECT id FROM relationship_visit WHERE user_id = ANY(%s)", [users])
            visits = [row[0] for row in cr.fetchall()]
            cr.execute("DELETE FROM relationship_visit WHERE id = ANY(%s)", [visits])
            cr.execute("DELETE FROM calendar_event WHERE user_id = ANY(%s)", [users])
            cr.execute("DELETE FROM mail_message WHERE model = ANY(%s) AND res_id = ANY(%s)", [[VISIT], visits])
            cr.execute("DELETE FROM relationship_profile WHERE partner_id IN (SELECT id FROM res_partner WHERE name = %s)", [LOGIN])
            env = api.Environment(cr, SUPERUSER_ID, {'active_test': False})
            env['hr.employee'].search([('user_id', 'in', users)]).unlink()
            user = env['res.users'].browse(users)
            partners = user.partner_id | env['res.partner'].search([('name', '=', LOGIN)])
            user.unlink()
            partners.unlink()

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM hr_expense WHERE create_uid = %s", [self.user_id])

    def session(self, barrier, model, res_id, method='action_claim', *args):
        """A call as the server runs it, tried again after a conflict; 'done' or the refusal."""
        try:
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.user_id, {'allowed_company_ids': [self.company_id]})
                cr.execute("SELECT 1")  # from here on the session sees the state before the race
                barrier.wait(timeout=20)
                retrying(partial(call_kw, env[model], method, ([res_id], *args), {}), env)
                return 'done'
        except UserError as error:
            return str(error)

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def race(self, *calls):
        barrier = threading.Barrier(len(calls))
        # The runner of the tests holds the lock of the registries; the sessions only look theirs up.
        # The visit has no signed budget here, so its amount is taken as signed.
        with patch.object(Registry, '_lock', DummyRLock()), ThreadPoolExecutor(len(calls)) as executor, patch.object(
                self.registry[VISIT], '_approval_settlement_basis', lambda visit: 50.0):
            return [future.result(timeout=60) for future in [
                executor.submit(self.session, barrier, *call) for call in calls]]

    def expenses(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT id FROM hr_expense WHERE create_uid = %s", [self.user_id])
            return [row[0] for row in cr.fetchall()]

    def assert_one_claim(self, outcomes):
        self.assertEqual(outcomes.count('done'), 1, outcomes)
        self.assertRegex("".join(outcomes), "no costs left")
        self.assertEqual(len(self.expenses()), 1)

    def test_two_taps(self):
        self.assert_one_claim(self.race((VISIT, self.visit_id), (VISIT, self.visit_id)))

    def test_visit_and_day(self):
        """The same cost from the visit and from the daily report."""
        self.assert_one_claim(self.race((VISIT, self.visit_id), (DAY, self.day_id)))

    def test_database_refuses(self):
        """Past the lock, the key still holds."""
        self.race((VISIT, self.visit_id))
        with self.registry.cursor() as cr, mute_logger('odoo.sql_db'):
            with self.assertRaisesRegex(Exception, "relationship_source_unique"):
                cr.execute("""
                    INSERT INTO hr_expense (name, employee_id, company_id, currency_id, quantity, price_unit, payment_mode,
                                            relationship_source_key)
                    SELECT name, employee_id, company_id, currency_id, quantity, price_unit, payment_mode,
                           relationship_source_key FROM hr_expense WHERE create_uid = %s""", [self.user_id])
            cr.rollback()
