from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .visit_common import VisitCase


@tagged('post_install', '-at_install')
class TestVisitApplication(VisitCase):
    """拜访申请 (P2 ②): when one is needed, who signs, what is open afterwards."""

    def test_needed(self):
        """(setting, costs, on an approved plan) and whether the visit needs an application; with an advance it does."""
        visit = self.plan()
        for rule, costs, planned, needed in (
                ('costs_off_plan', 0, False, False), ('costs_off_plan', 0.01, False, True),
                ('costs_off_plan', 500, True, False), ('costs', 500, True, True), ('costs', 0, False, False),
                ('all', 0, False, True), ('all', 0, True, True)):
            with self.subTest(rule=rule, costs=costs, planned=planned):
                self.company.relationship_visit_application = rule
                visit.expense_line_ids = [Command.clear(), *self.costs(meals=costs)]
                self.patch(type(visit), '_is_from_approved_plan', lambda _self, planned=planned: planned)
                visit.invalidate_recordset()
                self.assertEqual(visit.is_application_needed, needed)
                if costs:
                    visit.advance_amount = costs
                    self.assertTrue(visit.is_application_needed)
                    visit.advance_amount = 0

    def test_route(self):
        """Authority ends at exactly 5,000; finance audits when an advance is asked for."""
        for amount, advance, signers in (
                (5000, 0, ['supervisor', 'manager']), (5000.01, 0, ['supervisor', 'manager', 'gm']),
                (5000, 0.01, ['supervisor', 'manager', 'finance']),
                (5000.01, 5000.01, ['supervisor', 'manager', 'gm', 'finance'])):
            with self.subTest(amount=amount, advance=advance):
                visit = self.plan(expense_line_ids=self.costs(meals=amount), advance_amount=advance)
                visit.action_approval_submit()
                for role in signers:
                    self.assertEqual(visit.approval_state, 'pending')
                    self.sign(visit, role)
                self.assertEqual(visit.approval_state, 'approved')

    def test_foreign_currency(self):
        """Limits are compared in the company's currency."""
        usd = self.env.ref('base.USD')
        usd.active = True
        self.env['res.currency.rate'].create({
            'currency_id': usd.id, 'company_id': self.company.id, 'name': '2026-01-01', 'company_rate': 1 / 7})
        visit = self.plan(currency_id=usd.id, expense_line_ids=self.costs(meals=1000))
        self.assertAlmostEqual(visit.budget_company, 7000, 1)
        self.sign(visit, 'supervisor', 'manager')
        self.assertEqual(visit.approval_state, 'pending')

    def test_advance_within_budget(self):
        for advance, sound in ((0, True), (300, True), (300.01, False), (-1, False)):
            with self.subTest(advance):
                if sound:
                    self.plan(expense_line_ids=self.costs(meals=300), advance_amount=advance)
                else:
                    with self.assertRaises(ValidationError), self.cr.savepoint():
                        self.plan(expense_line_ids=self.costs(meals=300), advance_amount=advance)

    def test_start_needs_approval(self):
        visit = self.plan(expense_line_ids=self.costs(meals=300))
        with freeze_time(visit.date_start):
            for act in (visit._visit_start, visit._visit_finish):
                with self.assertRaisesRegex(UserError, "not approved yet"), self.cr.savepoint():
                    act()
        visit.action_approval_submit()
        with freeze_time(visit.date_start), self.assertRaisesRegex(UserError, "not approved yet"), self.cr.savepoint():
            visit._visit_start()
        self.sign(visit, 'supervisor', 'manager')
        with freeze_time(visit.date_start):
            visit._visit_start()
        self.assertEqual(visit.stage, 'underway')

    def test_no_application_without_need(self):
        with self.assertRaisesRegex(ValidationError, "no costs"):
            self.plan().action_approval_submit()

    def test_late_application(self):
        visit = self.plan(expense_line_ids=self.costs(meals=300))
        with freeze_time(visit.date_stop), self.assertRaisesRegex(ValidationError, "lies in the past"):
            visit.action_approval_submit()

    def test_open_after_approval(self):
        """Budget, customer and advance are locked; actual amounts, receipts, time and people are open."""
        visit = self.plan(expense_line_ids=self.costs(meals=300), advance_amount=100)
        self.sign(visit, 'supervisor', 'manager', 'finance')
        meals = visit.expense_line_ids.filtered('budget_amount')
        for vals in ({'partner_id': self.customer3.id}, {'advance_amount': 200}, {'purpose': 'first'}, {'cost_note': "x"},
                     {'expense_line_ids': [Command.create({'item_id': self.lodging.id, 'budget_amount': 1})]},
                     {'expense_line_ids': [Command.update(meals.id, {'budget_amount': 400})]},
                     {'expense_line_ids': [Command.delete(meals.id)]}):
            with self.subTest(vals), self.assertRaises(UserError), self.cr.savepoint():
                visit.write(vals)
        visit.write({
            'date_start': self.at(3), 'companion_ids': [Command.link(self.employees['supervisor'].id)],
            'contact_ids': [Command.link(self.contact.id)], 'subject': "年度回访",
            'expense_line_ids': [Command.update(meals.id, {
                'actual_amount': 290, 'note': "午餐", 'receipt': 'UE5H', 'receipt_name': 'r.png'})]})
        transport = visit.expense_line_ids.filtered(lambda line: line.item_id == self.transport)
        transport.actual_amount = 35  # nobody thought of it before: its empty line joined at the submission
        self.assertEqual((visit.budget_total, visit.actual_total), (300, 325))
        self.assertFalse(visit.approval_request_id.sudo()._verify(), "what was signed still stands")

    def test_locked_while_decided(self):
        """What signers look at stays as it is: time and people, too."""
        visit = self.plan(expense_line_ids=self.costs(meals=300))
        visit.action_approval_submit()
        event = self.event_of(visit)
        for act in (lambda: visit.write({'date_start': self.at(3)}), lambda: visit._visit_reschedule(self.at(3), "改期"),
                    lambda: event.write({'start': self.at(3), 'stop': self.at(3, 11)}),
                    lambda: visit.write({'companion_ids': [Command.link(self.employees['supervisor'].id)]}),
                    lambda: event.write({'name': "改名"}), event.unlink, lambda: visit._visit_cancel("取消")):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()
            self.env.invalidate_all()
        visit.action_approval_recall()
        visit.write({'date_start': self.at(3)})
        self.assertEqual(event.start, self.at(3))

    def test_advance(self):
        """Only finance, only once, only what was approved and asked for; who and when are sealed."""
        visit = self.plan(expense_line_ids=self.costs(meals=300), advance_amount=100)
        mine = self.model('finance', 'relationship.visit').browse(visit.id)
        with self.assertRaisesRegex(UserError, "approved visits only"), self.cr.savepoint():
            mine.action_advance_paid()
        self.sign(visit, 'supervisor', 'manager', 'finance')
        for role in ('specialist', 'supervisor', 'manager'):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.model(role, 'relationship.visit').browse(visit.id).action_advance_paid()
        mine.action_advance_paid()
        self.assertEqual(
            (visit.advance_paid, visit.advance_paid_by_id, visit.advance_paid_date),
            (True, self.users['finance'], fields.Datetime.now()))
        with self.assertRaisesRegex(UserError, "already"):
            mine.action_advance_paid()
        without = self.sign(self.plan(expense_line_ids=self.costs(meals=10)), 'supervisor', 'manager')
        with self.assertRaisesRegex(UserError, "No advance"):
            self.model('finance', 'relationship.visit').browse(without.id).action_advance_paid()

    def test_visitor_never_signs(self):
        """The visitor does not sign, also when a supervisor makes the visit."""
        visit = self.plan('supervisor', partner_id=self.customer3.id, expense_line_ids=self.costs(meals=10))
        visit.action_approval_submit()
        self.assertNotIn(self.users['supervisor'], visit.approval_reader_ids)

    def test_rejected(self):
        """A rejected application leaves the visit planned: change the costs and apply again."""
        visit = self.plan(expense_line_ids=self.costs(meals=300))
        visit.action_approval_submit()
        visit.sudo().approval_request_id.with_user(self.users['supervisor'])._decide('reject', note="费用过高")
        self.assertEqual((visit.approval_state, visit.stage), ('rejected', 'planned'))
        visit.expense_line_ids.filtered('budget_amount').budget_amount = 100
        self.sign(visit, 'supervisor', 'manager')
        self.assertEqual(visit.approval_state, 'approved')


@tagged('post_install', '-at_install')
class TestVisitCancel(VisitCase):
    """Calling off: a reason, the approvers' consent, news, and never what took place."""

    def test_reason(self):
        visit = self.plan()
        for blank in ("", "  ", "\u3000"):
            with self.assertRaises(UserError), self.cr.savepoint():
                visit._visit_cancel(blank)
        visit._visit_cancel("客户停产")
        self.assertEqual((visit.stage, visit.cancel_reason, visit.approval_state), ('cancelled', "客户停产", 'cancelled'))
        self.assertFalse(visit.event_id)

    def test_dialog(self):
        """The button asks for the reason."""
        visit = self.plan()
        action = visit.action_approval_cancel()
        dialog = self.env[action['res_model']].with_user(self.users['specialist']).with_context(
            **action['context']).create({'reason': "客户停产"})
        dialog.action_confirm()
        self.assertEqual(visit.stage, 'cancelled')

    def test_told(self):
        visit = self.plan(companion_ids=[Command.link(self.employees['supervisor'].id)])
        inbox = self.users['supervisor'].partner_id
        before = self.env['mail.notification'].search_count([('res_partner_id', '=', inbox.id)])
        visit._visit_cancel("客户停产")
        news = self.env['mail.notification'].search([('res_partner_id', '=', inbox.id)])
        self.assertEqual(len(news), before + 1)
        self.assertIn("客户停产", news.mail_message_id.sorted('id')[-1].body)

    def test_consent(self):
        """An approved visit is called off when those who approved it consent."""
        visit = self.sign(self.plan(expense_line_ids=self.costs(meals=300)), 'supervisor', 'manager')
        visit._visit_cancel("客户停产")
        self.assertEqual((visit.stage, visit.approval_state), ('planned', 'approved'))
        self.assertTrue(visit.event_id)
        visit.sudo().approval_cancel_request_id.with_user(self.users['manager'])._decide('approve', note="同意")
        self.assertEqual((visit.stage, visit.approval_state), ('cancelled', 'cancelled'))
        self.assertFalse(visit.event_id)

    def test_went_all_the_same(self):
        """Consent comes too late when the visitor is there already."""
        visit = self.sign(self.plan(expense_line_ids=self.costs(meals=300)), 'supervisor', 'manager')
        visit._visit_cancel("客户停产")
        with freeze_time(visit.date_start):
            visit._visit_start()
            with self.assertRaisesRegex(UserError, "Underway"):
                visit.sudo().approval_cancel_request_id.with_user(self.users['manager'])._decide('approve', note="同意")

    def test_stages(self):
        """What is underway, done or cancelled is not cancelled (again), started or moved."""
        for last in ('underway', 'done', 'cancelled'):
            visit = self.plan(date_start=self.at(5))
            with freeze_time(visit.date_stop - timedelta(seconds=1)):
                if last == 'cancelled':
                    visit._visit_cancel("停产")
                else:
                    visit._visit_start(visit.date_start)
                if last == 'done':
                    visit._visit_finish()
                for act in (lambda v=visit: v._visit_cancel("再取消"), visit._visit_start, visit._visit_confirm,
                            lambda v=visit: v._visit_reschedule(self.at(9), "改期"),
                            lambda v=visit: v.write({'partner_id': self.customer3.id})):
                    with self.subTest(last), self.assertRaises(UserError), self.cr.savepoint():
                        act()
                if last != 'underway':
                    with self.assertRaises(UserError), self.cr.savepoint():
                        visit._visit_finish()
            self.assertEqual(visit.stage, last)

    def test_unlink(self):
        """Only what left no trace is deleted, with its event."""
        visit = self.plan()
        event = visit.event_id
        visit.unlink()
        self.assertFalse(event.exists())
        moved = self.plan()
        moved.write({'date_start': self.at(3)})
        cancelled = self.plan()
        cancelled._visit_cancel("停产")
        signed = self.sign(self.plan(expense_line_ids=self.costs(meals=300)), 'supervisor', 'manager')
        for kept in (moved, cancelled, signed):
            with self.assertRaises(UserError), self.cr.savepoint():
                kept.unlink()

    def test_moments(self):
        """Begun and finished are moments of the past, in order, with a minute for phones that run ahead."""
        visit = self.plan()
        now = fields.Datetime.now()
        with self.assertRaisesRegex(UserError, "future"), self.cr.savepoint():
            visit._visit_start(now + timedelta(seconds=61))
        visit._visit_start(now + timedelta(seconds=60))
        with self.assertRaisesRegex(UserError, "has not begun"), self.cr.savepoint():
            visit._visit_finish(now)
        visit._visit_finish(now + timedelta(seconds=60))
        self.assertEqual(visit.stage, 'done')
        self.assertEqual(self.profile.last_visit_date, self.company._local_day(now))
