import io
import re
from datetime import timedelta

from freezegun import freeze_time
from lxml import html

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .hospitality_common import HospitalityCase

PAPERS = {
    'hospitality_request': "客户招待申请表",
    'reception_request': "接待申请",
    'reception_plan': "接待计划",
    'dining_plan': "用餐计划",
    'hospitality_report': "客户招待报告表",
    'reception_report': "接待工作报告",
}


@tagged('post_install', '-at_install')
class TestHospitalityPrint(HospitalityCase):
    """F14, F15 and F18.7-10 on paper, in the papers' words, columns and order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the loader logs a warning about the clock, which stands still here
        with mute_logger('odoo.addons.base.models.res_lang'):
            cls.env['res.lang']._activate_lang('zh_CN')
        cls.env['ir.module.module'].search([
            ('name', 'in', ('crm_relationship', 'document_approval'))])._update_translations(['zh_CN'], overwrite=True)

    def paper(self, name, document, lang='zh_CN'):
        """The HTML of a paper for the general manager, as one tree."""
        report = self.env.ref(f'crm_relationship.action_report_{name}')
        content, _kind = self.env['ir.actions.report'].with_user(self.users['gm']).with_context(
            lang=lang, tz='Asia/Shanghai')._render_qweb_html(report, document.ids)
        return html.fromstring(content)

    def heads(self, tree):
        """The label cells in reading order, without blanks."""
        return [re.sub(r'\s+', '', cell.text_content()) for cell in tree.iter('th')]

    def signed_request(self, **values):
        return self.sign(self.apply(meals=6000, gifts=500, cost_note="人均三百", attention="忌辣", **values),
                         'supervisor', 'manager', 'gm', 'finance')

    def test_request(self):
        """F14: every column of the paper, in its order; all three boxes signed."""
        request = self.signed_request()
        tree = self.paper('hospitality_request', request)
        self.assertEqual(self.heads(tree), [
            "申请人", "部门", "申请日期", "客户名称", "宴请场所", "宴请日期",
            "客户方面同席人员", "招待费用预算", "用餐", "礼品", "合计", "本公司同席人员", "金额(元)",
            "招待事宜安排人员", "实际支出额(元)", "招待目的", "费用说明", "注意事项",
            "客户服务部经理审核", "总经理审核", "财务部审核"])
        text = tree.text_content()
        for expected in (PAPERS['hospitality_request'], request.name, "黄志强（采购总监）", "6,000.00", "500.00",
                         "6,500.00", "人均三百", "忌辣", "2026/03/17", "Manager", "Gm", "Finance", "同意"):
            self.assertIn(expected, text)
        self.assertNotIn("6,000.00", self.heads(tree))

    def test_unsigned(self):
        """An unsigned print says so and carries no name in the boxes."""
        text = self.paper('hospitality_request', self.apply()).text_content()
        self.assertIn("未签", text)
        self.assertNotIn("Manager", text)

    def test_report(self):
        """F15: every column, the items in the report's order, blanks for what cost nothing."""
        report = self.report_on(self.approved(meals=1000), meals=950)
        tree = self.paper('hospitality_report', report)
        self.assertEqual(self.heads(tree), [
            "客户名称", "招待日期", "报告人", "招待目的", "招待地点", "报告时间",
            "客户方面同席人员", "支出费用报告", "项目", "金额(元)", "备注",
            "会议", "用餐", "住宿", "本公司同席人员", "礼品", "交通费", "其他", "合计",
            "想要搜集的信息", "注意事项", "接待效果", "如何用于今后的活动",
            "客户服务部经理审核", "总经理审核", "财务部审核"])
        amounts = [cell.text_content().strip() for cell in tree.xpath("//td[@data-type='number']")]
        self.assertEqual([amount for amount in amounts if amount], ["950.00", "950.00"])

    def test_flow_documents(self):
        """F18.7-10 carry their titles, the checklist and all signatures in order."""
        reception, dining = self.approved(), self.approved(kind='dining')
        reception.step_ids[0].with_user(self.users['specialist']).action_done()
        report = self.report_on(reception, meals=1000)
        documents = {
            'reception_request': reception, 'reception_plan': reception, 'dining_plan': dining,
            'reception_report': report}
        for name, document in documents.items():
            with self.subTest(name):
                text = self.paper(name, document).text_content()
                self.assertIn(PAPERS[name], text)
                self.assertIn(self.customer.name, text)
        text = self.paper('reception_plan', reception).text_content()
        for expected in ("做接待准备", "礼送客户", "客户关系主管审核", "财务部审核"):
            self.assertIn(expected, text)
        self.assertIn("安排招待用餐", self.paper('dining_plan', dining).text_content())

    def test_signer_without_the_request(self):
        """Who only signs the report prints it, though the request is closed to him."""
        report = self.report_on(self.approved(), meals=1000)
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            self.sign(report)
        signer = self.users['supervisor']
        signer.group_ids = self.env.ref('base.group_user')
        self.assertFalse(report.with_user(self.users['office']).has_access('read'))
        self.service.manager_id = False
        action = self.env.ref('crm_relationship.action_report_reception_report')
        content, _kind = self.env['ir.actions.report'].with_user(signer)._render_qweb_html(action, report.ids)
        self.assertIn(report.name, html.fromstring(content).text_content())

    def test_english(self):
        """The same papers in English."""
        tree = self.paper('hospitality_request', self.signed_request(), lang='en_US')
        self.assertIn("Customer Hospitality Request", tree.text_content())
        self.assertIn("ReviewedbytheGeneralManager", self.heads(tree))

    def test_hostile_text(self):
        """Markup in names and purposes is printed, not obeyed."""
        request = self.apply(purpose="<script>alert(1)</script><b>x</b>", venue="<img src=x>")
        tree = self.paper('hospitality_request', request)
        self.assertFalse(tree.xpath("//script | //b | //img[@src='x']"))
        self.assertIn("<script>alert(1)</script>", tree.text_content())

    def test_many_items_and_people(self):
        """More items than the paper has and long lists of people stay on the page."""
        self.env['relationship.hospitality.item'].create([{'name': f"项目{n}"} for n in range(6)])
        names = [(0, 0, {'name': f"来宾{n}", 'title': "经理"}) for n in range(30)]
        request = self.apply(budget_line_ids=[
            (0, 0, {'item_id': item.id, 'amount': 100})
            for item in self.env['relationship.hospitality.item']._available(self.company, 'request')],
            guest_ids=names)
        text = self.paper('hospitality_request', request).text_content()
        self.assertIn("来宾29（经理）", text)
        self.assertIn("1,100.00", text)

    def test_sheet(self):
        """The sheet is the paper: numbers as numbers, dates as dates."""
        import openpyxl  # noqa: PLC0415 (needed by tests only)
        request = self.signed_request()
        report = self.env.ref('crm_relationship.action_report_hospitality_request_sheet')
        content, _kind = self.env['ir.actions.report'].with_user(self.users['gm']).with_context(
            lang='zh_CN', tz='Asia/Shanghai')._render_relationship_xlsx(report, request.ids)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        values = [cell.value for row in sheet for cell in row if cell.value is not None]
        for expected in ("客户招待申请表", 6000, 500, 6500, "松鹤楼"):
            self.assertIn(expected, values)
        self.assertTrue(any(getattr(value, 'year', 0) == 2026 for value in values))
