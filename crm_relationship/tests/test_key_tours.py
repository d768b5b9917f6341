"""Key accounts and countermeasures in the browser, at a desk and on a phone."""

from datetime import timedelta
from itertools import count

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .classification_common import ClassificationCase
from .hospitality_common import HospitalityMixin
from .tour_common import RoleTourCase


class KeyTourCase(HospitalityMixin, RoleTourCase):
    source = classmethod(ClassificationCase.source.__func__)
    buy = classmethod(ClassificationCase.buy.__func__)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = count(1)

    def new_customer(self, name):
        partner = self.env['res.partner'].create({'name': name, 'is_company': True})
        profile = self.env['relationship.profile']._for_partners(partner, self.company)
        profile.user_id = self.users['specialist']
        return profile

    def risky(self):
        """A customer at risk, half of whose sales are gone."""
        profile = self.new_customer("Tour Risk")
        profile.flush_recordset()
        self.env.cr.execute(
            "UPDATE relationship_profile SET churn_risk = 'high', growth = -0.5, has_growth = TRUE WHERE id = %s", [profile.id])
        profile.invalidate_recordset()
        return profile

    def best(self):
        """A customer that bought for 60,000 last year."""
        profile = self.new_customer("Tour Best")
        last_year = self.company._relationship_today().replace(month=3, day=1) - relativedelta(years=1)
        self.buy(profile.partner_id, (last_year, 60000, 30000))
        return profile

    def due(self):
        return fields.Date.to_string(self.company._relationship_today() + timedelta(days=30))


@tagged('post_install', '-at_install')
class TestKeyDesk(KeyTourCase):
    def test_plan(self):
        """Ranked, chosen with one tap, spread over the quarters."""
        profile = self.best()
        self.tour('key_account_plan', '/odoo/key-account-plans/new', 'supervisor')
        plan = self.model('supervisor', 'relationship.key.account').search([], order='id desc', limit=1)
        self.assertEqual(plan.customer_ids.profile_id, profile)
        self.assertEqual(plan.target_ids.mapped('amount'), [15000] * 4)
        self.assertEqual(plan.measure_ids.name, "Monthly visit")

    def test_propose(self):
        profile = self.risky()
        self.tour('countermeasure_propose', '/odoo/problem-customers/new', 'supervisor')
        sheet = self.model('supervisor', 'relationship.countermeasure').search([], order='id desc', limit=1)
        self.assertEqual((sheet.kind, sheet.line_ids.profile_id), ('problem', profile))


@tagged('post_install', '-at_install')
class TestKeyPhone(PhoneMixin, KeyTourCase):
    def test_close_a_line(self):
        """Whoever is responsible writes the result and closes, with a thumb."""
        sheet = self.model('supervisor', 'relationship.countermeasure').create({'kind': 'problem', 'line_ids': [(0, 0, {
            'profile_id': self.risky().id, 'problem': "Orders stopped", 'strategy': "Visit", 'date_deadline': self.due()})]})
        self.sign(sheet, 'manager')
        self.tour('countermeasure_close_on_phone', '/odoo/countermeasures', 'specialist')
        self.assertEqual((sheet.line_ids.result, sheet.line_ids.state, sheet.stage), ("Orders are back", 'closed', 'closed'))

    def test_measure_done(self):
        """A promise is ticked off; so is its activity."""
        self.best()
        plan = self.model('supervisor', 'relationship.key.account').create({})
        plan.action_compute()
        plan.sales_ranking_ids.action_choose()
        plan.customer_ids.measure_ids = [(0, 0, {
            'name': "Monthly visit", 'user_id': self.users['specialist'].id, 'date_deadline': self.due()})]
        self.sign(plan, 'manager', 'gm')
        self.tour('key_measure_on_phone', '/odoo/key-measures', 'specialist')
        self.assertEqual(plan.measure_ids.done_by_id, self.users['specialist'])
        self.assertFalse(plan.measure_ids.activity_id.active)
