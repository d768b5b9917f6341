import random
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from odoo.tests import freeze_time, tagged

from . import classification_model as model
from .classification_common import TODAY, ClassificationCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestClassificationNumbers(ClassificationCase):
    """The pass against the same rules in plain Python, over a made-up world with all its oddities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = cls._make_world(random.Random(19), 120)
        cls.partners = {}
        for name, facts in cls.world.items():
            cls.partners[name] = partner = cls.customer(name)
            cls.buy(partner, *facts['purchases'])
            profile = cls.Profile._for_partners(partner, cls.company)
            if facts['demand']:
                profile.annual_demand = facts['demand']
            cls.log(partner, *facts['interactions'])
            for day in facts['complaints']:
                cls.complain(partner, day)

    @classmethod
    def _make_world(cls, dice, size):
        """Customers with one purchase, none, only old ones, refunds, ties, lines of one order."""
        world, amounts = {}, ['100.00', '250.50', '99999.99', '100000', '500000', '1000000.01', '333.33']
        for number in range(size):
            purchases = []
            for _purchase in range(dice.choice((0, 1, 1, 2, 3, 6, 12))):
                day = TODAY - timedelta(days=dice.choice((0, 1, 30, 182, 183, 184, 364, 365, 366, 730, 731, 900)) +
                                        dice.randrange(3))
                amount = Decimal(dice.choice(amounts))
                cost = dice.choice((None, amount * Decimal('0.75')))
                order = dice.choice((None, f'shared-{number}'))
                purchases.append((day, amount, cost, order or f'o{number}-{len(purchases)}'))
                if dice.random() < 0.2:
                    refund = (day + timedelta(days=1), -amount * dice.choice((1, 2)), None, f'r{number}-{len(purchases)}')
                    purchases.append(refund)
            world[f"Customer {number}"] = {
                'purchases': purchases,
                'interactions': [TODAY - timedelta(days=dice.choice((0, 20, 60, 61, 62, 91, 92, 93, 200)))
                                 for _contact in range(dice.choice((0, 0, 1, 4, 5, 7)))],
                'complaints': [TODAY - timedelta(days=dice.choice((0, 29, 30, 31, 32, 90)))
                               for _complaint in range(dice.choice((0, 0, 0, 1, 2)))],
                'demand': dice.choice((0, 200000, 999999)),
            }
        return world

    def _compare(self):
        """Classify and compare every figure and label of every customer."""
        rules = self.Profile._rules(self.company)
        self.classify()
        expected = model.classify(self.world, rules, TODAY)
        self.assertEqual(len(self.Profile.search([('company_id', '=', self.company.id)])), len(self.world))
        for name, partner in self.partners.items():
            profile, want = self.profile(partner), expected[name]
            self.assertEqual(self._figures(profile), self._wanted(want), name)
        return expected

    def _figures(self, profile):
        return {
            'first': profile.first_purchase_date or None, 'last': profile.last_purchase_date or None,
            'orders': profile.order_count, 'rfm_orders': profile.rfm_order_count,
            'total': round(profile.amount_total, 2), 'sales': round(profile.amount_12m, 2),
            'recent': round(profile.amount_6m, 2), 'before': round(profile.amount_6m_before, 2),
            'margin': round(profile.margin_12m, 2), 'growth': profile.has_growth and round(profile.growth, 5),
            'percentage': round(profile.sales_percentile, 3),
            'touched': profile.last_interaction_date or None, 'touches': profile.interaction_count_3m,
            'complained': profile.last_complaint_date or None,
            'tier': profile.tier_id.id or None, 'grade': profile.grade_id.id or None,
            'scores': [profile.rfm_recency or None, profile.rfm_frequency or None, profile.rfm_monetary or None],
            'segment': profile.rfm_segment_id.id or None, 'activity': profile.activity_level,
            'risk': profile.churn_risk, 'potential': profile.growth_potential or None,
            'abc_amount': profile.abc_amount or None, 'abc': profile.abc_class or None,
            'stage': profile.lifecycle_stage,
            'values': [round(profile[name], 2) for name in ('value_potential', 'value_model', 'value_lifetime')],
        }

    def _wanted(self, want):
        wanted = {key: value for key, value in want.items() if key not in ('demand', 'rfm_amount')}
        for key in ('total', 'sales', 'recent', 'before', 'margin'):
            wanted[key] = round(float(wanted[key]), 2)
        wanted['values'] = [round(float(value or 0), 2) for value in wanted['values']]
        growth = wanted['growth']
        wanted['growth'] = growth is not None and round(int(growth * 10**6) / 10**6, 5)
        wanted['percentage'] = round(float(Fraction(int((wanted['percentage'] or 0) * 10**4), 10**4)), 3)
        return wanted

    def test_percentile(self):
        """The defaults of the papers; every label has members, so that nothing is compared idly."""
        expected = self._compare().values()
        for label, least in (('tier', 4), ('grade', 6), ('segment', 5), ('activity', 3), ('risk', 3),
                             ('potential', 4), ('abc', 4), ('stage', 5)):
            self.assertGreaterEqual(len({want[label] for want in expected}), least, label)

    def test_other_bases(self):
        """Cumulative share, percentage of the best and share of wallet."""
        for basis in ('cumulative', 'best', 'wallet'):
            with self.subTest(basis):
                self.company.write({'relationship_grade_basis': basis, 'relationship_sales_months': 12})
                self._compare()
        with self.subTest("a yearly demand and a window of two years"):
            self.company.relationship_sales_months = 24
            self._compare()

    def test_share_of_wallet_is_a_years(self):
        """36,000 in two years against a yearly demand of 60,000: 30%, on the customer and in evaluations."""
        self.company.write({'relationship_grade_basis': 'wallet', 'relationship_sales_months': 24})
        partner = self.customer()
        self.buy(partner, (TODAY, 6000), (TODAY - timedelta(days=500), 30000))
        self.Profile._for_partners(partner, self.company).annual_demand = 60000
        self.classify()
        profile = self.profile(partner)
        self.assertEqual((profile.amount_12m, profile.sales_percentile), (36000, 30))
        numbers = profile._evaluation_numbers(self.company, {'wallet_share'}, TODAY - timedelta(days=365), TODAY)
        self.assertEqual(numbers['wallet_share'][partner.id]['value'], 30)

    def test_other_windows(self):
        """All windows and thresholds come from the settings."""
        self.company.write({
            'relationship_sales_months': 24, 'relationship_growth_months': 12, 'relationship_rfm_months': 0,
            'relationship_activity_months': 2, 'relationship_activity_high': 3,
            'relationship_risk_drop_percent': 55.5, 'relationship_risk_silence_months': 3,
            'relationship_risk_complaint_months': 2, 'relationship_abc_a_percent': 33.3,
            'relationship_abc_b_percent': 66.6, 'relationship_potential_high_percent': 50,
            'relationship_potential_medium_percent': -25, 'relationship_stage_new_months': 3,
            'relationship_stage_sleep_months': 5, 'relationship_stage_lost_months': 14, 'relationship_value_years': 5,
            'relationship_retention_low_percent': 81.5, 'relationship_retention_high_percent': 0})
        self._compare()

    def test_some_customers_like_all(self):
        """Refreshing a few gives exactly what the pass over all gave: nothing is left to write."""
        self.classify()
        before = {p.id: (p.write_date, self._figures(p)) for p in self.Profile.search([('company_id', '=', self.company.id)])}
        self.env.cr.execute("UPDATE relationship_profile SET tier_id = NULL, sales_percentile = 0, rfm_monetary = 9"
                            " WHERE company_id = %s AND id %% 3 = 0", [self.company.id])
        self.env.invalidate_all()
        some = self.env['res.partner'].concat(*list(self.partners.values())[:40])
        self.Profile._refresh(some, self.company)
        for partner in some:
            profile = self.profile(partner)
            self.assertEqual(self._figures(profile), before[profile.id][1])

    def test_second_pass_writes_nothing(self):
        self.classify()
        run = self.classify()
        self.assertEqual((run.written_count, run.change_count, run.tag_count), (0, 0, 0))
        self.assertEqual(run.customer_count, len(self.world))
