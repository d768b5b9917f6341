"""Amounts, costs and quantities: decimal comma or point, full-width digits, separators, signs."""

import math
import re
import unicodedata
from decimal import Decimal

from .cell_text import plain, read_text
from .problems import BadCell

#: Largest amount taken, exclusive: 15 digits with two decimals, what a float holds exactly
AMOUNT_MAX = 10 ** 12
#: Largest quantity taken, inclusive
QUANTITY_MAX = 10 ** 9

SIMPLE = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?").fullmatch
# By decimal mark: a number without or with groups of three
PATTERNS = {
    "point": re.compile(r"([0-9]*)(?:\.([0-9]*))?|([0-9]{1,3}(?:[, '][0-9]{3})+)(?:\.([0-9]*))?"),
    "comma": re.compile(r"([0-9]*)(?:,([0-9]*))?|([0-9]{1,3}(?:[. '][0-9]{3})+)(?:,([0-9]*))?"),
}
# Evidence for a decimal mark in the amounts of a file: something no group separator can be
COMMA_EVIDENCE = re.compile(r"[0-9],[0-9]{1,2}$|\.[0-9]{3},|^0,|,[0-9]{4,}$")
POINT_EVIDENCE = re.compile(r"[0-9]\.[0-9]{1,2}$|,[0-9]{3}\.|^0\.|\.[0-9]{4,}$")
MINUS = dict.fromkeys(map(ord, "−–—﹣"), "-")
CURRENCY = re.compile(r"人民币|CNY|RMB|USD|HKD|TWD|EUR|GBP|JPY|HK\$|US\$|NT\$|MOP\$|[¥$€£]|元|圆", re.IGNORECASE)
# What a sign may mean; 元 is said of every dollar and yuan, ¥ of yuan and yen
SIGN_CURRENCIES = {
    "人民币": {"CNY"}, "RMB": {"CNY"}, "¥": {"CNY", "JPY"}, "€": {"EUR"}, "£": {"GBP"}, "HK$": {"HKD"},
    "US$": {"USD"}, "NT$": {"TWD"}, "MOP$": {"MOP"}, "元": None, "圆": None,
    "$": {"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MOP"},
}


def read_number(cell, decimal="point", currency=None, limit=AMOUNT_MAX):
    """The number in a cell as text PostgreSQL reads exactly; None when empty.

    :param decimal: "point" or "comma", the mark of the file
    :param currency: ISO code the file is in; the sign of another one is refused. None: no sign may stand there
    :param limit: exclusive bound of the size
    :raise BadCell: not a number, not finite, too large, another currency
    """
    if cell.__class__ is str and SIMPLE(cell) and (decimal == "point" or "." not in cell):
        return cell     # what nearly all cells look like; below 10**9, so within any limit
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _finite(cell, limit)
    text = read_text(plain(cell), 64)
    if text is None:
        return None
    number, negative = _bare(text, currency)
    match = PATTERNS[decimal].fullmatch(number)
    if not match:
        raise BadCell("number")
    whole = re.sub("[^0-9]", "", match[1] or match[3] or "")
    fraction = match[2] or match[4] or ""
    if not whole and not fraction:
        raise BadCell("number")
    if len(fraction) > 20:
        raise BadCell("number")
    if int(whole or 0) >= limit:
        raise BadCell("too_large")
    return f"{'-' if negative else ''}{whole or 0}{'.' if fraction else ''}{fraction}"


def _finite(value, limit):
    """Text of a number a sheet stores.

    :raise BadCell: NaN, infinite or too large
    """
    if not math.isfinite(value):
        raise BadCell("number")
    if abs(value) >= limit:
        raise BadCell("too_large")
    # The shortest text that is this float, never with an exponent
    return format(Decimal(repr(round(value, 6))), "f").removesuffix(".0")


def _bare(text, currency):
    """``(digits with marks, is negative)`` of an amount as people write it.

    :raise BadCell: infinite or in exponents, or the sign of another currency
    """
    text = unicodedata.normalize("NFKC", text).translate(MINUS).strip()
    if re.fullmatch(r"[+-]?([0-9.]+e[+-]?[0-9]+|inf(inity)?)", text, re.IGNORECASE):
        raise BadCell("too_large" if "e+" in text.lower() or re.search(r"e[0-9]", text.lower()) else "number")
    for sign in CURRENCY.findall(text):
        meant = SIGN_CURRENCIES.get(sign.upper(), {sign.upper()})
        if currency is None or (meant is not None and currency not in meant):
            raise BadCell("currency" if currency else "number")
    text = CURRENCY.sub("", text).strip()
    negative = False
    if text[:1] == "(" and text[-1:] == ")":
        negative, text = True, CURRENCY.sub("", text[1:-1]).strip()
    elif text[:1] in "+-" or text[-1:] == "-":      # ERP systems put the minus behind
        negative = "-" in (text[:1], text[-1:])
        text = (text[1:] if text[:1] in "+-" else text[:-1]).strip()
    return text, negative


def guess_decimal(cells):
    """"comma" when the amounts show a decimal comma and no decimal point, else "point"."""
    texts = [text.strip().rstrip("元圆)） ") for text in cells if isinstance(text, str)]
    comma = sum(1 for text in texts if COMMA_EVIDENCE.search(text))
    point = sum(1 for text in texts if POINT_EVIDENCE.search(text))
    return "comma" if comma > point * 9 else "point"
