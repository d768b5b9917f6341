import io
import re

import openpyxl
from lxml import html

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ..tools.flat_text import paragraphs
from .service_common import ServiceCase


@tagged('post_install', '-at_install')
class TestServicePrint(ServiceCase):
    """F18.12, F18.13, R1.1 and R2.2 on paper and sheet, in the papers' words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the loader logs a warning about the clock, which stands still here
        with mute_logger('odoo.addons.base.models.res_lang'):
            cls.env['res.lang']._activate_lang('zh_CN')
        cls.env['ir.module.module'].search([
            ('name', 'in', ('crm_relationship', 'document_approval'))])._update_translations(['zh_CN'], overwrite=True)

    def render(self, name, document, sheet=False, role='gm'):
        report = self.env.ref(f'crm_relationship.action_report_{name}' + ('_sheet' if sheet else ''))
        Report = self.env['ir.actions.report'].with_user(self.users[role]).with_context(
            lang='zh_CN', tz='Asia/Shanghai', allowed_company_ids=self.company.ids)
        render = Report._render_relationship_xlsx if sheet else Report._render_qweb_html
        return render(report, document.ids)[0]

    def paper(self, name, document):
        return html.fromstring(self.render(name, document))

    def heads(self, tree):
        return [re.sub(r'\s+', '', cell.text_content()) for cell in tree.iter('th')]

    def values(self, name, document):
        sheet = openpyxl.load_workbook(io.BytesIO(self.render(name, document, sheet=True))).active
        return [cell.value for row in sheet for cell in row if cell.value is not None]

    def test_scheme(self):
        scheme = self.in_force()
        tree = self.paper('service_scheme', scheme)
        self.assertEqual(self.heads(tree), [
            "方案主题", "客户名称", "开始日期", "结束日期", "撰写人", "版次",
            "客户现状", "客户需求", "客户偏好", "服务目标",
            "序号", "服务内容", "服务标准", "频次", "负责人", "次数", "每次费用(元)", "期内费用预算(每客户)",
            "客户关系主管审核", "客户服务部经理审批"])
        text = tree.text_content()
        for expected in ("客户服务方案", scheme.name, self.customer.name, "每月", "每季度", "8,000.00", "缩短停机时间", "Supervisor", "Manager"):
            self.assertIn(expected, text)
        values = self.values('service_scheme', scheme)
        for expected in ("客户服务方案", 200, 1500, 8000, 10):
            self.assertIn(expected, values)

    def test_revision_on_paper(self):
        """What changed stands on the revision's paper."""
        scheme = self.in_force()
        revision = scheme.browse(scheme.action_new_revision()['res_id'])
        revision.goals = "满意度 98%"
        tree = self.paper('service_scheme', revision)
        self.assertIn("变更事项", self.heads(tree))
        for expected in ("与上一版的变更", "满意度 95% 以上", "满意度 98%", scheme.name, "未签"):
            self.assertIn(expected, tree.text_content())
        self.assertNotIn("变更事项", self.heads(self.paper('service_scheme', scheme)))

    def test_plan(self):
        scheme = self.in_force()
        action = scheme.action_ids[0]
        action.with_user(self.users['specialist']).result = "客户满意"
        action.with_user(self.users['specialist']).action_done()
        tree = self.paper('service_plan', scheme)
        self.assertEqual(self.heads(tree)[6:12], ["序号", "日期", "服务内容", "负责人", "状态", "结果"])
        text = tree.text_content()
        for expected in ("客户服务计划", "2026/03/16", "客户满意", "完成"):
            self.assertIn(expected, text)
        self.assertEqual(len(tree.xpath("//td[@data-type='date']")), 2 + len(scheme.action_ids))
        self.assertIn("客户服务计划", self.values('service_plan', scheme))

    def test_tier_plan(self):
        self.put_into_tier(self.profile, self.other_profile)
        scheme = self.in_force(self.tier_scheme())
        scheme.with_user(self.users['manager'])._plan_make(scheme.date_from, scheme.date_to)
        tree = self.paper('service_plan', scheme)
        self.assertIn("客户数量", self.heads(tree))
        rows = [[cell.text_content().strip() for cell in row.iter('td')] for row in tree.iter('tr')]
        self.assertIn(["1", "2026/03/16", "月度回访", "2", "0"], rows)

    def test_rules(self):
        policy = self.sign(self.policy(), 'manager', 'gm')
        tree = self.paper('policy_rules', policy)
        for expected in ("客户关系管理制度", "客户拜访管理制度", "第一条 按计划拜访。", "客户服务部经理审批", "总经理审批"):
            self.assertIn(expected, tree.text_content())
        self.assertIn("第一条 按计划拜访。", self.values('policy_rules', policy))

    def test_yearly(self):
        plan = self.sign(self.yearly(), 'manager', 'gm')
        plan.line_ids[0].with_user(self.users['specialist']).action_done()
        tree = self.paper('policy_yearly', plan)
        self.assertEqual(self.heads(tree)[6:12], ["序号", "月份", "维护措施", "负责人", "预算(元)", "落实情况"])
        for expected in ("年度客户关系维护计划", "3月", "春季走访", "☑", "□", "25,000.00"):
            self.assertIn(expected, tree.text_content())
        self.assertIn(20000, self.values('policy_yearly', plan))

    def test_suggestion(self):
        suggestion = self.suggestion()
        suggestion.action_submit()
        suggestion.with_user(self.users['supervisor'])._answer('accepted', "同意，本月试行")
        suggestion.with_user(self.users['supervisor']).write({'measure_ids': [(0, 0, {
            'name': "排值班表", 'user_id': self.users['specialist'].id, 'date': '2026-03-20'})]})
        tree = self.paper('suggestion', suggestion)
        for expected in ("客户关系改善建议表", "设立值班电话", "同意，本月试行", "排值班表", "采纳", "改善措施", "2026/03/20"):
            self.assertIn(expected, tree.text_content())
        self.assertIn("客户关系改善建议表", self.values('suggestion', suggestion))

    def test_hostile_text(self):
        scheme = self.scheme(goals="<script>alert(1)</script>", subject="=1+1")
        tree = self.paper('service_scheme', scheme)
        self.assertFalse(tree.xpath("//script"))
        self.assertIn("<script>alert(1)</script>", tree.text_content())
        self.assertIn("=1+1", self.values('service_scheme', scheme))

    def test_verify(self):
        """Ticking the plan leaves the printed scheme valid and outdates the printed plan."""
        scheme = self.in_force()
        before = {face: scheme._print_digest(face) for face in ('scheme', 'plan')}
        scheme.action_ids[0].with_user(self.users['specialist']).action_done()
        self.env.invalidate_all()
        self.assertEqual(scheme._print_digest('scheme'), before['scheme'])
        self.assertNotEqual(scheme._print_digest('plan'), before['plan'])


@tagged('post_install', '-at_install')
class TestFlatText(BaseCase):
    """Rich text as the papers take it."""

    CASES = [
        ("", []), (False, []), ("<p><br></p>", []), ("plain", [("plain", False)]),
        ("<h2>总则</h2><p>第一条</p>", [("总则", True), ("第一条", False)]),
        ("<ul><li>一</li><li>二</li></ul>", [("· 一", False), ("· 二", False)]),
        ("<ol><li>一</li><li><p>二</p></li></ol>", [("1. 一", False), ("2.", False), ("二", False)]),
        ("<p>a <b>b</b> c</p>", [("a b c", False)]), ("<p>a<br>b</p>", [("a", False), ("b", False)]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", [("a b", False)]),
        ("<div>x<p>y</p>z</div>", [("x", False), ("y", False), ("z", False)]),
        ("<p>x</p><!-- c --><img src='http://a/b.png'>", [("x", False)]),
    ]

    def test_cases(self):
        for markup, expected in self.CASES:
            with self.subTest(markup):
                self.assertEqual([(block['text'], block['heading']) for block in paragraphs(markup)], expected)
