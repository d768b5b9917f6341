from odoo.tests import tagged

from .route_common import RouteCase
from .test_tours import ApprovalTourCase
from .tour_common import PhoneMixin


class RouteTourCase(ApprovalTourCase, RouteCase):
    """The ways beside signing, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expert = cls.new_user('expert')
        cls.env['approval.authority'].create({'user_id': cls.expert.id, 'limit': 9000})

    def add_signer(self):
        document = self.submitted()
        self.tour('add_signer', self.supervisor, self.form_url(document))
        self.assertEqual(self.pending(document), self.expert)
        self.assertIntact(document)

    def return_and_transfer(self):
        document = self.submitted()
        self.approve(document, self.supervisor)
        self.tour('return', self.manager, '/odoo/approvals')
        self.assertEqual(self.pending(document), self.supervisor)
        self.tour('transfer', self.supervisor, self.form_url(document))
        self.assertEqual(self.pending(document), self.expert)
        self.assertEqual(self.events(document), ['submit', 'review', 'return', 'transfer'])
        self.assertIntact(document)

    def copy_and_urge(self):
        document = self.submitted()
        self.tour('copy_urge', self.requester, self.form_url(document))
        self.assertEqual(self.events(document), ['submit', 'copy', 'urge'])
        self.assertIn(self.colleague, document.approval_reader_ids)


@tagged('post_install', '-at_install')
class TestRouteToursDesktop(RouteTourCase):

    def test_add_signer(self):
        self.add_signer()

    def test_return_and_transfer(self):
        self.return_and_transfer()

    def test_copy_and_urge(self):
        self.copy_and_urge()


@tagged('post_install', '-at_install')
class TestRouteToursPhone(PhoneMixin, RouteTourCase):

    def test_add_signer(self):
        self.add_signer()

    def test_return_and_transfer(self):
        self.return_and_transfer()

    def test_copy_and_urge(self):
        self.copy_and_urge()
