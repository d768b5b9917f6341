import codecs
import csv
import gzip
import io
import zipfile
from datetime import date, datetime

import xlsxwriter

from odoo.tests import BaseCase

from ..tools.purchase_file import FileProblem, Formats, PurchaseFile, PurchaseRows, StageStream
from ..tools.purchase_file.problems import unpack_problems

HEAD = ["订单号", "客户编号", "客户名称", "购买日期", "实际金额"]
ROWS = [["A1", "C1", "东方贸易, 上海", "2026-1-5", "1234.50"], ["A2", "C2", 'Crêpe "Noir" 中', "2026年1月6日", "-3"]]
STAGED = [["1234.50", "2026-01-05"], ["-3", "2026-01-06"]]


def text_of(rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def xlsx_of(rows, **options):
    """An XLSX file of ``rows``; dates get a date format."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options})
    sheet = book.add_worksheet("明细")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def staged(content, sheet=None, encoding=None, delimiter=None, **formats):
    """Read a file to staging lines: dict of row number to fields, NULL as None; and the file."""
    file = PurchaseFile(io.BytesIO(content), encoding, delimiter, sheet)
    places = {target: place for place, target in enumerate(file.targets) if target}
    formats = Formats(**{"last_day": date(2026, 11, 22), "mac": file.rows.mac, **formats})
    rows = PurchaseRows(places, len(file.headings), formats, file.rows.ragged)
    text = StageStream(rows.line(*row) for row in file.data_rows()).read().decode()
    lines = [[None if field == "\\N" else field for field in line.split("\t")] for line in text.split("\n")[:-1]]
    return {int(fields[0]): fields[1:] for fields in lines}, file


class TestPurchaseText(BaseCase):
    """Delimited text in every dress."""

    def assertRead(self, content, first=2, **options):
        lines, file = staged(content, **options)
        self.assertEqual(sorted(lines), [first, first + 1])
        found = [lines[first], lines[first + 1]]
        self.assertEqual([fields[0] for fields in found], [None, None], "no row is bad")
        self.assertEqual([[fields[6], fields[5]] for fields in found], STAGED)
        self.assertEqual([fields[4] for fields in found], [row[2] for row in ROWS])
        return file

    def test_encodings_and_delimiters(self):
        """Found out by themselves, with or without a byte order mark."""
        marks = {"utf-8": b"", "utf-8-sig": b"", "gb18030": b"", "utf-16-le": codecs.BOM_UTF16_LE,
                 "utf-16-be": codecs.BOM_UTF16_BE, "utf-16": b""}
        for codec, mark in marks.items():
            for delimiter in ",;\t|":
                with self.subTest(codec=codec, delimiter=delimiter):
                    file = self.assertRead(mark + text_of([HEAD, *ROWS], delimiter).encode(codec))
                    self.assertEqual(file.rows.delimiter, delimiter)
        self.assertRead(text_of([HEAD, *ROWS]).encode("utf-16-le"))

    def test_big5_by_choice(self):
        head = ["訂單號", "客戶編號", "客戶", "日期", "金額"]
        content = text_of([head, ["A1", "C1", "東方貿易", "2026-1-5", "5"]]).encode("big5hkscs")
        file = PurchaseFile(io.BytesIO(content), "big5hkscs")
        self.assertEqual(file.headings, head)
        self.assertEqual(file.sample[0][2], "東方貿易")

    def test_column_orders(self):
        """Any order of columns."""
        for shift in range(len(HEAD)):
            with self.subTest(shift=shift):
                self.assertRead(text_of([row[shift:] + row[:shift] for row in [HEAD, *ROWS]]).encode())

    def test_line_ends_and_frames(self):
        """Old Macs' line ends, Excel's remark, a title above, packed files."""
        text = text_of([HEAD, *ROWS])
        self.assertRead(text.replace("\r\n", "\r").encode())
        self.assertRead(text.replace("\r\n", "\n").encode())
        self.assertRead(("sep=;\r\n" + text_of([HEAD, *ROWS], ";")).encode(), first=3)
        self.assertRead(("2026年销售明细,,,,\r\n" + text).encode(), first=3)
        self.assertRead(gzip.compress(text.encode("gb18030")))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("orders.csv", text.encode())
        self.assertRead(packed.getvalue())

    def test_a_few_broken_lines_do_not_change_the_encoding(self):
        lines = text_of([HEAD, *ROWS * 20]).encode().split(b"\r\n")
        lines[5] = lines[5].replace("东方".encode(), "东方".encode("gb18030"))
        found, file = staged(b"\r\n".join(lines))
        self.assertEqual(file.rows.encoding, "utf-8")
        self.assertEqual([number for number, fields in found.items() if fields[0]], [6])
        self.assertEqual(unpack_problems(found[6][0])[0][:2], ("encoding", "customer_name"))

    def test_decimal_comma_and_full_width(self):
        content = text_of([HEAD, ["A1", "C1", "x", "5.1.2026", "1.234,50"], ["A2", "C2", "y", "６.1.2026", "－３"]], ";").encode()
        lines, _file = staged(content, decimal="comma", date_order="dmy")
        self.assertEqual([[fields[6], fields[5]] for fields in lines.values()], STAGED)

    def test_unclosed_quote_costs_one_row(self):
        """The rows behind it are read, wherever it stands, and their numbers are those of the file."""
        good = [f"A{n},C1,x,2026-1-5,5" for n in range(200)]
        for place in (0, 100, 199):
            with self.subTest(place=place):
                lines = list(good)
                lines[place] = 'B,C1,"never closed,2026-1-5,5'
                found, _file = staged("\n".join([",".join(HEAD), *lines, ""]).encode())
                self.assertEqual(len(found), 200)
                bad = {number: fields[0] for number, fields in found.items() if fields[0]}
                self.assertEqual(list(bad), [place + 2])
                self.assertEqual(unpack_problems(bad[place + 2])[0][0], "quote")

    def test_rows_keep_their_line_numbers(self):
        """Cells over several lines and blank lines count as the lines they are."""
        content = ",".join(HEAD) + '\nA1,C1,"two\nlines",2026-1-5,5\n\n,,,,\nA2,C2,x,2026-1-6,6\n'
        found, _file = staged(content.encode())
        self.assertEqual(sorted(found), [2, 6])
        self.assertEqual(found[2][4], "two lines")

    def test_hostile_files(self):
        """Whatever is uploaded ends in a named problem: of the file, or of a row."""
        for content, code in (
            (b"", "empty"), (b"\n\n", "empty"), (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
            (b"PK\x03\x04 broken", "unreadable"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "unreadable"),
            (b"\x1f\x8b broken", "unreadable"), (b",".join([b"x"] * 300) + b"\n", "columns"),
        ):
            with self.subTest(content=content[:20]), self.assertRaises(FileProblem) as caught:
                PurchaseFile(io.BytesIO(content))
            self.assertEqual(caught.exception.code, code)
        head = ",".join(HEAD).encode() + b"\n"
        for row, code in (
            (b"A1,C1,x,2026-1-5\n", "column_count"), (b"A1,C1,x,2026-1-5,5,6\n", "column_count"),
            (b"A\x001,C1,x,2026-1-5,5\n", "nul"), (b"A1,C1,\xff\xfe,2026-1-5,5\n", "encoding"),
            (b"A1,C1," + b"x" * 300 + b",2026-1-5,5\n", "too_long"), (b"A1,C1,x,2026-1-5,1e308\n", "too_large"),
            (b"A1,C1,x,2026-1-5,NaN\n", "number"), (b"A1,C1,x,=1+1,5\n", "date"), (b"A1,,x,2026-1-5,5\n", "empty_cell"),
            (b"A1,C1,x,2026-1-5," + b"9" * (1 << 19) + b"\n", "too_long"),
        ):
            with self.subTest(row=row[:40]):
                found, _file = staged(head + "A0,C0,东方,2026-1-5,5\n".encode() + row + b"A9,C9,x,2026-1-5,9\n")
                self.assertEqual(unpack_problems(found[3][0])[0][0], code)
                self.assertTrue(any(fields[1] == "A9" and not fields[0] for fields in found.values()), "the next row is read")

    def test_all_problems_of_a_row_are_told(self):
        found, _file = staged((",".join(HEAD) + "\n,C1,x,never,much\n").encode())
        self.assertEqual(
            [(code, column) for code, column, _value in unpack_problems(found[2][0])],
            [("empty_cell", "order_no"), ("date", "date"), ("number", "amount")])

    def test_stream_hands_out_small_blocks(self):
        """COPY gets what it asks for, and no line is lost at the edges."""
        lines = [f"{number}\t\\N\n" for number in range(3000)]
        stream = StageStream(iter([*lines, None]))
        blocks = iter(lambda: stream.read(777), b"")
        self.assertEqual(b"".join(blocks).decode(), "".join(lines))
        self.assertEqual(stream.count, 3000)
        self.assertEqual(StageStream(iter(lines), 10).read().decode(), "".join(lines[:10]))


class TestPurchaseBooks(BaseCase):
    """XLSX and XLS."""

    ROWS = [["A1", 10023, "东方贸易", datetime(2026, 1, 5, 13, 0), 1234.5], ["A2", "C2", "x", "2026年1月6日", -3]]

    def assertBook(self, lines):
        self.assertEqual([fields[0] for fields in lines.values()], [None, None])
        self.assertEqual([[fields[6], fields[5]] for fields in lines.values()], [["1234.5", "2026-01-05"], ["-3", "2026-01-06"]])
        self.assertEqual([fields[3] for fields in lines.values()], ["10023", "C2"])

    def test_xlsx(self):
        lines, file = staged(xlsx_of([HEAD, *self.ROWS]))
        self.assertEqual((file.rows.sheet, sorted(lines)), ("明细", [2, 3]))
        self.assertBook(lines)
        self.assertBook(staged(xlsx_of([HEAD, *self.ROWS], date_1904=True))[0])
        self.assertBook(staged(xlsx_of([["销售明细"], [], HEAD, *self.ROWS]))[0])

    def test_xlsx_formulas_and_errors(self):
        """A formula counts with its stored result; a failed one, or one never computed as an error, is a bad cell."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for number, (formula, result) in enumerate((("=2*3", 6), ("=1/0", "#DIV/0!")), 1):
            sheet.write_row(number, 0, [f"A{number}", "C1", "x", "2026-1-5"])
            sheet.write_formula(number, 4, formula, None, result)
        book.close()
        lines, _file = staged(out.getvalue())
        self.assertEqual(lines[2][6], "6")
        self.assertEqual(unpack_problems(lines[3][0])[0][:2], ("sheet_error", "amount"))

    def test_xls(self):
        import xlwt  # noqa: PLC0415 (Odoo's own writer of the old format)
        book = xlwt.Workbook()
        sheet = book.add_sheet("Sheet")
        style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
        for number, row in enumerate([HEAD, *self.ROWS]):
            for column, value in enumerate(row):
                sheet.write(number, column, value, *([style] if isinstance(value, datetime) else []))
        out = io.BytesIO()
        book.save(out)
        self.assertBook(staged(out.getvalue())[0])
