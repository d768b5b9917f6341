from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .benefit_common import BenefitCase


@tagged('post_install', '-at_install')
class TestBenefitSplit(BenefitCase):
    """One dinner in three slices is signed as one dinner (APPROVAL.md, Beyond; SECURITY.md)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.relationship_split_days = 7

    def on(self, days, *guests, meals=1000.0, **values):
        """A dinner that many days after the first one."""
        start = fields.Datetime.now() + timedelta(days=10 + days)
        return self.dinner(*guests, meals=meals, date_start=start, **{'venue': f"{days}{meals}", **values})

    def related(self, document):
        document.env.flush_all()
        amount, names = document._approval_related().get(document.id, (0.0, []))
        return round(amount, 2), names

    def test_same_table(self):
        """However the venue is spaced or spelled in capitals, and whatever characters it has."""
        for first, other, same in (
                ("松鹤楼  二楼", "松鹤楼 二楼 ", True), ("Hilton\t Bar", "HILTON bar", True), ("A_B", "AxB", False),
                ("C:\\", "c:\\", True), ("100%", "100", False), ("100%", " 100%", True)):
            with self.subTest(first):
                dinner = self.on(0, venue=first)
                dinner.action_approval_submit()
                self.assertEqual(
                    dinner.name in self.related(self.on(0, self.buyer, partner_id=self.rival.id, venue=other))[1], same)

    def test_window(self):
        """Exactly the window belongs to it, a day more does not; both sides of the day."""
        first = self.on(0)
        first.action_approval_submit()
        for days, counted in ((7, True), (8, False), (-7, True), (-8, False), (0, True)):
            with self.subTest(days):
                self.assertEqual(self.related(self.on(days)), (1000, [first.name]) if counted else (0, []))
        self.company.relationship_split_days = 0
        self.assertEqual(self.related(self.on(0)), (0, []))

    def test_who(self):
        """Same person, same customer company, same table; not strangers."""
        self.on(0, venue="松鹤楼").action_approval_submit()
        for document, counted in (
                (self.on(1), True), (self.on(1, self.colleague), True),
                (self.on(1, self.buyer, partner_id=self.rival.id), False),
                (self.on(0, self.buyer, partner_id=self.rival.id, venue=" 松鹤楼 "), True),
                (self.on(1, self.buyer, partner_id=self.rival.id, venue="松鹤楼"), False),
                (self.gift((self.contact, 10), date_gift=self.company._relationship_today() + timedelta(days=10)), True),
                (self.gift((self.buyer, 10), partner_id=self.rival.id,
                           date_gift=self.company._relationship_today() + timedelta(days=10)), False),
                (self.on(1, self.contact, partner_id=self.rival.id), True)):
            with self.subTest(document.display_name):
                self.assertEqual(self.related(document)[0], 1000 if counted else 0)

    def test_states(self):
        """Drafts, rejected and cancelled ones do not count; approved ones with what was approved."""
        draft, pending, rejected = (self.on(0, meals=meals) for meals in (10, 200, 3000))
        (pending | rejected).action_approval_submit()
        rejected.sudo().approval_request_id.with_user(self.users['supervisor'])._decide('reject', note="不同意")
        document = self.on(1, meals=1)
        self.assertEqual(self.related(document), (200, [pending.name]))
        self.sign(pending, 'supervisor', 'manager')
        pending.sudo().approval_request_id.with_user(self.users['finance'])._decide('approve', lowered_amount=150)
        pending.invalidate_recordset()
        self.assertEqual(self.related(document), (150, [pending.name]))
        self.assertEqual(draft.approval_state, 'draft')

    def test_routed_by_the_sum(self):
        """The manager's limit is 5,000: one cent more altogether and the general manager signs."""
        gift = self.gift((self.contact, 1000), date_gift=self.company._relationship_today() + timedelta(days=10))
        gift.action_approval_submit()
        for meals, final in ((4000, True), (4000.01, False)):
            document = self.on(2, meals=meals)
            preview = document._approval_preview()
            self.assertIn(gift.name, preview['related'])
            self.sign(document, 'supervisor', 'manager')
            with self.subTest(meals):
                self.assertEqual(document.approval_step_name, "Finance audit" if final else "General manager approval")
                self.assertIn(gift.name, document.approval_route_html)
                request = document.sudo().approval_request_id
                self.assertEqual((request.amount, request.related_amount), (meals, 1000))
            document.action_approval_recall()

    def test_two_currencies(self):
        usd = self.env.ref('base.USD')
        usd.active = True
        self.env['res.currency.rate'].create({
            'currency_id': usd.id, 'company_id': self.company.id, 'name': '2026-01-01', 'inverse_company_rate': 7.0})
        self.on(0, meals=100, currency_id=usd.id).action_approval_submit()
        self.assertEqual(self.related(self.on(1))[0], 700)

    def test_supplement_counts_once(self):
        """The supplement's amount to authorise has the base in it already."""
        request = self.on(0, meals=800)
        self.sign(request, 'supervisor', 'manager', 'finance')
        other = self.on(1, meals=50)
        other.action_approval_submit()
        supplement = request._create_supplement({self.meals: 200})
        self.assertEqual(supplement.authority_amount, 1000)
        self.assertEqual(self.related(supplement), (50, [other.name]))
        supplement.action_approval_submit()
        self.assertEqual(self.related(self.on(2, meals=1)), (1050, sorted([request.name, supplement.name, other.name])))

    def test_batch(self):
        """Slices submitted together count for each other."""
        batch = self.on(0, meals=3000) | self.on(1, meals=2500)
        batch.action_approval_submit()
        requests = batch.sudo().approval_request_id.sorted('amount')
        self.assertEqual(requests.mapped('related_amount'), [3000, 2500])

    def test_own_company_only(self):
        """Another company's requests are neither added nor named."""
        other = self.env['res.company'].create({'name': "另一公司", 'currency_id': self.env.ref('base.CNY').id})
        request = self.env['relationship.gift.request'].create({
            'company_id': other.id, 'partner_id': self.customer.id, 'purpose': "x", 'currency_id': other.currency_id.id,
            'date_gift': self.company._relationship_today() + timedelta(days=10),
            'line_ids': [Command.create({'recipient_id': self.contact.id, 'name': "x", 'unit_value': 400})]})
        self.env.cr.execute("UPDATE relationship_gift_request SET approval_state = 'pending' WHERE id = %s", [request.id])
        self.env.invalidate_all()
        self.assertEqual(self.related(self.on(0)), (0, []))
