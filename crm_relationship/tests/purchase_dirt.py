"""Bad rows of known kinds for the synthetic purchase records, and what an importer should do with each."""

from .purchase_plan import csv_field

# Each kind: what an importer should do with it.
DIRTY_KINDS = {
    "bad_date": "reject", "future_date": "reject", "locale_date": "policy",
    "negative_amount": "reject", "nan_amount": "reject", "locale_amount": "policy",
    "huge_number": "reject", "bad_quantity": "reject",
    "missing_customer_id": "reject", "missing_order_no": "reject",
    "padded_customer_id": "fix", "duplicate_same": "skip", "duplicate_conflict": "reject",
    "formula_name": "accept_new_customer", "markup_name": "accept_new_customer",
    "name_conflict": "warn", "bad_encoding": "reject", "bom_midfile": "fix",
    "nul_byte": "reject", "wrong_column_order": "reject", "wrong_column_count": "reject",
    "embedded_newline": "accept_new_customer", "overlong_name": "reject", "blank_line": "skip",
}
BAD_DATES = ["2025-02-30", "31/31/2025", "not-a-date", "", "0000-00-00", "2025-13-01", "20251301",
             "2025-W01-1"]      # the last one passes date.fromisoformat() from Python 3.11 on
BAD_AMOUNTS = ["NaN", "nan", "inf", "-Infinity", "abc", "", "N/A", "--"]
LOCALE_AMOUNTS = ["1.234,56", "1,234.56", "¥429.00", "$ 88.10", "1 234,50", "(120.00)"]
HUGE = ["1e308", "99999999999999999999999999.99", "1e400", "123456789012345678901234567890"]
BAD_QUANTITY = ["0", "-3", "1.2.3", "", "2147483648", "ten"]
FORMULAS = ["=CMD()", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1",
            "=HYPERLINK(\"http://127.0.0.1\",\"x\")"]
MARKUP = ["<img src=x onerror=alert(1)>", "<b>bold</b>", "Robert'); DROP TABLE purchase;--",
          "{{7*7}}", "${7*7}", "%s %(name)s"]


def dirty_line(kind, n, order_no, index, fields):
    """The bytes of bad row number ``n`` of ``kind``, built beside a clean row."""
    row = list(fields)
    row[0] = f"DX-{kind}-{n:05d}"
    if kind in ("duplicate_same", "duplicate_conflict"):
        row = list(fields)
    if kind in NEW_NAMES:
        row[1] = f"X{abs(hash_text(kind)) % 900 + 100}{n:05d}"
        row[2] = NEW_NAMES[kind][n % len(NEW_NAMES[kind])]
    elif kind in BAD_CELLS:
        place, values = BAD_CELLS[kind]
        row[place] = values[n % len(values)]
    elif kind in CHANGES:
        place, change = CHANGES[kind]
        row[place] = change(row[place], n)
    elif kind == "wrong_column_order":
        row = [row[j] for j in ([1, 0, 4, 3, 2, 5, 7, 6, 8], [8, 7, 6, 5, 4, 3, 2, 1, 0],
                                [0, 2, 1, 3, 4, 5, 8, 6, 7])[n % 3]]
    elif kind == "wrong_column_count":
        row = row[:-2] if n % 2 else row + ["extra", "columns"]
    elif kind == "blank_line":
        return [b"\n", b"   \n", b",,,,,,,,\n"][n % 3]
    line = (",".join(csv_field(f) for f in row) + "\n").encode()
    if kind == "bad_encoding":
        line = line.replace(b"@@", ["Café Zoë".encode("latin-1"), "东方贸易".encode("gb18030"), b"\xff\xfe\x41\x00"][n % 3])
    elif kind == "nul_byte":
        line = line.replace(b"@@", b"\x00")
    return b"\xef\xbb\xbf" + line if kind == "bom_midfile" else line


def _locale_date(day, n):
    year, month, day = day.split("-")
    return [f"{day}/{month}/{year}", f"{month}/{day}/{year}", f"{year}/{month}/{day}",
            f"{year}年{int(month)}月{int(day)}日"][n % 4]


#: Kinds that put a fixed value into a cell: place of the cell, values in turn
BAD_CELLS = {
    "bad_date": (4, BAD_DATES), "nan_amount": (7, BAD_AMOUNTS), "locale_amount": (7, LOCALE_AMOUNTS),
    "huge_number": (7, HUGE), "bad_quantity": (6, BAD_QUANTITY), "missing_customer_id": (1, ["", "   "]),
    "missing_order_no": (0, ["", "  "]), "bad_encoding": (2, ["@@"]), "nul_byte": (2, ["Nul@@Name"]),
}
#: Kinds that change the value of a cell
CHANGES = {
    "future_date": (4, lambda value, n: f"20{90 + n % 9}-01-01"),
    "locale_date": (4, _locale_date),
    "negative_amount": (7, lambda value, n: "-" + value),
    "padded_customer_id": (1, lambda value, n: [f" {value} ", value.lower(), f"{value}\u00a0"][n % 3]),
    "duplicate_conflict": (7, lambda value, n: f"{float(value) + 1:.2f}"),
    "name_conflict": (2, lambda value, n: value + " (renamed)"),
}
#: Kinds that are a new customer's, with names in turn
NEW_NAMES = {
    "formula_name": FORMULAS, "markup_name": MARKUP, "embedded_newline": ["First line\nsecond line"],
    "overlong_name": ["L" * 5000],
}


def hash_text(text):
    """A hash that does not change from one run to the next."""
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
