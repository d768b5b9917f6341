import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from psycopg2 import IntegrityError
from psycopg2.errors import LockNotAvailable

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import SQL, mute_logger


@tagged('post_install', '-at_install')
class TestBenefitRace(BaseCase):
    """Real sessions, real commits: two people ask for the last of a cap at the same moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cr.execute("""SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_name)
                           WHERE c.column_name = 'id' AND c.table_schema = 'public' AND t.table_type = 'BASE TABLE'""")
            cls.last = {}
            for table, in cr.fetchall():
                cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table)))
                cls.last[table] = cr.fetchone()[0]
            cls.addClassCleanup(cls.clean_up)
            cls.populate(api.Environment(cr, SUPERUSER_ID, {}))

    @classmethod
    def populate(cls, env):
        """A company, two applicants, the signers of the papers, two guests of one customer, and a cap of 500."""
        company = env['res.company'].create({'name': "Race"})
        company.relationship_split_days = 0
        cls.company_id = company.id
        cls.users = {
            name: new_test_user(
                env, login=f'benefit_race_{name}', groups=f'crm_relationship.group_{group}', company_id=company.id,
                company_ids=[Command.set(company.ids)], notification_type='inbox',
                context={'no_reset_password': True, 'tracking_disable': True}).id
            for name, group in (
                ('first', 'specialist'), ('second', 'specialist'), ('supervisor', 'supervisor'),
                ('manager', 'service_manager'), ('gm', 'general_manager'), ('keeper', 'gift_keeper'),
                ('office', 'office_director'), ('deputy', 'deputy_manager'), ('finance', 'finance_auditor'))}
        customer = env['res.partner'].create({'name': "Race", 'is_company': True})
        cls.customer_id = customer.id
        cls.guests = env['res.partner'].create([
            {'name': name, 'parent_id': customer.id} for name in ("Race One", "Race Two")]).ids
        cls.cap_id = env['relationship.benefit.cap'].create({
            'name': "Race", 'amount': 500, 'effect': 'block', 'company_id': company.id, 'recipient_class': 'any'}).id

    @classmethod
    def clean_up(cls):
        """Delete every row made since, in as many rounds as the references between them need."""
        with cls.registry.cursor() as cr, mute_logger('odoo.sql_db'):
            tables = list(cls.last)
            for _round in range(12):
                stuck = []
                for table in tables:
                    try:
                        with cr.savepoint():
                            cr.execute(SQL("DELETE FROM %s WHERE id > %s", SQL.identifier(table), cls.last[table]))
                    except IntegrityError:
                        stuck.append(table)
                tables = stuck
            assert not tables, tables
        cls.registry.clear_all_caches()

    def environment(self, name=None):
        """A session of its own, closed at the end of the test."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return api.Environment(cr, self.users[name] if name else SUPERUSER_ID, {'allowed_company_ids': [self.company_id]})

    def dinner(self, name, guests, meals, **values):
        """(model, id) of a committed draft; each head's share is ``meals`` by their number."""
        env = self.environment(name)
        item = env.ref('crm_relationship.hospitality_item_meals')
        document = env['relationship.hospitality'].create({
            'partner_id': self.customer_id, 'venue': f"Race {name}", 'purpose': "Race", 'late_reason': "Race",
            'date_start': fields.Datetime.now() + timedelta(days=20),
            'guest_ids': [Command.create({'partner_id': guest}) for guest in guests],
            'host_ids': [Command.create({'side': 'company', 'name': "Race"})],
            'budget_line_ids': [Command.create({'item_id': item.id, 'amount': meals})], **values})
        env.cr.commit()
        return document._name, document.id

    def gift(self, name, guests, value):
        env = self.environment(name)
        document = env['relationship.gift.request'].create({
            'partner_id': self.customer_id, 'purpose': "Race", 'date_gift': fields.Date.today() + timedelta(days=20),
            'line_ids': [Command.create({'recipient_id': guest, 'name': "Race", 'unit_value': value}) for guest in guests]})
        env.cr.commit()
        return document._name, document.id

    def press(self, name, document, barrier):
        """Submit as the server does, tried again after a conflict; the refusal, or None."""
        model, document_id = document
        try:
            with self.registry.cursor() as cr:
                context = {'allowed_company_ids': [self.company_id]}
                env = api.Environment(cr, self.users[name], context)
                cr.execute("SELECT 1")
                barrier.wait(timeout=30)
                retrying(partial(
                    call_kw, env[model], 'action_approval_submit', [[document_id]], {'context': context}), env)
        except UserError as error:
            return str(error)
        return None

    def race(self, *documents):
        barrier, names = threading.Barrier(2), ('first', 'second')
        with mute_logger('odoo.sql_db', 'odoo.service.model'), patch.object(Registry, '_lock', DummyRLock()), \
                patch('odoo.service.model.random.uniform', return_value=0.05), ThreadPoolExecutor(2) as executor:
            futures = [executor.submit(self.press, *pair, barrier) for pair in zip(names, documents)]
            return [future.result(timeout=90) for future in futures]

    def assert_one_winner(self, *documents):
        outcomes = self.race(*documents)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        refusal = next(outcome for outcome in outcomes if outcome)
        self.assertRegex(refusal, "Race.*left.*this request gives")
        env = self.environment()
        states = [env[model].browse(document_id).approval_state for model, document_id in documents]
        self.assertEqual(sorted(states), ['draft', 'pending'])

    def test_last_of_a_cap(self):
        """Two gifts; a gift and a dinner; the same people in another order: one winner, no deadlock."""
        one, two = self.guests
        self.assert_one_winner(self.gift('first', [one], 300), self.gift('second', [one], 300))
        self.reset()
        self.assert_one_winner(self.gift('first', [one], 300), self.dinner('second', [one], 600))
        self.reset()
        self.assert_one_winner(self.dinner('first', [one, two], 900), self.dinner('second', [two, one], 900))

    def test_both_within(self):
        """Where there is room for both, both get through."""
        self.reset()
        one = self.guests[0]
        self.assertEqual(self.race(self.gift('first', [one], 250), self.gift('second', [one], 250)), [None, None])
        self.reset()

    def test_one_table(self):
        """Slices of one table for two customers wait for each other, so that the second is signed by the sum; other tables do not."""
        env = self.environment()
        rival = env['res.partner'].create({'name': "Rival", 'is_company': True})
        person = env['res.partner'].create({'name': "Rival One", 'parent_id': rival.id})
        env.cr.commit()
        table = {'venue': "Race", 'date_start': fields.Datetime.now() + timedelta(days=20)}
        first, same, other = (
            self.dinner(name, guests, 100, **{**table, **values}) for name, guests, values in (
                ('first', self.guests[:1], {}), ('second', person.ids, {'partner_id': rival.id, 'venue': "race "}),
                ('second', person.ids, {'partner_id': rival.id, 'venue': "Elsewhere"})))
        self.take_turn(first)
        self.take_turn(other).cr.rollback()
        with mute_logger('odoo.sql_db'), self.assertRaises(LockNotAvailable):
            self.take_turn(same)

    def take_turn(self, document):
        """Begin to check a request in a session of its own, which is not committed and gives up on a lock after a second."""
        env, (model, document_id) = self.environment(), document
        env.cr.execute("SET LOCAL lock_timeout = '1s'")
        env[model].browse(document_id)._benefit_take_turns()
        return env

    def reset(self):
        """Nothing counts any more."""
        env = self.environment()
        env.cr.execute(
            "UPDATE relationship_gift_request SET approval_state = 'cancelled' WHERE company_id = %s", [self.company_id])
        env.cr.execute(
            "UPDATE relationship_hospitality SET approval_state = 'cancelled' WHERE company_id = %s", [self.company_id])
        env.cr.commit()
