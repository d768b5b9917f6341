"""What the budget tests share: the visit cast, a tree of departments, budgets, gifts and a stranger company."""

from odoo.fields import Command

from .visit_common import VisitCase, VisitMixin


class BudgetMixin(VisitMixin):
    """客户服务部 with 客户关系组 below it; the specialist sits in the latter, specialist2 in 销售部."""

    @classmethod
    def set_up_cast(cls):
        super().set_up_cast()
        cls.group = cls.env['hr.department'].create({
            'name': "客户关系组", 'parent_id': cls.service.id, 'company_id': cls.company.id,
            'manager_id': cls.employees['supervisor'].id})
        cls.employees['specialist'].department_id = cls.group

    def budget(self, amount, department=None, role='manager', **values):
        """A budget of 2026 made by ``role``; for the service department unless another one is named."""
        return self.model(role, 'relationship.budget').create({
            'department_id': (self.service if department is None else department).id, 'kind': 'hospitality',
            'year': 2026, 'amount': amount, **values})

    def figures(self, budget):
        """(pending, approved, spent, left), read afresh."""
        budget.invalidate_recordset()
        return tuple(budget[f'amount_{name}'] for name in ('pending', 'approved', 'spent', 'left'))

    def gift(self, *values, role='specialist', **more):
        """A draft gift request with one line a value."""
        return self.model(role, 'relationship.gift.request').create({
            'partner_id': self.customer.id, 'date_gift': '2026-03-20', 'purpose': "节日问候", 'visit_id': False,
            'line_ids': [Command.create({'recipient_id': self.contact.id, 'name': "茶叶", 'unit_value': value})
                         for value in values], **more})

    def decide(self, document, role, action='approve', **options):
        document.sudo().approval_request_id.with_user(self.users[role])._decide(action, note="意见", **options)
        document.invalidate_recordset()

    def entries(self, role='manager', **domain):
        """Entries as ``role`` finds them, without the twelfths."""
        return self.model(role, 'relationship.budget.entry').search(
            [('state', '!=', 'plan'), *((name, '=', value) for name, value in domain.items())])


class BudgetCase(BudgetMixin, VisitCase):
    """Rules and access, without a browser."""
