import io

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import poppler
from .hospitality_common import HospitalityMixin

TEMPLATE = 'crm_relationship.report_benefit_register'


@tagged('post_install', '-at_install')
class TestBenefitPrint(HospitalityMixin, HttpCase):
    """The register in Chinese, as PDF and as sheet, read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_cast()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.env['ir.module.module'].search([('name', '=', 'crm_relationship')])._update_translations(['zh_CN'])
        cls.users['manager'].lang = 'zh_CN'

    def test_register(self):
        dinner = self.apply(meals=1000)
        gift = self.model('specialist', 'relationship.gift.request').create({
            'partner_id': self.customer.id, 'purpose': "中秋问候", 'line_ids': [
                Command.create({'recipient_id': self.contact.id, 'name': "龙井茶叶", 'unit_value': 233.5})]})
        (dinner).action_approval_submit()
        gift.action_approval_submit()
        self.env.flush_all()
        register = self.model('manager', 'relationship.benefit.register').create({
            'date_from': '2020-01-01', 'date_to': '2040-12-31', 'note': "=1+1"})
        self.authenticate('h_manager', 'h_manager')
        response = self.url_open(
            f'/report/pdf/{TEMPLATE}/{register.id}?context={{"force_report_rendering":true}}', timeout=60)
        self.assertEqual(response.status_code, 200, response.text[:1000])
        text = poppler('pdftotext', response.content, '-layout')
        for expected in (
                "招待礼品台账", register.name, "接受人", "黄志强", "苏州恒泰电子科技有限公司", dinner.name, gift.name, "500.00",
                "233.50", "733.50", "合计", "审批中"):
            self.assertIn(expected, text)
        import openpyxl  # noqa: PLC0415 (needed by tests only)
        response = self.url_open(f'/crm_relationship/sheet/{TEMPLATE}.xlsx/{register.id}')
        values = [cell.value for row in openpyxl.load_workbook(io.BytesIO(response.content)).active for cell in row]
        for expected in ("招待礼品台账", "黄志强", 500, 233.5, 733.5, "=1+1"):
            self.assertIn(expected, values)
        self.authenticate('h_specialist2', 'h_specialist2')
        with mute_logger('odoo.http'):  # refused, as it should be
            response = self.url_open(f'/report/pdf/{TEMPLATE}/{register.id}', timeout=60)
        self.assertNotIn(b"%PDF", response.content[:10])
        self.assertNotIn("黄志强", response.text)
