"""Forms as spreadsheets over HTTP."""

import time
from datetime import datetime

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import REPORT, FormCase


def find(sheet, text):
    """The cell that holds ``text``."""
    return next(cell for row in sheet for cell in row if cell.value == text)


@tagged("post_install", "-at_install")
class TestSheet(FormCase):
    """The sheet comes from the template of the paper, so both say the same."""

    def test_types(self):
        """Numbers, money and dates of the record arrive as such, in the reader's zone."""
        form = self.make_form()
        sheet = self.sheet(form).active
        self.assertEqual(sheet.title, form.name)
        self.assertEqual(find(sheet, 1234.5).number_format, f'"{form.currency_id.symbol}" #,##0.00')
        self.assertEqual(find(sheet, datetime(2026, 11, 20)).number_format, "yyyy-mm-dd")
        self.assertEqual(find(sheet, datetime(2026, 11, 21, 0, 30)).number_format, "yyyy-mm-dd hh:mm")
        self.assertEqual(find(sheet, "商谈二〇二七年年度合作\n参观工厂").data_type, "s")
        self.assertEqual(find(sheet, "Unsigned").font.b, True)

    def test_formulas_in_names(self):
        """A formula in a name or purpose stays a text."""
        form = self.make_form(purpose="=1+1", line_ids=[(0, 0, {"name": '=HYPERLINK("http://x","y")', "price": -1})])
        sheet = self.sheet(form).active
        for text in ("=1+1", '=HYPERLINK("http://x","y")'):
            cell = find(sheet, text)
            self.assertEqual((cell.data_type, cell.hyperlink), ("s", None))

    def test_signatures(self):
        form = self.make_form()
        self.sign(form, self.manager, self.finance)
        sheet = self.sheet(form).active
        self.assertEqual(find(sheet, "李会计").row, find(sheet, "王经理").row + 1)
        self.assertTrue(any("王经理\n" in str(cell.value) for row in sheet for cell in row))

    def test_one_sheet_per_record(self):
        forms = self.make_form() | self.make_form()
        self.assertEqual(self.sheet(forms).sheetnames, forms.mapped("name"))

    def test_file_name(self):
        form = self.make_form()
        response = self.fetch(f"/crm_relationship/sheet/{REPORT}.xlsx/{form.id}")
        self.assertIn(f"{form.name}.xlsx", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_readers(self):
        """Strangers, wrong ids and other reports get nothing."""
        form = self.make_form()
        self.env["ir.model.access"].search([("model_id.model", "=", "fake.form")]).group_id = self.env.ref(
            "crm_relationship.group_specialist")
        response = self.fetch(f"/crm_relationship/sheet/{REPORT}.xlsx/{form.id}", "form_stranger")
        self.assertIn("text/html", response.headers["Content-Type"], "what the web client's download shows as an error")
        self.assertIn("AccessError", response.text)
        self.assertNotIn(form.name, response.text)
        self.authenticate("form_requester", "form_requester")
        self.assertEqual(self.fetch(f"/crm_relationship/sheet/{REPORT}/{form.id}").status_code, 404)
        self.assertEqual(self.fetch(f"/crm_relationship/sheet/{REPORT}.xlsx/x,²").status_code, 404)
        self.assertIn("deleted", self.fetch(f"/crm_relationship/sheet/{REPORT}.xlsx/{form.id + 1000}").text)

    def test_cost(self):
        """A sheet of one form costs less than a tenth of a second of CPU."""
        form = self.make_form()
        reports = self.env["ir.actions.report"].with_user(self.requester)
        costs = []
        for _attempt in range(4):
            self.env.invalidate_all()
            before = time.process_time()
            reports._render_relationship_xlsx(self.sheet_report, form.ids)
            costs.append(time.process_time() - before)
        self.assertLess(min(costs), 0.1)

    def test_both_are_in_the_print_menu(self):
        """Paper and sheet stand together in the form's Print menu."""
        model = self.env["ir.model"]._get("fake.form")
        (self.paper_report | self.sheet_report).binding_model_id = model
        bound = self.env["ir.actions.actions"].get_bindings("fake.form")["report"]
        self.assertEqual(
            {action["id"] for action in bound}, set((self.paper_report | self.sheet_report).ids))
