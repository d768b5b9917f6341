from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .hospitality_common import HospitalityCase


@tagged('post_install', '-at_install')
class TestHospitalityInput(HospitalityCase):
    """Bad input is refused with a message that says what to do (issue 4, SECURITY.md rule 9)."""

    def test_refused_at_submission(self):
        """Each flaw keeps the request from being submitted and is named."""
        cases = {
            "Nobody of the customer's side": {'guest_ids': []},
            "Nobody of our side": {'host_ids': []},
            "The budget is zero": {'meals': 0},
            "The hospitality date has passed": {'date_start': fields.Datetime.now() - timedelta(minutes=1)},
            "The purpose is empty": {'purpose': "  \n"},
            "The venue is empty": {'venue': False},
        }
        for message, values in cases.items():
            with self.subTest(message):
                request = self.apply(**values)
                with self.assertRaisesRegex(ValidationError, message):
                    request.action_approval_submit()
                self.assertEqual(request.approval_state, 'draft')

    def test_everything_in_one_message(self):
        """The applicant learns all that is missing at once."""
        request = self.apply(guest_ids=[], host_ids=[], meals=0)
        with self.assertRaises(ValidationError) as caught:
            request.action_approval_submit()
        self.assertEqual(caught.exception.args[0].count("•"), 3)

    def test_numbers(self):
        """NaN, infinity, absurd and negative amounts never reach the database."""
        request = self.apply()
        line = request.budget_line_ids[0]
        for amount in (float('nan'), float('inf'), -float('inf'), 1e308, 1e9, -1, "many"):
            with self.subTest(amount), self.assertRaises(ValidationError):
                line.amount = amount
        for duration in (0, -1, 241, float('nan')):
            with self.subTest(duration), self.assertRaises(ValidationError):
                request.duration = duration
        line.amount = 999_999_999
        self.assertEqual(request.budget_total, 999_999_999)

    def test_texts(self):
        """Over-long and unstorable texts end in a message, whole texts are kept."""
        cases = {'venue': "酒" * 201, 'purpose': "长" * 5001, 'cost_note': "a\x00b", 'attention': "x\ud800"}
        request = self.apply()
        for name, value in cases.items():
            with self.subTest(name), self.assertRaises(ValidationError):
                request.write({name: value})
            with self.subTest(f"create {name}"), self.assertRaises(ValidationError):
                self.apply(**{name: value})
        request.write({'venue': "酒" * 200, 'purpose': "长" * 5000})
        self.assertEqual((len(request.venue), len(request.purpose)), (200, 5000))

    def test_attendee_names(self):
        request = self.apply(guest_ids=[Command.create({'name': "临时来宾", 'title': "司机"})])
        self.assertEqual(request.guest_ids.side, 'customer')
        with self.assertRaisesRegex(ValidationError, "needs a name"):
            request.guest_ids.name = "   "
        self.assertEqual(
            self.apply().guest_ids.title, "采购总监", "name and position come from the contact")

    def test_archived_customer(self):
        """Refused when chosen, and when archived between writing and submitting."""
        request = self.apply()
        self.contact.action_archive()
        self.customer.action_archive()
        with self.assertRaisesRegex(ValidationError, "is archived. Choose an active customer"):
            self.apply()
        with self.assertRaisesRegex(ValidationError, "is archived"):
            request.action_approval_submit()

    def test_other_companys_customer(self):
        other = self.env['res.company'].create({'name': "另一家公司"})
        self.customer.company_id = other
        with self.assertRaisesRegex(ValidationError, "belongs to another company"):
            self.apply(guest_ids=[Command.create({'name': "来宾"})])
        with self.assertRaisesRegex(UserError, "company"):
            self.apply()

    def test_duplicate_warning(self):
        """The same customer on the same local day is warned of, not refused; a contact counts as its company."""
        first = self.apply()
        second = self.apply('specialist2', partner_id=self.contact.id)
        self.assertIn(first.name, second.duplicate_warning)
        self.assertIn("Specialist", second.duplicate_warning)
        self.sign(second)
        self.assertEqual(second.approval_state, 'pending')
        third = self.apply(date_start=first.date_start + timedelta(days=1))
        self.assertFalse(third.duplicate_warning)
        first._approval_do_cancel("改期")
        second.invalidate_recordset()
        self.assertFalse(second.duplicate_warning, "what is called off is no duplicate")

    def test_duplicate_warning_across_midnight(self):
        """The day is the company's, not UTC's: 23:30 UTC is the next morning in Shanghai."""
        start = fields.Datetime.to_datetime('2026-03-20 23:30:00')
        self.apply(date_start=start)
        self.assertTrue(self.apply(date_start=start + timedelta(hours=3)).duplicate_warning)
        self.assertFalse(self.apply(date_start=start - timedelta(hours=9)).duplicate_warning)

    def test_on_behalf(self):
        """Only a supervisor asks for somebody else."""
        with self.assertRaisesRegex(ValidationError, "for yourself only"):
            self.apply(applicant_id=self.users['specialist2'].id)
        request = self.apply('supervisor', applicant_id=self.users['specialist2'].id)
        self.assertEqual(request.department_id, self.sales)

    def test_sealed(self):
        """What the engine and the plan keep cannot be written, created or defaulted."""
        sealed = {
            'approval_state': 'approved', 'stage': 'closed', 'is_late': False, 'funds_supported': True,
            'held_date': '2026-01-01', 'event_id': False, 'actual_amount': 1, 'budget_total': 1,
            'department_id': self.sales.id, 'name': "ZD1", 'preparer_id': self.users['gm'].id,
        }
        request = self.apply()
        for name, value in sealed.items():
            with self.subTest(name), self.assertRaises(UserError):
                request.write({name: value})
            with self.subTest(f"create {name}"), self.assertRaises(UserError):
                self.apply(**{name: value})
        defaulted = self.model('specialist').with_context(default_approval_state='approved').create(self.values())
        self.assertEqual(defaulted.approval_state, 'draft')
        copied = self.approved().with_user(self.users['specialist']).copy()
        self.assertEqual(
            (copied.approval_state, copied.stage, copied.event_id, copied.is_late),
            ('draft', 'application', copied.event_id.browse(), False))

    def test_form_on_the_phone(self):
        """The form asks for four things; people, budget lines and department are there."""
        with Form(self.model('specialist')) as form:
            form.partner_id = self.contact
            form.date_start = fields.Datetime.now() + timedelta(days=5)
            form.venue = "松鹤楼"
            form.purpose = "回访"
            with form.budget_line_ids.edit(1) as line:
                line.amount = 300
        request = form.record
        self.assertEqual(request.guest_ids.partner_id, self.contact)
        self.assertEqual(request.host_ids.employee_id, self.employees['specialist'])
        self.assertEqual(request.department_id, self.service)
        self.assertEqual(len(request.budget_line_ids), 5)
        request.action_approval_submit()
        self.assertEqual(request.approval_state, 'pending')

    def test_absurd_dates(self):
        """Dates no calendar knows are refused when saved and harm no form before that."""
        for date in ('0001-01-01 00:00:00', '1999-12-31 23:59:59', '2029-01-01 00:00:00', '9999-12-31 23:59:59'):
            with self.subTest(date):
                with self.assertRaisesRegex(ValidationError, "within the next two years"):
                    self.apply(date_start=date)
                draft = self.model('specialist').new(self.values(date_start=date))
                self.assertFalse(draft.is_short_notice or draft.duplicate_warning or draft.latest_date)

    def test_one_line_per_item(self):
        """Two lines of one item are refused at once."""
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.apply(budget_line_ids=[Command.create({'item_id': self.meals.id, 'amount': 1})] * 2)
