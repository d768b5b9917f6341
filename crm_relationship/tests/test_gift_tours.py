from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .gift_common import GiftMixin
from .tour_common import RoleTourCase


class GiftTourCase(GiftMixin, RoleTourCase):
    """Gifts from asking to handing over."""


@tagged('post_install', '-at_install')
class TestGiftDesk(GiftTourCase):
    """At a desk, at 1366 px."""

    def test_specialist_asks(self):
        self.tour('gift_request', '/odoo/relationship-gift-requests/new', 'specialist')
        request = self.model('specialist', 'relationship.gift.request').search([], order='id desc', limit=1)
        self.assertEqual((request.partner_id, request.line_ids.recipient_id), (self.customer, self.contact))
        self.assertEqual((request.amount_total, request.approval_state), (300, 'pending'))


@tagged('post_install', '-at_install')
class TestGiftPhone(PhoneMixin, GiftTourCase):
    """With a thumb, at 390 px."""

    def test_keeper_issues(self):
        request = self.approved_gift()
        self.tour('gift_issue', '/odoo/relationship-gifts-to-issue', 'keeper')
        self.assertEqual((request.stage, request.issued_by_id), ('to_hand_over', self.users['keeper']))

    def test_hand_over_signed(self):
        request = self.issued_gift()
        self.tour('gift_hand_over', '/odoo/relationship-gift-requests', 'specialist')
        self.assertEqual(request.stage, 'closed')
        given = request.handover_ids[:1]
        self.assertEqual((given.kind, given.receiver_id), ('given', self.contact))
        self.assertTrue(given.signature)
