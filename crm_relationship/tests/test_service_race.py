from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

#: tables in which committed rows are left by the tests, children first
TABLES = ('relationship_service_problem', 'relationship_service_action', 'relationship_service_line', 'relationship_service_plan',
          'mail_activity', 'mail_tracking_value', 'mail_message', 'mail_followers', 'relationship_profile_change', 'relationship_profile',
          'res_partner', 'ir_sequence_date_range')


@tagged('post_install', '-at_install')
class TestServiceRace(BaseCase):
    """Real sessions, real commits: two people bring schemes into force, revise and plan at one moment."""

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

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            cr.execute("UPDATE relationship_service_plan SET previous_id = NULL, superseded_by_id = NULL WHERE id > %s",
                       [cls.last['relationship_service_plan']])
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE id > %s", [cls.last[table]])
        cls.registry.clear_all_caches()

    def session(self):
        """An environment of its own that gives up on a lock after two seconds."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SET LOCAL lock_timeout = '2s'")
        return api.Environment(cr, SUPERUSER_ID, {})

    def schemes(self, count=1):
        """Ids of draft schemes of one new customer, committed."""
        env = self.session()
        customer = env['res.partner'].create({'name': "Race customer", 'is_company': True})
        today = env.company._relationship_today()
        schemes = env['relationship.service.plan'].create([{
            'subject': f"Scheme {number}", 'partner_id': customer.id, 'goals': "x", 'date_from': today,
            'line_ids': [(0, 0, {'name': "Call", 'frequency': 'month'})]} for number in range(count)])
        env.cr.commit()
        return schemes.ids

    def test_two_come_into_force(self):
        """Two schemes of one customer approved at one moment: the second loses, one is in force."""
        first_id, second_id = self.schemes(2)
        one, two = self.session(), self.session()
        two.cr.execute("SELECT 1 FROM relationship_service_plan LIMIT 1")  # its snapshot is taken
        one['relationship.service.plan'].browse(first_id)._revision_enter_force()
        one.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises((UniqueViolation, SerializationFailure)):
            two['relationship.service.plan'].browse(second_id)._revision_enter_force()
        two.cr.rollback()
        plans = self.session()['relationship.service.plan'].browse([first_id, second_id])
        self.assertEqual(plans.mapped('stage'), ['in_force', 'draft'])

    def test_two_revise(self):
        """Two people press New Revision at one moment: one draft exists."""
        [scheme_id] = self.schemes()
        setup = self.session()
        setup['relationship.service.plan'].browse(scheme_id)._revision_enter_force()
        setup.cr.commit()
        one, two = self.session(), self.session()
        two.cr.execute("SELECT 1 FROM relationship_service_plan LIMIT 1")
        one['relationship.service.plan'].browse(scheme_id).action_new_revision()
        one.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises((UniqueViolation, SerializationFailure)):
            two['relationship.service.plan'].browse(scheme_id).action_new_revision()
            two.flush_all()
        two.cr.rollback()
        drafts = self.session()['relationship.service.plan'].search([('previous_id', '=', scheme_id)])
        self.assertEqual(len(drafts), 1)

    def test_supersede_and_cancel(self):
        """A revision comes into force while the older scheme is being called off: one of the two happens."""
        [scheme_id] = self.schemes()
        setup = self.session()
        scheme = setup['relationship.service.plan'].browse(scheme_id)
        scheme._revision_enter_force()
        revision_id = scheme.action_new_revision()['res_id']
        setup.cr.commit()
        one, two = self.session(), self.session()
        two.cr.execute("SELECT 1 FROM relationship_service_plan LIMIT 1")
        one['relationship.service.plan'].browse(revision_id)._revision_enter_force()
        one.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            two['relationship.service.plan'].browse(scheme_id)._approval_cancelled("x")
            two.flush_all()
        two.cr.rollback()
        plans = self.session()['relationship.service.plan'].browse([scheme_id, revision_id])
        self.assertEqual(plans.mapped('stage'), ['superseded', 'in_force'])

    def test_two_make_the_plan(self):
        """Made twice at one moment, each action exists once."""
        [scheme_id] = self.schemes()
        setup = self.session()
        scheme = setup['relationship.service.plan'].browse(scheme_id)
        scheme._revision_enter_force()
        setup.cr.execute("DELETE FROM relationship_service_action WHERE plan_id = %s", [scheme_id])
        setup.cr.commit()
        one, two = self.session(), self.session()
        two.cr.execute("SELECT 1 FROM relationship_service_action LIMIT 1")
        made = one['relationship.service.plan'].browse(scheme_id)._plan_make(scheme.date_from, scheme.date_to)
        one.cr.commit()
        with mute_logger('odoo.sql_db'):
            try:
                self.assertEqual(two['relationship.service.plan'].browse(scheme_id)._plan_make(
                    scheme.date_from, scheme.date_to), 0)
                two.cr.commit()
            except SerializationFailure:
                two.cr.rollback()  # Odoo tries again and then makes none
        count = self.session()['relationship.service.action'].search_count([('plan_id', '=', scheme_id)])
        self.assertEqual((made, count), (12, 12))
