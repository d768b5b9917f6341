"""Tables of a printed form, laid out on one common grid. Plain Python and lxml, no Odoo.

Tables of a paper form stand below each other and divide the same width differently. On a sheet
all of them share one set of columns, so the edges of all tables together make the columns and a
cell is merged over those it covers.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH = re.compile(r"width:\s*([\d.]+)%")
HEIGHT = re.compile(r"height:\s*([\d.]+)px")
BLOCKS = {"div", "p", "li", "br", "h1", "h2", "h3", "h4", "tr", "table", "ul", "ol"}
# Edges closer than this, in percent of the width, count as one.
SNAP = 1.2


@dataclass
class GridCell:
    """One cell: place on its table's own columns, what it holds, how it looks."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    kind: str = ""
    value: str = ""
    pattern: str = ""
    image: str = ""
    height: float = 0.0
    classes: frozenset = frozenset()
    is_label: bool = False


@dataclass
class GridTable:
    """A table as cells; ``edges`` are the right edges of its columns in percent of the width."""

    cells: list
    rows: int
    head_rows: int
    edges: list
    bordered: bool
    soft: bool
    columns: list = field(default_factory=list)


def read_tables(article):
    """The top-level tables and headings of an article element, top to bottom."""
    tables = []
    for child in article:
        if child.tag == "table":
            tables.append(read_table(child))
        elif child.tag in ("h1", "h2", "h3", "h4", "p"):
            tables.append(_text_table(child))
    return tables


def read_table(table):
    """An lxml ``table`` element as a :class:`GridTable`; tables inside its cells are text."""
    classes = frozenset((table.get("class") or "").split())
    cells, taken, row_index, head_rows = [], set(), -1, 0
    for row in own_rows(table):
        row_index += 1
        head_rows += row.getparent().tag == "thead"
        column = 0
        for item in row:
            if item.tag not in ("td", "th"):
                continue
            while (row_index, column) in taken:
                column += 1
            new = _read_cell(item, row, row_index, column, classes)
            cells.append(new)
            taken.update(
                (row_index + down, column + right)
                for down in range(new.rowspan) for right in range(new.colspan)
            )
            column += new.colspan
    rows = row_index + 1
    for item in cells:
        item.rowspan = min(item.rowspan, rows - item.row)
    count = max((item.column + item.colspan for item in cells), default=1)
    return GridTable(
        cells, rows, head_rows, column_edges(table, count), "rel_grid" in classes, "rel_soft" in classes
    )


def own_rows(table):
    """The rows of the table itself, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def column_edges(table, count):
    """Right edges of ``count`` columns in percent, from the ``colgroup`` or of equal width."""
    widths = [
        float(found.group(1)) if (found := WIDTH.search(col.get("style") or "")) else 0.0
        for group in table if group.tag == "colgroup" for col in group if col.tag == "col"
    ]
    if len(widths) != count or min(widths) <= 0:
        widths = [1.0] * count
    total, edges, edge = sum(widths), [], 0.0
    for width in widths:
        edge += width * 100 / total
        edges.append(edge)
    edges[-1] = 100.0
    return edges


def place_on_common_columns(tables):
    """Give every table ``columns``: the sheet column at which each of its own columns ends.

    :return: right edges of the sheet's columns in percent
    """
    firm = [table for table in tables if not table.soft] or tables
    edges = _merged_edges(edge for table in firm for edge in table.edges)
    for table in tables:
        nearest = _nearest_columns(table.edges, edges)
        if any(one >= other for one, other in pairwise([-1, *nearest])):
            edges = _merged_edges([*edges, *table.edges], snap=0.01)
    for table in tables:
        table.columns = _nearest_columns(table.edges, edges)
    return edges


def cell_text(element):
    """Text of a cell as a person reads it: blocks and ``<br>`` start lines, blanks collapse."""
    parts = []
    _collect_text(element, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def text_width(text):
    """Width of a line in units of a narrow character; Chinese counts two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def text_lines(text, room):
    """Number of lines ``text`` takes where ``room`` narrow characters fit in one."""
    return sum(max(1, -(-text_width(line) // max(room, 2))) for line in text.split("\n"))


def height_px(*elements):
    """The tallest ``height: NNpx`` among the elements' styles, 0 where none is set."""
    found = (HEIGHT.search(element.get("style") or "") for element in elements)
    return max((float(match.group(1)) for match in found if match), default=0.0)


def _collect_text(element, parts):
    if element.tag in BLOCKS:
        parts.append("\n")
    # Line ends of the source are blanks; only blocks make lines.
    parts.append((element.text or "").replace("\n", " "))
    for child in element:
        if isinstance(child.tag, str):
            _collect_text(child, parts)
        parts.append((child.tail or "").replace("\n", " "))
    if element.tag in BLOCKS - {"br"}:
        parts.append("\n")


def _read_cell(item, row, row_index, column, table_classes):
    picture = item.find(".//img")
    source = picture.get("src", "") if picture is not None else ""
    return GridCell(
        row_index, column, _span(item, "rowspan"), _span(item, "colspan"), cell_text(item),
        kind=item.get("data-type", ""), value=item.get("data-value", ""), pattern=item.get("data-format", ""),
        image=source if source.startswith("data:image/png;base64,") else "",
        height=height_px(row, item),
        classes=table_classes | frozenset((item.get("class") or "").split()),
        is_label=item.tag == "th",
    )


def _text_table(element):
    """A heading or paragraph between tables: one cell over the whole width."""
    classes = frozenset((element.get("class") or "").split())
    if element.tag != "p":
        classes |= {"rel_heading"}
    return GridTable([GridCell(0, 0, 1, 1, cell_text(element), classes=classes)], 1, 0, [100.0], False, True)


def _span(item, name):
    text = item.get(name, "1")
    return max(1, min(int(text), 1000)) if text.isascii() and text.isdigit() else 1


def _merged_edges(edges, snap=SNAP):
    merged = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > snap:
            merged.append(edge)
    merged[-1] = 100.0
    return merged


def _nearest_columns(own, edges):
    return [min(range(len(edges)), key=lambda at: abs(edges[at] - edge)) for edge in own]
