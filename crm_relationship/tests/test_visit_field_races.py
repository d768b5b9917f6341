from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

#: tables in which committed rows are left by the tests, children first
TABLES = (
    'mail_notification', 'mail_message', 'mail_followers', 'mail_activity', 'relationship_visit_checkin', 'relationship_visit',
    'calendar_attendee', 'calendar_event', 'relationship_profile_change', 'relationship_profile', 'relationship_rule_version',
    'res_partner')


@tagged('post_install', '-at_install')
class TestVisitTapsRace(BaseCase):
    """Real sessions, real commits: two taps at once, two supervisors at once. One of them counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls.last = {}
            for table in TABLES:
                cr.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
                cls.last[table] = cr.fetchone()[0]
            cls.addClassCleanup(cls.clean_up)
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls.uid = env.ref('base.user_admin').id
            cls.partner_id = env['res.partner'].create({'name': "Race", 'is_company': True}).id

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE id > %s", [cls.last[table]])
        cls.registry.clear_all_caches()

    def visit(self):
        """A committed visit of the administrator, its time come."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.uid, {})
            return env['relationship.visit'].create({
                'partner_id': self.partner_id, 'date_start': fields.Datetime.now(), 'duration': 1}).id

    def session(self, visit_id):
        """The visit in a session of its own that has seen the world already and gives up on a lock after a second."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SET LOCAL lock_timeout = '1s'")
        visit = api.Environment(cr, self.uid, {})['relationship.visit'].browse(visit_id)
        visit.stage  # noqa: B018 (its snapshot is taken)
        return visit

    def rows(self, visit_id):
        visit = self.session(visit_id).sudo()
        return visit.checkin_ids

    def test_second_tap_waits_and_is_refused(self):
        """While the first is not done the second waits; afterwards it starts again and meets the first."""
        visit_id = self.visit()
        first, waiting, second = (self.session(visit_id) for _tap in range(3))
        first.action_check_in({'token': 'one'})
        with mute_logger('odoo.sql_db'), self.assertRaises(LockNotAvailable):
            waiting.action_check_in({'token': 'two'})
        waiting.env.cr.rollback()
        first.env.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            second.action_check_in({'token': 'two'})
        second.env.cr.rollback()  # what Odoo does before it repeats the request
        second.invalidate_recordset()
        with self.assertRaises(UserError):
            second.action_check_in({'token': 'two'})
        self.assertEqual(self.rows(visit_id).mapped('token'), ['one'])

    def test_same_tap_twice_at_once(self):
        """A phone that sends the same tap on two connections: one row, and both get the answer."""
        visit_id = self.visit()
        first, second = self.session(visit_id), self.session(visit_id)
        answer = first.action_check_in({'token': 'same'})
        first.env.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            second.action_check_in({'token': 'same'})
        second.env.cr.rollback()
        second.invalidate_recordset()
        self.assertEqual(second.action_check_in({'token': 'same'}), answer)
        self.assertEqual(len(self.rows(visit_id)), 1)

    def test_finished_twice(self):
        """Out on one phone while the same visit is finished on another: done once."""
        visit_id = self.visit()
        begin = self.session(visit_id)
        begin.action_start_visit()
        begin.env.cr.commit()
        first, second = self.session(visit_id), self.session(visit_id)
        first.action_finish_visit()
        first.env.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            second.action_check_out({'token': 'late'})
        second.env.cr.rollback()
        self.assertEqual(self.rows(visit_id).mapped('kind'), ['in', 'out'])

    def test_two_decide_on_a_report(self):
        """Accepted by one and sent back by another at the same moment: the second sees what the first decided."""
        visit_id = self.visit()
        with self.registry.cursor() as cr:
            visit = api.Environment(cr, SUPERUSER_ID, {})['relationship.visit'].browse(visit_id)
            visit._visit_start()
            visit._visit_finish()
            visit.write({'talk': "谈了", 'outcome': 'again'})
            cr.execute(
                "UPDATE relationship_visit SET report_state = 'to_check', user_id = %s WHERE id = %s", [SUPERUSER_ID, visit_id])
        first, second = self.session(visit_id), self.session(visit_id)
        first._accept_report("同意")
        first.env.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            second._return_report("缺下一步")
        second.env.cr.rollback()
        second.invalidate_recordset()
        with self.assertRaises(UserError):
            second._return_report("缺下一步")
        self.assertEqual(self.session(visit_id).report_state, 'accepted')
