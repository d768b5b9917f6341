"""Spreadsheets made from the rendered tables of printed forms. Plain Python, no Odoo.

Text stays text: cells are written by type, so nothing a user typed becomes a formula or a link,
and only cells the template marked become numbers and dates.
"""

import base64
import binascii
import io
import math
import re
from datetime import date, datetime

import xlsxwriter

from .table_grid import place_on_common_columns, read_tables, text_lines

# Narrow characters over the width of an A4 sheet at the body size; landscape is wider.
PORTRAIT_CHARS, LANDSCAPE_CHARS = 92, 134
BODY_POINTS, LINE_POINTS, MARGIN_POINTS, MAX_POINTS = 10, 15, 4, 400
PX_TO_POINTS = 0.56  # the paper's pixels: 128 to an inch
MAX_TEXT = 32767  # Excel's limit for one cell
FONT = "Microsoft YaHei"
# What XML 1.0 cannot carry, lone surrogates among it
UNSAFE_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNSAFE_NAME = re.compile(r"[\[\]:*?/\\']")
STRUCTURE = frozenset({"rel_grid", "rel_soft"})
LOOKS = {
    "rel_company": {"font_size": 12, "align": "center"},
    "rel_title": {"font_size": 16, "bold": True, "align": "center"},
    "rel_heading": {"bold": True},
    "rel_center": {"align": "center"},
    "rel_right": {"align": "right"},
    "rel_top": {"valign": "top"},
    "rel_small": {"font_size": 8, "font_color": "#555555"},
    "rel_strong": {"bold": True},
}


def write_book(pages, landscape=False, footer="&P / &N"):
    """A workbook with one sheet per printed record.

    :param pages: list of ``(name, article)``: sheet name (any text) and lxml element
    :param footer: the sheets' printed footer, in Excel's codes (page ``&P`` of ``&N``)
    :return: the file as bytes
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    looks, used = {}, set()
    for name, article in pages:
        sheet = book.add_worksheet(_sheet_name(name, used))
        _set_up_print(sheet, landscape, footer)
        _SheetWriter(book, sheet, looks, LANDSCAPE_CHARS if landscape else PORTRAIT_CHARS).lay_out(read_tables(article))
    book.close()
    return target.getvalue()


def clean_text(text):
    """Text a sheet can hold: no characters XML forbids, no longer than a cell may be."""
    text = UNSAFE_TEXT.sub("\ufffd", text)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


class _SheetWriter:
    """Writes the tables of one record into one worksheet."""

    def __init__(self, book, sheet, looks, chars):
        self.book, self.sheet, self.looks, self.chars = book, sheet, looks, chars

    def lay_out(self, tables):
        edges = place_on_common_columns(tables)
        self.widths = [
            (edge - before) * self.chars / 100 for before, edge in zip([0.0, *edges], edges, strict=False)
        ]
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        top = 0
        for table in tables:
            self._write_table(table, top)
            top += table.rows

    def _write_table(self, table, top):
        starts = [0, *(column + 1 for column in table.columns)]
        heights = [0.0] * table.rows
        for cell in sorted(table.cells, key=lambda item: item.rowspan):
            first, last = starts[cell.column], starts[cell.column + cell.colspan] - 1
            self._write_cell(cell, top + cell.row, first, last, table.bordered)
            self._grow_rows(heights, cell, sum(self.widths[first : last + 1]))
        for row, height in enumerate(heights):
            self.sheet.set_row(top + row, min(height, MAX_POINTS))
        if table.head_rows:
            self.sheet.repeat_rows(top, top + table.head_rows - 1)

    def _grow_rows(self, heights, cell, room):
        """Make the cell's rows high enough for its text; Excel does not do it for merged cells."""
        lines = text_lines(cell.text, int(room) - 1)
        size = max([BODY_POINTS, *(LOOKS[name].get("font_size", 0) for name in cell.classes & LOOKS.keys())])
        line = LINE_POINTS * size / BODY_POINTS
        needed = max(lines * line + MARGIN_POINTS, cell.height * PX_TO_POINTS)
        rows = slice(cell.row, cell.row + cell.rowspan)
        heights[rows.stop - 1] += max(0.0, needed - sum(heights[rows]))

    def _write_cell(self, cell, row, first, last, bordered):
        look = self._look(cell, bordered)
        if cell.rowspan > 1 or last > first:
            self.sheet.merge_range(row, first, row + cell.rowspan - 1, last, "", look)
        kind, value = _typed_value(cell)
        if kind == "number":
            self.sheet.write_number(row, first, value, look)
        elif kind in ("date", "datetime"):
            self.sheet.write_datetime(row, first, value, look)
        elif text := clean_text(cell.text):
            self.sheet.write_string(row, first, text, look)
        else:
            self.sheet.write_blank(row, first, None, look)
        if cell.image:
            self._write_image(cell, row, first)

    def _write_image(self, cell, row, column):
        try:
            data = base64.b64decode(cell.image.partition(",")[2], validate=True)
        except binascii.Error:
            return
        self.sheet.insert_image(
            row, column, "qr.png",
            {"image_data": io.BytesIO(data), "x_scale": 0.45, "y_scale": 0.45, "x_offset": 2, "y_offset": 2,
             "object_position": 1, "decorative": True},
        )

    def _look(self, cell, bordered):
        """The cell format, made once per look: a book holds few of them."""
        kind, _value = _typed_value(cell)
        pattern = cell.pattern if kind else ""
        key = (cell.classes - STRUCTURE, cell.is_label, bordered, pattern)
        if key not in self.looks:
            look = {"font_name": FONT, "font_size": BODY_POINTS, "text_wrap": True, "valign": "vcenter"}
            if bordered:
                look["border"] = 1
            if cell.is_label:
                look.update(bg_color="#F2F2F2", align="center")
            for name in sorted(key[0] & LOOKS.keys()):
                look.update(LOOKS[name])
            if pattern:
                look["num_format"] = pattern
                look.setdefault("align", "right" if kind == "number" else "left")
            self.looks[key] = self.book.add_format(look)
        return self.looks[key]


def _typed_value(cell):
    """``(kind, value)`` of a marked cell; ``('', None)`` where it is text or the mark is no good.

    A cell the paper leaves empty stays empty whatever its mark.
    """
    if not cell.text:
        return "", None
    try:
        if cell.kind == "number":
            value = float(cell.value)
            return ("number", value) if math.isfinite(value) else ("", None)
        if cell.kind in ("date", "datetime"):
            parse = date.fromisoformat if cell.kind == "date" else datetime.fromisoformat
            value = parse(cell.value)
            return (cell.kind, value) if value.year >= 1900 else ("", None)
    except ValueError:
        return "", None
    return "", None


def _set_up_print(sheet, landscape, footer):
    sheet.set_paper(9)  # A4
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
    sheet.set_footer("&C" + footer)
    sheet.hide_gridlines(2)


def _sheet_name(name, used):
    """A name Excel accepts, at most 31 characters and used once (case does not count)."""
    base = UNSAFE_NAME.sub("-", clean_text(name)).strip()[:31] or "-"
    candidate, counter = base, 1
    while candidate.lower() in used or candidate.lower() == "history":
        counter += 1
        suffix = f" ({counter})"
        candidate = base[: 31 - len(suffix)] + suffix
    used.add(candidate.lower())
    return candidate
