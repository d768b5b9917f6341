from odoo.tests import HttpCase, tagged

from .gift_plan_common import GiftPlanMixin

PHONE, DESK = '390x844', '1366x768'


class GiftPlanTourCase(GiftPlanMixin, HttpCase):
    """People at work in the browser; Python prepares and asserts, the tour only clicks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_cast()
        cls.env['res.lang']._activate_lang('en_US')
        for user in cls.users.values():
            user.lang = 'en_US'
        cls.strategic = cls.known('strategic', 2000000, "战略客户")
        cls.known('core', 900000, "核心客户")
        cls.known('potential', 200000, "潜力客户")

    def tour(self, name, path, role):
        self.start_tour(path, name, login=f'h_{role}', timeout=120)
        self.env.invalidate_all()

    def latest(self):
        return self.model('specialist', 'relationship.gift.plan').search([], order='id desc', limit=1)

    def submitted(self):
        plan = self.with_lines(self.line(self.strategic))
        return self.sign(plan, 'supervisor')


@tagged('post_install', '-at_install')
class TestGiftPlanDesk(GiftPlanTourCase):
    """Planning, requesting and keeping gifts, at 1366 px."""

    browser_size = DESK

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
class TestGiftPlanPhone(GiftPlanTourCase):
    """Planning and approving with a thumb, at 390 px."""

    browser_size = PHONE
    touch_enabled = True

    def test_plan(self):
        self.tour('gift_plan_on_phone', '/odoo/relationship-gift-plans/new', 'specialist')
        self.assertEqual(self.latest().line_count, 3)

    def test_approve(self):
        plan = self.submitted()
        self.tour('gift_plan_approve_on_phone', '/odoo/relationship-gift-plans', 'manager')
        self.assertEqual(plan.approval_state, 'approved')
