from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .claim_common import ClaimCase


@tagged('post_install', '-at_install')
class TestClaimRules(ClaimCase):
    """Amounts changed by hand stay within what was approved and tolerated (APPROVAL.md rule 10)."""

    def mine(self, expense, role='accountant'):
        return expense.with_user(self.users[role]).with_company(self.company).sudo(False)

    def test_bounds(self):
        """(percent, amount, highest): exactly at the tolerance passes, a cent above is refused."""
        for percent, amount, highest in ((0, 0, 1000), (5, 0, 1050), (0, 80, 1080), (5, 80, 1080), (10, 80, 1100)):
            with self.subTest(percent=percent, amount=amount):
                self.company.relationship_overrun_percent = percent
                self.company.relationship_overrun_amount = amount
                expense = self.claim(self.signed(budget=1000))
                self.mine(expense).total_amount_currency = highest
                with self.assertRefused("supplementary approval"):
                    self.mine(expense).total_amount_currency = highest + 0.01
                self.assertEqual(expense.total_amount, highest)
                self.mine(expense).total_amount_currency = 900  # less may always be claimed
                self.assertEqual(expense.total_amount, 900)

    def test_bounds_in_dollars(self):
        """Compared in the currency that was signed; another one on the expense is converted."""
        dollars = self.dollars(rate=0.2)
        self.company.relationship_overrun_amount = 50  # ten dollars
        report = self.signed(request=self.approved(meals=100, currency_id=dollars.id), meals=100)
        expense = self.claim(report)
        self.assertEqual((expense.currency_id, expense.total_amount_currency, expense.total_amount), (dollars, 100, 500))
        self.mine(expense).total_amount_currency = 110
        with self.assertRefused("supplementary approval"):
            self.mine(expense).total_amount_currency = 110.01
        self.mine(expense).write({'currency_id': self.company.currency_id.id, 'total_amount_currency': 550})
        with self.assertRefused("supplementary approval"):
            self.mine(expense).total_amount_currency = 550.06
        self.pay(expense)
        self.assertEqual((report.approval_state, report.approval_settled_amount), ('settled', 550))

    def test_sum_counts(self):
        """Raising one cost and another is compared with the sum."""
        report = self.signed(meals=900, gifts=100)
        first, second = self.claim(report).sorted('total_amount')
        self.mine(second).total_amount_currency = 850
        self.mine(first).total_amount_currency = 150
        with self.assertRefused("supplementary approval"):
            self.mine(second).total_amount_currency = 850.01

    def test_twice_the_tolerance(self):
        """A report within the tolerance of the budget does not start a tolerance of its own."""
        self.company.relationship_overrun_percent = 10
        expense = self.claim(self.signed(budget=1000, meals=1050))
        self.mine(expense).total_amount_currency = 1100
        with self.assertRefused("supplementary approval"):
            self.mine(expense).total_amount_currency = 1100.01

    def test_supplement_after_the_report(self):
        """An approved supplement raises what may be claimed; a pending one does not."""
        report = self.signed(budget=1000)
        expense = self.claim(report)
        with self.after(8):
            supplement = report.hospitality_id.browse(
                self.as_user('specialist', report).action_request_supplement()['res_id'])
            supplement.budget_line_ids.filtered(lambda line: line.item_id == self.meals).amount = 200
            self.sign(supplement, 'supervisor', 'manager')
            with self.assertRefused("supplementary approval"):
                self.mine(expense).total_amount_currency = 1200
            self.sign(supplement, 'finance')
        self.mine(expense).total_amount_currency = 1200
        with self.assertRefused("supplementary approval"):
            self.mine(expense).total_amount_currency = 1200.01
        self.pay(expense)
        self.assertEqual(report.approval_state, 'settled')
        self.assertEqual((supplement.approval_state, supplement.approval_settled_amount), ('settled', 200))
        self.assertEqual(report.hospitality_id.approval_settled_amount, 1000)
        with self.after(9), self.assertRefused("settled already", UserError):
            late = self.as_user('specialist', report.hospitality_id)._create_supplement({self.meals: 5})
            self.sign(late)

    def test_sealed(self):
        """Nobody hangs an expense on somebody's costs, nor takes it off to claim them again."""
        report = self.signed()
        expense = self.claim(report)
        for name, value in (
                ('relationship_source_key', False), ('relationship_report_id', False),
                ('relationship_report_line_id', False), ('relationship_partner_id', self.customer2.id)):
            with self.assertRefused("cannot be set by hand"):
                self.mine(expense, 'specialist').write({name: value})
            with self.assertRefused("cannot be set by hand"):
                expense.sudo().write({name: value})
        with self.assertRefused("cannot be set by hand"):
            self.model('specialist', 'hr.expense').create({
                'name': "X", 'product_id': expense.product_id.id, 'total_amount_currency': 5,
                'relationship_source_key': 'relationship.visit.expense,1'})
        with self.assertRefused("cannot be set by hand"):
            report.sudo().write({'claim_state': 'paid'})
        forged = self.model('specialist', 'hr.expense').with_context(
            default_relationship_source_key='x', default_relationship_report_id=report.id).create(
            {'name': "X", 'product_id': expense.product_id.id, 'total_amount_currency': 5})
        self.assertFalse(forged.relationship_source_key or forged.relationship_report_id)
        copied = self.mine(expense, 'specialist').copy()
        self.assertFalse(copied.relationship_source_key or copied.sudo().relationship_report_id)

    def test_fixed(self):
        """The money goes to the person of the document, in its company; the cost stays one."""
        expense = self.claim(self.signed())
        with self.assertRefused("stays as it is"):
            self.mine(expense).employee_id = self.employees['manager']
        with self.assertRefused("is not split"):
            self.mine(expense, 'specialist').action_split_wizard()
        self.mine(expense).employee_id = self.employees['specialist']  # the same one

    def test_reversed(self):
        """A reversed entry leaves the document settled: what happened stays on record."""
        report = self.signed()
        expense = self.pay(self.claim(report))
        self.assertEqual(report.approval_state, 'settled')
        events = report.sudo().approval_request_id.event_ids
        moves = expense.account_move_id.with_user(self.users['accountant']).with_company(self.company)
        moves.line_ids.remove_move_reconcile()
        self.assertEqual((expense.state, report.claim_state, report.approval_state), ('posted', 'posted', 'settled'))
        self.env['account.payment.register'].with_user(self.users['accountant']).with_company(self.company).with_context(
            active_model='account.move', active_ids=moves.ids).create({})._create_payments()
        self.assertEqual(report.sudo().approval_request_id.event_ids, events)

    def test_unrelated_expenses(self):
        """Odoo's other expenses are as they were."""
        expense = self.model('specialist', 'hr.expense').create({
            'name': "Taxi", 'product_id': self.env.ref('hr_expense.product_product_no_cost').id,
            'total_amount_currency': 50})
        expense.total_amount_currency = 5000
        expense.action_submit()
        self.refuse(expense.sudo())
        self.mine(expense).action_reset()
        self.assertEqual(expense.state, 'draft')
        expense.action_split_wizard()

    def test_item_of_another_company(self):
        other = self.env['res.company'].create({'name': "Other"})
        product = self.env['product.product'].create({
            'name': "Theirs", 'can_be_expensed': True, 'company_id': other.id, 'type': 'service'})
        item = self.env['relationship.hospitality.item'].create({'name': "Mine", 'company_id': self.company.id})
        with self.assertRaises(UserError):
            item.expense_product_id = product
        account = self.env['account.analytic.account'].create({
            'name': "Theirs", 'company_id': other.id,
            'plan_id': self.env['account.analytic.plan'].create({'name': "P"}).id})
        with self.assertRefused("another company", ValidationError):
            self.company.relationship_expense_analytic_id = account
        with self.assertRefused("another company", ValidationError):
            self.service.relationship_expense_analytic_id = account
