import io

from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .common import poppler
from .hospitality_common import HospitalityMixin
from .tour_common import RoleTourCase


class HospitalityTourCase(HospitalityMixin, RoleTourCase):
    def pending_at_manager(self, meals=800):
        request = self.apply(meals=meals)
        return self.sign(request, 'supervisor')


@tagged('post_install', '-at_install')
class TestHospitalityPhone(PhoneMixin, HospitalityTourCase):
    """What staff do in the field, at 390 px."""

    def test_specialist_applies(self):
        self.tour('hospitality_apply', '/odoo/hospitality-requests/new', 'specialist')
        request = self.model('specialist').search([], order='id desc', limit=1)
        self.assertEqual((request.partner_id, request.venue), (self.customer, "松鹤楼"))
        self.assertEqual(request.guest_ids.mapped('name'), ["黄志强"])
        self.assertEqual(request.host_ids.employee_id, self.employees['specialist'])
        self.assertEqual((request.budget_total, request.approval_state), (800, 'pending'))

    def test_manager_approves(self):
        request = self.pending_at_manager()
        self.tour('hospitality_approve_on_phone', '/odoo/hospitality-waiting', 'manager')
        self.assertEqual(request.approval_state, 'pending')
        signatures = [signature['box'] for signature in request._approval_signatures()]
        self.assertIn('service_manager', signatures)


@tagged('post_install', '-at_install')
class TestHospitalityDesk(HospitalityTourCase):
    """What the management, finance and the reporter do at a desk, at 1366 px."""

    def test_management_and_finance_sign(self):
        request = self.sign(self.pending_at_manager(meals=8000), 'manager')
        self.tour('hospitality_sign_at_desk', '/odoo/hospitality-waiting', 'gm')
        self.tour('hospitality_audit_at_desk', '/odoo/hospitality-waiting', 'finance')
        self.assertEqual((request.approval_state, request.stage), ('approved', 'planned'))
        self.tour('hospitality_confirm_funds', f'/odoo/hospitality-requests/{request.id}', 'finance')
        self.assertEqual(request.funds_by_id, self.users['finance'])

    def test_report_filed_signed_printed(self):
        request = self.approved(meals=800)
        # the occasion was yesterday; a browser's clock cannot be moved
        self.env.cr.execute(
            "UPDATE relationship_hospitality SET date_start = %(now)s - interval '1 day', "
            "date_stop = %(now)s - interval '22 hours' WHERE id = %(id)s", {'now': Datetime.now(), 'id': request.id})
        self.env.invalidate_all()
        self.tour('hospitality_report', f'/odoo/hospitality-requests/{request.id}', 'specialist')
        report = request.report_id
        self.assertEqual((report.actual_total, report.difference, report.effect), (750, -50, "客户同意续签"))
        self.sign(report, 'supervisor', 'manager', 'finance')
        self.assertEqual((report.approval_state, request.stage), ('approved', 'closed'))
        self.tour('hospitality_print', f'/odoo/hospitality-reports/{report.id}', 'specialist')
        self.assert_printed(report)

    def assert_printed(self, report):
        """The signed paper as PDF and as sheet, read back."""
        import openpyxl  # noqa: PLC0415 (needed by tests only)
        self.authenticate('h_specialist', 'h_specialist')
        template = 'crm_relationship.report_hospitality_report'
        response = self.url_open(
            f'/report/pdf/{template}/{report.id}?context={{"force_report_rendering":true}}', timeout=60)
        text = poppler('pdftotext', response.content, '-layout')
        for expected in (report.name, "黄志强", "750.00", "一人未到", "客户同意续签", "Manager", "Finance"):
            self.assertIn(expected, text)
        self.assertNotIn("Unsigned", text)
        response = self.url_open(f'/crm_relationship/sheet/{template}.xlsx/{report.id}')
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        values = [cell.value for row in sheet for cell in row]
        self.assertIn(750, values, "amounts arrive as numbers")
        self.assertIn("一人未到", values)
