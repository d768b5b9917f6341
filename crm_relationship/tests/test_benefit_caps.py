from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .benefit_common import BenefitCase


@tagged('post_install', '-at_install')
class TestBenefitCaps(BenefitCase):
    """Caps at their bounds, who they are for, and what crossing them does."""

    def assert_bound(self, within, beyond, message="left"):
        """``within`` may be submitted, ``beyond`` is refused with ``message``."""
        within.action_approval_submit()
        self.assertEqual(within.approval_state, 'pending')
        within.action_approval_recall()
        with self.assertRaisesRegex(ValidationError, message):
            beyond.action_approval_submit()
        self.assertEqual(beyond.approval_state, 'draft')

    def test_bounds(self):
        """(basis, kind, what is asked within, beyond): the cap itself is within."""
        cases = [
            ('recipient_year', False, lambda more: self.gift((self.contact, 500 + more))),
            ('recipient_year', 'gift', lambda more: self.gift((self.contact, 200), (self.contact, 300 + more))),
            ('recipient_year', 'hospitality', lambda more: self.dinner(meals=1000 + 2 * more)),
            ('event_head', 'hospitality', lambda more: self.dinner(meals=1000 + 2 * more)),
            ('event_head', False, lambda more: self.gift((self.contact, 500 + more))),
            ('organisation_year', False, lambda more: self.gift((self.contact, 250), (self.colleague, 250 + more))),
        ]
        for basis, kind, ask in cases:
            cap = self.cap(500, basis=basis, kind=kind)
            with self.subTest(basis, kind=kind):
                self.assert_bound(ask(0), ask(0.01))
            cap.active = False

    def test_gifts_of_a_dinner(self):
        """What is given at the table counts against the caps on gifts, on the form and when it is submitted."""
        self.cap(200, kind='gift', basis='event_head', name="每次礼品")
        within, beyond = (self.dinner(self.contact, self.colleague, meals=1, gifts=gifts) for gifts in (400, 400.02))
        self.assertIn("每次礼品", beyond.benefit_left_html)
        self.assertNotIn("每次礼品", self.dinner(meals=1).benefit_left_html or '')
        self.assert_bound(within, beyond)
        self.cap(0, kind='gift', recipient_class='official', basis='event_head')
        self.contact.relationship_official = True
        self.assert_bound(self.dinner(meals=100), self.dinner(meals=100, gifts=0.01))

    def test_gifts_of_a_supplement(self):
        """The base's meals do not count against a cap on gifts; its gifts do."""
        self.cap(150, kind='gift', basis='event_head')
        request = self.approved(meals=900, gifts=100)
        with self.assertRaisesRegex(ValidationError, "50.00 left"):
            request._create_supplement({self.gifts: 50.01}).action_approval_submit()

    def test_kind_does_not_fit(self):
        """A cap on gifts lets hospitality pass, and the reverse."""
        self.cap(1, kind='gift')
        self.dinner(meals=5000).action_approval_submit()

    def test_reserved_and_given_back(self):
        """Pending counts; rejected, returned and declined give the cap back; hospitality counts what it came to."""
        self.cap(500)
        first = self.gift((self.contact, 400))
        first.action_approval_submit()
        second = self.gift((self.contact, 101))
        with self.assertRaisesRegex(ValidationError, r"Cap \(.*500\.00.*黄志强 has .*100\.00.* left.*101\.00"):
            second.action_approval_submit()
        first.sudo().approval_request_id.with_user(self.users['supervisor'])._decide('reject', note="不同意")
        second.action_approval_submit()
        self.assertEqual(second.approval_state, 'pending')

    def test_years(self):
        """The calendar year of the gift counts, not the one of the request."""
        self.cap(500)
        self.gift((self.contact, 500), date_gift='2026-12-31').action_approval_submit()
        self.gift((self.contact, 500), date_gift='2027-01-01').action_approval_submit()
        with self.assertRaises(ValidationError):
            self.gift((self.contact, 0.01), date_gift='2026-03-12').action_approval_submit()

    def test_classes(self):
        """Who is private, official or of a state-owned firm; every cap that fits counts."""
        caps = {name: self.cap(100, recipient_class=name, name=name) for name in (
            'any', 'private', 'state_owned', 'official')}
        finance = self.users['finance']
        for state_owned, official, expected in (
                (False, False, {'any', 'private'}), (True, False, {'any', 'state_owned'}),
                (False, True, {'any', 'official'}), (True, True, {'any', 'state_owned', 'official'})):
            self.customer.with_user(finance).sudo().relationship_state_owned = state_owned
            self.contact.with_user(finance).sudo().relationship_official = official
            document = self.gift((self.contact, 1))
            found = document._benefit_findings()[document.sudo()].checks
            with self.subTest(state_owned=state_owned, official=official):
                self.assertEqual({check.cap.name for check in found}, expected)
        self.assertEqual(len(caps), 4)

    def test_two_currencies(self):
        """A cap in dollars, a request in yuan, at the rate of the day of each."""
        usd = self.env.ref('base.USD')
        usd.active = True
        self.env['res.currency.rate'].create({
            'currency_id': usd.id, 'company_id': self.company.id, 'name': '2026-01-01', 'inverse_company_rate': 7.0})
        self.cap(100, currency_id=usd.id)
        self.assert_bound(self.gift((self.contact, 700)), self.gift((self.contact, 700.07)), "100.01")
        self.assert_bound(
            self.gift((self.contact, 100), currency_id=usd.id), self.gift((self.contact, 100.01), currency_id=usd.id))

    def test_companies(self):
        """A cap of all companies counts them all; a company's own counts that one only."""
        other = self.env['res.company'].create({'name': "另一公司", 'currency_id': self.env.ref('base.CNY').id})
        request = self.env['relationship.gift.request'].create({
            'company_id': other.id, 'partner_id': self.customer.id, 'purpose': "x", 'currency_id': other.currency_id.id,
            'line_ids': [Command.create({'recipient_id': self.contact.id, 'name': "x", 'unit_value': 400})]})
        self.env.cr.execute(
            "UPDATE relationship_gift_request SET approval_state = 'pending' WHERE id = %s", [request.id])
        self.env.invalidate_all()
        own = self.cap(500, company_id=self.company.id)
        self.gift((self.contact, 500)).action_approval_submit()
        own.active = False
        self.cap(950)
        with self.assertRaisesRegex(ValidationError, "50.00 left"):
            self.gift((self.contact, 51)).action_approval_submit()
        ledger = self.model('manager', 'relationship.benefit')
        self.assertEqual(ledger._read_group([], [], ['amount:sum'])[0][0], 500, "the other company's rows stay its own")

    def test_supplement_of_the_same_dinner(self):
        """Per head the dinner counts as a whole: it cannot be served in slices."""
        self.cap(500, basis='event_head')
        request = self.approved(meals=800)
        supplement = request._create_supplement({self.meals: 200.02})
        with self.assertRaisesRegex(ValidationError, "100.00 left"):
            supplement.action_approval_submit()
        supplement.budget_line_ids.filtered('amount').amount = 200
        supplement.action_approval_submit()

    def test_two_requests_of_one_day(self):
        """(kind of the cap, other request of the day, refused): one occasion, however many requests; other days are others."""
        today = self.company._relationship_today()
        for kind, other, refused in (
                ('hospitality', lambda: self.dinner(meals=800), True), (False, lambda: self.dinner(meals=800), True),
                ('hospitality', lambda: self.dinner(self.colleague, meals=800), False),
                ('hospitality', lambda: self.dinner(meals=800, date_start='2026-03-18 02:00:00'), False),
                ('hospitality', lambda: self.gift((self.contact, 400), date_gift=today + timedelta(days=6)), False),
                (False, lambda: self.gift((self.contact, 400), date_gift=today + timedelta(days=6)), True)):
            cap, first = self.cap(500, basis='event_head', kind=kind), other()
            first.action_approval_submit()
            request = self.dinner(meals=200.02, venue="得月楼")
            with self.subTest(first.display_name, kind=kind):
                if refused:
                    with self.assertRaisesRegex(ValidationError, "100.00 left"):
                        request.action_approval_submit()
                    request.budget_line_ids.filtered('amount').amount = 200
                request.action_approval_submit()
            for document in (first, request):
                document.action_approval_recall()
            cap.active = False

    def test_batch_counts_itself(self):
        """Two requests submitted at once do not both take the last of a cap."""
        self.cap(500)
        batch = self.gift((self.contact, 300)) | self.gift((self.contact, 201))
        with self.assertRaisesRegex(ValidationError, "200.00 left"):
            batch.action_approval_submit()

    def test_warn(self):
        """Crossing is recorded, shown to the signers and marked in the ledger; the record keeps it."""
        self.cap(100, effect='warn')
        request = self.gift((self.contact, 150))
        request.action_approval_submit()
        self.assertTrue(request.is_over_cap)
        self.assertIn("150.00", request.benefit_note)
        self.assertEqual(request.sudo().approval_request_id.event_ids[:1].note, request.benefit_note)
        self.assertTrue(self.env['relationship.benefit'].search([('is_over_cap', '=', True)]))
        self.assertFalse(request.sudo().approval_request_id._verify())
        request.action_approval_recall()
        request.line_ids.unit_value = 100
        request.action_approval_submit()
        self.assertFalse(request.is_over_cap or request.benefit_note)

    def test_step(self):
        """Crossing asks the cap's group in addition, before the first decision."""
        group = self.env['res.groups'].create({'name': "合规办公室"})
        self.users['employee'].group_ids += group
        self.cap(100, effect='step', group_id=group.id)
        within, beyond = self.dinner(meals=200), self.dinner(meals=200.02)
        for request, expected in ((within, 0), (beyond, 1)):
            names = [step['name'] for step in request._approval_preview()['steps']]
            self.assertEqual(sum("合规办公室" in name for name in names), expected)
            request.action_approval_submit()
            steps = request.sudo().approval_request_id.step_ids
            self.assertEqual(len(steps.filtered(lambda step: step.group_id == group)), expected)
            within.action_approval_recall() if request == within else None
        self.sign(beyond, 'supervisor')
        self.assertEqual(beyond.approval_step_name, "Compliance: 合规办公室")
        self.sign(beyond, 'employee', 'manager', 'finance')
        self.assertEqual(beyond.approval_state, 'approved')
        self.assertFalse(beyond.sudo().approval_request_id._verify())

    def test_step_of_the_usual_route(self):
        """A group that signs anyway signs in any case: the route is tighter than the policy, and still the policy's."""
        group = self.env.ref('crm_relationship.group_general_manager')
        self.cap(100, effect='step', group_id=group.id)
        request = self.dinner(meals=200.02)
        request.action_approval_submit()
        self.sign(request, 'supervisor', 'manager', 'gm', 'finance')
        self.assertEqual(request.approval_state, 'approved')
        self.assertFalse(request.sudo().approval_request_id._verify())

    def test_blackout(self):
        """Both days belong to it; other customers and other days do not; warn or refuse."""
        start, end = fields.Date.to_date('2026-03-16'), fields.Date.to_date('2026-03-20')
        tender = self.env['relationship.tender'].create({
            'name': "二期设备招标", 'partner_id': self.customer.id, 'date_from': start, 'date_to': end,
            'company_id': self.company.id})
        for day, refused in ((start - timedelta(days=1), False), (start, True), (end, True), (end + timedelta(days=1), False)):
            request = self.gift(date_gift=day)
            with self.subTest(day):
                if refused:
                    self.assertIn("二期设备招标", request.benefit_left_html)
                    with self.assertRaisesRegex(ValidationError, "二期设备招标.*another date"):
                        request.action_approval_submit()
                else:
                    request.action_approval_submit()
        tender.effect = 'warn'
        request = self.gift(date_gift=start)
        request.action_approval_submit()
        self.assertIn("二期设备招标", request.benefit_note)
        tender.write({'effect': 'block', 'date_to': False})
        with self.assertRaises(ValidationError):
            self.dinner(date_start='2026-06-01 10:00:00').action_approval_submit()
        with self.assertRaises(ValidationError):
            tender.date_to = start - timedelta(days=1)

    def test_cash(self):
        card = self.env['product.product'].create({
            'name': "购物卡", 'relationship_is_gift': True, 'relationship_gift_cash': True})
        request = self.gift()
        request.line_ids.product_id = card
        with self.assertRaisesRegex(ValidationError, "购物卡.*good as money"):
            request.action_approval_submit()

    def test_shipped_caps(self):
        """Private: warned; state-owned: signed in addition; officials: no gift at all."""
        self.env['relationship.benefit.cap'].with_context(active_test=False).search([]).active = True
        Cap = self.env['relationship.benefit.cap']
        Cap.search([]).group_id = Cap._default_group_id()  # a database made before has another one
        private = self.gift((self.contact, 5001))
        private.action_approval_submit()
        self.assertIn("5,001.00", private.benefit_note)
        self.buyer.parent_id.relationship_state_owned = True
        for value, state in ((200, 'approved'), (201, 'pending')):
            day = self.company._relationship_today() + timedelta(days=value)
            request = self.gift((self.buyer, value), partner_id=self.rival.id, date_gift=day)
            self.sign(request, 'supervisor', 'keeper', 'office', 'deputy')
            self.assertEqual(request.approval_state, state)
        self.assertEqual(self.sign(request, 'gm').approval_state, 'approved', "who signs no other gift of this value")
        self.contact.relationship_official = True
        with self.assertRaisesRegex(ValidationError, "Public official, gifts"):
            self.gift((self.contact, 0.01)).action_approval_submit()
