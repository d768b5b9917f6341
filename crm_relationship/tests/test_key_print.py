"""F6, F7 and F8 on paper and on the sheet, read back in Chinese."""

import io
import re

import openpyxl
from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import poppler
from .key_common import KeyCase


@tagged('post_install', '-at_install')
class TestKeyPrint(KeyCase, HttpCase):
    """In the papers' words, columns and order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the loader logs a warning about the clock, which stands still here
        with mute_logger('odoo.addons.base.models.res_lang'):
            cls.env['res.lang']._activate_lang('zh_CN')
        cls.env['ir.module.module'].search([
            ('name', 'in', ('crm_relationship', 'document_approval'))])._update_translations(['zh_CN'], overwrite=True)
        cls.users['gm'].lang = 'zh_CN'

    def render(self, name, document, lang='zh_CN'):
        """The paper's page for the general manager."""
        report = self.env.ref(f'crm_relationship.action_report_{name}')
        content, _kind = self.env['ir.actions.report'].with_user(self.users['gm']).with_context(
            lang=lang, tz='Asia/Shanghai')._render_qweb_html(report, document.ids)
        return html.fromstring(content)

    def heads(self, tree):
        """The label cells in reading order, without blanks."""
        return [re.sub(r'\s+', '', cell.text_content()) for cell in tree.iter('th')]

    def plan(self):
        """A signed plan; the second customer ties with the first in growth."""
        for name, before, now in (("上海申安集团", 20000, 50000), ("苏州恒泰电子", 40000, 100000), ("武汉华信光电", 20000, 22000)):
            self.buy(self.new_customer(name).partner_id, ('2024-05-01', before), ('2025-05-01', now, now * 0.8))
        plan = self.model('supervisor', 'relationship.key.account').create({})
        plan.action_compute()
        plan.sales_ranking_ids[0].action_choose()
        plan.customer_ids.write({'reason': "战略合作伙伴", 'measure_ids': [(0, 0, {
            'name': "每月高层拜访", 'user_id': self.users['specialist'].id, 'date_deadline': '2026-05-31'})]})
        plan.action_approval_submit()
        for role, note in (('manager', "集中资源投入"), ('gm', "同意，按季检查")):
            plan.sudo().approval_request_id.with_user(self.users[role])._decide('approve', note=note)
        plan.invalidate_recordset()
        return plan

    def signed_papers(self):
        """F7 and F8, signed."""
        important = self.ready_sheet(self.new_customer("杭州天元机械"), kind='important')
        important.write({'policy_line_ids': [(0, 0, {'name': "培育潜力客户"}), (0, 0, {'name': "专属客服"})], 'note': "季度回顾"})
        problem = self.new_customer("宁波远洋港务", city="宁波")
        self.label(problem, amount_6m=100000, amount_6m_before=200000, growth=-0.5, has_growth=True,
                   last_interaction_date='2026-01-10', last_complaint_date='2026-03-01')
        return self.sign(important, 'manager'), self.sign(self.ready_sheet(problem), 'manager')

    def test_key_account(self):
        """F6: three rankings side by side, key customers, both opinions from the signatures."""
        tree = self.render('key_account', self.plan())
        self.assertEqual(self.heads(tree), [
            "序号", "销售额前10名", "销售增长率前10名", "销售利润率前10名",
            "客户名称", "销售额", "客户名称", "增长率", "客户名称", "利润率",
            "重点管理客户", "销售额目标", "将其设为重点客户的原因", "实现目标的行动措施", "客户服务部经理建议", "总经理建议"])
        text = re.sub(r'\s+', '', tree.text_content())
        for expected in ("重点客户管理表", "苏州恒泰电子", "100,000.00", "150.0%", "10.0%", "20.0%", "（并列第1名）",
                         "战略合作伙伴", "每月高层拜访", "第二季度", "集中资源投入", "同意，按季检查", "Manager", "Gm"):
            self.assertIn(expected, text)
        rows = tree.xpath("//table[contains(@class, 'rel_grid')][1]//tr[td]")
        self.assertEqual(len(rows), 10, "ten numbered rows, as on the paper")

    def test_important(self):
        """F7: columns, basic policies 1 and 2, remarks."""
        tree = self.render('countermeasure', self.signed_papers()[0])
        heads = self.heads(tree)
        self.assertEqual(heads[:8], [
            "序号", "客户名称", "负责人", "销售情况", "问题所在", "应对策略", "扩大重要客户数量的基本方针", "备注"])
        text = re.sub(r'\s+', '', tree.text_content())
        for expected in ("重要客户对策表", "杭州天元机械", "1.培育潜力客户", "2.专属客服", "季度回顾", "订单减少",
                         "总监走访，提出挽留方案", "Manager"):
            self.assertIn(expected, text)

    def test_problem(self):
        """F8: columns, and the deterioration in figures."""
        tree = self.render('countermeasure', self.signed_papers()[1])
        self.assertEqual(self.heads(tree)[:9], [
            "序号", "客户名称", "负责人", "销售范围", "所在位置", "恶化趋势", "问题表现", "应对策略", "备注"])
        text = re.sub(r'\s+', '', tree.text_content())
        for expected in ("问题客户对策表", "宁波远洋港务", "100,000.00", "200,000.00", "-50.0%", "60天", "订单减少"):
            self.assertIn(expected, text)
        self.assertNotIn("扩大重要客户", text)

    def test_english(self):
        tree = self.render('key_account', self.plan(), lang='en_US')
        self.assertIn("KeyCustomer", self.heads(tree))

    def test_pdf_and_sheet(self):
        """As the server sends them: the PDF's text and the sheet's cells, amounts as numbers."""
        plan, problem = self.plan(), self.signed_papers()[1]
        self.authenticate('h_gm', 'h_gm')
        for template, document, expected, figure in (
                ('report_key_account', plan, ("重点客户管理表", "苏州恒泰电子", "每月高层拜访", "同意"), 100000),
                ('report_countermeasure', problem, ("问题客户对策表", "宁波远洋港务", "恶化趋势"), 1)):
            with self.subTest(template):
                response = self.url_open(
                    f'/report/pdf/crm_relationship.{template}/{document.id}?context={{"force_report_rendering":true,"lang":"zh_CN"}}',
                    timeout=120)
                text = poppler('pdftotext', response.content, '-layout')
                for part in (document.name, *expected):
                    self.assertIn(part, text)
                response = self.url_open(f'/crm_relationship/sheet/crm_relationship.{template}.xlsx/{document.id}', timeout=120)
                sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
                values = [cell.value for row in sheet for cell in row]
                self.assertIn(figure, values)
                for part in expected:
                    self.assertTrue(any(part in str(value) for value in values), part)
