from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .gift_common import GiftCase, picture


@tagged('post_install', '-at_install')
class TestGiftVisit(GiftCase):
    """馈赠礼品 on a visit (P2 ⑦): with an approved request, or it opens one."""

    def visit(self, underway=True, **values):
        visit = self.model('specialist', 'relationship.visit').create({
            'partner_id': self.customer.id, 'date_start': fields.Datetime.now() + timedelta(minutes=5), 'duration': 1,
            'contact_ids': [Command.set(self.contact.ids)], **values})
        if underway:
            visit.action_check_in()
        return visit

    def test_opens_a_new_one(self):
        """Customer, day and the people to meet are filled in."""
        visit = self.visit(underway=False)
        action = visit.action_gift_request()
        self.assertNotIn('res_id', action)
        defaults = {key.removeprefix('default_'): value for key, value in action['context'].items()}
        request = self.model('specialist', 'relationship.gift.request').create({
            **defaults, 'line_ids': [Command.create({**defaults['line_ids'][0][2], 'name': "茶", 'unit_value': 100})]})
        self.assertEqual(
            (request.partner_id, request.visit_id, request.line_ids.recipient_id, request.date_gift),
            (self.customer, visit, self.contact, self.company._relationship_today()))
        self.assertEqual(visit.action_gift_request()['res_id'], request.id)
        self.assertEqual(visit.gift_request_count, 1)

    def test_finds_the_nearest(self):
        """An issued request before an approved one before a draft; none of another customer."""
        visit = self.visit(underway=False)
        other = self.env['res.partner'].create({'name': "别家", 'is_company': True})
        person = self.env['res.partner'].create({'name': "别人", 'parent_id': other.id})
        self.ask('specialist', {'recipient_id': person.id}, partner_id=other.id)
        found = []
        for make in (self.ask, self.approved_gift, self.issued_gift):
            found.append(make().id)
            self.assertEqual(visit.action_gift_request()['res_id'], found[-1])

    def test_needs_an_approved_request(self):
        """Without one the visit says what to do; with one the gift is on the visit and in the briefing."""
        visit = self.visit()
        with self.assertRaisesRegex(UserError, "needs an approved request"):
            visit.action_give_gift()
        request = self.ask()
        with self.assertRaisesRegex(UserError, "not approved"):
            visit.action_give_gift()
        self.sign(request, 'supervisor', 'keeper', 'office', 'deputy')
        with self.assertRaisesRegex(UserError, "not issued yet"):
            visit.action_give_gift()
        request.with_user(self.users['keeper']).action_issue()
        context = visit.action_give_gift()['context']
        self.assertEqual((context['default_request_id'], context['default_visit_id']), (request.id, visit.id))
        self.model('specialist', 'relationship.gift.hand.over').with_context(**context).create(
            {'signature': picture()}).action_confirm()
        visit.invalidate_recordset()
        self.assertEqual(visit.gift_handover_ids.line_ids, request.line_ids)
        self.assertEqual(request.visit_id, visit)
        gifts = visit._briefing_gifts([('commercial_partner_id', '=', self.customer.id), ('company_id', '=', self.company.id)])
        self.assertIn((self.company._relationship_today(), "Gift", request.currency_id.format(300), request.line_ids.display_name), gifts)

    def test_not_before_the_visit(self):
        """A gift is handed over on the spot; a visit to another customer is none of it."""
        request = self.issued_gift()
        visit = self.visit(underway=False)
        with self.assertRaisesRegex(UserError, "has not begun"):
            visit.action_give_gift()
        other = self.env['res.partner'].create({'name': "别家", 'is_company': True})
        elsewhere = self.visit(partner_id=other.id, contact_ids=[])
        with self.assertRaisesRegex(UserError, "a visit to another customer"):
            self.hand(request, visit_id=elsewhere.id)
        with self.assertRaises(ValidationError):
            request.visit_id = elsewhere
        with self.assertRaises(AccessError):
            visit.with_user(self.users['specialist2']).action_give_gift()

    def test_companion_hands_over(self):
        """Who comes along on the visit may hand the gift over, and reads its request."""
        visit = self.visit(companion_ids=[Command.set(self.employees['specialist2'].ids)])
        request = self.issued_gift(visit_id=visit.id)
        self.hand(request, role='specialist2')
        self.assertEqual(request.handover_ids[:1].user_id, self.users['specialist2'])
