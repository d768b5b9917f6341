import io
import re

import openpyxl
from lxml import html

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import poppler
from .hospitality_common import HospitalityCase
from .visit_day_common import VisitDayMixin


class PapersMixin(VisitDayMixin):
    """Visits and reports worth printing, and what reads the papers back in Chinese."""

    @classmethod
    def speak_chinese(cls):
        # the loader logs a warning about the clock, which stands still here
        with mute_logger('odoo.addons.base.models.res_lang'):
            for lang in ('zh_CN', 'en_US'):
                cls.env['res.lang']._activate_lang(lang)
        cls.env['ir.module.module'].search([
            ('name', 'in', ('crm_relationship', 'document_approval'))])._update_translations(['zh_CN'], overwrite=True)

    def told_visit(self, **values):
        """A finished visit with everything a paper can show."""
        visit = self.finished(
            contact_ids=[Command.set(self.contact.ids)], purpose='problem', talk="谈妥返工方案", outcome='success',
            companion_ids=[Command.set(self.employees['deputy'].ids)], **values)
        visit.write({
            'needs': "缩短交期", 'objections': "价格偏高，已说明", 'attention': "先电话预约", 'satisfaction': '4',
            'f12_standing': "行业前三", 'other_note': "新厂明年投产"})
        self.problem(visit, "交期延误", state='solved', solution="改空运")
        self.problem(visit, "包装破损", date_deadline='2026-03-20', user_id=self.users['specialist'].id)
        self.cost(visit, self.meals, 80, note="工作餐")
        return visit

    def tree(self, name, document, role='gm', lang='zh_CN'):
        """The HTML of a paper, as one tree."""
        report = self.env.ref(f'crm_relationship.action_report_{name}')
        content, _kind = self.env['ir.actions.report'].with_user(self.users[role]).with_context(
            lang=lang, tz='Asia/Shanghai', allowed_company_ids=self.company.ids)._render_qweb_html(report, document.ids)
        return html.fromstring(content)

    def heads(self, tree):
        """The label cells in reading order, without blanks."""
        return [re.sub(r'\s+', '', cell.text_content()) for cell in tree.iter('th')]

    def rows(self, tree):
        """All rows as lists of texts without blanks."""
        return [[re.sub(r'\s+', '', cell.text_content()) for cell in row if cell.tag in ('td', 'th')]
                for row in tree.iter('tr')]


@tagged('post_install', '-at_install')
class TestVisitPapers(PapersMixin, HospitalityCase):
    """F12 and F13 carry the papers' columns in the papers' order and words; F18.1-3 what the flow hands on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_signers()
        cls.speak_chinese()

    def test_record(self):
        """F12 客户拜访记录表."""
        visit = self.told_visit()
        visit.action_complete_minutes()
        tree = self.tree('visit_record', visit)
        self.assertEqual(self.heads(tree), [
            "客户名称", "详细地址", "拜访对象", "注意事项", "成长率", "信用度", "总利润率", "综合评价", "顺序评核",
            "业界地位", "其他", "已解决的问题", "以后应注意的事项"])
        text = tree.text_content()
        for expected in ("客户拜访记录表", "制表：Specialist", "填写日期：", "2026", self.customer.name, "黄志强（采购总监）",
                         "行业前三", "新厂明年投产", "交期延误", "改空运", "先电话预约"):
            self.assertIn(expected, re.sub(r'(?<=：)\s+', '', text))
        self.assertNotIn("包装破损", text, "only what was solved")

    def test_day(self):
        """F13 客户拜访日报表: columns, ticks, counts, costs, three boxes."""
        self.told_visit()
        self.finished(hour=9, purpose='first', outcome='observe', talk="初次见面")
        day = self.report(expense_line_ids=[self.own_cost(35.5, "停车费")])
        self.sign(day, 'supervisor', 'deputy', 'manager')
        tree = self.tree('visit_day', day)
        self.assertEqual(self.heads(tree), [
            "日期", "星期", "填表人", "主管", "部门经理", "经理", "费用", "项目", "金额(元)", "备注", "合计",
            "客户", "面谈者", "商谈计划(选择)", "面谈概要", "成果(选择)",
            "本日拜访数目", "本日处理问题", "本日未处理问题", "同行者"])
        rows = self.rows(tree)
        first, second = (row for row in rows if row[0] == self.customer.name)
        self.assertEqual(first, [
            self.customer.name, "黄志强", "a", "b√", "c", "谈妥返工方案", "A√", "B", "C", "D", "E"])
        self.assertEqual(second[2:5] + second[6:], ["a√", "b", "c", "A", "B", "C", "D", "E√"])
        self.assertIn(["a.初次拜访b.处理问题c.建立关系", "A.商谈成功B.有希望C.再度访问D.无希望E.继续观察"], rows)
        self.assertIn(
            ["本日拜访数目", "2", "本日处理问题", "1", "本日未处理问题", "1", "同行者", "Deputy"], rows)
        boxes = next(row for row in rows if "星期三" in row)
        self.assertEqual([box[:8] for box in boxes[2:6]], ["Speciali", "Supervis", "Deputy20", "Manager2"])
        amounts = [cell.text_content().strip() for cell in tree.xpath("//td[@data-type='number']")]
        self.assertEqual(sorted(amounts), sorted(["80.00", "35.50", "115.50", "2", "1", "1"]))
        self.assertNotIn("未签", tree.text_content())

    def test_unsigned(self):
        """An unsigned print says so and has empty boxes."""
        self.finished()
        text = self.tree('visit_day', self.report(), role='specialist').text_content()
        self.assertIn("未签", text)
        for name in ("Supervisor", "Deputy", "Manager"):
            self.assertNotIn(name, text)

    def test_flow_documents(self):
        """F18.1-3."""
        visit = self.plan(
            expense_line_ids=self.costs(meals=300, transport=120), advance_amount=200, purpose='first',
            date_start=self.at(1, 9), contact_ids=[Command.set(self.contact.ids)])
        self.problem(self.finished(), "尾款未开票")
        self.sign(visit, 'supervisor', 'manager', 'finance')
        text = self.tree('visit_plan_paper', visit).text_content()
        for expected in ("拜访计划", "尾款未开票", "黄志强（采购总监）", "初次拜访", "420.00"):
            self.assertIn(expected, text)
        text = self.tree('visit_application', visit).text_content()
        for expected in ("拜访申请", "300.00", "120.00", "420.00", "200.00", "客户关系主管审核", "财务部审核", "Finance"):
            self.assertIn(expected, text)
        told = self.told_visit(hour=7)
        told.action_complete_minutes()
        told.with_user(self.users['supervisor'])._accept_report("情况属实")
        text = self.tree('visit_report', told).text_content()
        for expected in ("客户拜访报告", "缩短交期", "价格偏高，已说明", "交期延误", "改空运", "包装破损", "2026/03/20",
                         "工作餐", "Supervisor", "情况属实"):
            self.assertIn(expected, text)

    def test_hostile_text(self):
        """Markup in names and talks is printed, not obeyed."""
        self.finished(talk="<script>alert(1)</script><b>x</b>")
        tree = self.tree('visit_day', self.report())
        self.assertFalse(tree.xpath("//script | //b"))
        self.assertIn("<script>alert(1)</script>", tree.text_content())

    def test_english(self):
        self.finished()
        text = self.tree('visit_day', self.report(), lang='en_US').text_content()
        for expected in ("Daily Customer Visit Report", "Wednesday", "Unsigned"):
            self.assertIn(expected, text)


@tagged('post_install', '-at_install')
class TestVisitPapersPrinted(PapersMixin, HttpCase):
    """The same as a PDF and as a sheet, as the server sends them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first_day = cls.at(0, 12).date()  # the clock goes on
        cls.set_up_cast()
        cls.set_up_signers()
        cls.speak_chinese()
        cls.users['specialist'].lang = 'zh_CN'

    def fetch(self, path):
        self.authenticate('h_specialist', 'h_specialist')
        response = self.url_open(path, timeout=120)
        self.assertEqual(response.status_code, 200, response.text[:2000])
        return response.content

    def paper(self, template, document):
        content = self.fetch(
            f'/report/pdf/crm_relationship.{template}/{document.id}?context={{"force_report_rendering":true}}')
        return content, re.sub(r'\s+', '', poppler('pdftotext', content, '-layout'))

    def test_day(self):
        """Twelve visits with long talks and eleven costs over several sheets: heads repeated, numbers typed."""
        for number in range(12):
            self.finished(days=-1, hour=8 + number, talk=f"第{number}次：" + "谈到交期、价格与备件。" * 12, outcome='hopeful')
        day = self.report(days=-1, expense_line_ids=[self.own_cost(10 + number) for number in range(11)])
        content, text = self.paper('report_visit_day', day)
        pages = int(re.search(r'Pages:\s+(\d+)', poppler('pdfinfo', content)).group(1))
        self.assertGreater(pages, 1)
        self.assertEqual(text.count("客户拜访日报表"), pages)
        self.assertEqual(text.count("面谈概要"), pages, "the head of the visits is on every sheet")
        self.assertIn(f"第{pages}页", text)
        for number in range(12):
            self.assertIn(f"第{number}次：", text)
        sheet = openpyxl.load_workbook(io.BytesIO(self.fetch(
            f'/crm_relationship/sheet/crm_relationship.report_visit_day.xlsx/{day.id}'))).active
        values = [cell.value for row in sheet for cell in row]
        self.assertEqual(values.count("B √"), 12)
        self.assertIn(165, values, "the total is a number")
        self.assertIn(12, values, "so is the count of visits")

    def test_record(self):
        visit = self.told_visit(days=-1)
        visit.action_complete_minutes()
        _content, text = self.paper('report_visit_record', visit)
        for expected in ("客户拜访记录表", "行业前三", "交期延误", "以后应注意的事项"):
            self.assertIn(expected, text)
