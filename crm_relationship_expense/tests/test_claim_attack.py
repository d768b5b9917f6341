from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .claim_common import DAY, ClaimCase


@tagged('post_install', '-at_install')
class TestClaimAttack(ClaimCase):
    """By RPC nobody gets a cost paid twice, nor more than was approved (APPROVAL.md rule 10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users['supervisor'].group_ids = [Command.link(cls.env.ref('hr_expense.group_hr_expense_team_approver').id)]

    def mine(self, expense, role='accountant'):
        return expense.with_user(self.users[role]).with_company(self.company).sudo(False)

    def sign_cancellation(self, document, *roles):
        """The approvers agree to the cancellation, those of ``roles`` whom it asks."""
        request = document.sudo().approval_cancel_request_id
        for role in roles:
            if self.users[role] in request.task_ids.filtered(lambda task: task.state == 'pending').user_id:
                request.with_user(self.users[role])._decide('approve', note="同意")
        document.invalidate_recordset()

    def test_paid_is_not_hidden(self):
        """(state of the money, role): neither refused, nor without its entry, nor deleted; and not claimed again."""
        for money in (self.post, self.pay):
            report = self.signed()
            expense = self.claim(report)
            money(expense)
            state, move = expense.state, expense.account_move_id
            for role in ('accountant', 'supervisor'):
                for vals in ({'approval_state': 'refused'}, {'account_move_id': False}, {'state': 'refused'},
                             {'state': 'draft'}, {'state': 'draft', 'approval_state': 'refused'}):
                    with self.subTest(money=money.__name__, role=role, vals=vals), self.assertRefused("journal entry"):
                        self.mine(expense, role).write(vals)
            with self.assertRefused("journal entry"):
                expense.sudo().approval_state = 'refused'
            with self.assertRefused("journal entry"):
                self.mine(move).write({'expense_ids': [Command.clear()]})
            with self.assertRefused(""):
                self.mine(expense).unlink()
            self.assertEqual((expense.state, expense.account_move_id), (state, move))
            with self.assertRefused("no costs left"):
                self.claim(report)

    def test_paid_holds_its_cost(self):
        """What has an entry counts, even where the database calls it refused or a draft."""
        report = self.signed()
        expense = self.pay(self.claim(report))
        self.env.flush_all()
        self.cr.execute("UPDATE hr_expense SET approval_state = 'refused', state = 'draft' WHERE id = %s", [expense.id])
        self.env.invalidate_all()
        self.assertEqual((report.claim_amount, report.sudo()._claims()), (1000, expense))
        with self.assertRefused("journal entry"):
            self.mine(expense).unlink()

    def test_undone_entries(self):
        """Odoo's own ways stay open: a draft entry goes with the refusal, reversing and cancelling release."""
        expense = self.claim(self.signed())
        move = self.mine(self.post(expense))
        move.button_draft()
        self.refuse(expense)
        self.assertEqual((expense.state, move.exists()), ('refused', move.browse()))
        today = [{'invoice_date': self.company._relationship_today()}]
        for undo in (lambda entry: entry._reverse_moves(today, cancel=True), lambda entry: entry.button_cancel()):
            report = self.signed()
            expense = self.claim(report)
            move = self.post(expense)
            with self.assertRefused("", AccessError):
                self.mine(move, 'specialist').button_cancel()
            undo(self.mine(move))
            self.assertEqual((expense.state, bool(expense.account_move_id)), ('approved', False))
            self.refuse(expense)
            self.assertEqual(report.claim_state, 'refused')
            self.assertTrue(self.pay(self.claim(report)))
            self.assertEqual(report.approval_state, 'settled')
        expense = self.claim(self.signed())
        self.mine(self.post(expense)).button_draft()
        self.mine(expense).action_reset()
        self.assertEqual((expense.state, expense.account_move_id.id), ('draft', False))

    def test_what_is_paid_counts(self):
        """(values by the claimant, allowed): the receipt takes unit price and quantity, whatever the total says."""
        expense = self.mine(self.claim(self.signed(budget=1000)), 'specialist')
        for vals, allowed in (
                ({'total_amount': 999999}, False), ({'price_unit': 1000.01, 'approval_state': 'submitted'}, False),
                ({'price_unit': 1001, 'quantity': 0, 'approval_state': 'submitted'}, False),
                ({'quantity': 2, 'price_unit': 500.01, 'approval_state': 'submitted'}, False),
                ({'quantity': -2, 'price_unit': -501, 'approval_state': 'submitted'}, False),
                ({'price_unit': 1000, 'approval_state': 'submitted'}, True)):
            with self.subTest(vals=vals):
                if allowed:
                    expense.write(vals)
                else:
                    with self.assertRefused("supplementary approval"):
                        expense.write(vals)
        for vals in ({'quantity': 2}, {'price_unit': 1000.01}):  # of a submitted one, by those who may
            with self.subTest(vals=vals), self.assertRefused("supplementary approval"):
                self.mine(expense).write(vals)
        self.assertEqual((expense.price_unit, expense.quantity, expense.total_amount), (1000, 1, 1000))

    def test_what_is_paid_counts_in_dollars(self):
        """(paid in company currency, allowed) of 100 signed dollars at 5: one rounding more is none."""
        dollars = self.dollars(rate=0.2)
        report = self.signed(request=self.approved(meals=100, currency_id=dollars.id), meals=100)
        expense = self.mine(self.claim(report), 'specialist')
        for vals, allowed in (
                ({'total_amount': 500.01}, True), ({'total_amount': 500.06}, False), ({'total_amount': 999999}, False),
                ({'price_unit': 500.06, 'approval_state': 'submitted'}, False), ({'total_amount': 500}, True)):
            with self.subTest(vals=vals):
                if allowed:
                    expense.write(vals)
                else:
                    with self.assertRefused("supplementary approval"):
                        expense.write(vals)
        self.assertEqual(report.claim_amount, 100)
        self.company.relationship_overrun_amount = 50
        expense.total_amount = 550
        self.env.invalidate_all()
        self.assertEqual(report.claim_amount, 110)
        self.pay(expense.sudo())
        self.assertEqual((report.approval_state, report.approval_settled_amount), ('settled', 550))
        self.assertEqual(expense.sudo().account_move_id.amount_total, 550)

    def test_small_currency(self):
        """A currency whose unit is less than a cent of the company's: the rounding of the money paid is no excess."""
        dollars = self.dollars(rate=7.77)
        report = self.signed(request=self.approved(meals=100, currency_id=dollars.id), meals=100)
        self.pay(self.claim(report))
        self.assertEqual((report.approval_state, report.claim_amount), ('settled', 100))

    def test_revived(self):
        """A refused claim comes back on a signed document only."""
        report = self.signed()
        expense = self.refuse(self.claim(report))
        with self.after():
            self.as_user('specialist', report)._approval_do_cancel("wrong report")
        for act in (lambda: self.mine(expense).action_reset(),
                    lambda: self.mine(expense).write({'approval_state': 'approved'})):
            with self.assertRefused("cancellation of"):
                act()
        self.sign_cancellation(report, 'manager', 'finance', 'supervisor')
        self.assertEqual(report.approval_state, 'cancelled')
        for act in (lambda: self.mine(expense).action_reset(),
                    lambda: self.mine(expense).write({'approval_state': 'approved'})):
            with self.assertRefused("not approved yet"):
                act()

    def test_cancelled_in_the_meantime(self):
        """What is claimed while the cancellation is decided keeps the document; a cancelled one takes no amount."""
        report = self.signed()
        expense = self.refuse(self.claim(report))
        with self.after():
            self.as_user('specialist', report)._approval_do_cancel("wrong report")
        self.env.flush_all()
        self.cr.execute("UPDATE hr_expense SET approval_state = NULL, state = 'draft' WHERE id = %s", [expense.id])
        self.env.invalidate_all()
        with self.assertRefused("Have them refused or delete them"):
            self.sign_cancellation(report, 'manager', 'finance', 'supervisor')
        report.sudo()._sealed_write({'approval_state': 'cancelled'}, SEAL)
        for act in (lambda: self.mine(expense).write({'total_amount_currency': 10}),
                    lambda: self.mine(expense, 'specialist').action_submit(),
                    lambda: self.mine(expense, 'specialist').write({'approval_state': 'submitted'})):
            with self.assertRefused("not approved any more"):
                act()
        self.assertEqual(self.refuse(expense).state, 'refused')

    def test_draft_report_of_the_day(self):
        """A visit's claim is no matter of the unsigned daily report that lists it, nor of its end."""
        visit = self.visited(meals=500)
        expense = self.claim(visit)
        with self.after(2):
            day = self.model('specialist', DAY).create({'date': self.company._local_day(visit.actual_start)})
        self.assertEqual(day.sudo()._claims(), expense)
        self.mine(expense).total_amount_currency = 400
        self.mine(expense, 'specialist').action_submit()
        day._approval_do_cancel("no report")
        self.assertEqual((day.approval_state, expense.state), ('cancelled', 'submitted'))

    def test_supplement_of_claimed_money(self):
        """(claimed, may be cancelled): while more is claimed than stays approved with the tolerance, it stays."""
        self.company.relationship_overrun_percent = 10
        for claimed, allowed in ((620, False), (550.01, False), (550, True)):
            visit = self.visited(meals=500, actual={'meals': 620})
            with self.after():
                action = self.as_user('specialist', visit).action_request_supplement()
            supplement = self.model('specialist', 'relationship.visit.supplement').browse(action['res_id'])
            supplement.reason = "客户增加了两人"
            self.sign(supplement, 'supervisor', 'manager', 'finance')
            expense = self.claim(visit)
            self.mine(expense).total_amount_currency = claimed
            with self.subTest(claimed=claimed):
                if allowed:
                    supplement._approval_do_cancel("not needed")
                    self.mine(expense).total_amount_currency = 600  # claimed while it is decided
                    with self.assertRefused("are claimed on"):
                        self.sign_cancellation(supplement, 'manager', 'finance', 'supervisor')
                    self.mine(expense).total_amount_currency = 550
                    self.sign_cancellation(supplement, 'manager', 'finance', 'supervisor')
                    self.assertEqual(supplement.approval_state, 'cancelled')
                else:
                    with self.assertRefused("are claimed on"):
                        supplement._approval_do_cancel("not needed")

    def test_no_figures_for_strangers(self):
        """Submitting an expense one may not change says nothing about its document."""
        self.company.relationship_overrun_percent = 10
        report = self.signed()
        expense = self.claim(report)
        self.mine(expense).total_amount_currency = 1100
        self.company.relationship_overrun_percent = 0
        for role in ('specialist2', 'keeper', 'employee'):
            with self.assertRaises(AccessError) as refusal, self.cr.savepoint():
                self.mine(expense, role).action_submit()
            self.assertNotIn(report.name, str(refusal.exception))
        with self.assertRefused("supplementary approval", UserError):
            self.mine(expense, 'specialist').action_submit()
