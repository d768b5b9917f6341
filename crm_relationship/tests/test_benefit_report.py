from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .benefit_common import BenefitCase


@tagged('post_install', '-at_install')
class TestBenefitReport(BenefitCase):
    """Caps and blackouts at the submission of a hospitality report: who came and what it cost."""

    def submit(self, report, reason=False):
        report.benefit_reason = reason
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            report.action_approval_submit()
        return report

    def compliance(self, report):
        """The compliance signatures asked for."""
        return len(report.sudo().approval_request_id.step_ids.filtered(lambda step: step.name.startswith("Compliance")))

    def test_effects(self):
        """(effect, spent, over, reason needed, signatures): a dinner of two, the cap of 300 a head is within."""
        cases = [
            ('warn', 600, False, False, 0), ('warn', 600.02, True, False, 0),
            ('step', 600, False, False, 0), ('step', 600.02, True, False, 1),
            ('block', 600, False, False, 0), ('block', 600.02, True, True, 1),
        ]
        group = self.env['res.groups'].create({'name': "合规办公室"})
        self.users['employee'].group_ids += group
        for effect, spent, over, needed, signatures in cases:
            report = self.report_on(self.approved(meals=1000), meals=spent)
            cap = self.cap(300, effect=effect, basis='event_head', group_id=group.id)
            with self.subTest(effect, spent=spent):
                if needed:
                    with self.assertRaisesRegex(ValidationError, "300.01.*Why over the Cap"):
                        self.submit(report)
                self.submit(report, "客户临时增加一道菜" if needed else False)
                self.assertEqual(
                    (report.approval_state, report.is_over_cap, bool(report.benefit_note), self.compliance(report)),
                    ('pending', over, over, signatures))
            cap.active = False
            report.hospitality_id.sudo()._sealed_write({'approval_state': 'cancelled'}, SEAL)  # the same day once more

    def test_own_request_counts_once(self):
        """What the request and its supplement promised makes room for what the report says."""
        request = self.approved(meals=900)
        self.sign_all(request._create_supplement({self.meals: 100}))
        self.cap(500)
        report = self.submit(self.report_on(request, meals=1000))
        self.assertFalse(report.is_over_cap)
        with self.assertRaisesRegex(ValidationError, "0.00 left"):
            self.gift((self.contact, 0.01)).action_approval_submit()

    def test_others_count(self):
        """Gifts given beside the dinner do count, and somebody who came instead counts."""
        self.sign_all(self.gift((self.colleague, 100)))
        request = self.approved(meals=1000)
        self.cap(500)
        report = self.report_on(request, meals=1000)
        report.guest_ids.partner_id = self.colleague
        with self.assertRaisesRegex(ValidationError, "李晓梅 has .*400.00 left.*500.00"):
            self.submit(report)
        self.assertIn("李晓梅", report.benefit_left_html)

    def test_gifts_and_names(self):
        """Gifts that were not planned, for an official; a name typed where each person is capped."""
        request = self.approved(meals=1000)
        report = self.report_on(request, meals=900, gifts=100)
        cap = self.cap(0, kind='gift', recipient_class='official', basis='event_head', name="公职人员礼品")
        self.contact.relationship_official = True
        with self.assertRaisesRegex(ValidationError, "公职人员礼品.*100.00"):
            self.submit(report)
        cap.active = False
        self.cap(10000)
        report.guest_ids = [Command.create({'name': "陈先生"})]
        with self.assertRaisesRegex(ValidationError, "pick the contact.*陈先生"):
            self.submit(report, "临时来访")

    def test_blackout(self):
        """The day it took place, not the day planned."""
        request = self.approved()
        report = self.report_on(request, meals=1000)
        report.date_start = '2026-03-16 04:00:00'
        self.env['relationship.tender'].create({
            'name': "二期设备招标", 'partner_id': self.customer.id, 'date_from': '2026-03-16', 'date_to': '2026-03-16',
            'company_id': self.company.id})
        with self.assertRaisesRegex(ValidationError, "二期设备招标.*Why over the Cap"):
            self.submit(report)
        self.submit(report, "招标公告晚于招待")
        self.assertIn("二期设备招标", report.benefit_note)
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign(report, 'supervisor', 'manager')
            self.assertEqual(report.approval_step_name, "General manager approval", "whatever the manager's authority")

    def test_ledger_is_marked(self):
        report = self.report_on(self.approved(meals=1000), meals=1000)
        self.cap(100, effect='warn')
        self.submit(report)
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign_all(report)
        self.rows()
        row = self.env['relationship.benefit'].search([('recipient_id', '=', self.contact.id)])
        self.assertEqual((row.state, row.is_over_cap), ('settled', True))
