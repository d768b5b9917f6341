from contextlib import contextmanager, suppress
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..models.relationship_profile_pass import PASS_LOCK
from ..tools.classification_metrics import FEW_CUSTOMERS
from .classification_common import TODAY, ClassificationCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestRuns(ClassificationCase):
    """The nightly job: once per company and day, one transaction each, taken up again after a kill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_company("Other", 'USD', 'Europe/London')
        cls.Run = cls.env['relationship.pass.run']
        # whatever else the database holds is done for today
        for company in cls.env['res.company'].search([]) - cls.company - cls.other:
            cls.classify(company=company)

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref('crm_relationship.ir_cron_classification').method_direct_trigger()

    @contextmanager
    def own_cursor(self):
        """The models on a cursor that may commit and roll back."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            yield self.env(cr=cr)['relationship.pass.run']

    def runs(self, company):
        return self.Run.search([('company_id', '=', company.id)])

    def test_once_a_day(self):
        """Each company is done once on each of its own days, however often the job starts."""
        self.assertEqual(self.Run._due_companies(), self.company | self.other)
        self.run_cron()
        self.assertEqual((len(self.runs(self.company)), len(self.runs(self.other))), (1, 1))
        self.assertFalse(self.Run._due_companies())
        self.run_cron()
        self.assertEqual(len(self.runs(self.company)), 1)
        with freeze_time('2026-11-21 17:00:00'):
            self.assertIn(self.company, self.Run._due_companies(), "tomorrow in Shanghai")
            self.assertNotIn(self.other, self.Run._due_companies(), "still today in London")

    def test_asked_for(self):
        """An import's request is done once, however often it was asked."""
        self.run_cron()
        self.Run._request(self.company)
        self.Run._request(self.company)
        due = self.runs(self.company).filtered(lambda run: run.state == 'due')
        self.assertEqual(len(due), 1)
        self.assertEqual(self.Run._due_companies(), self.company)
        self.run_cron()
        self.assertEqual((due.state, due.day), ('done', TODAY))
        self.assertEqual(len(self.runs(self.company)), 2)

    def test_changed_rules_ask(self):
        """Whoever changes what customers are classified by need not start the classification."""
        own = self.env['relationship.tier'].create({'name': "Own", 'company_id': self.company.id})
        tag = self.env['res.partner.category'].create({'name': "Tagged", 'relationship_company_id': self.company.id})
        every = self.env['res.company'].search([])
        ours, none = self.company, self.env['res.company']
        for label, change, asked in (
                ("a setting", lambda: self.company.write({'relationship_sales_months': 24}), ours),
                ("the same setting", lambda: self.company.write({'relationship_sales_months': 24}), none),
                ("something else", lambda: self.company.write({'phone': "1"}), none),
                ("a name", lambda: own.write({'name': "Other", 'color': 3}), none),
                ("a bound", lambda: own.write({'amount_min': 5}), ours),
                ("a shared band", lambda: self.grade['a'].write({'percent_min': 91}), every),
                ("to another company", lambda: own.write({'company_id': self.other.id}), ours | self.other),
                ("a segment archived", lambda: self.env.ref('crm_relationship.segment_new').action_archive(), every),
                ("a tag without a rule", lambda: tag.write({'relationship_churn_risk': 'low'}), none),
                ("a tag's rule", lambda: tag.write({'relationship_has_rule': True}), ours),
                ("a tag's colour", lambda: tag.write({'color': 5}), none),
                ("a new tag", lambda: tag.create({'name': "New", 'relationship_has_rule': True}), every),
                ("no tag's rule any more", lambda: tag.write({'relationship_has_rule': False}), ours),
                ("a tier gone", lambda: own.unlink(), self.other)):
            self.Run.search([('state', '=', 'due')])._sealed_write({'state': 'done'}, SEAL)
            with self.subTest(label):
                change()
                self.assertEqual(self.Run.search([('state', '=', 'due')]).company_id, asked)

    def test_many_wait(self):
        """Whoever reads many customers does not start a pass over all: it is asked for."""
        specialist = self.make_user('specialist', 'specialist')
        many = self.Profile._for_partners(
            self.env['res.partner'].create([{'name': f"C{number}"} for number in range(FEW_CUSTOMERS + 1)]), self.company)
        many.user_id = specialist
        with patch.object(type(self.Profile), '_run_pass') as passed:
            many.with_user(specialist).action_refresh()
            self.assertFalse(passed.called)
            many[1:].with_user(specialist).action_refresh()
            passed.assert_called_once_with(self.company, many[1:].partner_id)
        self.assertEqual(self.runs(self.company).mapped('state'), ['due'])

    def test_killed_in_the_middle(self):
        """What was done before the kill stays done; the next start does only the rest."""
        first, second = self.Run._due_companies()
        original = type(self.Profile)._run_pass

        def killed(model, company, *args, **kwargs):
            if company == second:
                raise KeyboardInterrupt
            return original(model, company, *args, **kwargs)

        # not assertRaises: in Odoo it takes back what was committed
        with patch.object(type(self.Profile), '_run_pass', killed), suppress(KeyboardInterrupt), \
                self.own_cursor() as runs:
            runs._cron_run()
        self.env.invalidate_all()
        self.assertEqual((len(self.runs(first)), len(self.runs(second))), (1, 0))
        self.assertEqual(self.Run._due_companies(), second)
        self.run_cron()
        self.assertEqual((len(self.runs(first)), len(self.runs(second))), (1, 1))

    def test_one_failure_stops_nobody(self):
        """A company whose pass fails is reported; the others are done."""
        original, bad = type(self.Profile)._run_pass, self.Run._due_companies()[0]

        def failing(model, company, *args, **kwargs):
            if company == bad:
                raise ValueError("broken source")
            return original(model, company, *args, **kwargs)

        with patch.object(type(self.Profile), '_run_pass', failing), \
                mute_logger('odoo.addons.crm_relationship.models.relationship_pass_run'):
            self.run_cron()
        self.assertEqual(self.Run._due_companies(), bad)

    def test_met_another_write(self):
        """Somebody's edit meanwhile means another attempt, not a night without labels."""
        original, attempts = type(self.Profile)._run_pass, []

        def unlucky(model, company, *args, **kwargs):
            attempts.append(company)
            if len(attempts) == 1:
                raise SerializationFailure
            return original(model, company, *args, **kwargs)

        with patch.object(type(self.Profile), '_run_pass', unlucky), patch('time.sleep'), self.own_cursor() as runs:
            runs._run_company(self.company.with_env(runs.env))
        self.assertEqual(attempts, [self.company, self.company])
        self.assertEqual(len(self.runs(self.company)), 1)

    def test_by_button(self):
        """A service manager may classify now, a specialist may not."""
        manager, specialist = self.make_user('manager', 'service_manager'), self.make_user('specialist', 'specialist')
        self.Run.with_user(manager).action_run_now()
        self.assertEqual(self.runs(self.company).user_id, manager)
        with self.assertRaises(AccessError):
            self.Run.with_user(specialist).action_run_now()

    def test_one_pass_at_a_time(self):
        """Two full passes of a company do not run into each other; customers are refreshed meanwhile."""
        partner = self.customer()
        self.buy(partner, (TODAY, 5))
        with self.registry.cursor() as other:
            other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PASS_LOCK, self.company.id])
            with self.assertRaises(UserError):
                self.classify()
            self.Profile._refresh(partner, self.company)
        self.assertEqual(self.profile(partner).amount_12m, 5)
        self.classify()


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestCompaniesAndQueries(ClassificationCase):
    """Two companies with the same customer, and statements that do not grow with the customers."""

    def test_companies_apart(self):
        """Neither counts, ranks, sees nor converts the other's figures."""
        other = self.make_company("Dollar Inc", 'USD')
        shared, rival = self.customer("Shared"), self.customer("Rival")
        self.buy(shared, (TODAY, 100))
        self.buy(shared, (TODAY, 2000000), company=other)
        self.buy(rival, (TODAY, 9000000), company=other)
        self.log(shared, TODAY)
        self.classify()
        self.classify(company=other)
        ours, theirs = self.profile(shared), self.profile(shared, other)
        self.assertEqual((ours.amount_12m, ours.currency_id.name), (100, 'CNY'))
        self.assertEqual((theirs.amount_12m, theirs.currency_id.name), (2000000, 'USD'))
        self.assertEqual((ours.interaction_count_3m, theirs.interaction_count_3m), (1, 0))
        self.assertEqual((ours.tier_id, theirs.tier_id), (self.tier['basic'], self.tier['core']))
        self.assertEqual((ours.sales_percentile, theirs.sales_percentile), (0, 0))
        self.assertFalse(self.profile(rival), "the other company's customer is not in our roster")
        manager = self.make_user('manager', 'service_manager')
        seen = self.Profile.with_user(manager).search([('partner_id', 'in', (shared | rival).ids)])
        self.assertEqual(seen, ours)
        self.assertFalse(theirs.with_user(manager).has_access('read'))
        self.assertEqual(self.env['relationship.repeat.profit'].with_user(manager).search([]).company_id, self.company)

    def test_same_statements_for_more(self):
        """Ten times the customers take not one statement more."""
        def some(count):
            for number in range(count):
                self.buy(self.customer(), (TODAY, 10 * number + 1), (TODAY - timedelta(days=200), 7))
            self.env.flush_all()

        some(3)
        self.classify()
        some(3)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.classify()
        few = self.cr.sql_log_count - before
        some(30)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.classify()
        many = self.cr.sql_log_count - before
        # numbering new customers is one statement each in the sequence; the pass itself is the same
        self.assertLessEqual(many, few)

    def test_refresh_budget(self):
        partner = self.customer()
        self.buy(partner, (TODAY, 10))
        self.classify()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            self.profile(partner)._refresh_profiles()

    def test_explanation_budget(self):
        """The explanation of all labels of one customer stays within a few queries."""
        profile = self.classified((TODAY, 10))
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            self.assertTrue(profile.explanation_html)
