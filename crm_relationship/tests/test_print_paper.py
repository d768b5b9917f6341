"""Printed forms over HTTP, read back with poppler."""

import re

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.table_grid import cell_text
from .common import REPORT, FormCase, poppler


def text_of(content):
    return poppler("pdftotext", content, "-layout")


def pages_of(content):
    return text_of(content).split("\f")[:-1]


@tagged("post_install", "-at_install")
class TestPaper(FormCase):
    """The PDF of a form as the server's wkhtmltopdf makes it."""

    def test_content_and_fonts(self):
        """What the paper shows can be read and searched, in embedded Chinese glyphs."""
        form = self.make_form()
        content = self.pdf(form)
        text = text_of(content)
        for expected in ("客户招待申请表", "申请人", "商谈二〇二七年年度合作", "参观工厂", "用餐"):
            self.assertIn(expected, text)
        for expected in ("Requester", form.name, "1,234.50"):
            self.assertIn(expected, text)
        fonts = poppler("pdffonts", content).splitlines()[2:]
        self.assertTrue(any("NotoSansCJKsc" in line for line in fonts), fonts)
        for line in fonts:
            self.assertRegex(line, r"\s(yes)\s+\w+\s+yes\s", "embedded, with the text behind the glyphs")
        self.assertIn("A4", poppler("pdfinfo", content))

    def test_unsigned_then_signed(self):
        """A print says it is unsigned until somebody else than the preparer has signed."""
        form = self.make_form()
        self.assertIn("Unsigned", text_of(self.pdf(form)))
        form.action_approval_submit()
        self.assertIn("Unsigned", text_of(self.pdf(form)))
        self.sign(form, self.manager, note="按预算办理")
        text = text_of(self.pdf(form))
        self.assertNotIn("Unsigned", text)
        self.assertIn("王经理", text)
        self.assertIn("按预算办理", text)
        self.assertNotIn("李会计", text)
        self.sign(form, self.finance)
        text = text_of(self.pdf(form))
        self.assertIn("李会计", text)
        self.assertIn("Approved", text)

    def test_signatures_stand_in_their_boxes(self):
        """Each signature is printed at the place its step names, dated in the reader's zone."""
        form = self.make_form()
        self.sign(form, self.manager)
        self.sign(form, self.finance, note="")
        date = form.with_user(self.requester).with_context(lang="en_US")._print_signatures()[-1]["date"]
        page = html.fromstring(self.fetch(f"/report/html/{REPORT}/{form.id}").text)
        boxes = {label.text: cell_text(label.getnext()) for label in page.iter("th") if label.getnext() is not None}
        self.assertEqual(boxes["客户服务部经理审核"], f"王经理\n{date}\n同意")
        self.assertEqual(boxes["财务部审核"], f"李会计\n{date}")

    def test_in_chinese(self):
        """The layout's own words, page numbers among them, in the reader's language."""
        self.speak_chinese()
        self.requester.lang = "zh_CN"
        form = self.make_form(line_ids=[(0, 0, {"name": f"项目 {number}"}) for number in range(70)])
        pages = pages_of(self.pdf(form))
        self.assertIn("未签批", pages[0])
        self.assertIn(f"编号： {form.name}", pages[0])
        self.assertRegex(pages[1], rf"第\s*2\s*页\s*/\s*共\s*{len(pages)}\s*页")
        self.assertIn("校验码", pages[-1])

    def test_several_records_in_one_print(self):
        """Three records, one of many rows: each from a new page, numbered on its own."""
        forms = self.make_form() | self.make_form(
            line_ids=[(0, 0, {"name": f"项目 {number}", "price": number}) for number in range(70)]
        ) | self.make_form()
        pages = pages_of(self.pdf(forms))
        names = [re.search(r"FF\d{4}-\d+", page).group() for page in pages]
        long_pages = names.count(forms[1].name)
        self.assertGreater(long_pages, 1)
        self.assertEqual(names, [forms[0].name, *[forms[1].name] * long_pages, forms[2].name])
        for number, page in enumerate(pages[1:-1], 1):
            self.assertIn(f"Page {number} of {long_pages}", page)
            self.assertEqual(page.count("序号"), 1, "the table's head is repeated")
        self.assertNotIn("Page", pages[0])
        self.assertEqual("\f".join(pages).count("Check code"), 3)

    def test_text_longer_than_a_page(self):
        """Nothing is lost, and no page number is printed that would be wrong."""
        form = self.make_form(purpose="\n".join(f"第{number}条" for number in range(120)))
        pages = pages_of(self.pdf(form))
        self.assertGreater(len(pages), 1)
        text = "".join(pages)
        self.assertEqual([int(number) for number in re.findall(r"第(\d+)条", text)], list(range(120)))
        self.assertNotIn("Page", text)

    def test_nothing_is_fetched(self):
        """The page names no address but its own verification, which is drawn, not loaded."""
        form = self.make_form(purpose='<img src="http://example.com/x.png"/><script>alert(1)</script>')
        page = self.fetch(f"/report/html/{REPORT}/{form.id}").text
        self.assertEqual(re.findall(r'(?:src|href)="(?!data:image/png;base64,)', page), [])
        self.assertNotIn("<script", page)
        self.assertNotIn("url(", page)
        self.assertIn("&lt;script&gt;", page)

    def test_preview_shows_the_same_form(self):
        form = self.make_form()
        page = self.fetch(f"/report/html/{REPORT}/{form.id}").text
        self.assertIn("rel_preview", page)
        for expected in ("客户招待申请表", form.name, "商谈二〇二七年年度合作<br>", "Unsigned"):
            self.assertIn(expected, page)

    def test_preview_button(self):
        """The button opens the first form that fits, in the browser."""
        form = self.make_form().with_user(self.requester)
        self.paper_report.domain = "[('amount', '>', 1000000)]"
        with self.assertRaisesRegex(UserError, "no printed form"):
            form.action_print_preview()
        self.paper_report.domain = False
        action = form.action_print_preview()
        self.assertEqual(
            (action["type"], action["report_type"], action["report_name"], action["context"]["active_ids"]),
            ("ir.actions.report", "qweb-html", REPORT, form.ids))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_readers_print(self):
        """A print is made in the reader's rights of this moment, for the paper and the preview."""
        form = self.make_form()
        self.env["ir.model.access"].search([("model_id.model", "=", "fake.form")]).group_id = self.env.ref(
            "crm_relationship.group_specialist")
        for converter in ("pdf", "html"):
            response = self.fetch(f"/report/{converter}/{REPORT}/{form.id}", "form_stranger")
            self.assertEqual(response.status_code, 403, converter)
            self.assertNotIn(form.name, response.text)
        self.assertEqual(self.fetch(f"/report/html/{REPORT}/{form.id}").status_code, 200)

    @mute_logger("odoo.http")
    def test_deleted_record(self):
        """A record deleted meanwhile ends in a message, not in an empty paper."""
        form = self.make_form()
        gone = form.id
        form.unlink()
        self.assertEqual(self.fetch(f"/report/pdf/{REPORT}/{gone}").status_code, 404)

    def test_query_count_does_not_grow_with_lines(self):
        """Rendering costs the same for two lines as for eighty."""
        short = self.make_form()
        long = self.make_form(line_ids=[(0, 0, {"name": "x", "price": 1}) for _number in range(80)])
        reports = self.env["ir.actions.report"].with_user(self.requester)
        counts = []
        for form in (short, long, short, long):  # the first ones fill caches
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            reports._render_qweb_html(REPORT, form.ids)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts[-2:])
