from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .hospitality_common import HospitalityCase


@tagged('post_install', '-at_install')
class TestHospitalityCompany(HospitalityCase):
    """Two companies keep apart, several currencies are never mixed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.env.ref('base.USD')
        cls.usd.active = True
        cls.env['res.currency.rate'].create({
            'name': '2026-01-01', 'currency_id': cls.usd.id, 'company_id': cls.company.id, 'rate': 0.2})
        cls.other = cls.env['res.company'].create({'name': "苏州子公司", 'currency_id': cls.env.ref('base.CNY').id})

    def test_foreign_currency_in_company_currency(self):
        """1,200 dollars at 5 yuan are 6,000 yuan: above the service manager's 5,000."""
        request = self.apply(currency_id=self.usd.id, meals=1200)
        self.assertEqual((request.budget_total, request.budget_company), (1200, 6000))
        self.sign(request, 'supervisor', 'manager')
        self.assertEqual(request.approval_state, 'pending')
        self.sign(request, 'gm', 'finance')
        self.assertEqual((request.approval_state, request.approval_amount), ('approved', 6000))

    def test_report_in_the_requests_currency(self):
        """Budget and actual are compared in one currency; the totals add up in the company's."""
        self.company.relationship_overrun_amount = 100  # yuan: 20 dollars
        request = self.sign(
            self.apply(currency_id=self.usd.id, meals=500), 'supervisor', 'manager', 'finance')
        report = self.report_on(request, meals=520)
        self.assertEqual((report.currency_id, report.is_overrun), (self.usd, False))
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign(report, 'supervisor', 'manager', 'finance')
        self.assertEqual((request.actual_amount, request.actual_company), (520, 2600))
        self.assertTrue(self.report_on(self.sign(
            self.apply(currency_id=self.usd.id, meals=500), 'supervisor', 'manager', 'finance'), meals=520.01).is_overrun)

    def test_other_company_is_invisible(self):
        """A manager of one company neither sees nor touches the other's, though he holds the role."""
        request = self.approved()
        manager = self.users['manager']
        manager.company_ids += self.other
        manager.company_id = self.other
        manager.company_ids = self.other
        mine = request.with_user(manager).with_context(allowed_company_ids=self.other.ids)
        self.assertFalse(mine.has_access('read'))
        for name in ('relationship.hospitality', 'relationship.hospitality.budget', 'relationship.hospitality.attendee',
                     'relationship.hospitality.step'):
            with self.subTest(name):
                self.assertFalse(mine.env[name].search([]))

    def test_switching_companies(self):
        """With both companies ticked both are seen; each numbers for itself."""
        specialist = self.users['specialist']
        specialist.company_ids += self.other
        here = self.apply()
        there = self.env['relationship.hospitality'].with_user(specialist).with_company(self.other).create(
            self.values(host_ids=[Command.create({'name': "苏州同事"})]))
        self.assertEqual(there.company_id, self.other)
        self.assertEqual(there.name, 'ZD2026-0001')
        both = specialist.company_ids.ids
        model = self.env['relationship.hospitality'].with_user(specialist)
        self.assertEqual(model.with_context(allowed_company_ids=both).search([]), here | there)
        self.assertEqual(model.with_context(allowed_company_ids=self.other.ids).search([]), there)

    def test_no_signer_in_the_other_company(self):
        """Roles count where the person works: the other company has no signers of its own."""
        specialist = self.users['specialist']
        specialist.company_ids += self.other
        request = self.env['relationship.hospitality'].with_user(specialist).with_company(self.other).create(
            self.values(host_ids=[Command.create({'name': "苏州同事"})]))
        with self.assertRaisesRegex(UserError, "苏州子公司"):
            request.action_approval_submit()

    def test_company_checked_on_relations(self):
        """People of the other company cannot be put on the paper."""
        stranger = self.env['hr.employee'].create({'name': "外人", 'company_id': self.other.id})
        with self.assertRaisesRegex(UserError, "company"):
            self.apply(host_ids=[Command.create({'employee_id': stranger.id})])

    def test_tolerance_and_lead_time_per_company(self):
        self.company.relationship_hospitality_lead_days = 3
        self.other.relationship_hospitality_lead_days = 0
        start = fields.Datetime.now() + timedelta(days=1)
        self.assertTrue(self.apply(date_start=start).is_short_notice)
        specialist = self.users['specialist']
        specialist.company_ids += self.other
        there = self.env['relationship.hospitality'].with_user(specialist).with_company(self.other).create(
            self.values(host_ids=[Command.create({'name': "苏州同事"})], date_start=start))
        self.assertFalse(there.is_short_notice)
