from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

#: tables in which committed rows are left by the tests, children first
TABLES = ('relationship_countermeasure_line', 'relationship_countermeasure', 'relationship_profile_change', 'relationship_profile',
          'mail_message', 'res_partner')


@tagged('post_install', '-at_install')
class TestKeyRaces(BaseCase):
    """Two people at once, with real sessions: nobody is listed twice, no second collecting sheet is made."""

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
            partners = env['res.partner'].create([{'name': f"Race {number}", 'is_company': True} for number in range(2)])
            cls.profile_ids = env['relationship.profile']._for_partners(partners).ids
            cls.sheet_id = env['relationship.countermeasure'].create({'kind': 'important', 'tier_ids': [(5, 0, 0)]}).id
            tier = env.ref('crm_relationship.tier_basic')
            env['relationship.countermeasure'].browse(cls.sheet_id).tier_ids = tier
            env.flush_all()
            cr.execute("UPDATE relationship_profile SET tier_id = %s WHERE id = ANY(%s)", [tier.id, cls.profile_ids])

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE id > %s", [cls.last[table]])
        cls.registry.clear_all_caches()

    def session(self):
        """An environment of its own that gives up on a lock after a few seconds."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SET LOCAL lock_timeout = '5s'")
        cr.execute("SELECT 1 FROM res_company LIMIT 1")  # its snapshot is taken
        return api.Environment(cr, SUPERUSER_ID, {})

    def test_two_propose(self):
        """The second to propose on one sheet is made to start again, and then finds everybody listed."""
        first, second = self.session(), self.session()
        first['relationship.countermeasure'].browse(self.sheet_id).action_propose()
        first.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            second['relationship.countermeasure'].browse(self.sheet_id).action_propose()
        second.cr.rollback()
        again = self.session()['relationship.countermeasure'].browse(self.sheet_id)
        listed = len(again.line_ids)
        self.assertGreaterEqual(listed, 2)
        again.action_propose()
        self.assertEqual(len(again.line_ids), listed)

    def test_two_collect(self):
        """Two decisions at once make one collecting sheet; the second starts again and joins it."""
        first, second = self.session(), self.session()
        made = first['relationship.countermeasure']._propose_line(
            first['relationship.profile'].browse(self.profile_ids[0]), 'problem', "a", "b").sheet_id.id
        first.cr.commit()
        profile = second['relationship.profile'].browse(self.profile_ids[1])
        with mute_logger('odoo.sql_db'), self.assertRaises(ConcurrencyError):
            second['relationship.countermeasure']._propose_line(profile, 'problem', "a", "b")
        second.cr.rollback()
        again = self.session()
        line = again['relationship.countermeasure']._propose_line(
            again['relationship.profile'].browse(self.profile_ids[1]), 'problem', "a", "b")
        self.assertEqual(line.sheet_id.id, made)
