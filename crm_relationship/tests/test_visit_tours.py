from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .tour_common import RoleTourCase
from .visit_common import VisitMixin


class VisitTourCase(VisitMixin, RoleTourCase):
    def last_visit(self):
        return self.model('specialist', 'relationship.visit').search([], order='id desc', limit=1)


@tagged('post_install', '-at_install')
class TestVisitPhone(PhoneMixin, VisitTourCase):
    """What staff and signers do in the field, at 390 px."""

    def test_quick(self):
        """Customer, time, purpose: three fields and the visit is in the calendar."""
        self.tour('visit_quick_on_phone', '/odoo/relationship-visits')
        visit = self.last_visit()
        self.assertEqual((visit.partner_id, visit.purpose, visit.stage), (self.customer, 'problem', 'planned'))
        self.assertEqual(visit.event_id.start, visit.date_start)

    def test_manager_approves(self):
        visit = self.sign(self.plan(expense_line_ids=self.costs(meals=800), advance_amount=500), 'supervisor')
        self.tour('visit_approve_on_phone', '/odoo/relationship-visits-waiting', 'manager')
        self.assertIn('service_manager', [signature['box'] for signature in visit._approval_signatures()])
        self.assertEqual(visit.approval_state, 'pending')


@tagged('post_install', '-at_install')
class TestVisitDesk(VisitTourCase):
    """Apply, approve, reschedule on both sides, cancel: at 1366 px."""

    def test_life(self):
        self.tour('visit_apply', '/odoo/relationship-visits/new')
        visit = self.last_visit()
        self.assertEqual((visit.budget_total, visit.advance_amount, visit.approval_state), (800, 500, 'pending'))
        self.sign(visit, 'supervisor', 'manager', 'finance')
        before = visit.date_start
        self.tour('visit_reschedule', f'/odoo/relationship-visits/{visit.id}')
        self.assertEqual((visit.move_ids.from_start, visit.move_ids.reason), (before, "客户出差"))
        self.assertEqual(visit.event_id.start, visit.date_start)
        self.tour('visit_move_in_calendar', f'/odoo/calendar.event/{visit.sudo().event_id.id}')
        self.assertEqual((visit.subject, visit.place), ("季度走访", "客户新厂"))
        self.tour('visit_cancel', f'/odoo/relationship-visits/{self.plan().id}')
        self.assertEqual((self.last_visit().stage, self.last_visit().cancel_reason), ('cancelled', "客户停产"))

    def test_from_customer(self):
        """One click on the customer plans the next visit at the next free time."""
        self.tour('visit_plan_from_customer', f'/odoo/customer-roster/{self.profile.id}')
        visit = self.last_visit()
        self.assertEqual(visit.partner_id, self.customer)
        self.assertGreater(visit.date_start, Datetime.now())
        self.assertFalse(visit.day_warning or visit.no_visit_warning or visit.overlap_warning)
