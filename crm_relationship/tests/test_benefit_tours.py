from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .test_hospitality_tours import HospitalityTourCase


class BenefitTourCase(HospitalityTourCase):
    """What is left of the caps follows while an amount is typed."""

    def assert_left(self):
        request = self.apply(meals=800)
        self.tour('benefit_left', f'/odoo/hospitality-requests/{request.id}', 'specialist')
        self.assertEqual(request.budget_total, 800)


@tagged('post_install', '-at_install')
class TestBenefitDesk(BenefitTourCase):
    """At a desk, 1366 px."""

    def test_left_at_desk(self):
        self.assert_left()


@tagged('post_install', '-at_install')
class TestBenefitPhone(PhoneMixin, BenefitTourCase):
    """With a thumb, at 390 px: the table fits."""

    def test_left_on_phone(self):
        self.assert_left()
