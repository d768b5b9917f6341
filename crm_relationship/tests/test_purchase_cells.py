from datetime import date, datetime

from odoo.tests import BaseCase

from ..tools.purchase_file.cell_date import DateReader
from ..tools.purchase_file.cell_number import guess_decimal, read_number
from ..tools.purchase_file.cell_text import read_text
from ..tools.purchase_file.columns import find_header, guess_columns
from ..tools.purchase_file.problems import BadCell, pack_problems, unpack_problems

NUMBERS = [
    # cell, decimal mark, currency, result or code
    ("429", "point", "CNY", "429"), ("-3.50", "point", "CNY", "-3.50"), ("1,234.56", "point", "CNY", "1234.56"),
    ("1,234,567", "point", "CNY", "1234567"), ("1.234,56", "comma", "CNY", "1234.56"), ("1 234,50", "comma", "CNY", "1234.50"),
    ("1\u00a0234.50", "point", "CNY", "1234.50"), ("1'234.50", "point", "CHF", "1234.50"), ("12,5", "comma", "CNY", "12.5"),
    ("1.234", "comma", "CNY", "1234"), ("1.234", "point", "CNY", "1.234"), ("１，２３４．５６", "point", "CNY", "1234.56"),
    ("￥429.00", "point", "CNY", "429.00"), ("¥ 1,000", "point", "CNY", "1000"), ("RMB 5", "point", "CNY", "5"),
    ("429元", "point", "CNY", "429"), ("429.5 CNY", "point", "CNY", "429.5"), ("(120.00)", "point", "CNY", "-120.00"),
    ("（120）", "point", "CNY", "-120"), ("120.00-", "point", "CNY", "-120.00"), ("−7", "point", "CNY", "-7"),
    ("+7", "point", "CNY", "7"), ("¥-7", "point", "CNY", "-7"), (".5", "point", "CNY", "0.5"), ("5.", "point", "CNY", "5"),
    ("0012", "point", "CNY", "0012"), (429, "point", "CNY", "429"), (429.1, "point", "CNY", "429.1"),
    (0.1 + 0.2, "point", "CNY", "0.3"), (-5, "point", "CNY", "-5"), (999999999999.99, "point", "CNY", "999999999999.99"),
    ("", "point", "CNY", None), ("  ", "point", "CNY", None), (None, "point", "CNY", None),
    ("$ 88.10", "point", "USD", "88.10"), ("€5", "point", "EUR", "5"),
    ("$ 88.10", "point", "CNY", "currency"), ("¥429.00", "point", "USD", "currency"), ("HK$5", "point", "CNY", "currency"),
    ("1.234,56", "point", "CNY", "number"), ("12,5", "point", "CNY", "number"), ("1,23,456", "point", "CNY", "number"),
    ("1.2.3", "point", "CNY", "number"), ("abc", "point", "CNY", "number"), ("--", "point", "CNY", "number"),
    ("N/A", "point", "CNY", "number"), ("NaN", "point", "CNY", "number"), ("inf", "point", "CNY", "number"),
    ("-Infinity", "point", "CNY", "number"), ("=1+1", "point", "CNY", "number"), ("1 2", "point", "CNY", "number"),
    ("٣", "point", "CNY", "number"), ("一百", "point", "CNY", "number"), ("5%", "point", "CNY", "number"),
    (float("nan"), "point", "CNY", "number"), (float("inf"), "point", "CNY", "number"), (True, "point", "CNY", "number"),
    ("1e308", "point", "CNY", "too_large"), ("1e400", "point", "CNY", "too_large"), (1e308, "point", "CNY", "too_large"),
    ("999999999999", "point", "CNY", "999999999999"), ("1000000000000", "point", "CNY", "too_large"),
    ("99999999999999999999999999.99", "point", "CNY", "too_large"), ("9" * 65, "point", "CNY", "too_long"),
    ("#DIV/0!", "point", "CNY", "sheet_error"), ("1\x002", "point", "CNY", "nul"), ("1\udcff", "point", "CNY", "encoding"),
]
DATES = [
    # cell, order, result or code
    ("2026-1-5", "ymd", "2026-01-05"), ("2026/01/05", "ymd", "2026-01-05"), ("2026.1.5", "ymd", "2026-01-05"),
    ("2026年1月5日", "ymd", "2026-01-05"), ("2026 年 1 月 5 日", "ymd", "2026-01-05"), ("20260105", "ymd", "2026-01-05"),
    ("２０２６－０１－０５", "ymd", "2026-01-05"), (" 2026-01-05 ", "ymd", "2026-01-05"), ("2026-01-05 23:59", "ymd", "2026-01-05"),
    ("2026-01-05 23:59:59.123", "ymd", "2026-01-05"), ("2026-01-05T13:45:00Z", "ymd", "2026-01-05"),
    ("2026-01-05T13:45:00+08:00", "ymd", "2026-01-05"), ("2026/1/5 下午3:05", "ymd", "2026-01-05"),
    ("2026年1月5日 13时05分", "ymd", "2026-01-05"), ("20260105134500", "ymd", "2026-01-05"), ("46027", "ymd", "2026-01-05"),
    ("46027.75", "ymd", "2026-01-05"), (46027, "ymd", "2026-01-05"), (46027.75, "ymd", "2026-01-05"),
    (datetime(2026, 1, 5, 23, 59), "ymd", "2026-01-05"), (date(2026, 1, 5), "ymd", "2026-01-05"),
    ("2024-02-29", "ymd", "2024-02-29"), ("1970-01-01", "ymd", "1970-01-01"), ("2026-11-22", "ymd", "2026-11-22"),
    ("05/01/2026", "dmy", "2026-01-05"), ("01/05/2026", "mdy", "2026-01-05"), ("5.1.2026", "dmy", "2026-01-05"),
    ("", "ymd", None), ("\u3000", "ymd", None), (None, "ymd", None),
    ("05/01/2026", "ymd", "date_order"), ("31/31/2025", "ymd", "date_order"), ("13/13/2026", "mdy", "date"),
    ("2025-02-30", "ymd", "date"), ("2025-02-29", "ymd", "date"), ("2025-13-01", "ymd", "date"), ("20251301", "ymd", "date"),
    ("0000-00-00", "ymd", "date"), ("2025-W01-1", "ymd", "date"), ("not-a-date", "ymd", "date"), ("26-1-5", "ymd", "date"),
    ("2026年1-5", "ymd", "date"), ("2026", "ymd", "date"), ("99999", "ymd", "date"), (True, "ymd", "date"), (1e308, "ymd", "date"),
    (float("nan"), "ymd", "date"), ("=TODAY()", "ymd", "date"), ("1969-12-31", "ymd", "date_early"),
    ("2026-11-23", "ymd", "date_future"), ("2093-01-01", "ymd", "date_future"), ("2026-01-05\x00", "ymd", "nul"),
]
TEXTS = [
    ("C0001", "C0001"), ("  C0001\u00a0", "C0001"), ("东方\u3000贸易", "东方 贸易"), ("First line\nsecond", "First line second"),
    ("\ufeffC1", "C1"), ("C\u200b1", "C1"), ("=CMD()", "=CMD()"), ("\t=1+1", "=1+1"), ("<b>", "<b>"), ("a\\b", "a\\b"),
    (10023.0, "10023"), (10023, "10023"), (1.5, "1.5"), (True, "TRUE"), (date(2026, 1, 5), "2026-01-05"), ("", None), (" \n", None),
    (None, None), ("x" * 10, "x" * 10), ("x" * 11, "too_long"), ("a\x00b", "nul"), ("a\udcffb", "encoding"), ("a\x07b", "control"),
    ("#N/A", "sheet_error"), ("#12", "#12"),
]


def outcome(read, *args):
    """What reading gives: the value, or the code it is refused with."""
    try:
        return read(*args)
    except BadCell as error:
        return error.code


class TestPurchaseCells(BaseCase):
    """Cells as shops and ERP systems write them: tables of cases, no database."""

    def test_numbers(self):
        for cell, decimal, currency, expected in NUMBERS:
            with self.subTest(cell=cell, decimal=decimal):
                self.assertEqual(outcome(read_number, cell, decimal, currency), expected)

    def test_quantities(self):
        """Quantities have no currency and a lower bound of their own."""
        for cell, expected in (("5", "5"), ("1000000000", "1000000000"), ("2147483648", "too_large"), ("¥5", "number")):
            with self.subTest(cell=cell):
                self.assertEqual(outcome(read_number, cell, "point", None, 10 ** 9 + 1), expected)

    def test_decimal_mark_of_a_file(self):
        """Only what no group separator can be is evidence; a few odd cells do not turn a file."""
        for cells, expected in (
            (["1,50", "2,25"], "comma"), (["1.50", "2.25"], "point"), (["1,234", "5,678"], "point"), (["12", "13"], "point"),
            (["1.234,56", "99"], "comma"), (["1,50元"], "comma"), (["1.50"] * 9 + ["1,50"], "point"), ([1.5, None, ""], "point"),
        ):
            with self.subTest(cells=cells):
                self.assertEqual(guess_decimal(cells), expected)

    def test_dates(self):
        for cell, order, expected in DATES:
            with self.subTest(cell=cell, order=order):
                self.assertEqual(outcome(DateReader(order, date(2026, 11, 22)).read, cell), expected)

    def test_dates_of_old_macs(self):
        self.assertEqual(DateReader("ymd", date(2026, 11, 22), mac=True).read("44565"), "2026-01-05")

    def test_date_memory_is_bounded(self):
        """A column of times has as many texts as rows; the reader forgets them in time."""
        reader = DateReader("ymd", date(2026, 11, 22))
        reader.KEPT = 10
        for minute in range(50):
            self.assertEqual(reader.read(f"2026-01-05 10:{minute:02}"), "2026-01-05")
        self.assertLessEqual(len(reader.known), 10)

    def test_texts(self):
        for cell, expected in TEXTS:
            with self.subTest(cell=cell):
                self.assertEqual(outcome(read_text, cell, 10 if str(cell).startswith("x") else 64), expected)

    def test_problems_survive_any_value(self):
        """Whatever was in the cell, its problem can be stored, split again and shown."""
        for value in ("a\x1fb\x1ec", "\x00", "\udcff", "long " * 500, None, 5, "=cmd"):
            with self.subTest(value=value):
                (code, column, text), = unpack_problems(pack_problems([("date", "date", value)]))
                self.assertEqual((code, column), ("date", "date"))
                self.assertLessEqual(len(text), 80)
                text.encode()


class TestPurchaseColumns(BaseCase):
    """Headings in Chinese and English."""

    def test_headings(self):
        for headings, expected in (
            (["用户ID", "购买日期", "实际金额"], ["customer_ref", "date", "amount"]),
            (["订单号", "客户名称", "日期", "金额（元）", "备注"], ["order_no", "customer_name", "date", "amount", None]),
            (["Order No.", "Customer ID", "ORDER DATE", " amount (CNY) ", "Cost"],
             ["order_no", "customer_ref", "date", "amount", "cost"]),
            (["order_date", "customerName", "net_amount"], ["date", "customer_name", "amount"]),
            # what was paid, not what was asked for; each thing once
            (["金额", "实付金额", "日期", "下单时间"], [None, "amount", None, "date"]),
            (["客户", "客户编码", "品名", "货号", "数量", "业务员", "行号"],
             ["customer_name", "customer_ref", "product_name", "product_code", "quantity", "salesperson", "order_line"]),
            (["a", "", None], [None, None, None]),
        ):
            with self.subTest(headings=headings):
                self.assertEqual(guess_columns(headings), expected)

    def test_remembered_columns_win(self):
        """What a person said of a heading stands, "nothing" included; nonsense does not."""
        self.assertEqual(
            guess_columns(["金额", "实付金额", "X"], {"实付金额": "", "x": "date", "金额": "amount"}), ["amount", None, "date"])
        self.assertEqual(guess_columns(["金额"], {"金额": "no such thing"}), [None])

    def test_head_row_below_a_title(self):
        rows = [["2026年1月销售明细", "", ""], ["制表人：王", None, None], ["订单号", "日期", "金额"], ["1", "2026-1-5", "5"]]
        self.assertEqual(find_header(rows), 2)
        self.assertEqual(find_header([["a"], ["b", "c"]]), 1)
