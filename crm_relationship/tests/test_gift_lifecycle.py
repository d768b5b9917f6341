from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .gift_common import SIGNERS, GiftCase, picture


@tagged('post_install', '-at_install')
class TestGiftLifecycle(GiftCase):
    """From the request over five signatures and the keeper's shelf to the recipient, and back (F17)."""

    def test_five_signatures(self):
        """Preparer, department supervisor, gift keeper, office director, deputy manager; each box once."""
        request = self.approved_gift()
        self.assertEqual(request.approval_state, 'approved')
        self.assertEqual(
            [(s['box'], s['name']) for s in request._approval_signatures()],
            [('preparer', "Specialist"), ('department', "Supervisor"), ('gift_keeper', "Keeper"),
             ('office_director', "Office"), ('deputy_manager', "Deputy")])

    def test_authority(self):
        """The deputy manager's word is final up to and including 5,000; above it the general manager decides."""
        for value, final in ((5000, True), (5000.01, False)):
            with self.subTest(value):
                request = self.sign(self.ask('specialist', {'quantity': 1, 'unit_value': value}), *SIGNERS)
                self.assertEqual(request.approval_state, 'approved' if final else 'pending')
        self.assertEqual(self.sign(request, 'gm').approval_state, 'approved')

    def test_small_departments(self):
        """No manager, or the manager asks: the keeper is next. The keeper asks: the office director is."""
        cases = [('specialist2', ['keeper', 'office', 'deputy']), ('supervisor', ['keeper', 'office', 'deputy'])]
        for role, signers in cases:
            with self.subTest(role):
                request = self.sign(self.ask(role), *signers)
                self.assertEqual(request.approval_state, 'approved')
        self.users['keeper'].group_ids += self.env.ref('crm_relationship.group_specialist')
        request = self.sign(self.ask('keeper'), 'supervisor', 'office', 'deputy')
        self.assertEqual(request.approval_state, 'approved')
        self.service.manager_id = self.employees['office']  # one person, two boxes: signs once
        request = self.sign(self.ask(), 'office', 'keeper', 'deputy')
        self.assertEqual(request.approval_state, 'approved')

    def test_problems(self):
        """All that is missing is said at once, with the remedy."""
        stranger = self.env['res.partner'].create({'name': "外人"})
        card = self.env['product.product'].create({'name': "会员卡", 'relationship_is_gift': True, 'list_price': 500})
        cash = self.ask('specialist', {'product_id': card.id})
        card.relationship_gift_cash = True  # found out while the request is a draft
        with self.assertRaisesRegex(ValidationError, "as good as money"):
            cash.action_approval_submit()
        cases = [
            ({'line_ids': []}, "No gift is named"),
            ({'purpose': "  "}, "The purpose is empty"),
            ({'date_gift': self.company._relationship_today() - timedelta(days=1)}, "The date of the gift has passed"),
        ]
        for values, message in cases:
            with self.subTest(message), self.assertRaisesRegex(ValidationError, message):
                self.ask(**values).action_approval_submit()
        for gift, message in (
                ({'unit_value': 0}, "has no value"),
                ({'recipient_id': stranger.id}, "does not belong to")):
            with self.subTest(message), self.assertRaisesRegex(ValidationError, message):
                self.ask('specialist', gift).action_approval_submit()
        self.ask(date_gift=self.company._relationship_today()).action_approval_submit()

    def test_unfit_values(self):
        """Figures and recipients no form can carry are refused when written."""
        for gift in ({'quantity': 0}, {'quantity': -1}, {'unit_value': -5}, {'unit_value': float('nan')},
                     {'quantity': 1e308}, {'recipient_id': self.customer.id}, {'name': "x" * 201}):
            with self.subTest(gift), self.assertRaises(UserError):
                self.ask('specialist', gift)

    def test_way_of_the_gift(self):
        """Issued once, handed over with proof, on record; nobody changes it afterwards."""
        request = self.approved_gift()
        self.assertEqual(request.stage, 'to_issue')
        with self.assertRaisesRegex(UserError, "not issued yet"):
            request.action_hand_over()
        request.with_user(self.users['keeper']).action_issue()
        self.assertEqual(request.stage, 'to_hand_over')
        with self.assertRaisesRegex(UserError, "was issued by Keeper"):
            request.with_user(self.users['keeper']).action_issue()
        self.hand(request, photo=picture('blue'))
        line = request.line_ids
        self.assertEqual((request.stage, line.outcome, line.outcome_date), ('closed', 'given', self.company._relationship_today()))
        given, issued = request.handover_ids
        self.assertEqual((issued.kind, given.kind, given.receiver_id), ('issued', 'given', self.contact))
        self.assertTrue(given.signature and given.photo)
        for attack in (
                lambda: line.write({'outcome': 'planned'}), lambda: line.write({'is_back': True}),
                lambda: given.sudo().write({'reason': "x"}), lambda: given.sudo().unlink(),
                lambda: request.write({'stage': 'to_issue'}), lambda: request.sudo().write({'issued_date': False}),
                lambda: line.sudo().write({'unit_value': 1}),
                lambda: self.ask('specialist', {'outcome': 'given'}),
                lambda: self.env['relationship.gift.handover'].sudo().create({'request_id': request.id})):
            with self.assertRaises(UserError):
                attack()
        self.assertFalse(request.sudo().approval_request_id._verify())

    def test_not_taken(self):
        """Declined or brought back: with a reason, then back on the keeper's shelf."""
        second = self.env['res.partner'].create({'name': "陈立", 'parent_id': self.customer.id})
        third = self.env['res.partner'].create({'name': "周敏", 'parent_id': self.customer.id})
        request = self.issued_gift({}, {'recipient_id': second.id}, {'recipient_id': third.id})
        first, declined, kept = request.line_ids
        with self.assertRaisesRegex(UserError, "Say why"):
            self.hand(request, lines=declined, outcome='refused', reason="  ")
        self.hand(request, lines=declined, outcome='refused')
        self.assertEqual((declined.outcome, declined.outcome_reason), ('refused', "对方公司不允许收礼"))
        self.assertEqual(request.stage, 'to_hand_over')
        self.hand(request, lines=first)
        self.hand(request, lines=kept, outcome='returned')
        self.assertEqual(request.stage, 'to_take_back')
        self.hand(request, lines=first, outcome='returned', reason="次日退回")
        with self.assertRaises(UserError):
            self.hand(request, lines=first, outcome='returned')
        request.with_user(self.users['keeper']).action_take_back()
        request.invalidate_recordset()
        self.assertEqual(request.stage, 'closed')
        self.assertEqual(request.line_ids.mapped('is_back'), [True] * 3)
        with self.assertRaisesRegex(UserError, "no gift is to come back"):
            request.with_user(self.users['keeper']).action_take_back()
        self.assertEqual(request.handover_ids.mapped('kind'), ['back', 'returned', 'returned', 'given', 'refused', 'issued'])

    def test_evidence(self):
        """Photo or signature, a receiver of this customer, a day between the issue and today."""
        request = self.issued_gift()
        stranger = self.env['res.partner'].create({'name': "外人"})
        today = self.company._relationship_today()
        cases = [
            ({'signature': False}, "Take a photo"),
            ({'receiver_id': False}, "Say who received"),
            ({'receiver_id': stranger.id}, "does not belong to this customer"),
            ({'day': today + timedelta(days=1)}, "between the day it was issued and today"),
            ({'day': today - timedelta(days=1)}, "between the day it was issued and today"),
            ({'photo': b'bm9uc2Vuc2U='}, ""),
        ]
        for values, message in cases:
            with self.subTest(message or values), self.assertRaisesRegex(UserError, message):
                self.hand(request, **values)
        self.company.relationship_gift_proof = 'none'
        self.hand(request, signature=False)
        self.assertEqual(request.stage, 'closed')

    def test_cancel(self):
        """Not once a gift is given; issued ones come back first; before that the approvers consent."""
        request = self.issued_gift()
        with self.assertRaisesRegex(UserError, "the gifts are issued"):
            request._approval_do_cancel("取消")
        self.hand(request, outcome='returned')
        request.with_user(self.users['keeper']).action_take_back()
        request.invalidate_recordset()
        request._approval_do_cancel("取消")
        given = self.issued_gift()
        self.hand(given)
        with self.assertRaisesRegex(UserError, "a gift was given already"):
            given._approval_do_cancel("取消")

    def test_issue_while_cancelling(self):
        """Nothing leaves the shelf while its cancellation is being decided, nor after it."""
        request = self.approved_gift()
        request._approval_do_cancel("客户改期")
        with self.assertRaisesRegex(UserError, "cancellation is being decided"):
            request.with_user(self.users['keeper']).action_issue()
        consent = request.sudo().approval_cancel_request_id
        while consent.state == 'pending':
            signer = consent.task_ids.filtered(lambda task: task.state == 'pending').user_id[:1]
            consent.with_user(signer)._decide('approve', note="同意")
            consent.invalidate_recordset()
        request.invalidate_recordset()
        self.assertEqual((request.approval_state, request.stage), ('cancelled', 'cancelled'))
        with self.assertRaises(UserError):
            request.with_user(self.users['keeper']).action_issue()

    def test_currencies(self):
        """Totals in the request's currency, and in the company's at the rate of the date of the gift."""
        usd = self.env.ref('base.USD')
        usd.active = True
        day = fields.Date.add(self.company._relationship_today(), days=3)
        self.env['res.currency.rate'].search([('currency_id', '=', usd.id)]).unlink()
        self.env['res.currency.rate'].create([
            {'currency_id': usd.id, 'company_id': self.company.id, 'name': '2026-01-01', 'rate': 1 / 7},
            {'currency_id': usd.id, 'company_id': self.company.id, 'name': day, 'rate': 1 / 8}])
        request = self.ask('specialist', {'quantity': 3, 'unit_value': 33.34}, currency_id=usd.id)
        self.assertEqual((request.amount_total, request.amount_company), (100.02, 800.16))
        request.date_gift = fields.Date.subtract(day, days=1)
        self.assertEqual(request.line_ids.value_company, 700.14)

    def test_from_the_catalogue(self):
        """A product brings name and worth, which may be corrected."""
        product = self.env['product.product'].create({
            'name': "丝巾", 'relationship_is_gift': True, 'list_price': 200, 'company_id': self.company.id})
        product.with_company(self.company).standard_price = 120
        line = self.model('specialist', 'relationship.gift.request').create({
            'partner_id': self.customer.id,
            'line_ids': [(0, 0, {'recipient_id': self.contact.id, 'product_id': product.id, 'quantity': 2})]}).line_ids
        self.assertEqual((line.name, line.unit_value, line.value), ("丝巾", 120, 240))

    def test_copy(self):
        """A copy starts anew: no outcome, no issue, a day of its own."""
        request = self.issued_gift()
        self.hand(request)
        copy = request.copy()
        self.assertEqual((copy.stage, copy.line_ids.outcome, copy.issued_date), ('application', 'planned', False))
        self.assertEqual(copy.amount_total, 300)

    def test_late_gift(self):
        """A gift may be handed over after the day it was planned for."""
        request = self.issued_gift()
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            self.hand(request)
        self.assertEqual(request.stage, 'closed')
