import io
import re

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .evaluation_common import EvaluationCase

COLUMNS = ["评估指标", "指标权重（%）", "得分等级", "得分", "依据", "备注"]


@tagged('post_install', '-at_install')
class TestEvaluationPrint(EvaluationCase):
    """F9 on paper and on the sheet, in the paper's words, columns and order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the loader logs a warning about the clock, which stands still here
        with mute_logger('odoo.addons.base.models.res_lang'):
            cls.env['res.lang']._activate_lang('zh_CN')
        cls.env['ir.module.module'].search([
            ('name', 'in', ('crm_relationship', 'document_approval'))])._update_translations(['zh_CN'], overwrite=True)

    def evaluation(self, letter='B'):
        evaluation = self.ready(letter=letter)
        evaluation.conclusion = "合作稳定，建议加强技术交流。"
        evaluation.line_ids[2].note = "新任总经理"
        return self.sign(evaluation, 'supervisor', 'manager')

    def paper(self, name, document, lang='zh_CN', role='gm'):
        report = self.env.ref(f'crm_relationship.action_report_{name}')
        content, _kind = self.env['ir.actions.report'].with_user(self.users[role]).with_context(
            lang=lang, tz='Asia/Shanghai')._render_qweb_html(report, document.ids)
        return html.fromstring(content)

    def sheet(self, name, document):
        import openpyxl  # noqa: PLC0415 (needed by tests only)
        report = self.env.ref(f'crm_relationship.action_report_{name}_sheet')
        content, _kind = self.env['ir.actions.report'].with_user(self.users['gm']).with_context(
            lang='zh_CN', tz='Asia/Shanghai')._render_relationship_xlsx(report, document.ids)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [cell.value for row in sheet for cell in row if cell.value is not None]

    def heads(self, tree):
        return [re.sub(r'\s+', '', cell.text_content()) for cell in tree.iter('th')]

    def boxes(self, tree):
        return re.findall(r'[□☑]\w+', re.sub(r'\s+', ' ', tree.text_content()))

    def test_columns(self):
        """F9: title, columns in order, total and standard score, result with boxes, signatures."""
        evaluation = self.evaluation()
        tree = self.paper('evaluation', evaluation)
        self.assertEqual(self.heads(tree)[:15], [
            "客户名称", "编号", "评估期间", "评估人", *COLUMNS, "合计", "标准分", "评估结果及建议",
            "客户关系主管审核", "客户服务部经理审核"])
        text = tree.text_content()
        for expected in ("客户关系评估表", evaluation.name, self.customer.name, "销售额", "增长率", "战略契合度", "80.00",
                         "100.00", "合作稳定", "新任总经理", "走访记录", "12.0 %", "Supervisor", "Manager", "同意"):
            self.assertIn(expected, text)
        self.assertEqual(self.boxes(tree), ["☑发展关系", "□维持关系", "□终止关系"])

    def test_boxes(self):
        """The box of the verdict is ticked, and none on an unfinished evaluation."""
        for letters, ticked in (("AAA", 0), ("CCC", 1), ("EEE", 2), (None, None)):
            evaluation = self.evaluate(occasion='special')
            if letters:
                self.grade(evaluation, **dict(zip(("销售额", "增长率", "战略契合度"), letters)))
            marks = "".join(box[0] for box in self.boxes(self.paper('evaluation', evaluation)))
            with self.subTest(letters):
                self.assertEqual(marks, "".join("☑" if place == ticked else "□" for place in range(3)))

    def test_unsigned(self):
        text = self.paper('evaluation', self.ready()).text_content()
        self.assertIn("未签", text)
        self.assertNotIn("Manager", text)

    def test_different_verdict(self):
        evaluation = self.ready()
        evaluation.write({'verdict_chosen': 'end', 'verdict_reason': "客户退出该业务"})
        tree = self.paper('evaluation', evaluation)
        self.assertEqual(self.boxes(tree)[2], "☑终止关系")
        self.assertIn("客户退出该业务", tree.text_content())

    def test_sheet(self):
        """The sheet is the paper: weights, scores and totals as numbers, the boxes as on paper."""
        values = self.sheet('evaluation', self.evaluation('A'))
        for expected in ("客户关系评估表", "评估指标", 50, 40, 30, 24, 20, 84, 100, "战略契合度"):
            self.assertIn(expected, values)
        self.assertTrue(any("☑发展关系" in str(value) for value in values))

    def test_blank_form(self):
        """The blank form of a scorecard: indicators and weights, what each grade means, empty boxes."""
        card = self.env.ref('crm_relationship.scorecard_key')
        tree = self.paper('scorecard', card)
        self.assertEqual(self.heads(tree)[4:10], COLUMNS)
        text = re.sub(r'\s+', ' ', tree.text_content())
        for expected in ("客户关系评估表", "战略契合度", "A ≥ 2,000,000", "A ≤ 0", "E 其余", "共同规划，独家或首选合作伙伴",
                         "A 100", "标准分"):
            self.assertIn(expected, text)
        self.assertEqual("".join(box[0] for box in self.boxes(tree)), "□□□")
        self.assertIn(20, self.sheet('scorecard', card))

    def test_hostile_text(self):
        """Markup in evidence and conclusion is printed, not obeyed; a formula stays text."""
        evaluation = self.ready()
        evaluation.line_ids[0].evidence = "<script>alert(1)</script>"
        evaluation.conclusion = "=cmd|'/c calc'!A1"
        tree = self.paper('evaluation', evaluation)
        self.assertFalse(tree.xpath("//script"))
        self.assertIn("<script>alert(1)</script>", tree.text_content())
        self.assertTrue(any(str(value).startswith("=cmd") or "=cmd" in str(value) for value in self.sheet('evaluation', evaluation)))

    def test_rights(self):
        """Who may not read the evaluation prints none of it."""
        evaluation = self.evaluation()
        for role in ('finance', 'keeper', 'specialist2'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.paper('evaluation', evaluation, role=role)

    def test_english(self):
        tree = self.paper('evaluation', self.evaluation(), lang='en_US')
        self.assertIn("Customer Relationship Evaluation", tree.text_content())
        self.assertIn("☑Develop", tree.text_content())
