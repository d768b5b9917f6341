from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .visit_day_common import DAY_MODEL, VISIT_MODEL, VisitDayCase


@tagged('post_install', '-at_install')
class TestVisitDayAuthority(VisitDayCase):
    """Costs that nobody approved before need the authority of a daily report's signers (APPROVAL.md rules 3, 10)."""

    def day_of(self, visit, spent=None, item=None, own=()):
        """The draft report of the day of ``visit``, where it came to ``spent``."""
        with freeze_time(visit.date_stop + timedelta(hours=1)):
            if visit.stage != 'done':
                visit._visit_finish(visit.date_stop)
            visit.write({'talk': "谈了年度合作", 'outcome': 'again'})
            if spent:
                line = visit.expense_line_ids[:1]
                if line:
                    line.actual_amount = spent
                else:
                    self.cost(visit, item or self.meals, spent)
            return self.model('specialist', DAY_MODEL).create({
                'date': self.company._local_day(visit.date_start),
                'expense_line_ids': [self.own_cost(amount) for amount in own]})

    def test_route_at_the_limit(self):
        """(visit without a budget, own cost, final signer): the manager's limit is 5,000."""
        for days, spent, own, final in (
                (-1, 0, 0, 'manager'), (-2, 5000, 0, 'manager'), (-3, 4000, 1000, 'manager'), (-4, 0, 5000, 'manager'),
                (-5, 5000.01, 0, 'gm'), (-6, 4000, 1000.01, 'gm'), (-7, 30000, 0, 'gm')):
            with self.subTest(spent=spent, own=own):
                day = self.day_of(self.finished(days=days), spent, own=(own,) if own else ())
                self.assertEqual(day.authority_amount, spent + own)
                self.sign(day, 'supervisor', 'deputy', 'manager')
                self.assertEqual(day.approval_state, 'approved' if final == 'manager' else 'pending')
                self.assertEqual(day.sudo().approval_request_id.amount, spent + own)
                if final == 'gm':
                    self.assertEqual(self.sign(day, 'gm').approval_state, 'approved')

    def test_approved_application(self):
        """(budget, spent, amount): what the application allowed is not asked for again."""
        for number, (budget, spent, amount) in enumerate((
                (6000, 6000, 0), (300, 300, 0), (300, 300.01, 0.01), (300, 30000, 29700), (300, 100, 0))):
            with self.subTest(budget=budget, spent=spent):
                visit = self.plan(date_start=self.at(number + 1), expense_line_ids=self.costs(meals=budget))
                self.sign(visit, 'supervisor', 'manager', *(['gm'] if budget > 5000 else []))
                self.assertEqual(visit.approval_state, 'approved')
                self.assertEqual(self.day_of(visit, spent, own=(20,)).authority_amount, amount + 20)

    def test_approved_plan(self):
        """A visit of an approved plan has its planned cost approved; one of a draft plan has none."""
        plan = self.model('specialist', 'relationship.visit.plan').create({
            'date_from': '2026-03-16', 'date_to': '2026-03-22', 'line_ids': [Command.create({
                'partner_id': self.customer.id, 'date_start': self.at(number, 9), 'duration': 1.0, 'cost': 300})
                for number in (6, 7, 8)]})
        self.sign(plan, 'supervisor', 'manager')
        visits = self.model('specialist', VISIT_MODEL).browse(plan.visit_ids.sorted('date_start').ids)
        for visit, spent, amount in zip(visits, (300, 300.01, 30000), (0, 0.01, 29700)):
            with self.subTest(spent=spent):
                self.assertEqual(self.day_of(visit, spent).authority_amount, amount)

    def test_gifts(self):
        """(budget of meals and of gifts, spent on both, amount): gifts beyond the budget for them were approved by requests."""
        self.patch(self.registry['relationship.visit'], '_approved_gift_value', lambda visit: 1e6)
        for number, (meals, gifts, ate, gave, amount) in enumerate((
                (None, None, 0, 300, 0), (None, None, 100, 300, 100), (100, None, 100, 300, 0), (100, 200, 300, 200, 200),
                (100, 200, 300, 0, 0), (100, 200, 150, 250, 50))):
            with self.subTest(meals=meals, gifts=gifts, ate=ate, gave=gave):
                costs = {'meals': meals, 'gifts': gifts}
                visit = self.plan(date_start=self.at(number + 1), expense_line_ids=self.costs(
                    **{code: cost for code, cost in costs.items() if cost}))
                if meals:
                    self.sign(visit, 'supervisor', 'manager')
                for item, spent in ((self.meals, ate), (self.gifts, gave)):
                    if line := visit.expense_line_ids.filtered(lambda cost, item=item: cost.item_id == item):
                        line.actual_amount = spent
                    elif spent:
                        self.cost(visit, item, spent)
                self.assertEqual(self.day_of(visit).authority_amount, amount)

    def test_two_visits(self):
        """One visit's savings do not pay for another's excess."""
        visits = [self.plan(date_start=self.at(1, hour), expense_line_ids=self.costs(meals=300)) for hour in (9, 11)]
        for visit, spent in zip(visits, (100, 450)):
            self.sign(visit, 'supervisor', 'manager')
            with freeze_time(visit.date_stop):
                visit._visit_finish(visit.date_stop)
                visit.expense_line_ids[0].actual_amount = spent
        self.assertEqual(self.day_of(visits[1]).authority_amount, 150)

    def test_foreign_currency(self):
        """An application in dollars covers its costs at the rate of the day, cents of rounding included."""
        dollars = self.env.ref('base.USD')
        dollars.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', dollars.id)]).unlink()
        self.env['res.currency.rate'].create({
            'currency_id': dollars.id, 'name': '2020-01-01', 'rate': 1 / 7.1234, 'company_id': self.company.id})
        for number, (meals, transport, amount) in enumerate(((10.33, 10.33, 0), (10.33, 11.33, 7.12))):
            visit = self.plan(
                date_start=self.at(number + 1), currency_id=dollars.id, expense_line_ids=self.costs(meals=10.33, transport=10.33))
            self.sign(visit, 'supervisor', 'manager')
            for line, spent in zip(visit.expense_line_ids, (meals, transport)):
                line.actual_amount = spent
            asked = self.day_of(visit).authority_amount
            self.assertAlmostEqual(asked, amount, 1)
            self.assertEqual(asked == 0, amount == 0)
