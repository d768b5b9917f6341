from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .gift_plan_common import GiftPlanMixin
from .tour_common import RoleTourCase


class GiftPlanTourCase(GiftPlanMixin, RoleTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strategic = cls.known('strategic', 2000000, "战略客户")
        cls.known('core', 900000, "核心客户")
        cls.known('potential', 200000, "潜力客户")

    def latest(self):
        return self.model('specialist', 'relationship.gift.plan').search([], order='id desc', limit=1)

    def submitted(self):
        plan = self.with_lines(self.line(self.strategic))
        return self.sign(plan, 'supervisor')


@tagged('post_install', '-at_install')
class TestGiftPlanDesk(GiftPlanTourCase):
    """Planning, requesting and keeping gifts, at 1366 px."""

    def test_plan(self):
        self.tour('gift_plan_at_desk', '/odoo/relationship-gift-plans/new', 'specialist')
        plan = self.latest()
        self.assertEqual(
            (plan.approval_state, plan.occasion, plan.line_count, plan.amount_total), ('pending', 'dragon_boat', 2, 800))
        self.assertEqual(plan.line_ids.mapped('name'), ["茶叶礼盒"] * 2)

    def test_requests(self):
        plan = self.sign(self.submitted(), 'manager')
        self.tour('gift_plan_requests', f'/odoo/relationship-gift-plans/{plan.id}', 'specialist')
        self.assertEqual(plan.line_ids.state, 'requested')
        self.tour('gift_plan_lines', '/odoo/relationship-planned-gifts', 'specialist')

    def test_catalogue(self):
        self.tour('gift_catalogue', '/odoo/relationship-gift-catalogue', 'keeper')
        self.assertTrue(self.env['product.template'].search([('name', '=', "丝绸围巾")]).relationship_is_gift)


@tagged('post_install', '-at_install')
class TestGiftPlanPhone(PhoneMixin, GiftPlanTourCase):
    """Planning and approving with a thumb, at 390 px."""

    def test_plan(self):
        self.tour('gift_plan_on_phone', '/odoo/relationship-gift-plans/new', 'specialist')
        self.assertEqual(self.latest().line_count, 3)

    def test_approve(self):
        plan = self.submitted()
        self.tour('gift_plan_approve_on_phone', '/odoo/relationship-gift-plans', 'manager')
        self.assertEqual(plan.approval_state, 'approved')
