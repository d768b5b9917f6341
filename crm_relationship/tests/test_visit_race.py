import threading
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

#: tables in which committed rows are left, children first
TABLES = ('mail_notification', 'mail_message', 'relationship_visit_move', 'calendar_attendee', 'relationship_visit',
          'calendar_event', 'relationship_profile')


@tagged('post_install', '-at_install')
class TestVisitRace(BaseCase):
    """Two people at one visit at the same moment: real sessions, real commits, one outcome."""

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
            company = env.ref('base.main_company')
            users = [
                new_test_user(env, login=f'visit_race_{name}', groups=f'crm_relationship.group_{name}',
                              company_id=company.id, company_ids=[(6, 0, company.ids)])
                for name in ('specialist', 'service_manager')]
            cls.user_ids = [user.id for user in users]
            cls.customer_id = env['res.partner'].create({'name': "Race visits", 'is_company': True}).id

    @classmethod
    def clean_up(cls):
        """Delete what was committed."""
        with cls.registry.cursor() as cr:
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE id > %s", [cls.last[table]])
            env = api.Environment(cr, SUPERUSER_ID, {'active_test': False})
            users = env['res.users'].browse(cls.user_ids).exists()
            partners = users.partner_id | env['res.partner'].browse(cls.customer_id)
            users.unlink()
            partners.unlink()
        cls.registry.clear_all_caches()

    def setUp(self):
        super().setUp()
        # while tests run the server holds it, and other threads would wait for ever
        self.patch(Registry, '_lock', DummyRLock())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_ids[0], {})
            self.start = fields.Datetime.now().replace(microsecond=0) + timedelta(minutes=30)
            self.visit_id = env['relationship.visit'].create(
                {'partner_id': self.customer_id, 'date_start': self.start}).id

    def act(self, user_id, function, outcomes, barrier):
        """Do ``function(visit)`` as the server does it; the outcome goes to ``outcomes``."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, user_id, {})
            visit = env['relationship.visit'].browse(self.visit_id)
            visit.stage  # noqa: B018 (both have looked at it before the race)
            barrier.wait(20)
            try:
                retrying(lambda: function(visit), env)
                outcomes.append('done')
            except Exception as error:  # noqa: BLE001 (the test looks at it)
                cr.rollback()
                outcomes.append(str(error))

    def race(self, *functions):
        """Each function by another user, at the same moment. Returns the outcomes, sorted."""
        barrier, outcomes = threading.Barrier(len(functions)), []
        threads = [
            threading.Thread(target=self.act, args=(user_id, function, outcomes, barrier))
            for user_id, function in zip(self.user_ids, functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(len(outcomes), len(functions), "a session hangs")
        return outcomes

    def state(self):
        """Stage, start, and number of moves and events, as committed."""
        with self.registry.cursor() as cr:
            visit = api.Environment(cr, SUPERUSER_ID, {})['relationship.visit'].browse(self.visit_id)
            return visit.stage, visit.date_start, len(visit.move_ids), visit.event_id.start

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_cancel_twice(self):
        outcomes = self.race(*[lambda visit: visit._visit_cancel("停产")] * 2)
        self.assertEqual(outcomes.count('done'), 1, outcomes)
        self.assertIn("already", next(text for text in outcomes if text != 'done'))
        self.assertEqual(self.state()[0], 'cancelled')

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_start_twice(self):
        outcomes = self.race(*[lambda visit: visit._visit_start()] * 2)
        self.assertEqual(outcomes.count('done'), 1, outcomes)
        self.assertEqual(self.state()[0], 'underway')

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_start_and_cancel(self):
        """Whoever is first wins; the other is told."""
        outcomes = self.race(lambda visit: visit._visit_start(), lambda visit: visit._visit_cancel("停产"))
        self.assertEqual(outcomes.count('done'), 1, outcomes)
        stage, _start, _moves, event = self.state()
        self.assertIn(stage, ('underway', 'cancelled'))
        self.assertEqual(bool(event), stage == 'underway')

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_move_and_cancel(self):
        """Moved, then cancelled; or cancelled, and the move is refused. Never a moved visit without event."""
        later = self.start + timedelta(days=1)
        outcomes = self.race(
            lambda visit: visit._visit_reschedule(later, "改期"), lambda visit: visit._visit_cancel("停产"))
        stage, start, moves, event = self.state()
        self.assertEqual((stage, event), ('cancelled', False))
        self.assertEqual(start, later if moves else self.start)
        self.assertEqual(outcomes.count('done'), 1 + moves, outcomes)

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_two_moves(self):
        """One on the visit, one in the calendar: both kept in order, and both sides agree at the end."""
        times = [self.start + timedelta(days=day) for day in (1, 2)]

        def drag(visit):
            event = visit.sudo().event_id.with_user(self.user_ids[0])
            event.with_context(no_mail_to_attendees=True).write({'start': times[0], 'stop': times[0] + timedelta(hours=1)})
        outcomes = self.race(drag, lambda visit: visit._visit_reschedule(times[1], "改期"))
        self.assertEqual(outcomes, ['done', 'done'])
        stage, start, moves, event = self.state()
        self.assertEqual((stage, moves), ('planned', 2))
        self.assertIn(start, times)
        self.assertEqual(event, start)
