"""The rankings of F6 against a computation that shares no code with them."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .key_common import KeyCase

PERIOD = (date(2025, 1, 1), date(2025, 12, 31))
BEFORE = (date(2024, 1, 1), date(2024, 12, 31))
SIX = Decimal('0.000001')


def expected(purchases, minimum, places):
    """{measure: [(place, customer, figure)]} of ``purchases`` [(customer, day, amount, cost)], in Decimal."""
    def total(rows, span):
        return sum((Decimal(amount) for day, amount, _cost in rows if span[0] <= day <= span[1]), Decimal(0))

    figures = {'sales': {}, 'growth': {}, 'margin': {}}
    for customer in {row[0] for row in purchases}:
        rows = [row[1:] for row in purchases if row[0] == customer]
        now, before = total(rows, PERIOD), total(rows, BEFORE)
        known = [row for row in rows if row[2] is not None and PERIOD[0] <= row[0] <= PERIOD[1]]
        costed, cost = sum(Decimal(row[1]) for row in known), sum(Decimal(row[2]) for row in known)
        if now > 0:
            figures['sales'][customer] = now
        if before > 0 and before >= minimum:
            figures['growth'][customer] = ((now - before) / before).quantize(SIX, ROUND_HALF_UP)
        if costed > 0 and costed >= minimum:
            figures['margin'][customer] = ((costed - cost) / costed).quantize(SIX, ROUND_HALF_UP)
    lists = {}
    for measure, values in figures.items():
        place = {customer: 1 + sum(other > value for other in values.values()) for customer, value in values.items()}
        lists[measure] = sorted(
            (place[customer], customer, float(value)) for customer, value in values.items() if place[customer] <= places)
    return lists


@tagged('post_install', '-at_install')
class TestKeyAccountRanking(KeyCase):
    """Refunds, new customers, equal values, the exact minimum, two companies and currencies."""

    def plan(self, role='supervisor', **values):
        return self.model(role, 'relationship.key.account').create(values)

    def computed(self, **values):
        plan = self.plan(**values)
        plan.action_compute()
        return plan

    def lists(self, plan):
        """What the plan lists, in the form of ``expected``."""
        value = {'sales': 'amount', 'growth': 'growth', 'margin': 'margin_rate'}
        return {measure: sorted(
            (row.place, row.profile_id.partner_id.id, row[value[measure]])
            for row in plan.ranking_ids.filtered(lambda row, measure=measure: row.measure == measure))
            for measure in value}

    def order(self, plan, measure):
        """Names in the order of the list, with their places."""
        return [(row.place, row.name) for row in plan[f'{measure}_ranking_ids']]

    def test_independent(self):
        """Thousands of random purchases, with refunds, unknown costs, new and lost customers."""
        draw = random.Random(6)
        partners = self.env['res.partner'].create([{'name': f"客户{number:02d}", 'is_company': True} for number in range(40)])
        purchases = []
        for number, partner in enumerate(partners):
            first = date(2025, 2, 1) if number % 5 == 0 else date(2023, 11, 1)
            last = date(2024, 12, 31) if number % 5 == 1 else date(2026, 2, 1)
            for _number in range(draw.randint(1, 40)):
                day = first + timedelta(days=draw.randrange((last - first).days + 1))
                amount = draw.choice((500, 1000, 2500, -700, 333.33))
                cost = None if draw.random() < 0.3 else round(amount * draw.choice((0.5, 0.8, 1.1)), 2)
                purchases.append((partner.id, day, str(amount), cost and str(cost)))
        by_partner = {partner.id: partner for partner in partners}
        for customer, day, amount, cost in purchases:
            self.buy(by_partner[customer], (day, amount, cost))
        for minimum, places in ((0, 10), (2500, 10), (5000, 3), (0, 50)):
            with self.subTest(minimum=minimum, places=places):
                self.company.write({'relationship_key_minimum': minimum, 'relationship_key_places': places})
                self.assertEqual(self.lists(self.computed()), expected(purchases, minimum, places))

    def test_minimum(self):
        """The minimum counts; a cent less does not. It says nothing about the ranking of sales."""
        self.company.relationship_key_minimum = 10000
        at, below = self.new_customer("At"), self.new_customer("Below")
        self.buy(at.partner_id, ('2024-06-01', 10000), ('2025-06-01', 10000, 9000))
        self.buy(below.partner_id, ('2024-06-01', 9999.99), ('2025-06-01', 9999.99, 1))
        plan = self.computed()
        self.assertEqual(self.order(plan, 'sales'), [(1, "At"), (2, "Below")])
        self.assertEqual(self.order(plan, 'growth'), [(1, "At")])
        self.assertEqual(self.order(plan, 'margin'), [(1, "At")])
        self.assertEqual((plan.places, plan.minimum_sales), (10, 10000))

    def test_new_and_refunded(self):
        """New customers have no growth; who was refunded everything has no sales; refunds count on their day."""
        new, refunded, late = (self.new_customer(name) for name in ("New", "Refunded", "Late"))
        self.buy(new.partner_id, ('2025-03-01', 90000))
        self.buy(refunded.partner_id, ('2024-05-01', 20000), ('2025-05-01', 20000), ('2025-06-01', -20000))
        self.buy(late.partner_id, ('2024-12-31', 20000), ('2025-01-01', 30000), ('2026-01-01', -30000))
        plan = self.computed()
        self.assertEqual(self.order(plan, 'sales'), [(1, "New"), (2, "Late")])
        self.assertEqual(self.order(plan, 'growth'), [(1, "Late"), (2, "Refunded")])
        self.assertEqual(plan.growth_ranking_ids.mapped('growth'), [0.5, -1.0])

    def test_ties(self):
        """Equal figures share a place; all on the last place are listed, in the order of sales, then names."""
        self.company.write({'relationship_key_places': 3, 'relationship_key_minimum': 0})
        for name, before, now in (
                ("甲", 1000, 2000), ("乙", 2000, 3000), ("丁", 4000, 6000), ("丙", 4000, 6000), ("戊", 1000, 1500), ("己", 1000, 1400)):
            self.buy(self.new_customer(name).partner_id, ('2024-02-01', before), ('2025-02-01', now))
        plan = self.computed()
        self.assertEqual(self.order(plan, 'growth'), [(1, "甲"), (2, "丁"), (2, "丙"), (2, "乙"), (2, "戊")])
        self.assertEqual(self.order(plan, 'sales'), [(1, "丁"), (1, "丙"), (3, "乙")])
        self.assertEqual(plan.sales_ranking_ids.mapped('position'), [1, 2, 3])

    def test_too_many_equals(self):
        """A group of equals that no list can hold is left out as a whole, and said."""
        from ..tools import key_ranking
        self.patch(key_ranking, 'LIST_MAX', 3)
        for name, amount in (("First", 900), ("A", 100), ("B", 100), ("C", 100)):
            self.buy(self.new_customer(name).partner_id, ('2025-02-01', amount))
        plan = self.computed()
        self.assertEqual(self.order(plan, 'sales'), [(1, "First")])
        self.assertIn("3 customers", plan.left_out_note)

    def test_companies(self):
        """Another company's purchases never count, in whatever currency."""
        abroad = self.make_company("Abroad", 'EUR')
        both = self.new_customer("Both")
        self.buy(both.partner_id, ('2025-02-01', 700))
        self.buy(both.partner_id, ('2025-02-01', 99999), company=abroad)
        self.buy(self.new_partner("Only abroad"), ('2025-02-01', 99999), company=abroad)
        plan = self.computed()
        self.assertEqual((self.order(plan, 'sales'), plan.sales_ranking_ids.amount), ([(1, "Both")], 700))
        there = self.env['relationship.key.account'].sudo().with_context(allowed_company_ids=abroad.ids).create(
            {'company_id': abroad.id})
        there._compute_rankings()
        self.assertEqual(self.order(there, 'sales'), [(1, "Both"), (1, "Only abroad")])
        self.assertEqual(there.currency_id.name, 'EUR')
        self.assertEqual(there.ranking_ids.profile_id.company_id, abroad)

    def test_region_and_archived(self):
        """Only the provinces asked for; archived customers never."""
        province = self.env['res.country.state'].search([], limit=2)
        for name, state, active in (("Here", province[0], True), ("There", province[1], True), ("Gone", province[0], False)):
            partner = self.new_partner(name, state_id=state.id)
            self.buy(partner, ('2025-02-01', 500))
            partner.active = active
        self.assertEqual(self.order(self.computed(state_ids=province[0].ids), 'sales'), [(1, "Here")])
        self.assertEqual(self.order(self.computed(), 'sales'), [(1, "Here"), (1, "There")])

    def test_periods(self):
        """Whole months are compared with as many months, other spans with as many days."""
        for first, last, before in (
                ('2025-01-01', '2025-12-31', ('2024-01-01', '2024-12-31')), ('2025-03-01', '2025-05-31', ('2024-12-01', '2025-02-28')),
                ('2024-02-01', '2024-02-29', ('2024-01-01', '2024-01-31')), ('2025-03-10', '2025-03-19', ('2025-02-28', '2025-03-09')),
                ('2025-07-07', '2025-07-07', ('2025-07-06', '2025-07-06'))):
            plan = self.plan(date_from=first, date_to=last)
            with self.subTest(first):
                self.assertEqual((str(plan.before_from), str(plan.before_to)), before)
        self.assertEqual((str(self.plan().date_from), str(self.plan().target_from), str(self.plan().target_to)),
                         ('2025-01-01', '2026-01-01', '2026-12-31'))
        for values in ({'date_from': '2025-02-01', 'date_to': '2025-01-31'}, {'date_from': '1999-12-31'},
                       {'date_from': '2020-01-01', 'date_to': '2025-01-01'}, {'date_to': '9999-12-31'}, {'target_from': '2026-01-02'}):
            with self.subTest(values=values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.plan(**values)

    def test_frozen(self):
        """Rankings stay as computed until computed again, which only a draft allows; they are sealed."""
        profile = self.new_customer("Frozen")
        self.buy(profile.partner_id, ('2025-02-01', 500))
        plan = self.computed()
        self.buy(profile.partner_id, ('2025-02-02', 500))
        profile.partner_id.name = "Renamed"
        plan.invalidate_recordset()
        row = plan.sales_ranking_ids
        self.assertEqual((row.name, row.amount), ("Frozen", 500))
        for door in (
                lambda: row.sudo().write({'amount': 1}), lambda: row.sudo().unlink(), lambda: row.sudo().copy(),
                lambda: row.sudo().create({'account_id': plan.id, 'measure': 'sales', 'place': 1, 'position': 1,
                                           'profile_id': profile.id, 'name': "x"}),
                lambda: plan.sudo().write({'computed_at': fields.Datetime.now()}), lambda: plan.sudo().write({'places': 3}),
                lambda: plan.sudo().write({'ranking_ids': [(0, 0, {'measure': 'sales'})]}), lambda: row._remove(object())):
            with self.assertRaises(UserError):
                door()
        plan.action_compute()
        self.assertEqual((plan.sales_ranking_ids.name, plan.sales_ranking_ids.amount), ("Renamed", 1000))
        plan.date_to = '2025-06-30'
        self.assertFalse(plan.ranking_ids)
        self.assertFalse(plan.computed_at)

    def test_who_computes(self):
        """Supervisors and above; specialists have no plans at all."""
        with self.assertRaises(AccessError):
            self.plan('specialist')
        for role in ('gm', 'finance', 'employee'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.plan(role)
        plan = self.plan('supervisor')
        with self.assertRaises(AccessError):
            self.as_role(plan, 'specialist').action_compute()
        with self.assertRaises(AccessError):
            self.as_role(plan, 'gm').action_compute()
        self.as_role(plan, 'manager').action_compute()
