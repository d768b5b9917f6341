from odoo.tests import tagged

from odoo.addons.crm_relationship.tests.tour_common import RoleTourCase
from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .claim_common import ClaimMixin


class ClaimTourCase(ClaimMixin, RoleTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_signers()

    def report_of_today(self):
        """A signed report, its occasion yesterday: a browser's clock cannot be moved."""
        request = self.approved(meals=800)
        self.env.cr.execute(
            "UPDATE relationship_hospitality SET date_start = now() - interval '1 day', "
            "date_stop = now() - interval '22 hours' WHERE id = %s", [request.id])
        self.env.invalidate_all()
        report = self.report_on(request, meals=750, days=0)
        return self.sign(report, 'supervisor', 'manager', 'finance')


@tagged('post_install', '-at_install')
class TestClaimPhone(PhoneMixin, ClaimTourCase):
    """The specialist claims on the way home."""

    def test_claim(self):
        report = self.report_of_today()
        self.tour('relationship_claim', f'/odoo/hospitality-reports/{report.id}', 'specialist')
        self.assertEqual((report.claim_state, report.claim_amount), ('claimed', 750))


@tagged('post_install', '-at_install')
class TestClaimDesk(ClaimTourCase):
    """Claim, look at it, and finance's list."""

    def test_claim_and_finance(self):
        report = self.report_of_today()
        self.tour('relationship_claim', f'/odoo/hospitality-reports/{report.id}', 'specialist')
        self.assertEqual((report.claim_state, report.claim_amount), ('claimed', 750))
        self.tour('relationship_claim_and_back', f'/odoo/hospitality-reports/{report.id}', 'specialist')
        self.tour('relationship_claims_of_finance', '/odoo/customer-expenses', 'finance')
