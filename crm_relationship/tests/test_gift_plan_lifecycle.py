from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.lunar_festivals import COLUMNS, FIXED, TABLE, festival, next_festival
from .gift_plan_common import GiftPlanCase


@tagged('post_install', '-at_install')
class TestGiftPlanLifecycle(GiftPlanCase):
    """From the draft through the signatures to the gifts handed over."""

    def two_customers(self, **values):
        """A plan with two lines for one customer and one for another."""
        self.first, self.second = self.known('strategic', 300, "甲", people=2), self.known('core', 200, "乙", owner='specialist2')
        self.first.shared_user_ids = self.second.shared_user_ids = self.users['specialist']
        people = self.first.partner_id.child_ids.sorted('id')
        return self.with_lines(
            self.line(self.first, recipient_id=people[0].id), self.line(self.first, recipient_id=people[1].id, product_id=self.pen.id),
            self.line(self.second, quantity=2), **values)

    def outcome(self, gifts, outcome):
        """What the hand-over writes."""
        gifts.sudo()._sealed_write({'outcome': outcome}, SEAL)

    def test_period(self):
        """The next festival from today on, the festival's own day included; else the coming month."""
        for occasion, first, last in (
                ('dragon_boat', date(2026, 5, 29), date(2026, 6, 19)), ('spring', date(2027, 1, 16), date(2027, 2, 6)),
                ('mid_autumn', date(2026, 9, 4), date(2026, 9, 25)), ('national', date(2026, 9, 10), date(2026, 10, 1)),
                ('new_year', date(2026, 12, 11), date(2027, 1, 1)), ('birthday', date(2026, 4, 1), date(2026, 4, 30)),
                ('other', date(2026, 4, 1), date(2026, 4, 30))):
            with self.subTest(occasion):
                plan = self.plan(occasion=occasion)
                self.assertEqual((plan.date_from, plan.date_to), (first, last))
        plan = self.plan(date_from='2026-06-01', date_to='2026-06-10')
        self.assertEqual(plan.date_to, date(2026, 6, 10))
        plan.occasion = 'spring'
        self.assertEqual(plan.date_to, date(2027, 2, 6))
        self.company.relationship_gift_lead_days = 30
        self.assertEqual(self.plan().date_from, date(2026, 5, 20))

    def test_festivals(self):
        """The table agrees with the public holidays shipped, and with the calendar's own bounds."""
        for name, xmlid in (('spring', 'spring'), ('dragon_boat', 'dragon_boat'), ('mid_autumn', 'mid_autumn')):
            holiday = self.env.ref(f'crm_relationship.workday_cn_2026_{xmlid}')
            self.assertTrue(holiday.date_from <= festival(name, 2026) <= holiday.date_to)
        for year in TABLE:
            spring, boat, moon = (festival(name, year) for name in COLUMNS)
            self.assertTrue(date(year, 1, 21) <= spring <= date(year, 2, 20))
            # 4 or 5 lunar months of 29 or 30 days lie between, 7 or 8 to the full moon of autumn
            self.assertIn((boat - spring).days, (*range(121, 125), *range(150, 154)))
            self.assertIn((moon - boat).days, (*range(97, 101), *range(126, 130)))
        self.assertEqual(next_festival('spring', date(2026, 2, 17)), date(2026, 2, 17))
        self.assertEqual(next_festival('spring', date(2026, 2, 18)), date(2027, 2, 6))
        self.assertEqual(next_festival('dragon_boat', date(2060, 12, 1)), None)
        self.assertEqual(next_festival('national', date(2099, 12, 1)), festival('national', 2100))
        self.assertEqual(set(FIXED), {'new_year', 'national'})

    def test_lines(self):
        """A customer chosen by hand brings what is known of it; a person chosen is the recipient."""
        profile = self.known('strategic', 1234567, "恒泰", people=2)
        person = profile.partner_id.child_ids.sorted('id')[1]
        plan = self.with_lines({'partner_id': person.id}, self.line(profile, name="手写名称", unit_value=10, quantity=3))
        line, other = plan.line_ids
        self.assertEqual((line.recipient_id, line.tier_id, line.product_id, line.budget_value), (
            person, self.tiers['strategic'], self.tea, 268))
        self.assertIn("1,234,567.00", line.cooperation)
        self.assertEqual((other.name, other.budget_value, plan.amount_total), ("手写名称", 30, 298))
        self.assertIn("Planned twice", self.with_lines(self.line(profile), self.line(profile)).line_ids[0].warning)
        plan.date_to = '2026-06-30'
        self.assertEqual(line.date_gift, date(2026, 6, 19), "a day inside the period stays")
        plan.write({'date_from': '2026-05-01', 'date_to': '2026-05-31'})
        self.assertEqual(line.date_gift, date(2026, 5, 31))

    def test_not_known(self):
        """What a planner may not see of a customer is not filled in: not while typing, either."""
        hidden = self.known('strategic', 7777777, "别人的", owner='specialist2')
        draft = self.model('specialist', 'relationship.gift.plan.line').new({
            'partner_id': hidden.partner_id.id, 'plan_id': self.plan().id})
        self.assertFalse(draft.cooperation or draft.tier_id)
        with self.assertRaisesRegex(ValidationError, "is a customer of"):
            self.with_lines(self.line(hidden))

    def test_refused(self):
        """Input no plan can carry, with what to do about it."""
        profile, other = self.known('core', 1, "甲"), self.known('core', 1, "乙")
        stranger = other.partner_id.child_ids
        for values, message in (
                ({'quantity': 0}, "more than zero"), ({'quantity': -1}, "more than zero"), ({'unit_value': -1}, "cannot be negative"),
                ({'recipient_id': stranger.id}, "no person of"), ({'recipient_id': profile.partner_id.id}, "no person of"),
                ({'product_id': self.machine.id}, "not in the gift catalogue"), ({'quantity': float('nan')}, "enter a number"),
                ({'unit_value': 1e300}, "enter a number"), ({'note': "x" * 201}, "too long")):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, message):
                self.with_lines(self.line(profile, **values))
        for values, message in (
                ({'budget': -1}, "cannot be negative"), ({'date_from': '2026-01-01', 'date_to': '2027-01-02'}, "at most a year"),
                ({'date_from': '1999-12-31', 'date_to': '2000-01-02'}, "between 2000 and 2100"),
                ({'product_id': self.machine.id}, "not in the gift catalogue"),
                ({'user_id': self.users['manager'].id}, "for yourself only")):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, message):
                self.plan(**values)
        self.plan(date_from='2026-01-01', date_to='2027-01-01')

    def test_problems(self):
        """Everything that is missing, named at once."""
        nobody, profile = self.known('core', 1, "无人", people=0), self.known('core', 1, "甲")
        plan = self.with_lines(
            self.line(nobody), self.line(profile, product_id=False, name=False, unit_value=0), purpose=False, product_id=False, budget=100)
        with self.assertRaises(ValidationError) as caught:
            plan.action_approval_submit()
        for part in ("Nobody to give it to: 无人", "No gift chosen: 甲", "Without a value: 甲", "Without a purpose: 无人, 甲", "budget is"):
            self.assertIn(part, str(caught.exception))
        with self.assertRaisesRegex(ValidationError, "No gift is planned"):
            self.plan().action_approval_submit()
        ready = self.with_lines(self.line(profile, unit_value=100), budget=100)
        ready.action_approval_submit()
        self.assertEqual(ready.approval_state, 'pending')

    def test_authority(self):
        """The manager is final up to 5,000, the limit included; above it the general manager decides."""
        for value, state in ((5000, 'approved'), (5000.01, 'pending')):
            plan = self.approve(self.with_lines(self.line(self.known('core', 1, f"值{value}"), unit_value=value)))
            self.assertEqual(plan.approval_state, state)
        self.assertEqual(self.sign(plan, 'gm').approval_state, 'approved')
        self.assertEqual([row['box'] for row in plan._print_signatures()], ['preparer', 'supervisor', 'service_manager', 'general_manager'])

    def test_lock(self):
        """Signed lines stay; no line comes or goes."""
        plan = self.two_customers()
        plan.action_approval_submit()
        for change in (
                lambda: plan.write({'budget': 1}), lambda: plan.line_ids[0].write({'quantity': 9}), lambda: plan.line_ids[0].unlink(),
                lambda: plan.write({'line_ids': [Command.create(self.line(self.first))]}),
                lambda: plan.line_ids[0].write({'unit_value': 1})):
            with self.assertRaises(UserError):
                change()

    def test_requests(self):
        """One request for each customer and day, once; what comes of it shows on line and plan."""
        plan = self.two_customers(budget=1000)
        with self.assertRaisesRegex(UserError, "nothing to request"):
            plan.action_make_requests()
        self.approve(plan)
        self.assertEqual(plan.line_ids.mapped('state'), ['open'] * 3)
        action = plan.action_make_requests()
        requests = self.model('specialist', 'relationship.gift.request').search(action['domain'], order='id')
        self.assertEqual(requests.partner_id, (self.first | self.second).partner_id)
        self.assertEqual(requests.mapped('applicant_id'), self.users['specialist'])
        self.assertEqual(requests.mapped('date_gift'), [plan.date_to] * 2)
        self.assertEqual(requests.mapped('purpose'), ["端午问候"] * 2)
        self.assertEqual(requests.mapped('amount_total'), [366, 536])
        self.assertEqual(requests[0].line_ids.recipient_id, self.first.partner_id.child_ids)
        self.assertEqual((plan.requested_count, plan.open_count, plan.approved_count), (3, 0, 0))
        with self.assertRaisesRegex(UserError, "nothing to request"):
            plan.action_make_requests()
        requests[0]._sealed_write({'approval_state': 'approved'}, SEAL)
        self.assertEqual((plan.requested_count, plan.approved_count), (1, 2))
        self.outcome(requests[0].line_ids[0], 'given')
        self.outcome(requests[0].line_ids[1], 'refused')
        plan.invalidate_recordset()
        self.assertEqual((plan.given_count, plan.returned_count, plan.actual_total), (1, 1, 268))
        self.assertAlmostEqual(plan.completion, 100 / 3, 1)
        self.assertEqual(plan.amount_total, 902)

    def test_requests_again(self):
        """A request that was cancelled or deleted leaves its line free."""
        plan = self.approve(self.two_customers())
        plan.line_ids[2].action_make_requests()
        self.assertEqual(plan.line_ids.mapped('state'), ['open', 'open', 'requested'])
        plan.line_ids.request_line_id.request_id.unlink()
        self.assertEqual(plan.line_ids.mapped('state'), ['open'] * 3)
        plan.action_make_requests()
        plan.line_ids[2].request_id._approval_do_cancel("客户改期")
        self.assertEqual(plan.line_ids.mapped('state'), ['requested', 'requested', 'open'])
        plan.action_make_requests()
        self.assertEqual(plan.line_ids[2].state, 'requested')
        self.assertEqual(self.env['relationship.gift.request'].search_count([('partner_id', '=', self.second.partner_id.id)]), 2)

    def test_requests_by_supervisor(self):
        """A supervisor makes them in the name of whoever looks after the customer; a stranger makes none."""
        plan = self.approve(self.two_customers())
        for role in ('specialist2', 'keeper', 'finance', 'employee'):
            with self.subTest(role), self.assertRaises(AccessError):
                plan.with_user(self.users[role]).action_make_requests()
        plan.with_user(self.users['supervisor']).action_make_requests()
        self.assertEqual(
            plan.line_ids.request_line_id.request_id.mapped('applicant_id'), self.users['specialist'] | self.users['specialist2'])

    def test_archived_customer(self):
        """The others get their request; who got none is told."""
        plan = self.approve(self.two_customers())
        self.second.partner_id.active = False
        action = plan.action_make_requests()
        self.assertIn("archived", action['params']['message'])
        self.assertEqual(plan.line_ids.mapped('state'), ['requested', 'requested', 'open'])
        with self.assertRaisesRegex(UserError, "archived"):
            plan.action_make_requests()

    def test_copy(self):
        """The next time of the occasion, the same gifts, nothing signed or requested."""
        plan = self.approve(self.two_customers())
        plan.action_make_requests()
        copy = plan.copy()
        self.assertEqual((copy.approval_state, copy.line_count, copy.date_to), ('draft', 3, date(2027, 6, 9)))
        self.assertEqual(copy.line_ids.mapped('date_gift'), [date(2027, 6, 9)] * 3)
        self.assertFalse(copy.line_ids.request_line_id)
        self.assertEqual(copy.line_ids.mapped('state'), ['draft'] * 3)

    def test_cancelled(self):
        plan = self.two_customers()
        plan._approval_do_cancel("不再需要")
        self.assertEqual(plan.line_ids.mapped('state'), ['cancelled'] * 3)
        with self.assertRaises(UserError):
            plan.action_make_requests()
