from collections import defaultdict
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .benefit_common import BenefitCase


@tagged('post_install', '-at_install')
class TestBenefitLedger(BenefitCase):
    """招待礼品台账: who got what, in every state of its document."""

    def settle(self, request, **amounts):
        """Report and sign: the spend is final."""
        report = self.report_on(request, **amounts)
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign_all(report)
        return report

    def test_hospitality_states(self):
        """Nothing as a draft, the budget's share while pending and approved, the actual one once signed."""
        request = self.dinner(self.contact, self.colleague, meals=900)
        self.assertEqual(self.rows(), {self.contact: []})
        request.action_approval_submit()
        self.assertEqual(self.rows(), {self.contact: [('hospitality', 'pending', 300)]})
        self.sign_all(request)
        self.assertEqual(self.rows(), {self.contact: [('hospitality', 'approved', 300)]})
        report = self.report_on(request, meals=600)
        report.guest_ids.filtered(lambda guest: guest.partner_id == self.colleague).unlink()
        self.assertEqual(self.rows(), {self.contact: [('hospitality', 'approved', 300)]}, "not signed yet")
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign_all(report)
        self.assertEqual(self.rows(self.contact, self.colleague), {
            self.contact: [('hospitality', 'settled', 300)], self.colleague: []}, "600 among the two who came")

    def test_what_does_not_count(self):
        """Rejected, withdrawn and cancelled requests give nothing."""
        rejected, withdrawn, cancelled = (self.dinner(meals=amount) for amount in (100, 200, 300))
        (rejected | withdrawn).action_approval_submit()
        rejected.sudo().approval_request_id.with_user(self.users['supervisor'])._decide('reject', note="不同意")
        withdrawn.action_approval_recall()
        cancelled._approval_do_cancel("取消")
        self.assertEqual(self.rows(), {self.contact: []})

    def test_supplement(self):
        """A supplement adds its own budget; the signed report covers both."""
        request = self.approved(meals=1000)
        supplement = request._create_supplement({self.meals: 500})
        supplement.action_approval_submit()
        self.assertEqual(self.rows()[self.contact], [('hospitality', 'approved', 500), ('hospitality', 'pending', 250)])
        self.sign_all(supplement)
        self.settle(request, meals=1400)
        self.assertEqual(self.rows()[self.contact], [('hospitality', 'settled', 700)])

    def test_lowered_by_audit(self):
        request = self.sign(self.apply(meals=1000), 'supervisor', 'manager')
        request.sudo().approval_request_id.with_user(self.users['finance'])._decide('approve', lowered_amount=600)
        self.assertEqual(self.rows()[self.contact], [('hospitality', 'approved', 300)])

    def test_gift_states(self):
        """Pending, approved, handed over; what was not taken counts until the keeper has it back."""
        request = self.gift((self.contact, 120), (self.contact, 80), (self.colleague, 50))
        self.assertEqual(self.rows(), {self.contact: []})
        request.action_approval_submit()
        self.assertEqual(self.rows()[self.contact], [('gift', 'pending', 80), ('gift', 'pending', 120)])
        self.sign_all(request)
        lines = request.line_ids
        for outcome, back, expected in (
                ('planned', False, [('gift', 'approved', 80), ('gift', 'approved', 120)]),
                ('given', False, [('gift', 'approved', 80), ('gift', 'settled', 120)]),
                ('returned', False, [('gift', 'approved', 80), ('gift', 'approved', 120)]),
                ('refused', False, [('gift', 'approved', 80), ('gift', 'approved', 120)]),
                ('returned', True, [('gift', 'approved', 80)]), ('refused', True, [('gift', 'approved', 80)])):
            lines[0]._sealed_write({'outcome': outcome, 'is_back': back}, SEAL)
            with self.subTest(outcome, back=back):
                self.assertEqual(self.rows()[self.contact], expected)
                self.assertEqual(request._benefit_total(), sum(row[2] for row in expected) + 50)

    def test_gift_on_its_way_back(self):
        """That somebody says the gift came back frees neither cap nor year; the keeper who has it again does."""
        self.cap(500)
        with freeze_time('2026-12-30 02:00:00'):
            request = self.sign_all(self.gift((self.contact, 500), date_gift='2026-12-31'))
            request.with_user(self.users['keeper']).action_issue()
        with freeze_time('2027-01-04 02:00:00'):
            request._hand_over(request.line_ids, 'given', fields.Date.to_date('2027-01-03'))
            request._hand_over(request.line_ids, 'returned', fields.Date.to_date('2026-12-31'), reason="退回")
            self.assertEqual(str(request.line_ids.outcome_date), '2027-01-03', "it was handed over on that day all the same")
            other = self.gift((self.contact, 0.01), date_gift='2027-01-04')
            with self.assertRaisesRegex(ValidationError, "0.00 left"):
                other.action_approval_submit()
            request.with_user(self.users['keeper']).action_take_back()
            other.action_approval_submit()
            self.assertEqual(self.rows()[self.contact], [('gift', 'pending', 0.01)])

    def test_gift_never_given(self):
        """Brought back on a day of last year, it counts in the year it was asked for until the keeper has it."""
        with freeze_time('2026-12-30 02:00:00'):
            request = self.sign_all(self.gift((self.contact, 500), date_gift='2027-01-02'))
            request.with_user(self.users['keeper']).action_issue()
            request._hand_over(request.line_ids, 'returned', fields.Date.to_date('2026-12-30'), reason="退回")
        self.rows()
        self.assertEqual(self.env['relationship.benefit'].search([]).mapped('date'), [fields.Date.to_date('2027-01-02')])

    def test_foreign_currency(self):
        """Amounts in the company's currency at the rate of the document's date."""
        usd = self.env.ref('base.USD')
        usd.active = True
        self.env['res.currency.rate'].create([
            {'currency_id': usd.id, 'company_id': self.company.id, 'name': day, 'inverse_company_rate': rate}
            for day, rate in (('2026-03-01', 7.0), ('2026-03-20', 8.0))])
        request = self.dinner(meals=100, currency_id=usd.id)
        self.sign_all(request)
        gift = self.gift((self.contact, 10), currency_id=usd.id, date_gift='2026-03-20')
        gift.action_approval_submit()
        self.assertEqual(self.rows()[self.contact], [('gift', 'pending', 80), ('hospitality', 'approved', 350)])

    def test_day_of_the_company(self):
        """Midnight of the company divides the years."""
        request = self.dinner(date_start='2026-12-31 15:59:00')
        other = self.dinner(date_start='2026-12-31 16:00:00')
        (request | other).action_approval_submit()
        days = {row.res_id: str(row.date) for row in self.env['relationship.benefit'].search([])}
        self.assertEqual((days[request.id], days[other.id]), ('2026-12-31', '2027-01-01'))

    def test_independent_computation(self):
        """The view against Python over the documents."""
        for number in range(4):
            request = self.dinner(*(self.contact, self.colleague)[:1 + number % 2], meals=333 * (number + 1))
            if number:
                self.sign_all(request) if number > 1 else request.action_approval_submit()
            if number == 3:
                self.settle(request, meals=901)
            gift = self.gift((self.contact, 10 * number + 1), (self.colleague, 7))
            gift.action_approval_submit()
        expected = defaultdict(float)
        for request in self.env['relationship.hospitality'].search([('approval_state', 'in', ('pending', 'approved'))]):
            report = request.report_ids.filtered(lambda r: r.approval_state == 'approved')
            source, amount = (report, report.actual_total) if report else (request, request.budget_total)
            heads = len(source.guest_ids) + len(source.host_ids)
            for guest in source.guest_ids:
                expected[guest.partner_id] += amount / heads
        for line in self.env['relationship.gift.request.line'].search([('request_id.approval_state', '=', 'pending')]):
            expected[line.recipient_id] += line.value
        rows = self.rows(self.contact, self.colleague)
        for person, total in expected.items():
            self.assertAlmostEqual(sum(row[2] for row in rows[person]), total, 1)

    def test_open(self):
        self.dinner().action_approval_submit()
        row = self.model('specialist', 'relationship.benefit').search([])
        self.assertEqual(row.action_open()['res_model'], 'relationship.hospitality')
        self.assertEqual(self.contact.with_user(self.users['specialist']).relationship_benefit_count, 1)
        self.assertEqual(self.customer.with_user(self.users['manager']).relationship_benefit_count, 1)

    def test_merged_contacts(self):
        """Two cards of one person: totals add up on the one that stays, and caps count them."""
        twin = self.env['res.partner'].create({'name': "黄志强", 'parent_id': self.customer.id})
        self.dinner(self.contact, meals=1000).action_approval_submit()
        self.dinner(twin, meals=400).action_approval_submit()
        self.gift((twin, 50)).action_approval_submit()
        self.env.flush_all()
        self.env['base.partner.merge.automatic.wizard'].create({})._merge((twin | self.contact).ids, self.contact)
        self.env.invalidate_all()
        self.assertEqual(
            self.rows()[self.contact],
            [('gift', 'pending', 50), ('hospitality', 'pending', 200), ('hospitality', 'pending', 500)])
        self.cap(800)
        with self.assertRaisesRegex(Exception, "50.00 left"):
            self.gift((self.contact, 50.01)).action_approval_submit()

    def test_gifts_of_a_dinner(self):
        """(meals, gifts, guests, hosts, rows of a guest): gifts are the guests' alone, meals everybody's at the table."""
        hosts = [Command.create({'name': f"同事{number}"}) for number in range(6)]
        cases = [
            (0, 4000, 6, [('gift', 2000)]),
            (800, 4000, 6, [('gift', 2000), ('hospitality', 100)]),
            (800, 0, 6, [('hospitality', 100)]),
            (900, 100, 1, [('gift', 50), ('hospitality', 300)]),
        ]
        for meals, gifts, number, expected in cases:
            request = self.dinner(self.contact, self.colleague, meals=meals, gifts=gifts, host_ids=hosts[:number])
            request.action_approval_submit()
            with self.subTest(meals=meals, gifts=gifts):
                self.assertEqual(
                    self.rows(self.contact, self.colleague),
                    dict.fromkeys((self.contact, self.colleague), [(kind, 'pending', amount) for kind, amount in expected]))
                shares = {kind: round(people[self.contact], 2) for kind, people in request._benefit_shares_by_kind().items()}
                self.assertEqual(sorted(shares.items()), expected, "as the form says")
            request.action_approval_recall()

    def test_gifts_lowered_and_settled(self):
        """The audit lowers gifts and meals alike; what was spent on gifts is divided among who came."""
        request = self.sign(self.apply(meals=800, gifts=200), 'supervisor', 'manager')
        request.sudo().approval_request_id.with_user(self.users['finance'])._decide('approve', lowered_amount=500)
        self.assertEqual(self.rows()[self.contact], [('gift', 'approved', 100), ('hospitality', 'approved', 200)])
        self.settle(request, meals=300, gifts=150)
        self.assertEqual(self.rows()[self.contact], [('gift', 'settled', 150), ('hospitality', 'settled', 150)])

    def test_days(self):
        """A gift counts on the day it was handed over, hospitality on the day the report names."""
        gift = self.sign_all(self.gift(date_gift='2026-12-31'))
        gift.line_ids._sealed_write({'outcome': 'given', 'outcome_date': '2027-01-02'}, SEAL)
        request = self.approved()
        report = self.report_on(request, meals=1000)
        report.date_start = '2026-03-16 16:00:00'
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign_all(report)
        self.rows()
        days = {row.kind: str(row.date) for row in self.env['relationship.benefit'].search([])}
        self.assertEqual(days, {'gift': '2027-01-02', 'hospitality': '2026-03-17'})

    def test_typed_names(self):
        """Whoever has no contact counts for the customer company, and the form says so."""
        self.cap(500, basis='organisation_year')
        request = self.apply(meals=1000, guest_ids=[Command.create({'name': "陈先生"})])
        self.assertIn("陈先生", request.benefit_left_html)
        request.action_approval_submit()
        self.assertIn("陈先生", request.benefit_note)
        row = self.env['relationship.benefit'].search([('res_id', '=', request.id)])
        self.assertEqual(
            (row.recipient_id.id, row.commercial_partner_id, row.kind, row.amount), (False, self.customer, 'hospitality', 500))
        for guest in ({'name': "赵女士"}, {'partner_id': self.contact.id}):
            with self.subTest(guest), self.assertRaisesRegex(ValidationError, "0.00 left"):
                self.apply(meals=0.04, guest_ids=[Command.create(guest)]).action_approval_submit()

    def test_contacts_needed(self):
        """(cap, state-owned, typed name refused): only where a cap on each person refuses or is signed for."""
        cases = [
            ({'effect': 'warn'}, False, False), ({'effect': 'block'}, False, True), ({'effect': 'step'}, False, True),
            ({'basis': 'event_head', 'kind': 'hospitality'}, False, True), ({'kind': 'gift'}, False, False),
            ({'basis': 'organisation_year'}, False, False), ({'recipient_class': 'official'}, False, False),
            ({'recipient_class': 'state_owned'}, False, False), ({'recipient_class': 'state_owned'}, True, True),
            ({'recipient_class': 'private'}, False, True), ({'effect': 'warn'}, True, True),
        ]
        for values, state_owned, refused in cases:
            cap = self.cap(10000, **values)
            self.customer.relationship_state_owned = state_owned
            request = self.apply(guest_ids=[Command.create({'name': "陈先生"}), Command.create({'partner_id': self.contact.id})])
            with self.subTest(values, state_owned=state_owned):
                if refused:
                    with self.assertRaisesRegex(ValidationError, "pick the contact.*陈先生"):
                        request.action_approval_submit()
                    request.guest_ids[0].partner_id = self.colleague
                request.action_approval_submit()
                self.assertEqual(request.approval_state, 'pending')
            request.action_approval_recall()
            cap.active = False

    def test_contacts_needed_of_officials(self):
        """Where an official works, whoever is typed may be one, even where the card is archived."""
        request = self.apply(guest_ids=[Command.create({'name': "陈先生"})])
        for effect, official, active, refused in (
                ('block', False, True, False), ('block', True, True, True), ('step', True, False, True), ('warn', True, True, False)):
            cap = self.cap(10000, effect=effect, recipient_class='official')
            self.colleague.write({'relationship_official': official, 'active': active})
            with self.subTest(effect, official=official):
                if refused:
                    with self.assertRaisesRegex(ValidationError, "pick the contact.*陈先生"):
                        request.action_approval_submit()
                else:
                    request.action_approval_submit()
                    request.action_approval_recall()
            cap.active = False
