from odoo.tests import tagged

from .claim_common import PNG, ClaimCase


@tagged('post_install', '-at_install')
class TestClaimHospitality(ClaimCase):
    """From the request over the report and its expenses to the settled occasion (P3 ⑨, P4 ⑥)."""

    def test_lifecycle(self):
        """Applied for, held, reported, claimed, approved, posted, paid: and then nothing can be undone."""
        report = self.signed(meals=900, gifts=50, budget=1000)
        request = report.hospitality_id
        self.assertEqual((report.claim_state, report.can_claim), ('to_claim', True))
        expenses = self.claim(report)
        self.assertEqual(sorted(expenses.mapped('total_amount_currency')), [50, 900])
        self.assertEqual((report.claim_state, report.claim_amount, report.can_claim), ('claimed', 950, False))
        self.approve(expenses)
        self.assertEqual(report.claim_state, 'approved')
        self.post(expenses)
        self.assertEqual((report.claim_state, report.approval_state), ('posted', 'approved'))
        moves = expenses.account_move_id
        self.env['account.payment.register'].with_user(self.users['accountant']).with_company(self.company).with_context(
            active_model='account.move', active_ids=moves.ids).create({'group_payment': False})._create_payments()
        self.env.invalidate_all()
        self.assertEqual(set(expenses.mapped('state')) - {'in_payment', 'paid'}, set())
        self.assertEqual((report.claim_state, report.approval_state, request.approval_state), ('paid', 'settled', 'settled'))
        self.assertEqual((report.approval_settled_amount, request.approval_settled_amount), (950, 950))
        self.assertEqual(report.approval_settled_by_id, self.users['accountant'])
        self.assertEqual(request.stage, 'closed')
        self.assertEqual(report.sudo().approval_request_id._verify(), {})
        self.assertEqual(request.sudo().approval_request_id._verify(), {})
        with self.assertRefused("neither changed nor cancelled"):
            self.as_user('specialist', report)._approval_do_cancel("no")
        with self.assertRefused("neither changed nor cancelled"):
            self.as_user('specialist', request)._approval_do_cancel("no")

    def test_what_an_expense_says(self):
        """Product, person, day, amount, customer, receipts and analytic account come from the report."""
        plan = self.env['account.analytic.plan'].create({'name': "Costs"})
        company_account, own_account = self.env['account.analytic.account'].create([
            {'name': name, 'plan_id': plan.id, 'company_id': self.company.id} for name in ("Company", "Service")])
        self.company.relationship_expense_analytic_id = company_account
        request = self.approved(meals=1000)
        report = self.report_on(request, meals=900, gifts=50)
        report.expense_line_ids.filtered(lambda line: line.item_id == self.meals).write(
            {'receipt': PNG, 'receipt_name': "发票.png", 'remark': "六人"})
        self.env['ir.attachment'].create({
            'name': "水单.png", 'datas': PNG, 'res_model': report._name, 'res_id': report.id})
        with self.after():
            self.sign(report, 'supervisor', 'manager', 'finance')
        meals, gifts = self.claim(report).sorted('total_amount', reverse=True)
        self.assertEqual(meals.product_id, self.env.ref('hr_expense.expense_product_meal'))
        self.assertEqual(gifts.product_id, self.env.ref('hr_expense.expense_product_gift'))
        self.assertEqual((meals.employee_id, meals.company_id), (self.employees['specialist'], self.company))
        self.assertEqual(meals.date, self.company._local_day(report.date_start))
        self.assertEqual((meals.relationship_partner_id, meals.relationship_report_id), (self.customer, report))
        self.assertEqual((meals.description, meals.payment_mode), ("六人", 'own_account'))
        self.assertIn(report.name, meals.name)
        self.assertIn(report.name, meals.relationship_source_name)
        self.assertEqual(set(meals.attachment_ids.mapped('name')), {"发票.png", "水单.png"})
        self.assertFalse(gifts.attachment_ids)
        self.assertTrue(meals.message_main_attachment_id)
        self.assertEqual(meals.analytic_distribution, {str(company_account.id): 100})
        # The department's own account wins over the company's; the company may have paid.
        self.service.relationship_expense_analytic_id = own_account
        self.company.relationship_expense_payment_mode = 'company_account'
        other = self.claim(self.signed())
        self.assertEqual(other.analytic_distribution, {str(own_account.id): 100})
        self.assertEqual(other.payment_mode, 'company_account')

    def test_paid_by_the_company(self):
        """The company's payment settles when it is posted."""
        self.company.relationship_expense_payment_mode = 'company_account'
        report = self.signed(budget=300)
        expense = self.claim(report)
        self.approve(expense)
        expense.with_user(self.users['accountant']).with_company(self.company).sudo(False).action_post()
        self.env.invalidate_all()
        self.assertEqual((expense.state, report.approval_state), ('paid', 'settled'))

    def test_partly_paid(self):
        """The last payment settles, not the first."""
        report = self.signed(meals=900, gifts=50)
        first, second = self.claim(report)
        self.pay(first)
        self.assertEqual((report.claim_state, report.approval_state), ('claimed', 'approved'))
        self.pay(second)
        self.assertEqual((report.claim_state, report.approval_state), ('paid', 'settled'))

    def test_once(self):
        """A claimed cost is not claimed again; refused and deleted ones are free."""
        report = self.signed(meals=900, gifts=50)
        first = self.claim(report)
        with self.assertRefused("no costs left"):
            self.claim(report)
        self.refuse(first[0])
        self.assertEqual((report.claim_state, report.can_claim), ('refused', True))
        second = self.claim(report)
        self.assertEqual((len(second), second.total_amount), (1, first[0].total_amount))
        with self.assertRefused("claimed anew"):
            first[0].with_user(self.users['accountant']).sudo(False).action_reset()
        second.with_user(self.users['specialist']).sudo(False).unlink()
        self.assertEqual(report.claim_state, 'refused')
        first[0].with_user(self.users['accountant']).sudo(False).action_reset()
        self.assertEqual((first[0].state, report.claim_state), ('draft', 'claimed'))

    def test_not_before_signed(self):
        """Nothing is claimed of what is not signed, nor while its cancellation is decided."""
        report = self.report_on(self.approved(), meals=1000)
        with self.assertRefused("not approved yet"):
            self.claim(report)
        with self.after():
            self.sign(report, 'supervisor', 'manager', 'finance')
            report._approval_do_cancel("wrong report")
        with self.assertRefused("cancellation"):
            self.claim(report)

    def test_claimed_is_not_cancelled(self):
        report = self.signed()
        expense = self.claim(report)
        with self.assertRefused("Have them refused or delete them"):
            self.as_user('specialist', report)._approval_do_cancel("no")
        self.refuse(expense)
        with self.after():
            self.as_user('specialist', report)._approval_do_cancel("wrong report")

    def test_settings_missing(self):
        """What is missing is named, with the remedy."""
        report = self.signed()
        self.meals.expense_product_id = False
        with self.assertRefused("no expense category"):
            self.claim(report)
        mileage = self.env.ref('hr_expense.expense_product_mileage')
        mileage.with_company(self.company).standard_price = 1
        self.meals.expense_product_id = mileage
        with self.assertRefused("fixed cost"):
            self.claim(report)
        self.meals.expense_product_id = self.env.ref('hr_expense.expense_product_meal')
        self.employees['specialist'].user_id = False
        with self.assertRefused("no employee of"):
            self.claim(report)
