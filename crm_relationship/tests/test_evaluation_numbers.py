from collections import defaultdict
from datetime import date, timedelta
from random import Random

from odoo.tests import tagged

from .classification_common import TODAY, ClassificationCase

START, END = date(2025, 11, 22), TODAY


@tagged('post_install', '-at_install')
class TestEvaluationNumbers(ClassificationCase):
    """What an evaluation reads, against a plain Python reckoning of the same history."""

    def read(self, profiles, *sources, start=START, end=END):
        return profiles._evaluation_numbers(self.company, set(sources), start, end)

    def values(self, profiles, source, **period):
        found = self.read(profiles, source, **period)[source]
        return {profile: found[profile.partner_id.id]['value'] for profile in profiles if profile.partner_id.id in found}

    def test_against_python(self):
        """Orders, sales, growth, margin and share of wallet of ten customers with a random history."""
        random, history = Random(6), defaultdict(list)
        for number in range(10):
            partner = self.customer(f"Random {number}")
            for _order in range(random.randrange(1, 25)):
                day = TODAY - timedelta(days=random.randrange(0, 700))
                amount = random.randrange(-200, 3000)
                history[partner].append((day, amount, round(amount * random.uniform(0.4, 0.9), 2)))
            self.buy(partner, *history[partner])
        self.classify()
        profiles = self.Profile.search([('company_id', '=', self.company.id)])
        for profile in profiles:
            profile.annual_demand = 50000
        found = self.read(profiles, 'order_count', 'amount_12m', 'growth', 'margin_rate', 'wallet_share', 'lifetime_amount')
        recent, before = date(2026, 5, 21), date(2025, 11, 21)
        for profile in profiles:
            rows, key = history[profile.partner_id], profile.partner_id.id
            orders = sum(1 for day, amount, _cost in rows if START <= day <= END and amount > 0)
            year = sum(amount for day, amount, _cost in rows if day > date(2025, 11, 21))
            now = sum(amount for day, amount, _cost in rows if day > recent)
            then = sum(amount for day, amount, _cost in rows if before < day <= recent)
            cost = sum(cost for day, _amount, cost in rows if day > date(2025, 11, 21))
            with self.subTest(profile.display_name):
                self.assertEqual(found['order_count'][key]['value'], orders)
                if any(amount > 0 for _day, amount, _cost in rows):
                    self.assertAlmostEqual(found['amount_12m'][key]['value'], year, 2)
                    self.assertAlmostEqual(found['lifetime_amount'][key]['value'], sum(row[1] for row in rows), 2)
                if then > 0:
                    self.assertAlmostEqual(found['growth'][key]['value'], (now - then) / then * 100, 3)
                    self.assertEqual((found['growth'][key]['now'], found['growth'][key]['before']), (now, then))
                else:
                    self.assertNotIn(key, found['growth'])
                if year:
                    self.assertAlmostEqual(found['margin_rate'][key]['value'], (year - cost) / year * 100, 2)
                self.assertAlmostEqual(found['wallet_share'][key]['value'], year / 50000 * 100, 3)

    def test_period_bounds(self):
        """First and last day are within; the day before and after are not; one order counts once."""
        profile = self.classified(
            (START - timedelta(days=1), 10), (START, 10, None, 'same'), (START, 20, None, 'same'), (END, 10), (END, -5))
        self.buy(profile.partner_id, (END + timedelta(days=1), 10))
        self.assertEqual(self.values(profile, 'order_count'), {profile: 2})
        for day in (START - timedelta(days=1), START, END):
            self.complain(profile.partner_id, day)
        self.assertEqual(self.values(profile, 'complaint_count'), {profile: 2})

    def test_none_is_a_number(self):
        """No complaint and no order are 0; no satisfaction, growth or demand is unknown."""
        profile = self.classified((date(2026, 11, 1), 100))
        found = self.read(profile, 'complaint_count', 'satisfaction', 'growth', 'wallet_share', 'margin_rate')
        self.assertEqual(found['complaint_count'][profile.partner_id.id]['value'], 0)
        for source in ('satisfaction', 'growth', 'wallet_share', 'margin_rate'):
            self.assertFalse(found[source], source)

    def test_cooperation(self):
        """Whole months as years, cut."""
        for first, expected in (
                (date(2024, 11, 21), 2.0), (date(2024, 11, 22), 1.9), (date(2026, 11, 21), 0.0), (date(2026, 5, 21), 0.5)):
            profile = self.classified((first, 10))
            with self.subTest(first):
                self.assertEqual(self.values(profile, 'cooperation_years'), {profile: expected})

    def test_long_ago(self):
        """Rolling figures say nothing about a period that ended long before them."""
        profile = self.classified((date(2024, 5, 5), 700), (date(2026, 11, 1), 100))
        ended = {'start': date(2024, 1, 1), 'end': date(2024, 12, 31)}
        self.assertFalse(self.values(profile, 'amount_12m', **ended))
        self.assertEqual(self.values(profile, 'order_count', **ended), {profile: 1})
        self.assertTrue(self.values(profile, 'amount_12m', start=START, end=profile.computed_date))

    def test_satisfaction(self):
        """The mean of what was said on done visits of the period, cut after two decimals."""
        profile = self.classified((date(2026, 11, 1), 100))
        visits = self.env['relationship.visit'].create([{
            'partner_id': profile.partner_id.id, 'company_id': self.company.id, 'purpose': 'relationship',
            'date_start': f'2026-11-{day:02} 03:00:00'} for day in (2, 3, 4, 5)])
        self.env.flush_all()
        for visit, (stage, value) in zip(visits, (('done', '5'), ('done', '4'), ('done', '4'), ('planned', '1'))):
            self.env.cr.execute(
                "UPDATE relationship_visit SET stage = %s, satisfaction = %s WHERE id = %s", [stage, value, visit.id])
        found = self.read(profile, 'satisfaction')['satisfaction'][profile.partner_id.id]
        self.assertEqual((found['value'], found['count']), (4.33, 3))

    def test_queries(self):
        """A source costs one query, however many customers."""
        partners = self.env['res.partner'].concat(*(self.customer(f"Many {n}") for n in range(30)))
        for partner in partners:
            self.buy(partner, (date(2026, 10, 1), 100, 60))
        self.classify()
        profiles = self.Profile.search([('company_id', '=', self.company.id)])
        for source in ('amount_12m', 'growth', 'margin_rate', 'order_count', 'complaint_count', 'satisfaction'):
            self.env.flush_all()
            counts = []
            for some in (profiles[:3], profiles):
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                self.read(some, source)
                counts.append(self.cr.sql_log_count - before)
            with self.subTest(source):
                self.assertEqual(*counts)
                self.assertLess(counts[1], 8)
