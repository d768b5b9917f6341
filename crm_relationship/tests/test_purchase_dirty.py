import os
import tempfile
from collections import Counter

from odoo.tests import tagged

from .purchase_common import PurchaseCase, make_import
from .purchase_plan import csv_field
from .purchase_records import write_records

COUNT = 25
#: What becomes of the rows of each kind: reasons by a part of their words, "good", "repeated" or "blank".
#: In a company whose currency is the yuan; what PLATFORM calls a policy is the default policy.
EXPECTED = {
    "bad_date": {"not a day": 19, "begin with the year": 3, "empty": 3},
    "future_date": {"in the future": 25},
    "locale_date": {"good": 12, "begin with the year": 13},
    "negative_amount": {"contradict": 25},
    "nan_amount": {"not a number": 22, "empty": 3},
    "locale_amount": {"good": 8, "not a number": 9, "contradict": 4, "another currency": 4},
    "huge_number": {"too large": 25},
    "bad_quantity": {"not a number": 8, "contradict": 4, "empty": 4, "too large": 4, "is zero": 5},
    "missing_customer_id": {"empty": 25},
    "missing_order_no": {"empty": 25},
    "padded_customer_id": {"good": 25},
    "duplicate_same": {"repeated": 25},
    "duplicate_conflict": {"same order number": 25},
    "formula_name": {"good": 25},
    "markup_name": {"good": 25},
    "name_conflict": {"good": 25},
    "bad_encoding": {"cannot be read in the file's encoding": 25},
    "bom_midfile": {"good": 25},
    "nul_byte": {"NUL": 25},
    "wrong_column_order": {"not a day": 9, "not a number": 8, "swapped": 8},
    "wrong_column_count": {"more or fewer cells": 25},
    "embedded_newline": {"good": 25},
    "overlong_name": {"too long": 25},
    "blank_line": {"blank": 25},
}


@tagged("post_install", "-at_install")
class TestPurchaseDirty(PurchaseCase):
    """A file with hundreds of bad rows of known kinds: each is named by its row, and nothing else is bad."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "dirty.csv")
            cls.made = write_records(path, rows=6000, customers=1100, dirty_count=COUNT, dirty_tail=True)
            with open(path, "rb") as file:
                cls.content = file.read()

    def test_every_bad_row_is_named(self):
        record = make_import(self.env, self.content, self.source)
        record.action_check()
        record.action_import()
        bad = {number: reason for number, _column, _value, reason, _remedy in self.bad_rows(record)}
        stored = {purchase.import_row for purchase in self.purchases(record)}
        kinds = {number: kind for kind, numbers in self.made["lines"].items() for number in numbers}
        for kind, expected in EXPECTED.items():
            found = Counter()
            for number in self.made["lines"][kind]:
                reason = bad.get(number)
                found[next((words for words in expected if words in (reason or "")), reason) if reason
                      else "good" if number in stored else "none"] += 1
            with self.subTest(kind=kind):
                self.assertEqual(found, Counter({
                    {"repeated": "none", "blank": "none"}.get(words, words): count for words, count in expected.items()}))
        self.assertEqual(len(kinds), COUNT * len(EXPECTED))
        others = {number: reason for number, reason in bad.items() if number not in kinds}
        tail = self.made["physical_lines"]
        self.assertEqual(list(others), [tail], "no clean row is bad; the unclosed quote at the end is")
        self.assertIn("never closed", others[tail])
        expected_bad = 1 + sum(
            count for expected in EXPECTED.values() for words, count in expected.items()
            if words not in ("good", "repeated", "blank"))
        expected_good = 6000 + sum(expected.get("good", 0) for expected in EXPECTED.values())
        self.assertEqual(
            (record.good_count, record.repeat_count, record.bad_count, record.conflict_count),
            (expected_good, COUNT, expected_bad, COUNT))
        self.assertEqual(record.row_count, expected_good + COUNT + expected_bad)
        # the kinds that make customers: two with hostile names and one with a name on two lines
        self.assertEqual(record.new_count, 1100 + 3 * COUNT)
        self.assertEqual(record.renamed_count, COUNT)

    def test_repeat_of_a_dirty_file(self):
        """The same mess again adds nothing and complains about the same rows."""
        first = make_import(self.env, self.content, self.source)
        first.action_check()
        first.action_import()
        again = make_import(self.env, self.content, self.source)
        again.action_check()
        again.action_import()
        self.assertEqual((again.good_count, again.new_count), (0, 0))
        self.assertEqual(again.repeat_count, first.good_count + first.repeat_count)
        self.assertEqual([row[0] for row in self.bad_rows(again)], [row[0] for row in self.bad_rows(first)])

    def test_hostile_names_are_text(self):
        """Formulas and markup in names arrive as they are, and leave in the file of bad rows as text."""
        head = "订单号,客户编号,客户名称,购买日期,商品名称,数量,实际金额,成本"
        names = ["=CMD()", "@SUM(1+1)", "+1+1", "<img src=x onerror=alert(1)>", "{{7*7}}", "Robert'); DROP TABLE purchase;--", "a\\N\\tb"]
        lines = [f"A{number},X{number},{csv_field(name)},2026-1-5,x,1,5," for number, name in enumerate(names)]
        record = self.run_import(*lines, head=head)
        self.assertEqual(self.purchases(record).partner_id.mapped("name"), names)
        bad = self.run_import(*(line.replace("2026-1-5", "never").replace("A", "B", 1) for line in lines), head=head)
        import base64  # noqa: PLC0415
        import io  # noqa: PLC0415

        import openpyxl  # noqa: PLC0415
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(bad.error_file))).active
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
        self.assertEqual({cell.data_type for cell in cells}, {"s"}, "no formula, no number")
        self.assertFalse([cell for cell in cells if cell.hyperlink])
        self.assertEqual([row[2].value for row in sheet.iter_rows(min_row=2)], names)
