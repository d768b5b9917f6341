"""Long customer sheets as a spreadsheet that streams."""

import tempfile

import xlsxwriter
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import content_disposition, request

from ..tools.table_sheet import FONT, clean_text
from .sheet import XLSX

# Rows taken from the database at a time; nothing else of the sheet is held in memory.
BATCH = 2000


class CustomerSheet(http.Controller):
    """Any number of customers in bounded memory: rows go from a cursor into a file and out."""

    @http.route("/crm_relationship/customer_sheet/<int:sheet_id>.xlsx", type="http", auth="user", methods=["GET"])
    def spreadsheet(self, sheet_id, **_options):
        """The sheet's lines, for those who may read the sheet and, line by line, the customer.

        :raise AccessError, MissingError: no such sheet for this user, or no permission to export
        """
        sheet = request.env["relationship.customer.sheet"].browse(sheet_id)
        sheet.check_access("read")
        sheet._print_check_sheet()
        # Closed when the answer is sent, which is after this method
        target = tempfile.TemporaryFile()  # noqa: SIM115
        write_sheet(target, sheet)
        size = target.tell()
        target.seek(0)
        return request.make_response(
            wrap_file(request.httprequest.environ, target),
            headers=[
                ("Content-Type", XLSX),
                ("Content-Length", size),
                ("Content-Disposition", content_disposition(f"{sheet._print_file_name()}.xlsx")),
                ("Cache-Control", "no-store"),
            ],
        )


def write_sheet(target, sheet):
    """Write a customer sheet into the file ``target``; memory does not grow with its length."""
    book = xlsxwriter.Workbook(target, {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    })
    look = {"font_name": FONT, "font_size": 10, "border": 1}
    formats = {
        "char": book.add_format(look),
        "float": book.add_format({**look, "num_format": "#,##0.0"}),
        "monetary": book.add_format({**look, "num_format": "#,##0.00"}),
        "integer": book.add_format(look),
        "date": book.add_format({**look, "num_format": "yyyy-mm-dd"}),
    }
    page = book.add_worksheet(clean_text(sheet.name)[:31].replace("/", "-"))
    columns = sheet._print_columns()
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for index, column in enumerate(columns):
        page.set_column(index, index, column["width"])
    title = book.add_format({"font_name": FONT, "font_size": 16, "bold": True})
    head = book.add_format({**look, "bold": True, "bg_color": "#F2F2F2", "align": "center"})
    page.write_string(0, 0, clean_text(sheet._print_title()), title)
    page.write_string(1, 0, clean_text(f"{sheet.company_id.name}  {sheet.name}  {sheet.date}"))
    for index, column in enumerate(columns):
        page.write_string(2, index, column["label"], head)
    page.freeze_panes(3, 0)
    page.repeat_rows(2)
    kinds = [sheet.line_ids._fields[column["name"]].type for column in columns]
    for row, values in enumerate(sheet._stream_lines([column["name"] for column in columns], BATCH), 3):
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            _write(page, row, column, kind, value, formats[kind])
    book.close()


def _write(page, row, column, kind, value, look):
    """One cell by its type; text is never read as a number, a formula or a link."""
    if value is None:
        page.write_blank(row, column, None, look)
    elif kind == "char":
        page.write_string(row, column, clean_text(value), look)
    elif kind == "date":
        page.write_datetime(row, column, value, look)
    else:
        page.write_number(row, column, value, look)
