from odoo.tests import tagged

from .visit_common import VisitCase


@tagged('post_install', '-at_install')
class TestVisitSmoke(VisitCase):

    def test_life(self):
        visit = self.plan()
        self.assertEqual(visit.stage, 'planned')
        event = self.event_of(visit)
        self.assertEqual((event.start, event.stop, event.name), (visit.date_start, visit.date_stop, visit.subject))
        event.write({'start': self.at(2), 'stop': self.at(2, 12)})
        self.assertEqual(visit.date_start, self.at(2))
        self.assertEqual(visit.duration, 2)
        self.assertEqual(len(visit.move_ids), 1)
        visit.write({'date_start': self.at(3)})
        self.assertEqual(event.start, self.at(3))
        visit._visit_reschedule(self.at(4), "客户出差")
        visit.invalidate_recordset()
        self.assertEqual(visit.move_ids[0].reason, "客户出差")
        visit._visit_start()
        visit._visit_finish()
        self.assertEqual(visit.stage, 'done')

    def test_apply(self):
        visit = self.plan(expense_line_ids=self.costs(meals=100), advance_amount=50)
        self.assertTrue(visit.is_application_needed)
        self.sign(visit, 'supervisor', 'manager', 'finance')
        self.assertEqual(visit.approval_state, 'approved')
        self.model('finance', 'relationship.visit').browse(visit.id).action_advance_paid()
        self.event_of(visit).write({'start': self.at(2), 'stop': self.at(2, 12)})
        self.assertEqual(visit.date_start, self.at(2))
        visit.expense_line_ids[0].actual_amount = 90
        visit2 = self.plan()
        self.event_of(visit2).unlink()
        self.assertEqual(visit2.stage, 'cancelled')
