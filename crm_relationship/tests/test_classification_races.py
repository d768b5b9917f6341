from datetime import date

from psycopg2.errors import LockNotAvailable

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

DAY = date(2026, 11, 21)
#: tables in which committed rows are left by the tests, children first
TABLES = ('relationship_profile_change', 'relationship_profile', 'relationship_pass_run', 'relationship_rule_version',
          'relationship_purchase', 'relationship_purchase_source', 'res_partner')


@tagged('post_install', '-at_install')
class TestConcurrentPass(BaseCase):
    """Real sessions, real commits: sales are posted and customers edited while a pass is under way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls.company_id = env.company.id
            cls.last = {}
            for table in TABLES:
                cr.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
                cls.last[table] = cr.fetchone()[0]
            cls.addClassCleanup(cls.clean_up)
            cls.source_id = env['relationship.purchase.source'].create({'name': "Race"}).id
            partners = env['res.partner'].create([{'name': f"Race {n}", 'is_company': True} for n in range(3)])
            cls.partner_ids = partners.ids
            for partner_id in cls.partner_ids:
                cls.post(cr, partner_id, 1000)
            env['relationship.profile']._run_pass(env.company, day=DAY)

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE id > %s", [cls.last[table]])
        cls.registry.clear_all_caches()

    @classmethod
    def post(cls, cr, partner_id, amount):
        """One more purchase, as an import writes it."""
        cr.execute("SELECT nextval('relationship_purchase_id_seq')")
        number = cr.fetchone()[0]
        cr.execute(
            "INSERT INTO relationship_purchase (id, partner_id, company_id, source_id, date, amount, order_key, order_line)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, 1)",
            [number, partner_id, cls.company_id, cls.source_id, DAY, amount, f'race-{number}'])

    def session(self):
        """An environment of its own that gives up on a lock after a second."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SET LOCAL lock_timeout = '1s'")
        return api.Environment(cr, SUPERUSER_ID, {})

    def run_pass(self, env):
        return env['relationship.profile']._run_pass(env['res.company'].browse(self.company_id), day=DAY)

    def amount(self, partner_id):
        return self.profile(self.session(), partner_id).amount_12m

    def profile(self, env, partner_id):
        return env['relationship.profile'].search(
            [('partner_id', '=', partner_id), ('company_id', '=', self.company_id)])

    def test_posting_during_a_pass(self):
        """Posting waits for nobody, the pass does not fail, and the next one counts what was posted."""
        partner_id = self.partner_ids[0]
        passing, posting = self.session(), self.session()
        before = self.amount(partner_id)
        self.post(passing.cr, partner_id, 100)
        self.run_pass(passing)
        self.post(posting.cr, partner_id, 10)
        posting.cr.commit()
        passing.cr.commit()
        self.assertEqual(self.amount(partner_id), before + 100)
        following = self.session()
        self.run_pass(following)
        following.cr.commit()
        self.assertEqual(self.amount(partner_id), before + 110)

    def test_unchanged_customers_are_not_locked(self):
        """While a pass is uncommitted, the owner of a customer that did not change can be set."""
        passing, editing = self.session(), self.session()
        self.post(passing.cr, self.partner_ids[0], 5)
        self.run_pass(passing)
        unchanged = self.profile(editing, self.partner_ids[1])
        unchanged.annual_demand = 77
        editing.cr.commit()
        changed = self.profile(editing, self.partner_ids[0])
        editing.cr.execute("SET LOCAL lock_timeout = '1s'")  # the commit ended the first one
        with mute_logger('odoo.sql_db'), self.assertRaises(LockNotAvailable):
            changed.annual_demand = 78
            changed.flush_recordset()
        passing.cr.rollback()

    def test_edit_during_a_pass_means_another_attempt(self):
        """A customer edited after the pass began to read: the company is tried again, and done."""
        partner_id = self.partner_ids[2]
        passing, editing = self.session(), self.session()
        passing.cr.execute("SELECT 1 FROM relationship_profile LIMIT 1")  # its snapshot is taken
        self.post(editing.cr, partner_id, 40)
        self.profile(editing, partner_id).annual_demand = 99
        editing.cr.commit()
        self.post(passing.cr, partner_id, 2)
        passing.cr.execute("SAVEPOINT posted")
        before = self.amount(partner_id)
        with mute_logger('odoo.sql_db', 'odoo.addons.crm_relationship.models.relationship_pass_run'):
            passing['relationship.pass.run']._run_company(passing['res.company'].browse(self.company_id))
        passing.cr.commit()
        self.assertEqual(self.amount(partner_id), before + 40, "the second attempt sees what the first could not")
        self.assertEqual(self.profile(self.session(), partner_id).annual_demand, 99)
