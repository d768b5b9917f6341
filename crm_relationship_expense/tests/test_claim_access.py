from odoo.exceptions import AccessError
from odoo.tests import tagged

from .claim_common import ClaimCase


@tagged('post_install', '-at_install')
class TestClaimAccess(ClaimCase):
    """The person of the document claims, and the supervisors; finance sees; nobody else."""

    def test_who_claims(self):
        """(role, may claim a report of the specialist)."""
        for role, allowed in {
                'specialist': True, 'supervisor': True, 'manager': True, 'specialist2': False, 'finance': False,
                'gm': False, 'keeper': False, 'office': False, 'employee': False}.items():
            report = self.signed()
            with self.subTest(role=role):
                if allowed:
                    expense = self.claim(report, role)
                    self.assertEqual(expense.employee_id, self.employees['specialist'], "the money is the reporter's")
                    self.assertEqual(expense.create_uid, self.users[role])
                else:
                    with self.assertRefused("", AccessError):
                        self.claim(report, role)
                    self.assertFalse(report.sudo().claim_ids)

    def test_who_sees(self):
        """(role, sees the expense that the specialist claimed)."""
        expense = self.claim(self.signed())
        for role, sees in {
                'specialist': True, 'finance': True, 'accountant': True, 'specialist2': False, 'keeper': False,
                'gm': False, 'employee': False}.items():
            with self.subTest(role=role):
                self.assertEqual(
                    bool(self.model(role, 'hr.expense').search([('id', '=', expense.id)])), sees)

    def test_finance_reads_only(self):
        expense = self.claim(self.signed()).with_user(self.users['finance']).sudo(False)
        with self.assertRefused("", AccessError):
            expense.total_amount_currency = 5
        with self.assertRefused("", AccessError):
            expense.unlink()

    def test_supervisor_reads_what_he_claimed(self):
        """Made for a colleague: read, and nothing else; the documents show the state to their readers."""
        report = self.signed()
        expense = self.claim(report, 'supervisor')
        mine = self.model('supervisor', 'hr.expense').browse(expense.id)
        self.assertEqual(mine.total_amount, 1000)
        for role in ('specialist', 'supervisor', 'manager', 'gm', 'finance'):
            document = self.as_user(role, report)
            self.assertEqual((document.claim_state, document.claim_count, document.claim_amount), ('claimed', 1, 1000))

    def test_buttons(self):
        """Each opens what it says, for those who may read it."""
        report = self.signed(meals=900, gifts=50)
        self.claim(report)
        action = self.as_user('specialist', report).action_open_claims()
        self.assertEqual(len(self.model('specialist', 'hr.expense').search(action['domain'])), 2)
        expense = report.sudo().claim_ids[0]
        back = self.model('specialist', 'hr.expense').browse(expense.id).action_open_relationship_document()
        self.assertEqual((back['res_model'], back['res_id']), (report._name, report.id))
        with self.assertRefused("", AccessError):
            self.as_user('specialist2', report).action_open_claims()
        with self.assertRefused("", AccessError):
            self.model('specialist2', 'hr.expense').browse(expense.id).action_open_relationship_document()

    def test_other_company(self):
        """A document is claimed in its own company, and read there only."""
        report = self.signed()
        expense = self.claim(report)
        self.assertEqual(expense.company_id, self.company)
        other = self.env['res.company'].create({'name': "Other"})
        stranger = self.users['finance'].copy({
            'login': 'h_other', 'company_id': other.id, 'company_ids': [(6, 0, other.ids)]})
        self.assertFalse(self.env['hr.expense'].with_user(stranger).search([('id', '=', expense.id)]))
