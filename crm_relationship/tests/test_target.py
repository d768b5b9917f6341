from itertools import count

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .budget_common import BudgetCase
from .classification_common import ClassificationCase


@tagged('post_install', '-at_install')
class TestTarget(BudgetCase):
    """Sales and new customers of a year, by person, department and company (R1.3)."""

    source = classmethod(ClassificationCase.source.__func__)
    buy = classmethod(ClassificationCase.buy.__func__)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = count(1)
        cls.buy(cls.customer, ('2025-12-31', 1000), ('2026-01-01', 300), ('2026-12-31', 100), company=cls.company)
        cls.buy(cls.customer2, ('2026-02-01', 70), company=cls.company)
        cls.buy(cls.customer3, ('2026-02-02', 5), ('2027-01-01', 900), company=cls.company)
        cls.env['relationship.profile']._run_pass(cls.company)

    def target(self, role='manager', **values):
        return self.model(role, 'relationship.target').create(
            {'year': 2026, 'sales_target': 1000, 'customer_target': 4, **values})

    def actual(self, target):
        return target.sales_actual, target.customer_actual

    def test_actuals(self):
        """The bounds of the year; whoever looks after the customer; departments with those below; everybody."""
        cases = [
            (400, 0, {'user_id': self.users['specialist'].id}),
            (70, 1, {'user_id': self.users['specialist2'].id}),
            (400, 0, {'department_id': self.service.id}),
            (400, 0, {'department_id': self.group.id}),
            (70, 1, {'department_id': self.sales.id}),
            (475, 2, {}),
            (1000, 1, {'year': 2025}),
            (0, 0, {'year': 2024}),
        ]
        for sales, customers, values in cases:
            with self.subTest(values):
                target = self.target(**values)
                self.assertEqual(self.actual(target), (sales, customers))
                self.assertEqual(target.sales_percent, sales / 10)
                self.assertEqual(target.customer_percent, customers * 25)

    def test_zero(self):
        target = self.target(sales_target=0, customer_target=0)
        self.assertEqual((target.sales_percent, target.customer_percent), (0, 0))

    def test_bounds(self):
        for values in ({'sales_target': -1}, {'customer_target': -1}, {'customer_target': 10**7}, {'year': 1999}, {'year': 2101},
                       {'sales_target': float('nan')}, {'user_id': self.users['gm'].id, 'department_id': self.sales.id}):
            with self.subTest(values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.target(**values)
        self.target()
        with mute_logger('odoo.sql_db'), self.assertRaisesRegex(Exception, "key_unique"), self.cr.savepoint():
            self.target()

    def test_access(self):
        """One's own, the team's, the company's; only managers set them."""
        own = self.target(user_id=self.users['specialist'].id)
        other = self.target(user_id=self.users['specialist2'].id)
        other.sudo().flush_recordset()
        team = self.target(department_id=self.group.id)
        seen = {'specialist': own, 'specialist2': other, 'manager': own | other | team, 'gm': own | other | team,
                'appadmin': own | other | team}
        for role, targets in seen.items():
            with self.subTest(role):
                self.assertEqual(self.model(role, 'relationship.target').search([]), targets)
        self.assertIn(team, self.model('supervisor', 'relationship.target').search([]))
        for role in ('finance', 'keeper', 'employee'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.model(role, 'relationship.target').search([])
        for role in ('specialist', 'supervisor', 'gm'):
            with self.subTest(role), self.assertRaises(AccessError):
                own.with_user(self.users[role]).write({'sales_target': 1})

    def test_queries(self):
        """As many queries for many targets as for one."""
        one = self.target()
        many = one.browse().union(*(self.target(user_id=user.id) for user in self.users.values()))
        counts = []
        for targets in (one, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            targets.mapped('sales_actual')
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), min(counts) + 4)
