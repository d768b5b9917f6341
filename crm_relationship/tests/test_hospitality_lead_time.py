from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .hospitality_common import HospitalityCase


def shanghai(text):
    """The UTC moment at which a clock in Shanghai reads ``text``."""
    return datetime.fromisoformat(text) - timedelta(hours=8)


@tagged('post_install', '-at_install')
class TestHospitalityLeadTime(HospitalityCase):
    """P4 ①: requests come working days ahead of the occasion, counted where the company works."""

    def submit_at(self, moment, banquet, **values):
        with freeze_time(shanghai(moment)):
            request = self.apply(date_start=shanghai(banquet), **values)
            request.action_approval_submit()
        return request

    def test_table(self):
        """(lead, submitted, banquet, late) around the bound; 2026-03-11 is a Wednesday."""
        cases = [
            (1, '2026-03-11 23:59', '2026-03-12 08:00', False),  # the day before, up to its last minute
            (1, '2026-03-12 00:00', '2026-03-12 18:00', True),   # the day itself
            (1, '2026-03-13 18:00', '2026-03-16 12:00', False),  # Friday for Monday
            (1, '2026-03-14 10:00', '2026-03-16 12:00', True),   # Saturday for Monday: no working day between
            (1, '2026-03-13 10:00', '2026-03-14 12:00', False),  # Friday for Saturday
            (2, '2026-03-11 10:00', '2026-03-13 12:00', False),
            (2, '2026-03-12 00:00', '2026-03-13 12:00', True),
            (3, '2026-03-11 10:00', '2026-03-16 12:00', False),
            (3, '2026-03-12 10:00', '2026-03-16 12:00', True),
            (0, '2026-03-12 17:59', '2026-03-12 18:00', False),  # no lead time asked for
        ]
        for lead, submitted, banquet, late in cases:
            with self.subTest(f"{lead} days, {submitted} for {banquet}"):
                self.company.relationship_hospitality_lead_days = lead
                if late:
                    with self.assertRaisesRegex(ValidationError, "give the reason for the late request"):
                        self.submit_at(submitted, banquet)
                request = self.submit_at(submitted, banquet, late_reason="客户临时来访" if late else False)
                self.assertEqual(request.is_late, late)
                self.assertEqual(request.approval_state, 'pending')

    def test_public_holiday(self):
        """Public holidays are no working days."""
        self.env['resource.calendar.leaves'].create({
            'name': "清明节", 'company_id': self.company.id,
            'calendar_id': self.company.resource_calendar_id.id,
            'date_from': shanghai('2026-03-12 00:00'), 'date_to': shanghai('2026-03-13 23:59')})
        request = self.submit_at('2026-03-11 22:00', '2026-03-16 12:00')
        self.assertEqual((request.is_late, str(request.latest_date)), (False, '2026-03-11'))
        with self.assertRaises(ValidationError):
            self.submit_at('2026-03-13 10:00', '2026-03-16 12:00')

    def test_blank_reason(self):
        with self.assertRaises(ValidationError):
            self.submit_at('2026-03-12 10:00', '2026-03-12 18:00', late_reason=" \n ")

    def test_mark_stays(self):
        """Late is what it was at submission; resubmitting in time clears it."""
        request = self.submit_at('2026-03-12 10:00', '2026-03-12 18:00', late_reason="临时")
        with freeze_time(shanghai('2026-03-12 11:00')):
            request.action_approval_recall()
            request.date_start = shanghai('2026-03-20 18:00')
            request.action_approval_submit()
        self.assertFalse(request.is_late)

    def test_company_without_calendar(self):
        """Without a working calendar every day counts."""
        self.company.resource_calendar_id = False
        self.assertFalse(self.submit_at('2026-03-14 10:00', '2026-03-15 12:00').is_late)

    def test_supplement_is_exempt(self):
        """A supplement may follow the occasion."""
        request = self.approved()
        with freeze_time('2026-03-30 02:00:00'):
            supplement = request.browse(
                request.with_user(self.users['specialist']).action_request_supplement()['res_id'])
            supplement.budget_line_ids.filtered(lambda line: line.item_id == self.meals).amount = 100
            supplement.action_approval_submit()
        self.assertFalse(supplement.is_late)
        self.assertEqual(supplement.guest_ids.mapped('name'), request.guest_ids.mapped('name'))
        self.assertEqual(supplement.host_ids.employee_id, request.host_ids.employee_id)

    def test_spring_festival(self):
        """The lead time knows public holidays and the Saturdays worked for them."""
        self.company.country_id = self.env.ref('base.cn')
        request = self.submit_at('2026-02-14 09:00', '2026-02-24 12:00')
        self.assertEqual((request.is_late, str(request.latest_date)), (False, '2026-02-14'))
        with self.assertRaises(ValidationError):
            self.submit_at('2026-02-16 09:00', '2026-02-24 12:00')
