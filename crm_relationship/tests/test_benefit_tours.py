from odoo.tests import tagged

from .test_hospitality_tours import DESK, PHONE, HospitalityTourCase


@tagged('post_install', '-at_install')
class TestBenefitDesk(HospitalityTourCase):
    """What is left of the caps follows while an amount is typed, at a desk."""

    browser_size = DESK

    def test_left(self):
        request = self.apply(meals=800)
        self.tour('benefit_left', f'/odoo/hospitality-requests/{request.id}', 'specialist')
        self.assertEqual(request.budget_total, 800)


@tagged('post_install', '-at_install')
class TestBenefitPhone(TestBenefitDesk):
    """The same with a thumb, at 390 px: the table fits."""

    browser_size = PHONE
    touch_enabled = True
