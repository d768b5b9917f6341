"""Address sheet F1, grading sheet F5 and roster F18.11: filled, printed, as spreadsheets, in the reader's rights."""

import io
import re

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.customer_sheet import write_sheet
from ..models.relationship_customer_sheet import PRINT_LIMIT
from .common import poppler
from .customer_common import CustomerMixin

HOSTILE = '=cmd|" /C calc"!A0'


class CustomerSheetCase(CustomerMixin, HttpCase):
    """Three customers, one with a formula for a name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_customers()
        cls.env.ref("base.group_allow_export").user_ids = cls.specialist | cls.colleague | cls.stranger
        cls.company.partner_id.write({"partner_latitude": 31.2304, "partner_longitude": 121.4737})
        cls.company.country_id = cls.env.ref("base.cn")
        cls.industry = cls.env["res.partner.industry"].create({"name": "机械制造"})
        cls.first = cls.new_customer(
            "上海申安建筑材料有限公司", owner=cls.specialist, street="曹安公路 2588 号", city="嘉定",
            state_id=cls.env.ref("base.state_cn_SH").id, country_id=cls.env.ref("base.cn").id, industry_id=cls.industry.id,
            partner_latitude=31.30, partner_longitude=121.23, comment="<p>东门<b>登记</b></p>", phone="021-5955 0106")
        cls.new_person(cls.first, "顾伟民", phone="138 0000 0000")
        cls.env["relationship.no.visit"].create({"partner_id": cls.first.partner_id.id, "weekday": "0", "hour_from": 9, "hour_to": 10.5})
        cls.second = cls.new_customer("无锡精诚模具有限公司", owner=cls.colleague, city="无锡", phone="0510-8555 0107")
        cls.hostile = cls.new_customer(HOSTILE, owner=cls.specialist)
        cls.grades = cls.env["relationship.grade"]._for_company(cls.company)

    def new_sheet(self, user, kind="address", domain=None):
        sheet = self.env["relationship.customer.sheet"].with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids, lang="en_US",
        ).create({"kind": kind, "customer_domain": repr(domain or []), "date": "2026-11-21"})
        sheet.action_fill()
        return sheet

    def pdf(self, sheet, user):
        self.authenticate(user.login, user.login)
        response = self.url_open(
            f"/report/pdf/crm_relationship.report_customer_{sheet.kind}/{sheet.id}"
            '?context={"force_report_rendering":true}', timeout=90)
        self.assertEqual(response.content[:5], b"%PDF-", response.text[:500])
        return poppler("pdftotext", response.content, "-layout").split("\f")[:-1]

    def book(self, path, user):
        self.authenticate(user.login, user.login)
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200, response.text[:500])
        return [list(row) for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.values]


@tagged("post_install", "-at_install")
class TestCustomerSheet(CustomerSheetCase):
    # ------------------------------------------------------------------
    # Filling
    # ------------------------------------------------------------------

    def test_columns_of_the_address_sheet(self):
        """F1: number, name, code, address, distance, business, no visits, remarks."""
        line = self.new_sheet(self.service_manager, domain=[("id", "=", self.first.id)]).line_ids
        self.assertEqual(
            (line.sequence, line.name, line.number, line.address, line.distance_km, line.business, line.no_visit, line.note),
            (1, "上海申安建筑材料有限公司", self.first.number, "上海市嘉定曹安公路 2588 号", 24.4, "机械制造", "Monday 09:00–10:30",
             "东门登记"))
        self.assertEqual((line.contact, line.phone, line.owner), ("顾伟民", "138 0000 0000", "Specialist"))

    def test_order_and_serial_numbers(self):
        lines = self.new_sheet(self.service_manager).line_ids
        self.assertEqual(lines.mapped("sequence"), [1, 2, 3])
        self.assertEqual(lines.mapped("number"), sorted(lines.mapped("number")))

    def test_grading_sheet_by_grade(self):
        """F5: best grade first, then sales; the label carries the band; no grade comes last."""
        best, second = self.grades[0], self.grades[1]
        self.write_labels(self.second, grade_id=best.id, amount_12m=10)
        self.write_labels(self.first, grade_id=second.id, amount_12m=99)
        sheet = self.new_sheet(self.service_manager, "grading")
        blocks = sheet._print_grades()
        self.assertEqual([label for label, _rows in blocks], [
            f"{best.name} (90% and more of sales)", f"{second.name} (80% – 90% of sales)", "Not graded"])
        self.assertEqual([[line.name for line in rows[0] if line] for _label, rows in blocks], [
            [self.second.partner_id.name], [self.first.partner_id.name], [HOSTILE]])

    def test_filled_in_the_rights_of_whoever_fills(self):
        self.assertEqual(set(self.new_sheet(self.specialist).line_ids.mapped("profile_id")), {self.first, self.hostile})
        self.assertEqual(len(self.new_sheet(self.service_manager).line_ids), 3)

    def test_lines_are_read_in_the_rights_of_the_moment(self):
        """Whoever loses a customer no longer reads it on sheets made before."""
        sheet = self.new_sheet(self.specialist)
        self.first.user_id = self.colleague
        sheet.invalidate_recordset()
        self.env.invalidate_all()
        self.assertEqual(sheet.line_ids.profile_id, self.hostile)
        self.assertEqual(sheet.line_count, 1)
        self.assertEqual(len(list(sheet._stream_lines(["name"], 10))), 1)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_sees_sheets(self):
        """Role × sheet: one's own, the team's, the company's; never across companies."""
        sheet = self.new_sheet(self.specialist)
        for user, reads in (
            (self.specialist, True), (self.colleague, False), (self.supervisor, True), (self.service_manager, True),
            (self.general_manager, True), (self.finance, False), (self.employee, False), (self.stranger, False),
        ):
            own = sheet.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            with self.subTest(user.login):
                self.assertEqual(own.has_access("read"), reads)
                self.assertEqual(own.has_access("write"), user == self.specialist)
                for action in (own.action_print, own.action_spreadsheet, own.action_fill):
                    if action.__name__ == "action_fill" and user != self.specialist or not reads:
                        with self.assertRaises(AccessError):
                            action()

    def test_lines_are_written_by_filling_only(self):
        line = self.new_sheet(self.specialist).line_ids[:1]
        for attempt in (lambda: line.write({"name": "X"}), lambda: line.unlink(), lambda: line.copy(),
                        lambda: line.sheet_id.write({"line_ids": [(1, line.id, {"name": "X"})]})):
            self.assert_refused(attempt)

    def test_filters_that_cannot_be_read(self):
        for domain in ("nonsense(", "[('partner_id.nonsense', '=', 1)]", "[('partner_id', 'nonsense', 1)]", "7", "__import__('os')"):
            with self.subTest(domain), self.assertRaises(UserError), self.cr.savepoint():
                self.env["relationship.customer.sheet"].with_user(self.specialist).create({"customer_domain": domain})

    def test_filter_by_fields_one_may_not_see(self):
        """The filter is no way to ask for birthdays."""
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(UserError):
            self.new_sheet(self.general_manager, domain=[("partner_id.relationship_birthday", "!=", False)])

    def test_from_the_list_of_customers(self):
        sheets = self.env["relationship.customer.sheet"].with_user(self.specialist).with_context(
            allowed_company_ids=self.company.ids, active_ids=[self.first.id], active_domain=[])
        sheet = sheets.browse(sheets.action_from_customers()["res_id"])
        self.assertEqual(sheet.line_ids.profile_id, self.first)

    def test_empty_and_too_long_sheets(self):
        empty = self.new_sheet(self.specialist, domain=[("id", "=", 0)])
        with self.assertRaisesRegex(UserError, "Fill In"):
            empty.action_print()
        with self.assertRaisesRegex(UserError, "Fill In"):
            empty.action_spreadsheet()
        self.env.ref("base.group_allow_export").user_ids += self.service_manager
        sheet = self.make_long()
        with self.assertRaisesRegex(UserError, "spreadsheet"):
            sheet.action_print()
        self.assertEqual(sheet.action_spreadsheet()["type"], "ir.actions.act_url")

    def make_long(self, count=PRINT_LIMIT + 1):
        """A sheet of the service manager with ``count`` customers of the specialist."""
        partners = self.env["res.partner"].with_context(tracking_disable=True).create([
            {"name": f"Long {number}", "is_company": True, "company_id": self.company.id} for number in range(1, count + 1)])
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO relationship_profile (partner_id, company_id, currency_id, user_id)
               SELECT unnest(%(partners)s), %(company)s, %(currency)s, %(user)s""",
            {"partners": partners.ids, "company": self.company.id, "currency": self.company.currency_id.id,
             "user": self.specialist.id})
        self.env.invalidate_all()
        return self.new_sheet(self.service_manager, "roster")

    # ------------------------------------------------------------------
    # Paper and spreadsheet
    # ------------------------------------------------------------------

    def test_address_sheet_on_paper(self):
        sheet = self.new_sheet(self.specialist)
        text = "".join(self.pdf(sheet, self.specialist))
        for expected in (
            "Customer Address Sheet", sheet.name, "上海申安", "24.4", "机械制造", "Monday", "东门登记", "Prepared by", "Specialist",
        ):
            self.assertIn(expected, text)

    def test_grading_sheet_on_paper(self):
        self.write_labels(self.first, grade_id=self.grades[0].id)
        text = "".join(self.pdf(self.new_sheet(self.specialist, "grading"), self.specialist))
        for expected in ("Customer Grading Sheet", "90%", "Business", "Code", self.first.number, "Not graded"):
            self.assertIn(expected, text)

    def test_in_chinese(self):
        """The papers' titles and columns in the papers' words."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["document_approval", "crm_relationship"], ["zh_CN"])
        self.specialist.lang = "zh_CN"
        self.write_labels(self.first, grade_id=self.env.ref("crm_relationship.grade_a").id)
        for kind, title, heads in (
            ("address", "客户地址分类表", ["序号", "客户名称", "编号", "地址", "与公司之间的距离（公里）", "经营类别", "不宜拜访时间", "备注"]),
            ("grading", "客户分级表", ["客户等级分类", "业种", "客户名称", "客户代码", "A级（销售额所占比例90%以上）"]),
            ("roster", "客户名册", ["编号", "客户负责人", "首次合作时间"]),
        ):
            sheet = self.new_sheet(self.specialist, kind).with_context(lang="zh_CN")
            sheet.action_fill()
            with self.subTest(kind):
                self.assertIn(title, self.pdf(sheet, self.specialist)[0])
                rows = self.book(f"/crm_relationship/sheet/crm_relationship.report_customer_{kind}.xlsx/{sheet.id}", self.specialist)
                cells = {value for row in rows for value in row if value}
                self.assertLessEqual({title, *heads}, cells)

    def test_many_customers_on_many_pages(self):
        """Each page repeats the head; nobody is lost and nobody comes twice."""
        self.make_long(120)
        sheet = self.new_sheet(self.service_manager, "address", [("partner_id.name", "like", "Long ")])
        pages = self.pdf(sheet, self.service_manager)
        self.assertGreater(len(pages), 2)
        for page in pages:
            self.assertIn("Customer Name", page)
        text = "\n".join(pages)
        self.assertEqual(sorted(map(int, re.findall(r"Long (\d+)", text))), list(range(1, 121)))

    def test_form_as_spreadsheet(self):
        """Numbers are numbers, text is text, whatever it looks like."""
        sheet = self.new_sheet(self.specialist)
        rows = self.book(f"/crm_relationship/sheet/crm_relationship.report_customer_address.xlsx/{sheet.id}", self.specialist)
        flat = [value for row in rows for value in row]
        self.assertIn(24.4, flat)
        self.assertIn(HOSTILE, flat)
        self.assertIn("上海市嘉定曹安公路 2588 号", flat)

    def test_streamed_spreadsheet(self):
        """The same columns and the same order as the paper, row by row."""
        sheet = self.new_sheet(self.specialist, "roster")
        rows = self.book(f"/crm_relationship/customer_sheet/{sheet.id}.xlsx", self.specialist)
        self.assertEqual(rows[0][0], "Customer Roster")
        self.assertEqual(rows[2], [column["label"] for column in sheet._print_columns()])
        self.assertEqual([row[:3] for row in rows[3:]], [
            [1, self.first.number, self.first.partner_id.name], [2, self.hostile.number, HOSTILE]])

    def test_paper_and_stream_have_the_same_columns(self):
        sheet = self.new_sheet(self.specialist, "roster")
        form = self.book(f"/crm_relationship/sheet/crm_relationship.report_customer_roster.xlsx/{sheet.id}", self.specialist)
        head = next(row for row in form if row[0] == "No.")
        streamed = self.book(f"/crm_relationship/customer_sheet/{sheet.id}.xlsx", self.specialist)[2]
        self.assertEqual([label for label in head if label], streamed)

    def test_streaming_holds_no_rows(self):
        """Memory of Python while 2,001 rows are written stays far below what the rows hold."""
        import tracemalloc  # noqa: PLC0415
        sheet = self.make_long()
        columns = [column["name"] for column in sheet._print_columns()]
        write_sheet(io.BytesIO(), sheet)  # imports and caches
        tracemalloc.start()
        count = sum(1 for _row in sheet._stream_lines(columns, 100))
        streamed = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        rows = list(sheet._stream_lines(columns, 100))
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        self.assertEqual(count, len(rows))
        self.assertLess(streamed, held / 3)


@tagged("post_install", "-at_install")
class TestCustomerSheetExport(CustomerSheetCase):
    @mute_logger("odoo.http")
    def test_spreadsheet_needs_the_permission_to_export(self):
        """X49: whoever may read and print the sheet does not carry the list away without it."""
        sheet = self.new_sheet(self.service_manager)
        with self.assertRaisesRegex(AccessError, "permission to export"):
            sheet.action_spreadsheet()
        self.authenticate(self.service_manager.login, self.service_manager.login)
        for path in (f"/crm_relationship/customer_sheet/{sheet.id}.xlsx",
                     f"/crm_relationship/sheet/crm_relationship.report_customer_address.xlsx/{sheet.id}"):
            with self.subTest(path):
                response = self.url_open(path)
                self.assertNotEqual(response.content[:2], b"PK")
                self.assertIn("permission to export", response.text)
        self.assertIn("上海申安", "".join(self.pdf(sheet, self.service_manager)))
        self.env.ref("base.group_allow_export").user_ids += self.service_manager
        self.assertEqual(len(self.book(f"/crm_relationship/customer_sheet/{sheet.id}.xlsx", self.service_manager)), 3 + 3)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_streamed_spreadsheet_is_refused(self):
        sheet = self.new_sheet(self.specialist)
        for user in (self.colleague, self.employee, self.stranger):
            self.authenticate(user.login, user.login)
            with self.subTest(user.login):
                response = self.url_open(f"/crm_relationship/customer_sheet/{sheet.id}.xlsx")
                self.assertNotEqual(response.status_code, 200)
                self.assertNotIn("上海申安", response.text)
