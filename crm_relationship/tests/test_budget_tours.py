"""Budgets in the browser, at a desk and on a phone."""

from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .budget_common import BudgetMixin
from .tour_common import RoleTourCase


class BudgetTourCase(BudgetMixin, RoleTourCase):
    def setUp(self):
        super().setUp()
        self.request = self.apply(meals=300)
        self.year = self.company._local_day(self.request.date_start).year


@tagged('post_install', '-at_install')
class TestBudgetDesk(BudgetTourCase):
    def test_set(self):
        """The manager sets a budget, raises it and looks behind the figures."""
        self.request.action_approval_submit()
        year = self.company._relationship_today().year
        if self.year != year:
            self.skipTest("the request falls into the next year")
        self.tour('budget_set', '/odoo/relationship-budgets/new', 'manager')
        budget = self.model('manager', 'relationship.budget').search([])
        self.assertEqual((budget.year, budget.amount, budget.effect, budget.amount_left), (year, 1200, 'stop', 900))

    def test_stop(self):
        """The form tells what is left while amounts are typed."""
        self.budget(500, effect='stop', year=self.year)
        self.request.budget_line_ids.filtered(lambda line: line.item_id == self.meals).amount = 600
        self.tour('budget_stop', f'/odoo/relationship.hospitality/{self.request.id}', 'specialist')
        self.assertEqual((self.request.approval_state, self.request.budget_total), ('pending', 400))


@tagged('post_install', '-at_install')
class TestBudgetPhone(PhoneMixin, BudgetTourCase):
    def test_budget(self):
        """From the card to the documents behind it."""
        self.budget(500, year=self.company._relationship_today().year)
        if self.year != self.company._relationship_today().year:
            self.skipTest("the request falls into the next year")
        self.request.action_approval_submit()
        self.tour('budget_on_phone', '/odoo/relationship-budgets', 'manager')

    def test_signer(self):
        """Who signs sees by how much it exceeds the budget."""
        self.budget(500, year=self.year)
        self.request.budget_line_ids.filtered(lambda line: line.item_id == self.meals).amount = 800
        self.request.action_approval_submit()
        self.assertEqual(self.request.budget_excess, 300)
        self.tour('budget_line_on_phone', f'/odoo/relationship.hospitality/{self.request.id}', 'supervisor')
        self.assertTrue(self.request.sudo().approval_request_id.step_ids.filtered(lambda step: step.state == 'signed'))
