import io
import re

import openpyxl
from lxml import html

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .gift_common import SIGNERS, GiftCase


@tagged('post_install', '-at_install')
class TestGiftPrint(GiftCase):
    """F17 on paper and as a sheet, in the paper's words, columns and order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the loader logs a warning about the clock, which stands still here
        with mute_logger('odoo.addons.base.models.res_lang'):
            cls.env['res.lang']._activate_lang('zh_CN')
        cls.env['ir.module.module'].search([
            ('name', 'in', ('crm_relationship', 'document_approval'))])._update_translations(['zh_CN'], overwrite=True)
        cls.company.relationship_gift_department_id = cls.sales

    def rendered(self, render, name, request):
        """What a report makes of ``request`` in Chinese, for the general manager."""
        reports = self.env['ir.actions.report'].with_user(self.users['gm']).with_context(lang='zh_CN', tz='Asia/Shanghai')
        return getattr(reports, render)(self.env.ref(f'crm_relationship.action_report_{name}'), request.ids)[0]

    def paper(self, request):
        return html.fromstring(self.rendered('_render_qweb_html', 'gift_request', request))

    def heads(self, tree):
        """The label cells in reading order, without blanks."""
        return [re.sub(r'\s+', '', cell.text_content()) for cell in tree.iter('th')]

    def test_paper(self):
        """F17.1-14: every column, the five signatures in their boxes."""
        request = self.approved_gift({'note': "红色包装"})
        tree = self.paper(request)
        self.assertEqual(self.heads(tree), [
            "礼品馈赠申请部门", "礼品管理部门", "馈赠日期", "馈赠对象", "礼品收受人员", "馈赠目的",
            "礼品名称", "数量", "价值(元)", "备注", "合计",
            "填表人", "部门主管", "礼品管理人员", "办公室主任", "副经理"])
        text = tree.text_content()
        for expected in ("礼品馈赠申请表", request.name, "客户服务部", "销售部", "2026/03/14", self.customer.name,
                         "黄志强（采购总监）", "中秋问候", "龙井茶礼盒", "300.00", "红色包装"):
            self.assertIn(expected, text)
        boxes = [re.sub(r'\s+', '', cell.text_content()) for cell in tree.xpath("//td[contains(@class, 'rel_top')]")][1:]
        for box, signer in zip(boxes, ("Specialist", "Supervisor", "Keeper", "Office", "Deputy"), strict=True):
            self.assertIn(signer, box)
            self.assertIn("2026/03/11", box)

    def test_unsigned(self):
        """An unsigned print says so; its boxes are empty but for nothing."""
        text = self.paper(self.ask()).text_content()
        self.assertIn("未签", text)
        for role in SIGNERS:
            self.assertNotIn(self.users[role].name, text)

    def test_several_recipients(self):
        """Who gets which, and the general manager's box above the authority."""
        second = self.env['res.partner'].create({'name': "陈立", 'parent_id': self.customer.id})
        request = self.sign(self.ask('specialist', {'unit_value': 2000}, {'recipient_id': second.id, 'unit_value': 1500}), *SIGNERS, 'gm')
        tree = self.paper(request)
        self.assertIn("黄志强（采购总监）、陈立", tree.text_content())
        self.assertEqual(self.heads(tree)[6:12], ["礼品名称", "礼品收受人员", "数量", "价值(元)", "备注", "合计"])
        self.assertEqual(self.heads(tree)[-1], "总经理")
        self.assertIn("7,000.00", tree.text_content())

    def test_hostile_text(self):
        """Markup in names is printed, not obeyed."""
        tree = self.paper(self.ask('specialist', {'name': "<script>alert(1)</script>"}, purpose="<b>x</b>"))
        self.assertFalse(tree.xpath("//script | //b"))
        self.assertIn("<script>alert(1)</script>", tree.text_content())

    def test_sheet(self):
        """The sheet is the paper: numbers as numbers, dates as dates, no formula."""
        request = self.approved_gift({'name': "=1+1"}, {})
        content = self.rendered('_render_relationship_xlsx', 'gift_request_sheet', request)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        values = [cell.value for row in sheet for cell in row if cell.value is not None]
        for expected in ("礼品馈赠申请表", 300, 600, 2, "龙井茶礼盒", "=1+1", "填表人", "副经理"):
            self.assertIn(expected, values)
        self.assertTrue(any(getattr(value, 'year', 0) == 2026 for value in values))
        self.assertFalse([cell for row in sheet for cell in row if cell.data_type == 'f'])

    def test_print_still_matches(self):
        """The check code answers for the content: handing over does not change it."""
        request = self.issued_gift()
        code = request._print_stamp('request')['code']
        self.hand(request)
        self.assertEqual(request._print_stamp('request')['code'], code)
        draft = self.ask()
        code = draft._print_stamp('request')['code']
        draft.line_ids = [Command.create({'recipient_id': self.contact.id, 'name': "茶", 'unit_value': 1})]
        self.assertNotEqual(draft._print_stamp('request')['code'], code)
