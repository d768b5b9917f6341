from odoo.tests import HttpCase, tagged

from .claim_common import ClaimMixin

PHONE, DESK = '390x844', '1366x768'


class ClaimTourCase(ClaimMixin, HttpCase):
    """People at work in the browser; Python prepares and asserts, the tour only clicks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_cast()
        cls.set_up_signers()
        cls.env['res.lang']._activate_lang('en_US')
        for user in cls.users.values():
            user.lang = 'en_US'

    def report_of_today(self):
        """A signed report, its occasion yesterday: a browser's clock cannot be moved."""
        request = self.approved(meals=800)
        self.env.cr.execute(
            "UPDATE relationship_hospitality SET date_start = now() - interval '1 day', "
            "date_stop = now() - interval '22 hours' WHERE id = %s", [request.id])
        self.env.invalidate_all()
        report = self.report_on(request, meals=750, days=0)
        return self.sign(report, 'supervisor', 'manager', 'finance')

    def tour(self, name, path, role):
        self.start_tour(path, name, login=f'h_{role}', timeout=120)
        self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestClaimPhone(ClaimTourCase):
    """The specialist claims on the way home."""

    browser_size = PHONE
    touch_enabled = True

    def test_claim(self):
        report = self.report_of_today()
        self.tour('relationship_claim', f'/odoo/hospitality-reports/{report.id}', 'specialist')
        self.assertEqual((report.claim_state, report.claim_amount), ('claimed', 750))


@tagged('post_install', '-at_install')
class TestClaimDesk(ClaimTourCase):
    """Claim, look at it, and finance's list."""

    browser_size = DESK

    def test_claim_and_finance(self):
        report = self.report_of_today()
        self.tour('relationship_claim', f'/odoo/hospitality-reports/{report.id}', 'specialist')
        self.assertEqual((report.claim_state, report.claim_amount), ('claimed', 750))
        self.tour('relationship_claim_and_back', f'/odoo/hospitality-reports/{report.id}', 'specialist')
        self.tour('relationship_claims_of_finance', '/odoo/customer-expenses', 'finance')
