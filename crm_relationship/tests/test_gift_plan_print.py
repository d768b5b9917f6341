"""F16 on paper and on the sheet, read back in Chinese."""

import io
import re

import openpyxl
from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import poppler
from .gift_plan_common import GiftPlanCase


@tagged('post_install', '-at_install')
class TestGiftPlanPrint(GiftPlanCase, HttpCase):
    """In the paper's words, columns and order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the loader logs a warning about the clock, which stands still here
        with mute_logger('odoo.addons.base.models.res_lang'):
            cls.env['res.lang']._activate_lang('zh_CN')
        cls.env['ir.module.module'].search([
            ('name', 'in', ('crm_relationship', 'document_approval'))])._update_translations(['zh_CN'], overwrite=True)
        for role in ('specialist', 'gm'):
            cls.users[role].lang = 'zh_CN'

    def signed(self, **values):
        """A proposed plan with all signatures, above the manager's authority."""
        industry = self.env['res.partner.industry'].create({'name': "电子制造"})
        for number in range(12):
            self.known('strategic', 1000000 - number, f"恒泰电子{number:02d}", industry_id=industry.id)
        plan = self.model('specialist', 'relationship.gift.plan').with_context(lang='zh_CN').create({
            'occasion': 'dragon_boat', 'purpose': "端午问候", 'product_id': self.tea.id, 'note': "由客户经理亲自送达", **values})
        plan.action_propose()
        plan.line_ids[0].note = "附贺卡"
        return self.sign(plan, 'supervisor', 'manager', 'gm')

    def render(self, plan):
        report = self.env.ref('crm_relationship.action_report_gift_plan')
        content, _kind = self.env['ir.actions.report'].with_user(self.users['gm']).with_context(
            lang='zh_CN', tz='Asia/Shanghai')._render_qweb_html(report, plan.ids)
        return html.fromstring(content)

    def test_paper(self):
        """The columns 1 to 13 of the paper, its line of signatures, and nothing the paper does not ask."""
        tree = self.render(self.signed())
        heads = [re.sub(r'\s+', '', cell.text_content()) for cell in tree.iter('th')]
        self.assertEqual(heads, [
            "客户名称", "从事行业", "负责人姓名", "合作现状", "馈赠目的", "礼品名称", "礼品数量", "预算价值(元)", "备注", "合计", "备注",
            "经理", "主管", "填表人", "填写日期", "总经理"])
        cells = [re.sub(r'\s+', '', cell.text_content()) for cell in tree.xpath("//table[thead]/tr[1]/td | //table[thead]/tbody/tr[1]/td")]
        self.assertEqual(cells, [
            "恒泰电子00", "电子制造", "恒泰电子00联系人0", "战略级·近12个月销售额：¥1,000,000.00·自2021-03-05起合作", "端午问候", "茶叶礼盒", "1",
            "500.00", "附贺卡"])
        text = re.sub(r'\s+', '', tree.text_content())
        for part in ("礼品馈赠计划表", "馈赠场合：端午节", "部门：客户服务部", "6,000.00", "Manager", "Supervisor", "Gm", "Specialist"):
            self.assertIn(part, text)
        self.assertNotIn("未签", text)

    def test_unsigned(self):
        plan = self.plan()
        text = re.sub(r'\s+', '', self.render(plan).text_content())
        self.assertIn("未签", text)
        self.assertNotIn("总经理", text)

    def test_pdf_and_sheet(self):
        """As the server sends them: the PDF's text and the sheet's cells, figures as numbers."""
        plan = self.signed()
        self.authenticate('h_gm', 'h_gm')
        response = self.url_open(
            f'/report/pdf/crm_relationship.report_gift_plan/{plan.id}?context={{"force_report_rendering":true,"lang":"zh_CN"}}', timeout=120)
        text = poppler('pdftotext', response.content, '-layout')
        for part in (plan.name, "礼品馈赠计划表", "恒泰电子11", "端午问候", "6,000.00"):
            self.assertIn(part, text)
        response = self.url_open(f'/crm_relationship/sheet/crm_relationship.report_gift_plan.xlsx/{plan.id}', timeout=120)
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        values = [cell.value for row in sheet for cell in row]
        self.assertEqual(values.count(500), 12)
        self.assertIn(6000, values)
        for part in ("礼品馈赠计划表", "负责人姓名", "茶叶礼盒", "由客户经理亲自送达"):
            self.assertTrue(any(part in str(value) for value in values), part)

    def test_verify(self):
        """A change past the application shows on the print's page."""
        plan = self.signed()
        digest = plan._print_digest()
        self.env.flush_all()
        self.env.cr.execute("UPDATE relationship_gift_plan_line SET cooperation = '改' WHERE plan_id = %s", [plan.id])
        self.env.invalidate_all()
        self.assertNotEqual(plan._print_digest(), digest)

    def test_given_gifts_keep_the_print(self):
        """What comes of a gift does not change the paper."""
        plan = self.signed()
        digest = plan._print_digest()
        plan.action_make_requests()
        self.env.invalidate_all()
        self.assertEqual(plan._print_digest(), digest)
