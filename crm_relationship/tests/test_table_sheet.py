"""Spreadsheets from tables, without a database behind them; read back with openpyxl."""

import io
import zipfile
from datetime import datetime

import openpyxl
from lxml import html

from odoo.tests import BaseCase, tagged

from ..tools.table_grid import cell_text, place_on_common_columns, read_tables
from ..tools.table_sheet import MAX_TEXT, clean_text, write_book


def article(content):
    return html.fragment_fromstring(f"<div>{content}</div>")


def cell_table(*cells):
    return article(f'<table class="rel_grid"><tr>{"".join(cells)}</tr></table>')


@tagged("post_install", "-at_install")
class TestTableSheet(BaseCase):
    """What users typed stays text, what templates marked gets its type, tables keep their shape."""

    def book(self, *articles, names=None, **options):
        pages = list(zip(names or [str(number) for number in range(len(articles))], articles, strict=True))
        self.content = write_book(pages, **options)
        return openpyxl.load_workbook(io.BytesIO(self.content))

    def test_text_never_becomes_a_formula_or_a_link(self):
        """Whatever a spreadsheet would run or open is stored as a plain string."""
        hostile = [
            "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", '=HYPERLINK("http://x")', "{=1+1}",
            "=cmd|' /C calc'!A0", "http://example.com", "mailto:a@example.com", "internal:Sheet2!A1",
            "1E5", "0012", "2026-01-01", "TRUE", "#REF!",
        ]
        row = []
        for text in hostile:
            cell = html.Element("td")
            cell.text = text
            row.append(html.tostring(cell, encoding="unicode"))
        sheet = self.book(cell_table(*row)).active
        cells = list(sheet[1])
        self.assertEqual([cell.data_type for cell in cells], ["s"] * len(hostile))
        self.assertEqual([cell.value for cell in cells], [" ".join(text.split()) for text in hostile])
        self.assertFalse(any(cell.hyperlink for cell in cells))
        with zipfile.ZipFile(io.BytesIO(self.content)) as book:
            self.assertNotIn(b"<f>", book.read("xl/worksheets/sheet1.xml"))

    def test_marked_cells_are_typed(self):
        """Numbers and dates come from the mark, not from the text beside it."""
        sheet = self.book(cell_table(
            '<td data-type="number" data-value="1234.5" data-format="#,##0.00">一千多</td>',
            '<td data-type="date" data-value="2026-11-20" data-format="yyyy-mm-dd">昨天</td>',
            '<td data-type="datetime" data-value="2026-11-20T16:30:00" data-format="yyyy-mm-dd hh:mm">x</td>',
        )).active
        values = [cell.value for cell in sheet[1]]
        self.assertEqual(values, [1234.5, datetime(2026, 11, 20), datetime(2026, 11, 20, 16, 30)])
        self.assertEqual([cell.number_format for cell in sheet[1]], ["#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"])

    def test_useless_marks_leave_text(self):
        """A value that is no number or no date a sheet knows is shown as its text."""
        marks = [
            ("number", "nan"), ("number", "inf"), ("number", "=1+1"), ("number", ""), ("date", "1899-12-31"),
            ("date", "morgen"), ("datetime", "2026-13-01T00:00:00"), ("formula", "=1+1"),
        ]
        sheet = self.book(cell_table(*(
            f'<td data-type="{kind}" data-value="{value}">text</td>' for kind, value in marks
        ))).active
        self.assertEqual([(cell.value, cell.data_type) for cell in sheet[1]], [("text", "s")] * len(marks))

    def test_what_the_paper_leaves_empty(self):
        """A template may show nothing for a zero or a figure not known yet; so does the sheet."""
        empty = '<td data-type="number" data-value="0.0"><span> </span></td>'
        sheet = self.book(cell_table(empty, "<td>b</td>")).active
        self.assertEqual([cell.value for cell in sheet[1]], [None, "b"])

    def test_a_table_inside_a_cell_is_text(self):
        """Rich text a user wrote cannot smuggle typed cells in."""
        sheet = self.book(cell_table(
            '<td>before<table><tr><td data-type="number" data-value="7">seven</td></tr></table></td>', "<td>b</td>",
        )).active
        self.assertEqual([cell.value for cell in sheet[1]], ["before\nseven", "b"])
        self.assertEqual(sheet.max_row, 1)

    def test_characters_a_sheet_cannot_hold(self):
        """Control characters and lone surrogates are replaced; a cell is cut at Excel's limit."""
        self.assertEqual(clean_text("a\x00b\x0bc\ud800d\ufffee"), "a\ufffdb\ufffdc\ufffdd\ufffde")
        self.assertEqual(clean_text("长" * MAX_TEXT), "长" * MAX_TEXT)
        self.assertEqual(clean_text("长" * (MAX_TEXT + 1)), "长" * (MAX_TEXT - 1) + "…")
        cell = html.Element("td")
        cell.text = "长" * (MAX_TEXT + 100)
        page = cell_table(html.tostring(cell, encoding="unicode"), "<td>_x0041_</td>", "<td>𠮷😀</td>")
        values = [cell.value for cell in self.book(page).active[1]]
        self.assertEqual(values, ["长" * (MAX_TEXT - 1) + "…", "_x0041_", "𠮷😀"])

    def test_spans_are_merged(self):
        """Cells over several rows and columns become merged ranges with borders all round."""
        sheet = self.book(article("""
            <table class="rel_grid">
                <tr><th rowspan="2">同席人员</th><td colspan="2">甲</td></tr>
                <tr><td>乙</td><td>丙</td></tr>
            </table>""")).active
        self.assertEqual({str(area) for area in sheet.merged_cells.ranges}, {"A1:A2", "B1:C1"})
        texts = [sheet[place].value for place in ("A1", "B1", "B2", "C2")]
        self.assertEqual(texts, ["同席人员", "甲", "乙", "丙"])
        for place in ("A1", "A2", "B1", "C1", "B2", "C2"):
            border = sheet[place].border
            sides = {"A1": "top", "A2": "bottom", "C1": "right"}.get(place, "left")
            self.assertEqual(getattr(border, sides).style, "thin", place)

    def test_tables_share_columns(self):
        """Tables that divide the width differently meet on the edges of both."""
        tables = read_tables(article("""
            <table><colgroup><col style="width:50%"/><col style="width:50%"/></colgroup>
                <tr><td>a</td><td>b</td></tr></table>
            <table><colgroup><col style="width:25%"/><col style="width:25.4%"/><col style="width:49.6%"/></colgroup>
                <tr><td>c</td><td>d</td><td>e</td></tr></table>
            <table class="rel_soft"><colgroup><col style="width:60%"/><col style="width:40%"/></colgroup>
                <tr><td>f</td><td>g</td></tr></table>"""))
        self.assertEqual([round(edge) for edge in place_on_common_columns(tables)], [25, 50, 100])
        self.assertEqual([table.columns for table in tables], [[1, 2], [0, 1, 2], [1, 2]])

    def test_spans_beyond_the_table(self):
        """Spans that leave the table or collide do not break the book."""
        sheet = self.book(article("""
            <table class="rel_grid"><tr><td rowspan="9">a</td><td colspan="0">b</td><td rowspan="x">c</td></tr>
            <tr><td colspan="2">d</td></tr></table>""")).active
        self.assertEqual({str(area) for area in sheet.merged_cells.ranges}, {"A1:A2", "B2:C2"})

    def test_lines(self):
        """Blocks and line breaks are lines, the template's own indentation is not."""
        cell = html.fragment_fromstring("<td>\n   <div>王经理</div>\n <div>同意<br/>请 按\n时</div></td>", parser=None)
        self.assertEqual(cell_text(cell), "王经理\n同意\n请 按 时")

    def test_rows_are_high_enough(self):
        """Excel does not fit merged cells, so rows get the height of their text."""
        sheet = self.book(article(
            f'<table><tr><td colspan="2">{"字" * 200}</td></tr><tr><td>a</td><td>b</td></tr>'
            '<tr><td style="height:200px" colspan="2">c</td></tr></table>')).active
        heights = [sheet.row_dimensions[row].height for row in (1, 2, 3)]
        self.assertGreater(heights[0], 4 * heights[1])
        self.assertAlmostEqual(heights[2], 112, delta=1)

    def test_sheets_are_named_once(self):
        """Sheet names keep Excel's rules whatever the numbers of the documents are."""
        names = ["A/B", "a-b", "", "x" * 40, "x" * 40, "History", "'=1+1'"]
        book = self.book(*(cell_table(f"<td>{number}</td>") for number in range(len(names))), names=names)
        self.assertEqual(len({name.lower() for name in book.sheetnames}), len(names))
        self.assertEqual(book.sheetnames[:3], ["A-B", "a-b (2)", "-"])
        self.assertTrue(all(len(name) <= 31 for name in book.sheetnames))

    def test_print_set_up(self):
        """A4, one page wide, head rows repeated."""
        sheet = self.book(article(
            "<table><thead><tr><th>序号</th></tr></thead><tr><td>1</td></tr></table>"), landscape=True).active
        self.assertEqual((sheet.page_setup.paperSize, sheet.page_setup.orientation), (9, "landscape"))
        self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.assertEqual(sheet.page_setup.fitToHeight, 0, "as many pages as it takes, one wide")
        self.assertEqual(sheet.print_title_rows, "$1:$1")
