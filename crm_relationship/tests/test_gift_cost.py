from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .gift_common import GiftCase


@tagged('post_install', '-at_install')
class TestGiftCost(GiftCase):
    """What gifts cost on visits and daily reports stays within what was approved, and counts once in the budgets."""

    def visit(self, **values):
        """A visit with a cost line for gifts, and that line."""
        self.visits = getattr(self, 'visits', 0) + 1
        visit = self.model('specialist', 'relationship.visit').create({
            'partner_id': self.customer.id, 'date_start': fields.Datetime.now() + timedelta(hours=3 * self.visits),
            'duration': 1, 'expense_line_ids': [Command.create({'item_id': self.gifts.id, 'budget_amount': 300})], **values})
        return visit, visit.expense_line_ids.filtered(lambda cost: cost.item_id == self.gifts)

    def refused(self, line, amount, message, field='actual_amount'):
        with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
            line[field] = amount

    def test_within_what_was_approved(self):
        """Nothing without a request, no more than approved, what came back not at all."""
        visit, line = self.visit()
        line.actual_amount = 0
        self.refused(line, 280, "needs an approved gift request")
        request = self.ask()
        self.refused(line, 280, "needs an approved gift request")
        self.sign(request, 'supervisor', 'keeper', 'office', 'deputy')
        line.actual_amount = 300
        self.refused(line, 300.01, "Correct the cost")
        other = self.env['res.partner'].create({'name': "别家", 'is_company': True})
        with self.assertRaisesRegex(ValidationError, "needs an approved gift request"), self.cr.savepoint():
            visit.write({'partner_id': other.id, 'contact_ids': [Command.clear()]})
        line.actual_amount = 0
        request.with_user(self.users['keeper']).action_issue()
        self.hand(request, outcome='refused')
        self.refused(line, 1, "needs an approved gift request")

    def test_two_visits_share(self):
        """A request without a visit pays once; one of a visit pays for that visit only."""
        (first, line), (_second, other) = self.visit(), self.visit()
        self.approved_gift()
        line.actual_amount = 200
        self.refused(other, 101, "leave")
        other.actual_amount = 100
        self.refused(line, 201, "leave")
        self.approved_gift(visit_id=first.id)
        line.actual_amount = 500
        self.refused(line, 501, "leave")
        line.actual_amount = 300
        other.actual_amount = 300
        self.refused(other, 301, "leave")

    def test_lowered_by_an_audit(self):
        """What an audit took off cannot be spent."""
        _visit, line = self.visit()
        request = self.approved_gift()
        approval = request.sudo().approval_request_id
        self.env.flush_all()
        self.cr.execute("UPDATE approval_request SET approved_amount = approved_amount - 50 WHERE id = %s", [approval.id])
        approval.invalidate_recordset()
        self.refused(line, 251, "leave")
        line.actual_amount = 250

    def test_currency(self):
        """Compared in the company's currency, whatever the visit counts in."""
        usd = self.env.ref('base.USD')
        usd.active = True
        self.env['res.currency.rate'].create(
            {'name': '2026-01-01', 'currency_id': usd.id, 'rate': 1 / 7, 'company_id': self.company.id})
        _visit, line = self.visit(currency_id=usd.id)
        self.approved_gift()
        line.actual_amount = 42
        self.refused(line, 43, "leave")

    def test_on_the_daily_report(self):
        """A gift typed on the report itself needs a request of that day without a visit."""
        today = self.company._relationship_today()
        day = self.model('specialist', 'relationship.visit.day').create({'date': today})
        vals = {'day_id': day.id, 'item_id': self.gifts.id, 'amount': 100}
        Cost = self.model('specialist', 'relationship.visit.day.expense')
        with self.assertRaisesRegex(ValidationError, "Enter the cost on the visit"), self.cr.savepoint():
            Cost.create(vals)
        line = Cost.create({**vals, 'item_id': self.meals.id})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            line.item_id = self.gifts
        self.approved_gift()  # in three days
        with self.assertRaises(ValidationError), self.cr.savepoint():
            Cost.create(vals)
        self.approved_gift(date_gift=today)
        cost = Cost.create({**vals, 'amount': 300})
        self.refused(cost, 301, "cover", 'amount')

    def today(self):
        return self.company._relationship_today()

    def own_line(self, amount=300):
        """A gift of no visit on the report of today."""
        Day = self.model('specialist', 'relationship.visit.day')
        day = Day.search([('date', '=', self.today())]) or Day.create({'date': self.today()})
        return self.model('specialist', 'relationship.visit.day.expense').create(
            {'day_id': day.id, 'item_id': self.gifts.id, 'amount': amount})

    def test_visit_and_daily_report_share(self):
        """One request without a visit pays once, whichever document names the cost first."""
        _visit, line = self.visit()
        self.approved_gift(date_gift=self.today())
        cost = self.own_line(200)
        self.refused(line, 101, "leave")
        line.actual_amount = 100
        self.refused(cost, 201, "cover", 'amount')
        cost.amount = 100
        line.actual_amount = 200
        cost.amount = 0
        line.actual_amount = 300

    def test_report_of_two_customers(self):
        """A report may name gifts for several customers; what a visit to one of them used is left out."""
        other = self.env['res.partner'].create({'name': "别家", 'is_company': True})
        person = self.env['res.partner'].create({'name': "别人", 'parent_id': other.id})
        _visit, line = self.visit()
        self.approved_gift(date_gift=self.today())
        self.approved_gift({'recipient_id': person.id}, date_gift=self.today(), partner_id=other.id)
        line.actual_amount = 250
        cost = self.own_line(350)
        self.refused(cost, 351, "cover", 'amount')

    def test_other_visit(self):
        """What was spent on a visit stays covered by it, whatever the request is tied to afterwards."""
        (first, line), (second, _other) = self.visit(), self.visit()
        request = self.approved_gift(visit_id=first.id)
        line.actual_amount = 300
        with self.assertRaisesRegex(ValidationError, "needs an approved gift request"), self.cr.savepoint():
            request.visit_id = second
        request.visit_id = False
        with self.assertRaisesRegex(ValidationError, "needs an approved gift request"), self.cr.savepoint():
            request.visit_id = second
        line.actual_amount = 0
        request.visit_id = second

    def test_handed_over_on_a_visit(self):
        """The report of the day paid for it: it does not become the visit's afterwards."""
        visit, _line = self.visit()
        visit.sudo()._sealed_write({'stage': 'underway'}, SEAL)
        request = self.issued_gift(date_gift=self.today())
        self.own_line()
        with self.assertRaisesRegex(ValidationError, "Enter the cost on the visit"), self.cr.savepoint():
            self.hand(request, visit_id=visit.id)
        self.assertEqual(request.line_ids.outcome, 'planned')
        self.hand(request, visit_id=False)
        self.assertEqual((request.line_ids.outcome, request.visit_id.id), ('given', False))

    def test_back_after_its_cost(self):
        """A cost that can be corrected is corrected before the gift comes back; a signed one keeps nobody from recording it."""
        request = self.issued_gift(date_gift=self.today())
        cost = self.own_line()
        with self.assertRaisesRegex(ValidationError, "cover"), self.cr.savepoint():
            self.hand(request, outcome='returned')
        cost.day_id.sudo()._sealed_write({'approval_state': 'approved'}, SEAL)
        self.hand(request, outcome='returned')
        self.assertEqual(request.line_ids.outcome, 'returned')

    def test_cancelled_after_its_cost(self):
        _visit, line = self.visit()
        request = self.approved_gift()
        line.actual_amount = 300
        with self.assertRaisesRegex(ValidationError, "needs an approved gift request"), self.cr.savepoint():
            request._approval_set_cancelled("取消")
        line.actual_amount = 0
        request._approval_set_cancelled("取消")

    def test_one_check_at_a_time(self):
        """Two costs of one customer's gifts entered at the same moment wait for each other (TestBenefitRace races turns)."""
        visit, line = self.visit()
        request = self.approved_gift(date_gift=self.today())
        for act in (lambda: line.write({'actual_amount': 100}), lambda: self.own_line(100),
                    lambda: request.write({'visit_id': visit.id})):
            with patch.object(self.registry['relationship.benefit.turn'], '_take') as take, self.cr.savepoint() as savepoint:
                act()
                self.assertEqual(take.call_args.args, (self.customer,))
                savepoint.rollback()

    def test_counts_once(self):
        """Gifts are in the budget of gifts, and not in that of visits beside it."""
        visit, line = self.visit(expense_line_ids=[
            Command.create({'item_id': self.gifts.id, 'budget_amount': 300}),
            Command.create({'item_id': self.meals.id, 'budget_amount': 100})])
        self.assertEqual(visit.sudo()._budget_demand(), {visit.date_start.year: 100})
        self.approved_gift(visit_id=visit.id)
        line.actual_amount = 250
        (visit.expense_line_ids - line).actual_amount = 80
        visit.sudo()._sealed_write({'stage': 'done'}, SEAL)
        self.assertEqual(self.entries(visit), [('spent', 80)])

    def entries(self, document):
        """State and amount of the budget entries of ``document``."""
        self.env.flush_all()
        entry = self.env['relationship.budget.entry'].sudo().with_company(self.company)
        entry.invalidate_model()
        return [(row.state, round(row.amount, 2)) for row in entry.search([
            ('res_model', '=', document._name), ('res_id', '=', document.id)]) if row.amount]
