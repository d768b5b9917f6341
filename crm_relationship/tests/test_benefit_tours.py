from odoo.tests import tagged

from .test_hospitality_tours import DESK, PHONE, HospitalityTourCase


class BenefitTourCase(HospitalityTourCase):
    """What is left of the caps follows while an amount is typed."""

    def assert_left(self):
        request = self.apply(meals=800)
        self.tour('benefit_left', f'/odoo/hospitality-requests/{request.id}', 'specialist')
        self.assertEqual(request.budget_total, 800)


@tagged('post_install', '-at_install')
class TestBenefitDesk(BenefitTourCase):
    """At a desk, 1366 px."""

    browser_size = DESK

    def test_left_at_desk(self):
        self.assert_left()


@tagged('post_install', '-at_install')
class TestBenefitPhone(BenefitTourCase):
    """With a thumb, at 390 px: the table fits."""

    browser_size = PHONE
    touch_enabled = True

    def test_left_on_phone(self):
        self.assert_left()
