"""Reading purchase records out of the files of shops and ERP systems. Plain Python, no Odoo.

    open_file.py    a file, whatever it is packed in
    sniff.py        what kind of file it is, encoding, delimiter
    text_rows.py    rows of delimited text, with the line each begins on
    book_rows.py    rows of XLSX and XLS sheets
    columns.py      which column is what, by its heading
    cell_text.py    texts, cell_number.py numbers, cell_date.py days
    purchase_rows.py  a row of cells to a row of the staging table, or to what is wrong with it
    problems.py     what can be wrong, by code
"""

from .columns import TARGETS, find_header, guess_columns, normal_heading
from .open_file import FileProblem, PurchaseFile
from .purchase_rows import STAGE_FIELDS, Formats, PurchaseRows, StageStream

__all__ = [
    "STAGE_FIELDS", "TARGETS", "FileProblem", "Formats", "PurchaseFile", "PurchaseRows", "StageStream",
    "find_header", "guess_columns", "normal_heading",
]
