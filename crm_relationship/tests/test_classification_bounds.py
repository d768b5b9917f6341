from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from .classification_common import TODAY, ClassificationCase

DAY = timedelta(days=1)
OLD = date(2020, 1, 1)
#: the windows that end on TODAY: the first day inside, the last one outside
IN_12, OUT_12 = date(2025, 11, 22), date(2025, 11, 21)
IN_6, OUT_6 = date(2026, 5, 22), date(2026, 5, 21)


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestClassificationBounds(ClassificationCase):
    """Every threshold of the papers: at it, just below, just above."""

    def check(self, field, cases):
        """cases: (expected, purchases) each of a customer of its own, all classified at once."""
        partners = []
        for _expected, purchases in cases:
            partner = self.customer()
            self.buy(partner, *purchases)
            partners.append(partner)
        self.classify()
        for number, ((expected, _purchases), partner) in enumerate(zip(cases, partners)):
            with self.subTest(number):
                self.assertEqual(self.profile(partner)[field], expected)

    def test_tier_amount(self):
        """N10–N13: 1,000,000, 500,000 and 100,000 belong to the better tier; a young large customer is core."""
        strategic, core, potential, basic = self.tier.values()
        old, growing = (OLD, 1), [(OUT_6, 10000), (IN_6, 20000)]
        self.check('tier_id', [
            (strategic, [old, (TODAY, 1000000)]),
            (core, [old, (TODAY, 999999.99)]),
            (strategic, [old, (TODAY, 1000000.01)]),
            (core, [(TODAY, 5000000)]),
            (core, [old, (TODAY, 500000)]),
            (basic, [old, (TODAY, 499999.99)]),
            (potential, [*growing, (IN_6, 70000)]),
            (basic, [*growing, (IN_6, 69999.99)]),
            (potential, [*growing, (IN_6, 469999.99)]),
            (basic, [old]),
            (basic, [old, (OUT_12, 2000000)]),
            (strategic, [old, (IN_12, 1000000)]),
            (core, [old, (TODAY, 1000000), (TODAY, -0.01)]),
        ])

    def test_tier_two_years(self):
        """The second anniversary counts, the day before does not."""
        anniversary = date(2024, 11, 21)
        self.check('tier_id', [
            (self.tier['strategic'], [(anniversary, 1), (TODAY, 1000000)]),
            (self.tier['core'], [(anniversary + DAY, 1), (TODAY, 1000000)]),
            (self.tier['strategic'], [(anniversary - DAY, 1), (TODAY, 1000000)]),
            # a refund is no first purchase
            (self.tier['core'], [(OLD, -1), (TODAY, 2000000)]),
        ])

    def test_tier_growth(self):
        """N12: 20% is enough, 19.9999% is not; no earlier sales pass no threshold."""
        self.check('tier_id', [
            (self.tier['potential'], [(OUT_6, 100000), (IN_6, 120000)]),
            (self.tier['basic'], [(OUT_6, 100000), (IN_6, 119999.99)]),
            (self.tier['potential'], [(OUT_6, 100000), (TODAY, 120000.01)]),
            (self.tier['basic'], [(TODAY, 300000)]),
            (self.tier['basic'], [(OUT_6, 100), (OUT_6, -100), (TODAY, 300000)]),
            (self.tier['basic'], [(OUT_6, 100), (OUT_6, -200), (TODAY, 300000)]),
            # what was before the window before does not count as earlier sales
            (self.tier['basic'], [(OUT_12, 100000), (TODAY, 300000)]),
            (self.tier['potential'], [(IN_12, 100000), (TODAY, 300000)]),
        ])

    def test_growth_figure(self):
        profile = self.classified((OUT_6, 300), (IN_6, 359.99))
        self.assertEqual((profile.has_growth, profile.growth), (True, 0.199966))
        self.assertFalse(self.classified((IN_6, 100)).has_growth)

    def test_grades_of_ten(self):
        """N1: of ten customers the best outsells nine (90%: A), the next eight (80%: B), and so on."""
        cases = [(grade, [(TODAY, 1000 - 100 * place)]) for place, grade in enumerate(
            [*map(self.grade.get, 'abcd'), *[self.grade['e']] * 6])]
        self.check('grade_id', cases)

    def test_grade_below_bound(self):
        """Of eleven the best outsells ten (90.9%: A), the second nine (81.8%: B); of nine, 88.8% is B."""
        self.check('grade_id', [(self.grade[grade], [(TODAY, 1000 - 50 * place)])
                                for place, grade in enumerate('abc')] + [
            (self.grade['d'], [(TODAY, 700)]), *[(self.grade['e'], [(TODAY, 10 + n)]) for n in range(7)]])
        nine = self.make_company("Nine Ltd")
        partners = [self.customer() for _n in range(9)]
        for number, partner in enumerate(partners):
            self.buy(partner, (TODAY, 100 + number), company=nine)
        self.classify(company=nine)
        best = self.profile(partners[-1], nine)
        self.assertEqual((best.grade_id, best.sales_percentile), (self.grade['b'], 88.8888))

    def test_grade_ties(self):
        """Equal customers get the same percentage and grade; those without sales get none."""
        self.check('grade_id', [
            (self.grade['d'], [(TODAY, 500)]), (self.grade['d'], [(TODAY, 500)]),
            *[(self.grade['e'], [(TODAY, 100)])] * 3,
            (self.env['relationship.grade'], [(OUT_12, 10000)]),
            (self.env['relationship.grade'], [(TODAY, 10), (TODAY, -10)]),
            (self.env['relationship.grade'], [(TODAY, 10), (TODAY, -20)]),
        ])

    def test_rfm_fifths(self):
        """Ten customers, two per score; ties share the lower place."""
        partners = [self.customer() for _n in range(10)]
        for number, partner in enumerate(partners):
            self.buy(partner, *[(TODAY - number * DAY, 10 * (number + 1))] * (number + 1))
        self.classify()
        profiles = [self.profile(partner) for partner in partners]
        self.assertEqual([p.rfm_recency for p in profiles], [5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
        self.assertEqual([p.rfm_frequency for p in profiles], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
        self.assertEqual([p.rfm_monetary for p in profiles], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
        equal = self.make_company("Equal Ltd")
        for partner in partners:
            self.buy(partner, (TODAY, 10), company=equal)
        self.classify(company=equal)
        self.assertEqual({(p.rfm_recency, p.rfm_frequency, p.rfm_monetary) for p in self.Profile.search(
            [('company_id', '=', equal.id)])}, {(1, 1, 1)})

    def test_orders_and_refunds(self):
        """Lines of one order are one order; refunds lower the sums and are no orders."""
        profile = self.classified(
            (TODAY, 100, None, 'one'), (TODAY, 50, None, 'one'), (OUT_12, 10, None, 'two'), (TODAY, -30, None, 'refund'))
        self.assertEqual((profile.order_count, profile.rfm_order_count, profile.is_repeat), (2, 1, True))
        self.assertEqual((profile.amount_total, profile.amount_12m), (130, 120))
        self.assertEqual((profile.first_purchase_date, profile.last_purchase_date), (OUT_12, TODAY))
        only = self.classified((TODAY, -30))
        self.assertEqual((only.has_purchase, only.order_count, only.rfm_recency), (False, 0, 0))
        self.assertFalse(only.rfm_segment_id or only.grade_id or only.abc_class)
        self.assertEqual((only.tier_id, only.churn_risk), (self.tier['basic'], 'low'))

    def test_margin(self):
        """Only purchases with a known cost have a margin; N5's repeat customers have two orders."""
        profile = self.classified((TODAY, 100, 60), (TODAY, 300), (OUT_12, 50, 1))
        self.assertEqual((profile.margin_12m, profile.margin_rate, profile.has_margin), (40, 0.4, True))
        self.classified((TODAY, 100, 90))
        row = self.env['relationship.repeat.profit'].search([('company_id', '=', self.company.id)])
        self.assertEqual((row.customer_count, row.repeat_count, row.margin, row.repeat_margin), (2, 1, 50, 40))
        self.assertEqual((row.company_share, row.target), (80, 80))

    def test_future_purchases_wait(self):
        """What is dated tomorrow counts tomorrow."""
        partner = self.customer()
        self.buy(partner, (TODAY + DAY, 100))
        self.classify()
        self.assertFalse(self.profile(partner).has_purchase)
        self.classify(TODAY + DAY)
        self.assertTrue(self.profile(partner).has_purchase)

    def test_activity(self):
        """N9: 5 in three months is high, 4 and 1 medium, none low; the window's first day counts."""
        inside, outside = date(2026, 8, 22), date(2026, 8, 21)
        for level, days in (('high', [inside] * 5), ('medium', [inside] * 4 + [outside]), ('medium', [TODAY]),
                            ('low', [outside] * 9), ('low', [])):
            with self.subTest(level=level, count=len(days)):
                partner = self.customer()
                self.Profile._for_partners(partner, self.company)
                self.log(partner, *days)
                self.classify()
                self.assertEqual(self.profile(partner).activity_level, level)

    def test_risk_drop_and_silence(self):
        """N15: 30% down and two months without contact; N14: anything less is low."""
        silent, touched = date(2026, 9, 21), date(2026, 9, 22)
        for risk, recent, days in (
                ('high', 70, []), ('high', 70, [silent]), ('low', 70, [touched]), ('low', 70.01, []),
                ('high', 69.99, [silent]), ('high', 0, []), ('low', 130, [])):
            with self.subTest(risk=risk, recent=recent, days=days):
                partner = self.customer()
                self.buy(partner, (OUT_6, 100), *([(IN_6, recent)] if recent else []))
                self.Profile._for_partners(partner, self.company)
                self.log(partner, *days)
                self.classify()
                self.assertEqual(self.profile(partner).churn_risk, risk)

    def test_risk_complaint(self):
        """N16: a complaint within a month is medium; high beats it; praise is none."""
        inside, outside = date(2026, 10, 22), date(2026, 10, 21)
        for risk, day, kind, purchases in (
                ('medium', inside, 'complaint', []), ('low', outside, 'complaint', []),
                ('medium', TODAY, 'complaint', []), ('low', TODAY, 'praise', []),
                ('high', TODAY, 'complaint', [(OUT_6, 100)])):
            with self.subTest(risk=risk, day=day, kind=kind):
                partner = self.customer()
                self.buy(partner, *purchases)
                self.complain(partner, day, kind=kind)
                self.assertEqual(self.profile(partner).churn_risk, risk, "at once, without a pass")

    def test_potential_and_abc(self):
        """N7: the customers that make the first 70% are A, up to 90% B; potential moves a class."""
        cases = [('a', 700), ('b', 150), ('b', 99.99), ('c', 50), ('c', 0.01)]
        self.check('abc_amount', [(abc, [(TODAY, amount)]) for abc, amount in cases])
        company = self.make_company("Potential Ltd")
        for expected, purchases in (
                ('high', [(OUT_6, 100), (IN_6, 120)]), ('medium', [(OUT_6, 100), (IN_6, 119.99)]),
                ('medium', [(OUT_6, 100), (IN_6, 100)]), ('low', [(OUT_6, 100), (IN_6, 99.99)]), (False, [(IN_6, 1)])):
            partner = self.customer()
            self.buy(partner, *purchases, company=company)
            self.classify(company=company)
            self.assertEqual(self.profile(partner, company).growth_potential, expected)


@tagged('post_install', '-at_install')
@freeze_time('2028-03-31 06:00:00')
class TestClassificationClock(ClassificationCase):
    """Month ends, leap years and the company's own midnight."""

    def window(self, day, field, inside, outside):
        """``inside`` is the first day that counts on ``day``; ``outside`` the last that does not."""
        self.assertEqual(inside - outside, DAY)
        partner = self.customer()
        self.buy(partner, (inside, 1), (outside, 10))
        self.classify(day)
        self.assertEqual(self.profile(partner)[field], 1, f"{field} on {day}")

    def test_month_ends(self):
        """A window of n months begins after the same day, or the last day of the shorter month."""
        for day, field, outside in (
                (date(2024, 8, 31), 'amount_6m', date(2024, 2, 29)),
                (date(2025, 8, 31), 'amount_6m', date(2025, 2, 28)),
                (date(2024, 2, 29), 'amount_12m', date(2023, 2, 28)),
                (date(2025, 2, 28), 'amount_12m', date(2024, 2, 28)),
                (date(2028, 2, 29), 'amount_6m', date(2027, 8, 29)),
                (date(2026, 3, 31), 'amount_12m', date(2025, 3, 31))):
            with self.subTest(day=day, field=field):
                self.window(day, field, outside + DAY, outside)

    def test_windows_touch(self):
        """Every day of a year is in exactly one of the two comparison windows."""
        for day in (date(2024, 8, 31), date(2024, 2, 29), date(2025, 8, 30), date(2026, 12, 31)):
            partner = self.customer()
            days = [day - n * DAY for n in range(365)]
            self.buy(partner, *[(when, 1) for when in days])
            self.classify(day)
            profile = self.profile(partner)
            self.assertEqual(profile.amount_6m + profile.amount_6m_before, profile.amount_12m, day)
            self.assertIn(profile.amount_12m, (365, 364), day)

    def test_anniversary_of_leap_day(self):
        """Two years after 29 February 2024 is 1 March 2026."""
        partner = self.customer()
        self.buy(partner, (date(2024, 2, 29), 1), (date(2026, 2, 1), 1000000))
        for day, tier in ((date(2026, 2, 28), 'core'), (date(2026, 3, 1), 'strategic')):
            self.classify(day)
            self.assertEqual(self.profile(partner).tier_id, self.tier[tier], day)

    def test_company_midnight(self):
        """At 17:00 UTC it is tomorrow in Shanghai and today in Los Angeles."""
        west = self.make_company("West Inc", 'USD', 'America/Los_Angeles')
        with freeze_time('2026-11-21 17:00:00'):
            self.assertEqual(self.company._relationship_today(), date(2026, 11, 22))
            self.assertEqual(west._relationship_today(), date(2026, 11, 21))
            partner = self.customer()
            self.buy(partner, (date(2026, 11, 22), 5))
            self.buy(partner, (date(2026, 11, 22), 5), company=west)
            self.classify(None)
            self.classify(None, west)
            self.assertTrue(self.profile(partner).has_purchase)
            self.assertFalse(self.profile(partner, west))

    def test_interaction_counts_on_local_day(self):
        """A call at 17:00 UTC is tomorrow's in Shanghai."""
        with freeze_time('2026-11-21 17:30:00'):
            partner = self.customer()
            self.env['relationship.interaction'].create({
                'partner_id': partner.id, 'company_id': self.company.id, 'date': '2026-11-21 17:00:00'})
            self.assertEqual(self.profile(partner).last_interaction_date, date(2026, 11, 22))
