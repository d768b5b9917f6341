"""Cutting articles into sheets, without a browser or a database."""

from lxml import html

from odoo.tests import BaseCase, tagged

from ..tools.paper import cut_sheets, uncut
from ..tools.pdf_text import restore_ideographs

HEAD = '<table class="rel_head"><tr><td>题目</td></tr></table>'
FOOT = '<table class="rel_foot"><tr><td>QR</td></tr></table>'
PAGE = '<div class="rel_page_line">第 <span class="rel_page"></span> 页 / 共 <span class="rel_pages"></span> 页</div>'


def article(body):
    return html.fragment_fromstring(f'<div class="article">{HEAD}{body}{FOOT}{PAGE}</div>')


def rows(count, text="内容"):
    return "".join(f"<tr><td>{number}</td><td>{text}</td></tr>" for number in range(count))


@tagged("post_install", "-at_install")
class TestCutSheets(BaseCase):
    """Every row on exactly one sheet, in order; heads repeated; page numbers true."""

    def numbers(self, sheet):
        return [row[0].text for row in sheet.xpath(".//tr[td[2]]")]

    def test_one_sheet_has_no_page_number(self):
        page = article(f"<table>{rows(3)}</table>")
        self.assertEqual(cut_sheets(page), 1)
        self.assertNotIn("页", page.text_content())
        self.assertEqual(page.text_content().count("QR"), 1)

    def test_long_table(self):
        """The head of the form and of the table on each sheet, the foot on the last only."""
        head = "<colgroup><col/><col/></colgroup><thead><tr><th>序号</th><th>项目</th></tr></thead>"
        page = article(f"<table>{head}{rows(100)}</table>")
        count = cut_sheets(page)
        sheets = list(page)
        self.assertEqual(len(sheets), count)
        self.assertGreater(count, 2)
        self.assertEqual([number for sheet in sheets for number in self.numbers(sheet)], [str(n) for n in range(100)])
        for number, sheet in enumerate(sheets, 1):
            text = sheet.text_content()
            self.assertEqual((text.count("题目"), text.count("序号")), (1, 1))
            self.assertIn(f"第 {number} 页 / 共 {count} 页", text)
            self.assertEqual(text.count("QR"), number == count)
            self.assertEqual("rel_break" in sheet.get("class"), number < count)

    def test_less_full(self):
        """Where estimates came out short, the second cut takes more sheets."""
        body = f"<table>{rows(100)}</table>"
        self.assertGreater(cut_sheets(article(body), fullness=0.5), cut_sheets(article(body)))

    def test_row_spans_stay_together(self):
        """A group held together by a row span is never cut."""
        group = '<tr><td rowspan="4">组</td><td>a</td></tr>' + "<tr><td>b</td></tr>" * 3
        page = article(f"<table>{group * 40}</table>")
        self.assertGreater(cut_sheets(page), 2)
        for sheet in page:
            self.assertEqual(len(sheet.xpath(".//td[text()='b']")), 3 * len(sheet.xpath(".//td[@rowspan]")))

    def test_landscape_sheets_hold_fewer_rows(self):
        body = f"<table>{rows(60)}</table>"
        self.assertGreater(cut_sheets(article(body), landscape=True), cut_sheets(article(body)))

    def test_a_row_higher_than_a_sheet(self):
        """Nothing is lost; the caller finds more pages than sheets and prints it uncut."""
        page = article(f"<table>{rows(1, '很长' * 4000)}{rows(2)}</table>")
        parts = list(page)
        self.assertNotIn("rel_page_line", [part.get("class") for part in uncut(parts)])
        cut_sheets(page)
        self.assertEqual(self.numbers(page), ["0", "0", "1"])


@tagged("post_install", "-at_install")
class TestRestoreIdeographs(BaseCase):
    """Text of the PDF is what people type."""

    def test_only_targets_change(self):
        """Radicals among the characters of a font, and nothing else in the file, keep their place."""
        before = (
            b"2 beginbfrange\n<0000> <0000> <0000>\n<2F3E> <2F41> [<5BA2> <2F3E> <2F6C> <2ED3> ]\nendbfrange\n"
            b"stream [<2F3E>] endstream"
        )
        after = restore_ideographs(before)
        self.assertEqual(after, (
            b"2 beginbfrange\n<0000> <0000> <0000>\n<2F3E> <2F41> [<5BA2> <6237> <76EE> <957F> ]\nendbfrange\n"
            b"stream [<2F3E>] endstream"
        ))
