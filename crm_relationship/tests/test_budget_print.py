"""年度预算总表 on paper and as a sheet, in Chinese."""

import io
import re

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .budget_common import BudgetCase


@tagged('post_install', '-at_install')
class TestBudgetPrint(BudgetCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the loader logs a warning about the clock, which stands still here
        with mute_logger('odoo.addons.base.models.res_lang'):
            cls.env['res.lang']._activate_lang('zh_CN')
        cls.env['ir.module.module'].search([
            ('name', 'in', ('crm_relationship', 'document_approval'))])._update_translations(['zh_CN'], overwrite=True)

    def year(self, role='gm'):
        return self.model(role, 'relationship.budget.year').search([])

    def paper(self, year, role='gm'):
        report = self.env.ref('crm_relationship.action_report_budget_overview')
        content, _kind = self.env['ir.actions.report'].with_user(self.users[role]).with_context(
            lang='zh_CN', tz='Asia/Shanghai')._render_qweb_html(report, year.ids)
        return html.fromstring(content)

    def rows(self, tree, table):
        return [[re.sub(r"\s+", "", cell.text_content()) for cell in row.xpath("./td|./th")]
                for row in tree.xpath("//table[hasclass('rel_grid')]")[table].iter('tr')]

    def test_overview(self):
        """Every budget in force with its figures, the sum, and the months."""
        self.budget(12000)
        self.budget(600, self.env['hr.department'], kind='gifts')
        self.budget(1, self.sales, year=2027)
        self.budget(5, self.group, role='supervisor')
        self.approved(meals=3000)
        self.apply(meals=1500).action_approval_submit()
        year = self.year().filtered(lambda row: row.year == 2026)
        tree = self.paper(year)
        self.assertEqual(self.rows(tree, 0), [
            ["部门", "预算类别", "预算", "已支出", "已批准", "审批中", "余额", "使用率（%）"],
            ["全公司", "礼品", "600.00", "0.00", "0.00", "0.00", "600.00", "0.0"],
            ["客户服务部", "招待", "12,000.00", "0.00", "3,000.00", "1,500.00", "7,500.00", "37.5"],
            ["合计", "12,600.00", "0.00", "3,000.00", "1,500.00", "8,100.00", "35.7"]])
        months = self.rows(tree, 1)
        self.assertEqual((months[0], months[1], len(months)), (["月份", "预算", "已支出"], ["1", "1,050.00", "0.00"], 13))
        text = tree.text_content()
        for expected in ("年度预算总表", self.company.name, "元", "2026"):
            self.assertIn(expected, text)

    def test_check_code(self):
        """The print matches until a figure changes."""
        self.budget(12000)
        code = self.year()._print_stamp()['code']
        self.assertEqual(self.year()._print_stamp()['code'], code)
        self.apply(meals=1500).action_approval_submit()
        self.env.invalidate_all()
        self.assertNotEqual(self.year()._print_stamp()['code'], code)

    def test_sheet(self):
        import openpyxl  # noqa: PLC0415 (needed by tests only)
        self.budget(12000)
        report = self.env.ref('crm_relationship.action_report_budget_overview_sheet')
        content, _kind = self.env['ir.actions.report'].with_user(self.users['gm']).with_context(
            lang='zh_CN')._render_relationship_xlsx(report, self.year().ids)
        values = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
        for expected in ("年度预算总表", "客户服务部", 12000, 1000):
            self.assertIn(expected, values)

    def test_who(self):
        self.budget(12000)
        year = self.year()
        for role in ('supervisor', 'specialist', 'keeper'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.paper(year, role)
