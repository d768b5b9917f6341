from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .gift_common import GiftCase


@tagged('post_install', '-at_install')
class TestGiftStops(GiftCase):
    """What stops a gift: a tender opened meanwhile, something as good as money; and a rejection, which stops nothing for good."""

    def tender(self, effect='block', **values):
        return self.env['relationship.tender'].create({
            'name': "年度招标", 'partner_id': self.customer.id, 'company_id': self.company.id, 'effect': effect,
            'date_from': self.company._relationship_today(), **values})

    def test_tender_before_the_issue(self):
        """A tender open today keeps the gift on the shelf; one that is over, to come or of another customer does not."""
        request, today = self.approved_gift(), self.company._relationship_today()
        keeper = request.with_user(self.users['keeper'])
        other = self.env['res.partner'].create({'name': "别家", 'is_company': True})
        tender = self.tender()
        for values, stopped in (
                ({}, True), ({'date_to': today}, True), ({'date_to': False, 'company_id': False}, True),
                ({'date_from': today + timedelta(days=1)}, False),
                ({'date_from': today - timedelta(days=9), 'date_to': today - timedelta(days=1)}, False),
                ({'date_from': today, 'date_to': False, 'partner_id': other.id}, False)):
            tender.write(values)
            with self.subTest(values=values):
                if stopped:
                    with self.assertRaisesRegex(UserError, "年度招标"), self.cr.savepoint():
                        keeper.action_issue()
                else:
                    request.sudo()._check_blackout()
        keeper.action_issue()
        self.assertEqual(request.stage, 'to_hand_over')

    def test_tender_before_the_hand_over(self):
        """Nothing is given meanwhile; bringing the gift back stays possible."""
        request = self.issued_gift()
        self.tender()
        with self.assertRaisesRegex(UserError, "brought back"), self.cr.savepoint():
            self.hand(request)
        self.hand(request, outcome='returned')
        self.assertEqual(request.line_ids.outcome, 'returned')

    def test_tender_that_warns(self):
        """The gift goes its way, and the request says what was known."""
        request = self.approved_gift()
        self.tender('warn')
        request.with_user(self.users['keeper']).action_issue()
        self.hand(request)
        self.assertEqual(request.line_ids.outcome, 'given')
        notes = request.sudo().message_ids.filtered(lambda message: "年度招标" in (message.body or ''))
        self.assertEqual(len(notes), 2)

    def test_cash_by_name(self):
        """Words in the name, unless a product of the catalogue says otherwise."""
        tea, card = self.env['product.product'].create([
            {'name': "红包装普洱", 'relationship_is_gift': True, 'list_price': 100},
            {'name': "茶卡", 'relationship_is_gift': True, 'relationship_gift_cash': True, 'list_price': 100}])
        self.env['res.lang']._activate_lang('zh_CN')
        tea.with_context(lang='zh_CN').name, tea.with_context(lang='en_US').name = "红包装普洱", "Puer in red"
        none = self.env['product.product']
        for product, name, refused in (
                (none, "沃尔玛购物卡", True), (none, "礼品卡 500元", True), (none, "提货券", True), (none, "现金", True),
                (none, "Gift  Card", True), (none, "GIFTCARDS", True), (none, "Tea voucher", True), (none, "ＣＡＳＨ", True),
                (none, "Cashmere scarf", False), (none, "龙井茶", False), (none, False, False),
                (tea, "红包装普洱", False), (tea, "Puer in Red", False), (card, "茶卡", True),
                (tea, "购物卡 500 元", True), (tea, "红包装普洱、红包", True), (tea, "龙井茶", False)):
            with self.subTest(name=name):
                self.assertEqual(self.company._is_gift_cash(product, name), refused)
        self.company.relationship_gift_cash_words = " 茶叶 ，;"
        self.assertTrue(self.company._is_gift_cash(none, "龙井茶叶"))
        self.assertFalse(self.company._is_gift_cash(none, "现金"))
        self.company.relationship_gift_cash_words = False
        self.assertFalse(self.company._is_gift_cash(none, "现金"))

    def test_cash_is_not_submitted(self):
        """Neither a request nor a plan with a shopping card is submitted."""
        request = self.ask('specialist', {'name': "购物卡"})
        with self.assertRaisesRegex(ValidationError, "as good as money"):
            request.action_approval_submit()
        plan = self.model('specialist', 'relationship.gift.plan').create({'purpose': "中秋问候", 'line_ids': [
            Command.create({'partner_id': self.customer.id, 'recipient_id': self.contact.id, 'name': "红包", 'unit_value': 100})]})
        self.assertIn("Cash equivalent", plan.line_ids.warning)
        with self.assertRaisesRegex(ValidationError, "As good as money"), self.cr.savepoint():
            plan.action_approval_submit()
        tea = self.env['product.product'].create({'name': "茶叶", 'relationship_is_gift': True, 'list_price': 100})
        for lines in (request.line_ids, plan.line_ids):
            lines.product_id = tea
            lines.name = "购物卡 500 元"
        with self.assertRaisesRegex(ValidationError, "as good as money"), self.cr.savepoint():
            request.action_approval_submit()
        with self.assertRaisesRegex(ValidationError, "As good as money"), self.cr.savepoint():
            plan.action_approval_submit()
        plan.line_ids.name = "龙井茶"
        plan.action_approval_submit()
        self.assertEqual(plan.approval_state, 'pending')

    def test_rejected_is_sent_again(self):
        """A rejected or withdrawn request is an application still, and the visit opens it."""
        visit = self.model('specialist', 'relationship.visit').create({
            'partner_id': self.customer.id, 'date_start': fields.Datetime.now() + timedelta(hours=1), 'duration': 1})
        request = self.ask(visit_id=visit.id)
        request.action_approval_submit()
        approval = request.sudo().approval_request_id
        task = approval.task_ids.filtered(lambda one: one.state == 'pending')[:1]
        approval.with_user(task.user_id)._decide('reject', note="太贵")
        request.invalidate_recordset()
        self.assertEqual((request.approval_state, request.stage), ('rejected', 'application'))
        self.assertEqual(visit.action_gift_request()['res_id'], request.id)
        request.line_ids.unit_value = 100
        request.action_approval_submit()
        self.assertEqual(request.approval_state, 'pending')
        request.action_approval_recall()
        self.assertEqual(request.stage, 'application')
