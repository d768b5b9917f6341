"""Texts in cells: customer numbers, names, order numbers."""

import re
from datetime import date, datetime

from .problems import BadCell

#: Characters nobody sees: byte order mark, zero-width space and joiners, soft hyphen
INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
#: What a spreadsheet shows where a formula failed
SHEET_ERRORS = frozenset({
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!",
})


def read_text(cell, limit):
    """The text of a cell, white space in it reduced to single spaces; None when empty.

    :param int limit: most characters
    :raise BadCell: unreadable bytes, NUL and other control characters, too long, a failed formula
    """
    if cell.__class__ is not str:
        cell = plain(cell)
        if cell is None:
            return None
    if cell.isprintable():
        text = cell.strip()
        if "  " in text:
            text = " ".join(text.split())
    else:
        text = " ".join(_readable(cell).split())
    if len(text) > limit:
        raise BadCell("too_long")
    if text[:1] == "#" and text in SHEET_ERRORS:
        raise BadCell("sheet_error")
    return text or None


def _readable(text):
    """``text`` without invisible characters.

    :raise BadCell: it holds what no text can
    """
    if SURROGATE.search(text):
        raise BadCell("encoding")
    if "\x00" in text:
        raise BadCell("nul")
    text = INVISIBLE.sub("", text)
    if CONTROL.search(text):
        raise BadCell("control")
    return text


def plain(cell):
    """A spreadsheet's value as the text a person sees in the cell; None when empty.

    Numbers that are whole lose the ".0" that sheets give customer and order numbers.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
