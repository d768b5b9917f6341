from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .budget_common import BudgetCase


@tagged('post_install', '-at_install')
class TestOwnCompanies(BudgetCase):
    """`onchange` takes company and department from the caller: what it computes tells nothing of others'."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env['res.company'].create({'name': "苏州分公司"})
        cls.users['stranger'] = new_test_user(
            cls.env, login='h_stranger', company_id=cls.other.id, company_ids=[Command.set(cls.other.ids)],
            groups='crm_relationship.group_service_manager,crm_relationship.group_finance_auditor')
        cls.env['relationship.benefit.cap'].search([]).active = False
        cls.env['relationship.benefit.cap'].create({'name': "Cap", 'amount': 500, 'company_id': cls.company.id})

    def ask(self, role, model, names, **values):
        """What `onchange` answers ``role``, by the names of the fields."""
        user = self.users[role]
        company = self.other if role == 'stranger' else self.company
        answer = self.env[model].with_user(user).with_context(allowed_company_ids=company.ids).onchange(
            {'company_id': self.company.id, **values}, [], {name: {} for name in (*names, *values)})
        return [answer['value'].get(name) for name in names]

    def ask_gift(self, role, department):
        return self.ask(
            role, 'relationship.gift.request', ('budget_status', 'benefit_left_html'), date_gift='2026-03-20',
            partner_id=self.customer.id, department_id=department.id, purpose="节日问候", line_ids=[Command.create({
                'recipient_id': self.contact.id, 'name': "茶叶", 'quantity': 1, 'unit_value': 10})])

    def test_figures(self):
        self.gift(100).action_approval_submit()
        cases = [
            ('manager', 'relationship.target', 'sales_actual', {'year': 2026}),
            ('finance', 'relationship.entertainment.year', 'pending', {'year': 2026})]
        self.env['relationship.purchase'].search([]).unlink()
        for role, model, name, values in cases:
            with self.subTest(model):
                self.assertIsNotNone(self.ask(role, model, [name], **values)[0])
                self.assertFalse(self.ask('stranger', model, [name], **values)[0])
        self.assertEqual(self.ask('finance', 'relationship.entertainment.year', ['pending'], year=2026), [100])

    def test_company(self):
        """What is left of a budget and of caps."""
        self.budget(1000, self.group, kind='gifts')
        status, left = self.ask_gift('specialist', self.group)
        self.assertIn("1,000.00", status)
        self.assertIn("500", left)
        self.assertFalse(any(self.ask_gift('stranger', self.group)))

    def test_department(self):
        """Of an unsaved document only the budget of one's own department is told, supervisors excepted."""
        for department in (self.group, self.sales):
            self.budget(1000, department, kind='gifts')
        none = self.env['hr.department']
        self.budget(3000, none, kind='gifts')
        for role, department, told in (
                ('specialist', self.group, True), ('specialist', self.sales, False), ('specialist', none, False),
                ('specialist2', self.sales, True), ('specialist2', self.group, False), ('supervisor', self.sales, True)):
            with self.subTest(role=role, department=department.name):
                self.assertEqual(bool(self.ask_gift(role, department)[0]), told)

    def test_stored(self):
        """Signers see the line of what they sign, authors that of what they go on writing."""
        self.budget(1000, self.group, kind='gifts')
        gift = self.gift(100)
        gift.action_approval_submit()
        for role in ('specialist', 'supervisor', 'manager'):
            self.assertTrue(gift.with_user(self.users[role]).budget_status)
        draft = self.gift(50)
        answer = draft.onchange({'department_id': self.group.id}, ['department_id'], {'budget_status': {}, 'department_id': {}})
        self.assertNotIn('budget_status', answer['value'], "unchanged, not blanked")
        self.budget(7777, self.sales, kind='gifts')
        answer = draft.onchange({'department_id': self.sales.id}, ['department_id'], {'budget_status': {}, 'department_id': {}})
        self.assertFalse(answer['value']['budget_status'])
