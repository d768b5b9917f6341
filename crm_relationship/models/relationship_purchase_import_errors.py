import base64
import io

import xlsxwriter
from markupsafe import Markup

from odoo import models
from odoo.tools import LazyTranslate, format_date
from odoo.tools.misc import formatLang

from ..tools.purchase_file.problems import unpack_problems
from ..tools.table_sheet import clean_text
from .relationship_purchase_import_file import PREVIEW_ROWS

_lt = LazyTranslate(__name__)

#: Bad rows listed in the file; more than that is a wrong mapping, not so many mistakes
LISTED = 100_000
#: Kinds of problems shown on the screen
SHOWN_REASONS = 8
#: Code of a problem of a row: what is wrong, what to do
PROBLEMS = {
    "empty_cell": (_lt("The cell is empty."), _lt("Fill it in.")),
    "too_long": (_lt("The text is too long."), _lt("Shorten it; perhaps the columns are shifted in this row.")),
    "sheet_error": (_lt("A formula failed here."), _lt("Correct the formula, or type the value.")),
    "encoding": (_lt("Some characters cannot be read in the file's encoding."),
                 _lt("Type the text again, or choose another encoding.")),
    "nul": (_lt("The text holds a NUL character."), _lt("Type the text again.")),
    "control": (_lt("The text holds a control character."), _lt("Type the text again.")),
    "number": (_lt("This is not a number we can read."),
               _lt("Write it like 1234.56, or choose the decimal mark of the file.")),
    "too_large": (_lt("The number is too large."), _lt("Correct it; an amount is below 1,000,000,000,000.")),
    "currency": (_lt("The sign is that of another currency."),
                 _lt("Convert the amount, or import it with a source in that currency.")),
    "quantity_zero": (_lt("The quantity is zero."), _lt("Correct it, or leave the row out.")),
    "sign": (_lt("Amount and quantity contradict each other: one is negative."),
             _lt("A refund has both negative; correct one of them.")),
    "line_number": (_lt("The line number is not a whole number."), _lt("Correct it.")),
    "date": (_lt("This is not a day we can read."), _lt("Write it like 2026-01-05.")),
    "date_order": (_lt("The day does not begin with the year, so day and month cannot be told apart."),
                   _lt("Write it like 2026-01-05, or choose the order of dates of the file.")),
    "date_early": (_lt("The day is before 1970."), _lt("Correct it.")),
    "date_future": (_lt("The day is in the future."), _lt("Correct it, or import the row when the day has come.")),
    "column_count": (_lt("The row has more or fewer cells than the headings."),
                     _lt("Put texts that hold the delimiter into quotes, or remove what is too much.")),
    "quote": (_lt("A quote is opened in this row and never closed."), _lt("Close or remove it.")),
    "row": (_lt("The row cannot be read."), _lt("Type it again.")),
    "conflict_file": (_lt("An earlier row of the file has the same order number and other contents (order → row)."),
                      _lt("Keep the right one; or, if an order may have several rows, say so above.")),
    "conflict_stored": (_lt("This order is stored with other contents (order, stored ≠ file)."),
                        _lt("If the file is right, undo the import that brought the order and import both files again.")),
    "order_row": (_lt("Another row that is or may be of this order cannot be taken (order → row)."),
                  _lt("Correct that row and import the order as a whole, from the corrected file or from the file of bad rows.")),
    "customer_number": (_lt("Several contacts have this customer number."), _lt("Give each a number of its own, or merge them.")),
    "customer_name": (_lt("Several contacts have exactly this name."),
                      _lt("Add the customer number to the file, or merge the contacts.")),
    "customer_claimed": (_lt("Several customer numbers of the file have the name of the same contact."),
                         _lt("Give the contact its number first.")),
    "customer_other_number": (_lt("We know this name with another customer number."),
                              _lt("Give the contact the number of the file if it is the same customer; "
                                  "or say above what such rows are.")),
    "customer_other_name": (_lt("We know this customer number with another name."),
                            _lt("Give the contact the name of the file if it is the same customer, or say above that such rows are "
                                "the same customer's. If the source has numbers of its own, put letters before them.")),
    "customer_swapped": (_lt("The name is the number of another customer: two columns seem to be swapped."),
                         _lt("Put the cells into their columns.")),
    "customer_hidden": (_lt("This customer exists, but you may not see it."), _lt("Ask an administrator to import the row.")),
    "customer_unknown": (_lt("We do not know this customer."),
                         _lt("Create the contact first, or let imports create customers if you may create contacts.")),
}
#: Code of a problem of the whole file
FILE_PROBLEMS = {
    "empty": _lt("The file has no rows. Choose the file that the shop or ERP system exported."),
    "unreadable": _lt("The file is damaged or of a kind we cannot read. Save it again as XLSX or CSV."),
    "unpacked": _lt("The file unpacks to more than the server can hold. Save it as CSV, or in parts."),
    "columns": _lt("The file has more than 200 columns. Remove those that are not needed."),
    "archive": _lt("The archive holds several files. Choose one of them."),
    "html": _lt("This is a web page under the name of a spreadsheet. Open it in a spreadsheet program and save it as XLSX."),
}


class RelationshipPurchaseImport(models.Model):
    """What an import found, in words: the preview, and the file of bad rows."""

    _inherit = "relationship.purchase.import"

    def _file_problem(self, code):
        """Why the file as a whole cannot be read."""
        return self._say(FILE_PROBLEMS[code])

    def _say(self, text):
        """One of the texts marked for translation above, in the reader's language."""
        return self.env._(text)  # pylint: disable=gettext-variable

    def _column_label(self, target):
        """What a column is called on our screens."""
        field = self.env["relationship.purchase.import.column"]._fields["target"]
        return dict(field._description_selection(self.env)).get(target, target)

    # ------------------------------------------------------------------
    # Preview
    # ------------------------------------------------------------------

    def _preview(self, stage):
        """The commonest problems and the first rows as they were understood, as HTML."""
        return self.env["ir.qweb"]._render("crm_relationship.purchase_import_preview", {
            "reasons": [
                {"reason": self._say(PROBLEMS[code][0]), "remedy": self._say(PROBLEMS[code][1]), "column": self._column_label(column),
                 "count": formatLang(self.env, count, digits=0)}
                for code, column, count in stage.reasons()[:SHOWN_REASONS]
            ],
            "titles": [self._column_label(target) for target in self._shown_targets()],
            "rows": [self._preview_row(row) for row in stage.first_rows(PREVIEW_ROWS)],
        }) or Markup()

    def _shown_targets(self):
        """The targets the file has, in the order of the preview."""
        places = self._places()
        return [target for target, _label in self.env["relationship.purchase.import.column"]._fields["target"].selection
                if target in places]

    def _preview_row(self, row):
        """One staged row for the preview: its number, and either its cells or what is wrong with it."""
        if row["bad"]:
            code, column, value = unpack_problems(row["bad"])[0]
            return {"number": row["row"], "problem": f"{self._column_label(column)} “{value}”: {self._say(PROBLEMS[code][0])}"}
        cells = []
        for target in self._shown_targets():
            value = row[target]
            if target == "date":
                value = format_date(self.env, value)
            elif target in ("amount", "cost"):
                value = "" if value is None else formatLang(self.env, value, currency_obj=self.currency_id)
            cells.append("" if value is None else f"{value:g}" if target == "quantity" else str(value))
        return {"number": row["row"], "cells": cells}

    # ------------------------------------------------------------------
    # File of bad rows
    # ------------------------------------------------------------------

    def _error_file(self, file, stage):
        """Workbook of the bad rows: as they stood in the file, with row, column, reason and remedy behind.

        It can be corrected and imported: the columns behind are none an import knows.

        :return: base64 of the XLSX
        """
        bad = stage.bad_rows(LISTED + 1)
        target = io.BytesIO()
        book = xlsxwriter.Workbook(
            target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                     "strings_to_numbers": False})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        width = len(file.headings)
        titles = [self.env._("Row in the file"), self.env._("Wrong column"), self.env._("Wrong value"),
                  self.env._("Reason"), self.env._("Remedy")]
        for column, title in enumerate([*file.headings, *titles]):
            sheet.write_string(0, column, clean_text(title), bold)
        sheet.set_column(0, width + 2, 14)
        sheet.set_column(width + 3, width + 4, 60)
        sheet.freeze_panes(1, 0)
        line = 0
        for number, cells, packed in self._bad_cells(file, bad[:LISTED]):
            line += 1
            for column, text in enumerate([*(cells + [None] * width)[:width], number, *self._tell(packed)]):
                if text is not None and text != "":
                    sheet.write_string(line, column, clean_text(str(text)))
        if len(bad) > LISTED:
            sheet.write_string(line + 1, width, self.env._("There are more bad rows than are listed here."))
        book.close()
        return base64.b64encode(target.getvalue())

    def _bad_cells(self, file, bad):
        """Yield ``(row, cells, packed problems)`` of the bad rows, by reading the file a second time."""
        rows = file.data_rows()
        for number, packed in bad:
            for found, cells, _problem in rows:
                if found == number:
                    yield number, list(cells), packed
                    break

    def _tell(self, packed):
        """Column, value, reason and remedy of the problems of a row, one under the other where there are several."""
        problems = unpack_problems(packed)
        return (
            "\n".join(self._column_label(column) for _code, column, _value in problems),
            "\n".join(value for _code, _column, value in problems),
            "\n".join(self._say(PROBLEMS[code][0]) for code, _column, _value in problems),
            "\n".join(self._say(PROBLEMS[code][1]) for code, _column, _value in problems),
        )
