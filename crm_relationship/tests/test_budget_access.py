from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .budget_common import BudgetCase

ROLES = ('specialist', 'specialist2', 'supervisor', 'manager', 'gm', 'finance', 'keeper', 'office', 'deputy',
         'appadmin', 'employee')


@tagged('post_install', '-at_install')
class TestBudgetAccess(BudgetCase):
    """Who sees, makes and changes budgets, by role, department and company (R1.3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env['res.company'].create({'name': "苏州分公司"})
        cls.users['stranger'] = new_test_user(
            cls.env, login='h_stranger', groups='crm_relationship.group_service_manager,crm_relationship.group_general_manager',
            company_id=other.id, company_ids=[(6, 0, other.ids)])

    def who(self, records, operation='read'):
        return {role for role, user in self.users.items() if records.with_user(user).sudo(False).with_context(
            allowed_company_ids=user.company_ids.ids).has_access(operation)}

    def test_budgets(self):
        """The team's for its supervisor, all for managers and finance; only managers write."""
        team, sales = self.budget(1000), self.budget(1000, self.sales, user_id=self.users['specialist2'].id)
        every = {'manager', 'gm', 'finance', 'appadmin'}
        self.assertEqual(self.who(team), every | {'supervisor'})
        self.assertEqual(self.who(sales), every)
        for operation in ('write', 'unlink'):
            self.assertEqual(self.who(team, operation), {'manager', 'appadmin'})
        self.assertEqual(self.who(team.change_ids), every | {'supervisor'})
        self.assertEqual(self.who(sales.change_ids), every)
        for role in ROLES:
            with self.subTest(role):
                Budget = self.model(role, 'relationship.budget')
                if role in every | {'supervisor'}:
                    self.assertEqual(Budget.search([]), team if role == 'supervisor' else team | sales)
                else:
                    with self.assertRaises(AccessError):
                        Budget.search([])

    def test_making(self):
        """Managers make budgets, a supervisor proposes; a proposal counts for nothing until it is put in force."""
        for role in set(ROLES) - {'supervisor', 'manager', 'appadmin'}:
            with self.subTest(role), self.assertRaises(AccessError):
                self.budget(1, role=role)
        proposal = self.budget(500, self.group, role='supervisor', effect='stop')
        self.assertEqual((proposal.state, self.budget(1, self.sales).state), ('proposed', 'active'))
        self.apply(meals=600).action_approval_submit()
        proposal.amount = 700
        with self.assertRaises(UserError):
            proposal.state = 'active'
        with self.assertRaisesRegex(UserError, "service manager"):
            proposal.action_put_in_force()
        proposal.with_user(self.users['manager']).action_put_in_force()
        self.assertEqual(self.figures(proposal), (600, 0, 0, 100))
        with self.assertRaises(AccessError):
            proposal.amount = 900
        with self.assertRaises(AccessError):
            proposal.unlink()
        with self.assertRaisesRegex(UserError, "100.00"):
            self.apply(meals=101).action_approval_submit()

    def test_proposing_for_somebody(self):
        """A proposal carries its own author as the responsible."""
        with self.assertRaises(AccessError):
            self.budget(1, role='supervisor', user_id=self.users['manager'].id)

    def test_entries(self):
        """The documents behind the figures: the team's, the company's, for finance what is decided."""
        self.apply(meals=100).action_approval_submit()
        approved = self.sign(self.apply(meals=200), 'supervisor', 'manager', 'finance')
        self.apply('specialist2', meals=300, arranger_id=self.users['specialist2'].id).action_approval_submit()
        for role, amounts in {
                'supervisor': [100, 200], 'manager': [100, 200, 300], 'gm': [100, 200, 300], 'finance': [200],
                'appadmin': [100, 200, 300], 'stranger': []}.items():
            with self.subTest(role):
                Entry = self.env['relationship.budget.entry'].with_user(self.users[role])
                Entry = Entry if role == 'stranger' else Entry.with_company(self.company)
                self.assertEqual(sorted(Entry.search([('state', '!=', 'plan')]).mapped('amount')), amounts)
        for role in ('specialist', 'keeper', 'employee'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.entries(role)
        entry = self.entries('finance')
        self.assertEqual(entry.action_open()['res_id'], approved.id)
        self.assertEqual(self.who(entry), {'supervisor', 'manager', 'gm', 'finance', 'appadmin'})

    def test_line_for_everybody(self):
        """What is left is told to whoever writes a document, and nothing else of the budget."""
        budget = self.budget(1000)
        request = self.apply(meals=100)
        self.assertIn("900.00", request.budget_status)
        with self.assertRaises(AccessError):
            self.model('specialist', 'relationship.budget').browse(budget.id).amount  # noqa: B018

    def test_buttons(self):
        """Each button asks first."""
        budget = self.budget(1000)
        for role in ('specialist', 'keeper', 'employee', 'stranger'):
            mine = budget.with_user(self.users[role]).with_context(allowed_company_ids=self.users[role].company_ids.ids)
            for method in ('action_open_entries', 'action_put_in_force'):
                with self.subTest(f"{role}: {method}"), self.assertRaises(AccessError):
                    getattr(mine, method)()
        year = self.model('manager', 'relationship.budget.year').search([])
        self.assertEqual(self.who(year), {'manager', 'gm', 'finance', 'appadmin'})
        for role in ('supervisor', 'specialist'):
            with self.subTest(role), self.assertRaises(AccessError):
                year.with_user(self.users[role]).action_print_preview()
        with self.assertRaises(AccessError):
            self.model('supervisor', 'relationship.budget.copy').create({})

    # ------------------------------------------------------------------
    # To the next year
    # ------------------------------------------------------------------

    def copy(self, **values):
        return self.model('manager', 'relationship.budget.copy').create({'year_from': 2026, 'year_to': 2027, **values})

    def test_copy(self):
        """Raised by a percentage and rounded; what is there already stays; the log says from where."""
        self.budget(1000.01, effect='stop')
        self.budget(500, self.env['hr.department'])
        self.budget(300, kind='gifts')
        self.budget(50, self.group, role='supervisor')
        present = self.budget(7, kind='gifts', year=2027)
        wizard = self.copy(percent=5.5)
        self.assertEqual((len(wizard.budget_ids), wizard.present_count), (2, 1))
        wizard.action_copy()
        made = self.model('manager', 'relationship.budget').search([('year', '=', 2027)]) - present
        self.assertEqual({(budget.department_id, budget.amount, budget.effect) for budget in made}, {
            (self.service, 1055.01, 'stop'), (self.env['hr.department'], 527.5, 'warn')})
        self.assertIn("+5.5%", made[0].change_ids.reason)
        self.assertEqual(present.amount, 7)
        with self.assertRaisesRegex(ValidationError, "Nothing to copy"):
            self.copy().action_copy()

    def test_copy_bounds(self):
        for values in ({'year_to': 2026}, {'year_to': 2101}, {'year_from': 0}, {'percent': -100.1}, {'percent': 500.1},
                       {'percent': float('nan')}):
            with self.subTest(values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.copy(**values)
        self.budget(100)
        self.copy(percent=-100).action_copy()
        self.assertEqual(self.model('manager', 'relationship.budget').search([('year', '=', 2027)]).amount, 0)
