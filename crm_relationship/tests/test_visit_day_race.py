import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError, ValidationError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .clock_common import noon_zone
from .visit_day_common import DAY_MODEL, VISIT_MODEL

LOGIN = 'day_race'


@tagged('post_install', '-at_install')
class TestVisitDayRace(BaseCase):
    """Two taps at the same moment, in two sessions with real commits: one report, one line per visit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        zone = noon_zone()  # the day must not end between the visit and the taps
        cls.classPatch(cls.registry['res.company'], '_relationship_timezone', lambda company: zone)
        cls.clean_up()  # what a run that was killed left behind
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = new_test_user(
                env, login=LOGIN, groups='crm_relationship.group_specialist', tz='UTC',
                context={'no_reset_password': True, 'tracking_disable': True})
            cls.user_id, cls.company_id = user.id, user.company_id.id
            partner = env['res.partner'].create({'name': LOGIN, 'is_company': True})
            visit = env[VISIT_MODEL].with_user(user).create({
                'partner_id': partner.id, 'date_start': env.cr.now().replace(microsecond=0), 'duration': 0.01})
            visit._visit_start()
            visit._visit_finish()
            cls.visit_id = visit.id

    @classmethod
    def clean_up(cls):
        """Delete what was committed, children first."""
        with cls.registry.cursor() as cr:
            cr.execute("SELECT id FROM res_users WHERE login = %s", [LOGIN])
            for (user_id,) in cr.fetchall():
                cr.execute("UPDATE relationship_visit SET day_id = NULL WHERE user_id = %s", [user_id])
                cr.execute("DELETE FROM relationship_visit_day WHERE user_id = %s", [user_id])
                cr.execute("SELECT id FROM relationship_visit WHERE user_id = %s", [user_id])
                visit_ids = [row[0] for row in cr.fetchall()]
                cr.execute("DELETE FROM relationship_visit WHERE id = ANY(%s)", [visit_ids])
                cr.execute("DELETE FROM calendar_event WHERE user_id = %s", [user_id])
                cr.execute("DELETE FROM mail_message WHERE model = ANY(%s) AND res_id = ANY(%s)", [[VISIT_MODEL], visit_ids])
            cr.execute("DELETE FROM relationship_profile WHERE partner_id IN (SELECT id FROM res_partner WHERE name = %s)", [LOGIN])
            env = api.Environment(cr, SUPERUSER_ID, {'active_test': False})
            user = env['res.users'].search([('login', '=', LOGIN)])
            partners = user.partner_id | env['res.partner'].search([('name', '=', LOGIN)])
            user.unlink()
            partners.unlink()

    def tap(self, barrier):
        """“Today's Report”, as the server runs it; the id of the report, or the refusal."""
        try:
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.user_id, {'allowed_company_ids': [self.company_id]})
                cr.execute("SELECT 1")  # from here on the session sees the state before the race
                barrier.wait(timeout=20)
                return retrying(partial(call_kw, env[DAY_MODEL], 'action_open_today', (), {}), env)['res_id']
        except (UserError, ValidationError) as error:
            return str(error)

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_two_taps(self):
        barrier = threading.Barrier(2)
        # The runner of the tests holds the lock of the registries; the sessions only look theirs up.
        with patch.object(Registry, '_lock', DummyRLock()), ThreadPoolExecutor(2) as executor:
            outcomes = [future.result(timeout=60) for future in [executor.submit(self.tap, barrier) for _n in range(2)]]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            days = env[DAY_MODEL].search([('user_id', '=', self.user_id)])
            self.assertEqual(len(days), 1, outcomes)
            self.assertEqual(days.line_ids.visit_id.ids, [self.visit_id])
            self.assertIn(days.id, outcomes)
            lost = [outcome for outcome in outcomes if outcome != days.id]
            for refusal in lost:
                self.assertRegex(refusal, "already: open that one|已有日报")
