"""What the tests of claims share: the cast with an accountant and accounts, signed documents, claims on their way."""

import base64
from contextlib import contextmanager
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.crm_relationship.tests.hospitality_common import HospitalityCase
from odoo.addons.crm_relationship.tests.visit_day_common import VisitDayMixin

REPORT, VISIT, DAY, SUPPLEMENT = (
    'relationship.hospitality.report', 'relationship.visit', 'relationship.visit.day', 'relationship.visit.supplement')
PNG = base64.b64encode(b'\x89PNG\r\n\x1a\n receipt')


class ClaimMixin(VisitDayMixin):
    """The cast of visits and hospitality, where money can be paid."""

    @classmethod
    def set_up_cast(cls):
        super().set_up_cast()
        env, company = cls.env, cls.company
        env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        company.currency_id = env.ref('base.CNY')
        cls.users['accountant'] = new_test_user(
            env, login='h_accountant', name="Accountant", tz='Asia/Shanghai', notification_type='inbox',
            groups='base.group_user,account.group_account_manager,hr_expense.group_hr_expense_manager',
            company_id=company.id, company_ids=[Command.set(company.ids)])
        cls.employees['specialist'].parent_id = cls.employees['supervisor']
        for name in ('expense_product_meal', 'expense_product_travel_accommodation', 'expense_product_gift',
                     'product_product_no_cost'):
            env.ref(f'hr_expense.{name}').supplier_taxes_id = False
        env['relationship.hospitality.item']._claim_set_default_products()

    # ------------------------------------------------------------------

    @classmethod
    def dollars(cls, rate=0.2):
        """A foreign currency in use: one of it is 1/rate of the company's."""
        currency = cls.env.ref('base.USD')
        currency.active = True
        cls.env['res.currency.rate'].search([('currency_id', '=', currency.id)]).unlink()
        cls.env['res.currency.rate'].create({
            'currency_id': currency.id, 'name': date(2020, 1, 1), 'rate': rate, 'company_id': cls.company.id})
        return currency

    def after(self, days=7):
        return freeze_time(fields.Datetime.now() + timedelta(days=days))

    def signed(self, role='specialist', budget=1000.0, request=None, receipt=False, **amounts):
        """A signed hospitality report of ``role`` with amounts by item code; default: the budget was spent on meals."""
        report = self.report_on(request or self.approved(role, meals=budget), role, **(amounts or {'meals': budget}))
        if receipt:
            report.expense_line_ids.filtered('amount')[:1].write({'receipt': PNG, 'receipt_name': "发票.png"})
        with self.after():
            return self.sign(report, 'supervisor', 'manager', 'finance')

    def visited(self, role='specialist', advance=0.0, actual=None, currency=None, **budget):
        """A finished visit with an approved application, and what its items came to."""
        values = {'currency_id': currency.id} if currency else {}
        visit = self.plan(
            role, expense_line_ids=self.costs(**(budget or {'meals': 500})), advance_amount=advance, **values)
        self.sign(visit, 'supervisor', 'manager', *(['finance'] if advance else []))
        if advance:
            visit.with_user(self.users['finance']).action_advance_paid()
        with self.after(2):
            visit._visit_finish(visit.date_stop)
        for code, amount in (actual or budget or {'meals': 500}).items():
            line = visit.expense_line_ids.filtered(lambda row, name=code: row.item_id == getattr(self, name))
            line.actual_amount = amount
        visit.write({'talk': "谈了年度合作", 'outcome': 'again'})
        return visit

    def as_user(self, role, document):
        return document.with_user(self.users[role]).with_company(self.company)

    def claim(self, document, role='specialist', days=7):
        """Press Claim Expenses; the new expenses, as sudo."""
        before = document.sudo()._claims()
        with self.after(days):
            self.as_user(role, document).action_claim()
        document.invalidate_recordset()
        return document.sudo()._claims() - before

    def approve(self, expenses):
        expenses.with_user(self.users['accountant']).with_company(self.company).sudo(False)._do_approve()
        return expenses

    def refuse(self, expenses):
        expenses.with_user(self.users['accountant']).with_company(self.company).sudo(False)._do_refuse("No invoice")
        return expenses

    def post(self, expenses):
        self.approve(expenses)
        mine = expenses.with_user(self.users['accountant']).with_company(self.company).sudo(False)
        mine._post_without_wizard()
        return expenses.account_move_id

    def pay(self, expenses):
        """From the claim to the money: approved, posted, paid."""
        moves = self.post(expenses)
        self.env['account.payment.register'].with_user(self.users['accountant']).with_company(self.company).with_context(
            active_model='account.move', active_ids=moves.ids).create({})._create_payments()
        self.env.invalidate_all()
        return expenses

    @contextmanager
    def assertRefused(self, message, error=UserError):
        with self.assertRaisesRegex(error, message), self.cr.savepoint():
            yield


class ClaimCase(ClaimMixin, HospitalityCase):
    """Rules and access, without a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_signers()
