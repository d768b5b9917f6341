from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .tour_common import RoleTourCase
from .visit_field_common import VisitFieldMixin


class VisitFieldTourCase(VisitFieldMixin, RoleTourCase):
    """People at the customer's, in the browser."""


@tagged('post_install', '-at_install')
class TestVisitFieldPhone(PhoneMixin, VisitFieldTourCase):
    """With a thumb, at 390 px."""

    def test_in_record_out(self):
        """From the door to the report in under a minute of taps."""
        visit = self.now_visit()
        self.tour('visit_field_phone', f'/odoo/relationship-visits/{visit.id}', 'specialist')
        self.assertEqual((visit.stage, visit.report_state), ('done', 'to_check'))
        self.assertEqual((visit.checkin_verdict, visit.checkout_verdict), ('verified', 'verified'))
        self.assertEqual((visit.talk, visit.outcome, visit.satisfaction), ("确认明年框架协议数量", 'hopeful', '4'))
        self.assertEqual(visit.problem_ids.name, "交期延误五天")
        self.assertTrue(visit.problem_ids.sudo().activity_id)
        self.assertTrue(self.checkin(visit).has_position)

    def test_permission_refused(self):
        visit = self.now_visit()
        self.tour('visit_field_denied', f'/odoo/relationship-visits/{visit.id}', 'specialist')
        row = self.checkin(visit)
        self.assertEqual((visit.stage, row.verdict, row.reason), ('underway', 'no_position', 'denied'))
        self.assertEqual(
            self.env['relationship.position.consent']._answer_of(self.users['specialist']), 'withdrawn')

    def test_no_connection(self):
        visit = self.now_visit()
        self.tour('visit_field_offline', f'/odoo/relationship-visits/{visit.id}', 'specialist')
        self.assertEqual(len(self.checkin(visit)), 1)
        self.assertEqual(visit.stage, 'underway')

    def test_connection_comes_back_elsewhere(self):
        """What waits is sent from any screen, not only from the visit it belongs to."""
        visit = self.now_visit()
        self.tour('visit_field_offline_elsewhere', f'/odoo/relationship-visits/{visit.id}', 'specialist')
        self.assertEqual((visit.stage, len(self.checkin(visit))), ('underway', 1))


@tagged('post_install', '-at_install')
class TestVisitFieldDesk(VisitFieldTourCase):
    """The supervisor at a desk, at 1366 px."""

    def test_reports_accepted_together(self):
        visits = self.handed_in() | self.handed_in()
        self.tour('visit_field_check_reports', '/odoo/visit-reports-to-check', 'supervisor')
        self.assertEqual(set(visits.mapped('report_state')), {'accepted'})
        self.assertEqual(set(visits.mapped('check_note')), {"记录完整"})
