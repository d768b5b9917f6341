from odoo.tests import tagged

from odoo.addons.crm_relationship.tests.budget_common import BudgetMixin

from .claim_common import SUPPLEMENT, ClaimCase


@tagged('post_install', '-at_install')
class TestVisitSupplementBudget(BudgetMixin, ClaimCase):
    """A supplement takes of the yearly budget of visits what the visit does not hold already (R1.6)."""

    def ask(self, visit, amount):
        action = self.as_user('specialist', visit).action_request_supplement()
        supplement = self.model('specialist', SUPPLEMENT).browse(action['res_id'])
        supplement.write({'amount': amount, 'reason': "客户增加了两人"})
        return supplement

    def approved_visit(self):
        visit = self.plan('specialist', expense_line_ids=self.costs(meals=500))
        return self.sign(visit, 'supervisor', 'manager')

    def test_bounds(self):
        """What is left is enough to the cent, and a cent more is too much."""
        budget = self.budget(600, kind='visits', effect='stop')
        supplement = self.ask(self.approved_visit(), 100.01)
        self.assertEqual(supplement.budget_level, 'stop')
        with self.assertRefused("is left of the"):
            supplement.action_approval_submit()
        supplement.amount = 100
        self.assertEqual(supplement.budget_level, 'fine')
        supplement.action_approval_submit()
        self.assertEqual(self.figures(budget), (100, 500, 0, 0))
        self.sign(supplement, 'supervisor', 'manager', 'finance')
        self.assertEqual(self.figures(budget), (0, 600, 0, 0))

    def test_after_the_visit(self):
        """A visit with its costs counts with all of them: the supplement asks for nothing more."""
        budget = self.budget(600, kind='visits', effect='stop')
        visit = self.visited(meals=500, actual={'meals': 600})
        self.assertEqual(self.figures(budget), (0, 0, 600, 0))
        supplement = self.ask(visit, 100)
        with self.after():
            supplement.action_approval_submit()
        self.assertEqual(self.figures(budget), (0, 0, 600, 0))
