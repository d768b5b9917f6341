from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .benefit_common import BenefitCase


@tagged('post_install', '-at_install')
class TestBusinessEntertainment(BenefitCase):
    """业务招待费: deductible is the smaller of 60% of the spend and 5‰ of the revenue."""

    def year(self, **values):
        return self.env['relationship.entertainment.year'].create({
            'company_id': self.company.id, 'year': 2026, 'revenue_source': 'typed', **values})

    def test_table(self):
        """(spend, revenue, deductible): at the point where both shares meet, and on either side."""
        self.gift((self.contact, 1000)).action_approval_submit()
        for revenue, deductible in (
                (0, 0), (119999.99, 600 - 0.00005), (120000, 600), (1000000, 600), (100000, 500)):
            year = self.year(revenue_typed=revenue)
            with self.subTest(revenue):
                self.assertAlmostEqual(year.deductible, deductible, 2)
                self.assertAlmostEqual(year.non_deductible, 1000 - deductible, 2)
            year.unlink()

    def test_rates_are_settings(self):
        self.gift((self.contact, 1000)).action_approval_submit()
        self.company.write({
            'relationship_entertainment_spend_percent': 50, 'relationship_entertainment_revenue_permille': 10})
        self.assertEqual(self.year(revenue_typed=1000000).deductible, 500)
        self.assertEqual(self.env['relationship.entertainment.year'].search([]).revenue_limit, 10000)
        for name, value in (('spend_percent', 101), ('revenue_permille', -1), ('revenue_permille', 1000.1)):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.company[f'relationship_entertainment_{name}'] = value

    def test_states(self):
        """The occasion as a whole, our own people's share included; supplements once."""
        pending, approved, settled = (self.dinner(meals=meals) for meals in (100, 200, 400))
        pending.action_approval_submit()
        self.sign_all(approved)
        self.sign_all(settled)
        supplement = settled._create_supplement({self.meals: 50})
        self.sign_all(supplement)
        gift = self.gift((self.contact, 7), (self.colleague, 3))
        self.sign_all(gift)
        gift.line_ids[0]._sealed_write({'outcome': 'given'}, SEAL)
        gift.line_ids[1]._sealed_write({'outcome': 'refused', 'is_back': True}, SEAL)
        year = self.year()
        self.assertEqual((year.pending, year.approved, year.spent), (100, 650, 7))
        report = self.report_on(settled, meals=440)
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign_all(report)
        year.invalidate_recordset()
        self.assertEqual((year.pending, year.approved, year.spent), (100, 200, 447))

    def test_revenue_from_purchases(self):
        source = self.env['relationship.purchase.source'].create({'name': "ERP", 'company_id': self.company.id})
        self.env['relationship.purchase'].create([{
            'source_id': source.id, 'company_id': self.company.id, 'partner_id': self.customer.id, 'order_key': str(number),
            'date': day, 'amount': amount,
        } for number, (day, amount) in enumerate((
            ('2025-12-31', 1), ('2026-01-01', 1000), ('2026-06-30', 500), ('2026-07-01', -200), ('2027-01-01', 2)))])
        self.env.flush_all()
        year = self.year(revenue_source='purchases')
        self.assertEqual(year.revenue, 1300)
        self.assertEqual(year.revenue_limit, 6.5)

    def test_forecast(self):
        """(year, source, typed, expected, basis, limit): an expected revenue counts while the year is not over."""
        for number, source, typed, expected, basis, limit in (
                (2026, 'typed', 100000, 0, 'typed', 500), (2026, 'typed', 100000, 2, 'expected', 0.01),
                (2026, 'typed', 100000, 400000, 'expected', 2000), (2026, 'purchases', 0, 0, 'to_date', 0),
                (2026, 'purchases', 0, 400000, 'expected', 2000), (2027, 'purchases', 0, 400000, 'expected', 2000),
                (2025, 'typed', 100000, 400000, 'typed', 500), (2025, 'purchases', 0, 400000, 'year', 0)):
            year = self.year(year=number, revenue_source=source, revenue_typed=typed, revenue_expected=expected)
            with self.subTest(year=number, source=source, expected=expected):
                self.assertEqual(year.revenue_basis, basis)
                self.assertAlmostEqual(year.revenue_limit, limit, 2)
                self.assertEqual(year.revenue, typed)
            year.unlink()

    def test_forecast_and_to_date(self):
        """What is spent is compared with the revenue known, what is expected with the revenue expected."""
        gift = self.gift((self.contact, 1000))
        self.sign_all(gift)
        gift.line_ids._sealed_write({'outcome': 'given'}, SEAL)
        year = self.year(revenue_typed=20000, revenue_expected=100000)
        self.assertEqual((year.spent, year.deductible_spent), (1000, 100))
        self.assertEqual((year.expected, year.deductible, year.non_deductible), (1000, 500, 500))

    def test_input(self):
        for values in ({'year': 1999}, {'year': 2101}, {'revenue_typed': -1}, {'revenue_typed': float('inf')},
                       {'revenue_expected': -1}, {'revenue_expected': float('nan')}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.year(**values)
