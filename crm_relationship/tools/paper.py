"""Sheets of paper: a form's article cut into pages that carry their own head and page number.

wkhtmltopdf without the patched Qt has no headers, footers, page numbers or repeated table heads,
so the article is cut here, by estimated height, and every sheet repeats what it needs. Plain
Python and lxml, no Odoo.
"""

from copy import deepcopy
from itertools import pairwise

from lxml import html

from .table_grid import cell_text, column_edges, height_px, own_rows, text_lines

# wkhtmltopdf puts 128 px on an inch (a little fewer with the patched Qt): A4 within margins of
# 10 mm is 957 x 1396 px. Some of the height is kept for estimates that come out short.
PORTRAIT_HEIGHT, LANDSCAPE_HEIGHT = 1320, 890
PORTRAIT_CHARS, LANDSCAPE_CHARS = 104, 152
LINE_PX, ROW_PX = 27, 11


def cut_sheets(article, landscape=False, fullness=1.0):
    """Cut an article in place into ``div.rel_sheet`` children and number them.

    :param fullness: share of the sheet's height to fill; less where estimates came out short
    :return: number of sheets
    """
    height = (LANDSCAPE_HEIGHT if landscape else PORTRAIT_HEIGHT) * fullness
    chars = LANDSCAPE_CHARS if landscape else PORTRAIT_CHARS
    parts = list(article)
    head = [part for part in parts if "rel_head" in _classes(part)]
    foot = [part for part in parts if "rel_foot" in _classes(part)]
    page_line = [part for part in parts if "rel_page_line" in _classes(part)]
    body = [part for part in parts if part not in head + foot + page_line]
    for part in parts:
        article.remove(part)
    room = height - sum(_part_height(part, chars) for part in head)
    sheets = [[]]
    left = room
    for part in body:
        left = _place(part, sheets, left, room, chars)
    if left < sum(_part_height(part, chars) for part in foot):
        sheets.append([])
    sheets[-1] += foot
    for index, content in enumerate(sheets):
        article.append(_sheet([*deepcopy(head), *content], page_line, index + 1, len(sheets)))
    return len(sheets)


def uncut(parts):
    """The parts of an article that fits no sheets: one run, no page numbers rather than wrong ones."""
    return [part for part in parts if "rel_page_line" not in _classes(part)]


def _place(part, sheets, left, room, chars):
    """Put one part of the body on the last sheet and as many new ones as it needs.

    :return: height left on the last sheet
    """
    needed = _part_height(part, chars)
    if needed <= left:
        sheets[-1].append(part)
        return left - needed
    if part.tag != "table":
        sheets.append([part])
        return room - needed
    head_height = sum(_row_heights(part, chars, head=True))
    for rows, heights in _unbroken_groups(part, chars):
        needed = sum(heights)
        first_here = not sheets[-1] or sheets[-1][-1].get("data-cut") != str(id(part))
        if needed + (head_height if first_here else 0) > left and sheets[-1]:
            sheets.append([])
            left, first_here = room, True
        if first_here:
            sheets[-1].append(_empty_copy(part))
            left -= head_height
        sheets[-1][-1].extend(rows)
        left -= needed
    return left


def _unbroken_groups(table, chars):
    """The body rows of a table in groups that no row span holds together, with their heights."""
    rows = [row for row in own_rows(table) if row.getparent().tag != "thead"]
    heights = _row_heights(table, chars, head=False)
    start = 0
    for index, row in enumerate(rows):
        reach = max((int(item.get("rowspan", 1)) for item in row if item.tag in ("td", "th")), default=1)
        if index == start:
            end = start
        end = max(end, index + reach - 1)
        if index >= end or index == len(rows) - 1:
            yield rows[start : index + 1], heights[start : index + 1]
            start = index + 1


def _empty_copy(table):
    """The table without its body rows: columns and head are repeated on every sheet."""
    copy = html.Element("table", dict(table.attrib))
    copy.set("data-cut", str(id(table)))
    copy.extend(deepcopy(part) for part in table if part.tag in ("colgroup", "thead"))
    return copy


def _part_height(part, chars):
    if part.tag == "table":
        return sum(_row_heights(part, chars, head=True)) + sum(_row_heights(part, chars, head=False))
    return text_lines(cell_text(part), chars) * LINE_PX + ROW_PX


def _row_heights(table, chars, head):
    """Estimated heights of the head rows or the body rows, in pixels."""
    count = max((sum(int(item.get("colspan", 1)) for item in row) for row in own_rows(table)), default=1)
    edges = [0.0, *column_edges(table, count)]
    widths = [after - before for before, after in pairwise(edges)]
    return [
        _row_height(row, widths, chars)
        for row in own_rows(table) if (row.getparent().tag == "thead") == head
    ]


def _row_height(row, widths, chars):
    height, column = height_px(row), 0
    for item in row:
        span = int(item.get("colspan", 1))
        room = int(sum(widths[column : column + span]) * chars / 100) - 2
        column += span
        if int(item.get("rowspan", 1)) == 1:
            height = max(height, height_px(item), text_lines(cell_text(item), room) * LINE_PX)
    return height + ROW_PX


def _sheet(content, page_line, number, count):
    """One sheet. Its inner block is of the kind that WebKit does not break: left to itself it
    would move lines at a page edge of its own reckoning."""
    sheet = html.Element("div", {"class": "rel_sheet" if number == count else "rel_sheet rel_break"})
    whole = html.Element("div", {"class": "rel_whole"})
    sheet.append(whole)
    whole.extend(content)
    if count > 1:
        for line in deepcopy(page_line):
            for name, value in (("rel_page", number), ("rel_pages", count)):
                for place in line.xpath(f".//*[@class='{name}']"):
                    place.text = str(value)
            whole.append(line)
    return sheet


def _classes(element):
    return (element.get("class") or "").split()
