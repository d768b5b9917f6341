from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .hospitality_common import HospitalityCase


@tagged('post_install', '-at_install')
class TestHospitalitySupplement(HospitalityCase):
    """Budget against actual; overruns above the tolerance need a supplement (APPROVAL.md rule 10)."""

    def after(self):
        """The clock a week later, when reports are submitted."""
        return freeze_time(fields.Datetime.now() + timedelta(days=7))

    def submit(self, report):
        with self.after():
            report.action_approval_submit()

    def test_tolerance_table(self):
        """(percent, amount, budget, actual, refused): the larger tolerance counts, its bound belongs."""
        cases = [
            (0, 0, 1000, 1000, False),
            (0, 0, 1000, 1000.01, True),
            (5, 0, 1000, 1050, False),
            (5, 0, 1000, 1050.01, True),
            (0, 80, 1000, 1080, False),
            (0, 80, 1000, 1080.01, True),
            (5, 80, 1000, 1080, False),
            (10, 80, 1000, 1100, False),
            (0, 0, 1000, 0, False),
        ]
        for percent, amount, budget, actual, refused in cases:
            with self.subTest(f"{percent}% or {amount}: {actual} of {budget}"):
                self.company.relationship_overrun_percent = percent
                self.company.relationship_overrun_amount = amount
                report = self.report_on(self.approved(meals=budget), meals=actual)
                self.assertEqual(report.is_overrun, refused)
                if refused:
                    with self.assertRaisesRegex(ValidationError, "Request Supplement"):
                        self.submit(report)
                else:
                    self.submit(report)
                    self.assertEqual(report.approval_state, 'pending')

    def test_difference_explained(self):
        """Every item that differs needs its remark, savings too."""
        report = self.report_on(self.approved(meals=1000, gifts=200), meals=900, gifts=200)
        line = report.expense_line_ids.filtered('difference')
        self.assertEqual(line.item_id, self.meals)
        line.remark = "  "
        with self.assertRaisesRegex(ValidationError, "explain it in the remark of Meals"):
            self.submit(report)
        line.remark = "两人未到"
        self.submit(report)

    def test_effect_needed(self):
        report = self.report_on(self.approved(meals=1000), meals=1000)
        report.effect = False
        with self.assertRaisesRegex(ValidationError, "The effect is empty"):
            self.submit(report)

    def test_supplement_raises_budget(self):
        """From the refused report over the supplement to the signed report."""
        request = self.approved(meals=1000, gifts=200)
        report = self.report_on(request, meals=1500, gifts=100, lodging=50)
        with self.after():
            supplement = request.browse(report.action_request_supplement()['res_id'])
            self.assertEqual(supplement.supplement_of_id, request)
            self.assertEqual(supplement.budget_total, 450, "savings on one item pay for another")
            with self.assertRaisesRegex(UserError, "not decided yet"):
                report.action_request_supplement()
            self.sign(supplement, 'supervisor', 'manager')
            with self.assertRaisesRegex(ValidationError, "more than tolerated"):
                report.action_approval_submit()
            self.sign(supplement, 'finance')
            self.assertEqual(request.approved_total, 1650)
            self.assertEqual(report.budget_total, 1650)
            self.assertFalse(supplement.event_id or supplement.step_ids, "one occasion, one plan")
            self.assertEqual(supplement.stage, 'planned')
            report.expense_line_ids.filtered('explanation_missing').remark = "增加住宿"
            self.sign(report, 'supervisor', 'manager', 'finance')
        self.assertEqual((request.stage, supplement.stage), ('closed', 'closed'))
        self.assertEqual((request.actual_amount, request.is_over_budget), (1650, False))

    def test_no_slicing(self):
        """The signers' authority is compared with the sum, not with the slice."""
        request = self.approved(meals=4900)
        supplement = request.browse(
            request.with_user(self.users['specialist']).action_request_supplement()['res_id'])
        supplement.budget_line_ids.filtered(lambda line: line.item_id == self.meals).amount = 200
        self.assertEqual(supplement.authority_amount, 5100)
        self.sign(supplement, 'supervisor', 'manager')
        self.assertEqual(supplement.approval_state, 'pending')
        self.sign(supplement, 'gm', 'finance')
        self.assertEqual((supplement.approval_state, request.approved_total), ('approved', 5100))
        self.assertFalse((request | supplement).sudo().approval_request_id._verify())

    def test_lowered_by_audit(self):
        """What the audit took off is not there to be spent."""
        request = self.sign(self.apply(meals=1000), 'supervisor', 'manager')
        request.sudo().approval_request_id.with_user(self.users['finance'])._decide(
            'approve', note="标准以内", lowered_amount=800)
        request.invalidate_recordset()
        self.assertEqual(request.approved_total, 800)
        self.assertTrue(self.report_on(request, meals=900).is_overrun)

    def test_frame_is_shared(self):
        """A supplement keeps customer, currency and company of its request."""
        request = self.approved()
        customer = self.env['res.partner'].create({'name': "另一客户"})
        with self.assertRaisesRegex(ValidationError, "has the customer and the currency"), self.cr.savepoint():
            self.apply(supplement_of_id=request.id, partner_id=customer.id)
        supplement = self.apply(supplement_of_id=request.id)
        with self.assertRaisesRegex(ValidationError, "has the customer and the currency"), self.cr.savepoint():
            self.apply(supplement_of_id=supplement.id)
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.apply(supplement_of_id=request.id)  # a double press makes one supplement
        other = self.approved()
        with self.assertRaises(AccessError, msg="who cannot read the request cannot add to it"):
            self.apply('specialist2', supplement_of_id=other.id)

    def test_supplement_of_nothing(self):
        """Drafts are changed, reported requests are settled."""
        draft = self.apply()
        with self.assertRaisesRegex(UserError, "Only an approved request"):
            draft.action_request_supplement()
        request = self.approved()
        supplement = self.apply(supplement_of_id=request.id)
        self.submit(self.report_on(request, meals=1000))
        with self.assertRaisesRegex(ValidationError, "reported already"):
            supplement.action_approval_submit()
