from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .hospitality_common import HospitalityCase


@tagged('post_install', '-at_install')
class TestHospitalityLifecycle(HospitalityCase):
    """F14, F15, P3, P4: from the application to the signed report."""

    def test_within_authority(self):
        """Up to the service manager's limit the general manager is not asked."""
        request = self.apply(meals=5000)
        self.assertEqual(request.stage, 'application')
        self.assertRegex(request.name, r'^ZD2026-\d{4}$')
        self.assertEqual(request.department_id, self.service)
        self.sign(request, 'supervisor', 'manager', 'finance')
        self.assertEqual((request.approval_state, request.stage), ('approved', 'planned'))
        self.assertEqual(
            [signature['box'] for signature in request._approval_signatures() if signature['box']],
            ['preparer', 'supervisor', 'service_manager', 'finance'])

    def test_above_authority(self):
        """Above the limit the service manager endorses and the general manager decides."""
        request = self.sign(self.apply(meals=5000.01), 'supervisor', 'manager')
        self.assertEqual(request.approval_state, 'pending')
        self.sign(request, 'gm', 'finance')
        self.assertEqual(request.approval_state, 'approved')
        self.assertEqual(
            [signature['kind'] for signature in request._approval_signatures()],
            ['submit', 'review', 'endorse', 'approve', 'audit'])

    def test_plan_after_approval(self):
        """P3 ③-⑦: checklist, event and news for our people."""
        request = self.approved(host_ids=[
            fields.Command.create({'employee_id': self.employees['specialist'].id}),
            fields.Command.create({'employee_id': self.employees['deputy'].id})])
        self.assertEqual(len(request.step_ids), 5)
        self.assertEqual(request.step_ids.responsible_id, self.users['specialist'])
        event = request.sudo().event_id
        self.assertEqual((event.start, event.stop), (request.date_start, request.date_stop))
        self.assertEqual(event.privacy, 'private')
        self.assertEqual(
            event.partner_ids, (self.users['specialist'] | self.users['deputy']).partner_id,
            "the customer is not invited by us")
        told = self.env['mail.notification'].sudo().search([
            ('mail_message_id.model', '=', request._name), ('mail_message_id.res_id', '=', request.id)])
        self.assertIn(self.users['deputy'].partner_id, told.res_partner_id)

    def test_dining_plan(self):
        """P4 ④⑤: the dining plan has its own checklist."""
        request = self.approved(kind='dining')
        self.assertEqual(request.step_ids.mapped('sequence'), [40, 50])

    def test_checklist_to_held(self):
        """Ticks carry who and when; the last one marks the occasion as held."""
        request = self.approved()
        steps = request.step_ids
        steps[0].with_user(self.users['supervisor']).action_done()
        self.assertEqual(steps[0].done_by_id, self.users['supervisor'])
        steps[0].with_user(self.users['specialist']).action_undo()
        self.assertFalse(steps[0].done)
        steps.with_user(self.users['specialist']).action_done()
        self.assertEqual((request.step_progress, request.stage), ('5/5', 'held'))

    def test_record_of_the_checklist(self):
        """What was done, called off or reported is not rewritten; open steps are the plan's."""
        request = self.approved()
        steps = request.with_user(self.users['specialist']).step_ids
        steps[1].write({'name': "④ 到机场迎接", 'responsible_id': self.users['deputy'].id})
        steps[0].action_done()
        for values in ({'name': "改"}, {'note': "改"}, {'responsible_id': False}):
            with self.assertRaisesRegex(UserError, "part of the record"):
                steps[0].write(values)
        with self.assertRaisesRegex(UserError, "part of the record"):
            steps[0].unlink()
        request.with_user(self.users['specialist']).write({'step_ids': [fields.Command.create({'name': "订花"})]})
        self.assertEqual(len(request.step_ids), 6)
        self.report_on(request)
        with self.assertRaisesRegex(UserError, "part of the record"):
            steps[1].write({'name': "改"})
        with self.assertRaisesRegex(UserError, "part of the record"):
            request.with_user(self.users['specialist']).write({'step_ids': [fields.Command.create({'name': "补"})]})

    def test_report_to_closed(self):
        """F15: pre-filled, signed by its own signers; the request learns the actual spend (F14.11)."""
        request = self.approved(meals=1000, gifts=200)
        report = self.report_on(request, meals=900, gifts=200)
        self.assertEqual(report.partner_id, self.customer)
        self.assertEqual((report.venue, report.purpose), (request.venue, request.purpose))
        self.assertEqual(report.guest_ids.mapped('name'), ["黄志强"])
        self.assertEqual(report.host_ids.employee_id, self.employees['specialist'])
        self.assertEqual(
            report.expense_line_ids.mapped('item_id.name'),
            ['Meeting', 'Meals', 'Lodging', 'Gifts', 'Transport', 'Other'], "the paper's order")
        self.assertEqual((report.budget_total, report.actual_total, report.difference), (1200, 1100, -100))
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign(report)
            self.assertEqual(request.stage, 'reported')
            self.assertEqual(request.actual_amount, 0, "nothing is spent before it is signed")
            self.sign(report, 'supervisor', 'manager', 'finance')
        self.assertEqual((report.approval_state, request.stage), ('approved', 'closed'))
        self.assertEqual(request.actual_amount, 1100)
        self.assertFalse(request.is_over_budget)

    def test_one_report(self):
        """The report button opens the existing report."""
        request = self.approved()
        report = self.report_on(request)
        action = request.action_report()
        self.assertEqual(action['res_id'], report.id)
        with freeze_time(fields.Datetime.now() + timedelta(days=7)), mute_logger('odoo.sql_db'), \
                self.assertRaises(IntegrityError), self.cr.savepoint():
            self.model('specialist', 'relationship.hospitality.report').create({'hospitality_id': request.id})

    def test_report_too_early(self):
        request = self.approved()
        with self.assertRaisesRegex(UserError, "has not begun yet"):
            request.action_report()
        with self.assertRaisesRegex(UserError, "has not begun yet"):
            request.action_mark_held()

    def test_report_of_a_draft(self):
        with self.assertRaisesRegex(UserError, "approved requests only"):
            self.model('specialist', 'relationship.hospitality.report').create({'hospitality_id': self.apply().id})

    def test_held_by_button(self):
        request = self.approved()
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            request.with_user(self.users['specialist']).action_mark_held()
        self.assertEqual(request.stage, 'held')

    def test_rejected(self):
        """P4 ③: the arrangements are called off and the people told; the draft can be put right."""
        request = self.sign(self.apply(), 'supervisor')
        request.sudo().approval_request_id.with_user(self.users['manager'])._decide('reject', note="预算过高")
        request.invalidate_recordset()
        self.assertEqual((request.approval_state, request.stage), ('rejected', 'cancelled'))
        self.assertFalse(request.event_id)
        told = self.env['mail.message'].sudo().search([
            ('model', '=', request._name), ('res_id', '=', request.id), ('body', 'ilike', "预算过高")])
        self.assertIn(self.users['specialist'].partner_id, told.notified_partner_ids)
        request.with_user(self.users['specialist']).budget_line_ids[0].amount = 500
        self.sign(request, 'supervisor', 'manager', 'finance')
        self.assertEqual(request.stage, 'planned')

    def test_cancelled_after_approval(self):
        """Event and checklist are called off with the approvers' consent."""
        request = self.approved()
        event = request.sudo().event_id
        request.with_user(self.users['specialist'])._approval_do_cancel("客户改期")
        self.assertEqual(request.stage, 'planned', "the approvers have not consented yet")
        for role in ('manager', 'finance'):
            cancelling = request.sudo().approval_cancel_request_id.with_user(self.users[role])
            if cancelling.state == 'pending':
                cancelling._decide('approve')
        request.invalidate_recordset()
        self.assertEqual((request.approval_state, request.stage), ('cancelled', 'cancelled'))
        self.assertFalse(event.exists())
        self.assertTrue(all(request.step_ids.mapped('called_off')))
        with self.assertRaisesRegex(UserError, "called off"):
            request.step_ids.with_user(self.users['specialist']).action_done()

    def test_reported_cannot_be_cancelled(self):
        request = self.approved()
        report = self.report_on(request, meals=1000)
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign(report)
            with self.assertRaisesRegex(UserError, "reported already"):
                request.with_user(self.users['specialist'])._approval_do_cancel("反悔")

    def test_funds(self):
        """接待款项支持: finance only, approved only, once, sealed."""
        request = self.apply()
        self.sign(request, 'supervisor', 'manager')
        finance = request.with_user(self.users['finance'])
        with self.assertRaisesRegex(UserError, "approved requests only"):
            finance.action_funds_support()
        self.sign(request, 'finance')
        with self.assertRaises(AccessError):
            request.with_user(self.users['manager']).action_funds_support()
        finance.action_funds_support()
        self.assertEqual((request.funds_supported, request.funds_by_id), (True, self.users['finance']))
        moment = request.funds_date
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            finance.action_funds_support()
        self.assertEqual(request.funds_date, moment)
        for values in ({'funds_supported': False}, {'held_date': NOW_TEXT}, {'stage': 'closed'}):
            with self.assertRaises(UserError):
                request.with_user(self.users['specialist']).write(values)

    def test_calendar_in_step(self):
        """The event keeps the signed time and stays while the request holds."""
        request = self.approved()
        event = request.sudo().event_id.with_user(self.users['specialist'])
        with self.assertRaisesRegex(UserError, "cancel the request"):
            event.write({'start': request.date_start + timedelta(hours=1)})
        with self.assertRaisesRegex(UserError, "cancel the request"):
            event.action_archive()
        with self.assertRaisesRegex(UserError, "cancel the request"):
            event.unlink()
        event.write({'description': "带上样品"})

    def test_delete_drafts_only(self):
        draft = self.apply()
        draft.unlink()
        submitted = self.sign(self.apply())
        with self.assertRaises(UserError):
            submitted.unlink()
        cancelled = self.apply()
        cancelled._approval_do_cancel("重复")
        with self.assertRaises(UserError):
            cancelled.unlink()

    def test_submitted_is_locked(self):
        request = self.sign(self.apply())
        for values in ({'venue': "别处"}, {'partner_id': self.env.user.partner_id.id}):
            with self.assertRaises(UserError):
                request.write(values)
        with self.assertRaises(UserError):
            request.budget_line_ids[0].amount = 900000
        with self.assertRaises(UserError):
            request.guest_ids.unlink()
        with self.assertRaises(UserError, msg="a report needs an approved request"):
            self.env['relationship.hospitality.report'].sudo().create({'hospitality_id': request.id})


NOW_TEXT = '2026-03-11 02:00:00'
