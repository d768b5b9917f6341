"""Rows of XLSX and XLS sheets."""

import zipfile
from datetime import datetime

from .problems import BadCell

try:
    import python_calamine
except ImportError:     # optional: nine times as fast as openpyxl
    python_calamine = None

#: What a workbook may unpack to, in bytes. The texts of all cells are kept in memory together.
UNPACKED_MAX, TEXTS_MAX = 4 << 30, 256 << 20


def check_archive(archive):
    """Refuse workbooks that unpack to more than a server should hold.

    :raise BadCell: code "unpacked"
    """
    sizes = {info.filename: info.file_size for info in archive.infolist()}
    texts = sum(size for name, size in sizes.items() if name.lower().endswith("sharedstrings.xml"))
    if sum(sizes.values()) > UNPACKED_MAX or texts > TEXTS_MAX:
        raise BadCell("unpacked")


class BookRows:
    """The rows of one sheet of a workbook; ``sheets`` names all that are shown.

    :param sheet: name, or None for the first
    """

    #: Rows may be shorter than the head row: empty cells at the end are not stored
    ragged = True
    encoding = delimiter = None

    def __init__(self, source, sheet=None):
        self.source = source
        self.mac = False
        self.sheets = self._open()
        self.sheet = sheet if sheet in self.sheets else self.sheets[0] if self.sheets else None
        if self.sheet is None:
            raise BadCell("empty")

    def __iter__(self):
        """Yield ``(row number, cells, None)`` for every row that has a value."""
        for number, cells in enumerate(self._rows(), 1):
            if any(cell is not None and cell != "" for cell in cells):
                yield number, cells, None


class XlsxRows(BookRows):
    """An XLSX sheet by openpyxl; formulas count with the result stored beside them."""

    def _open(self):
        import openpyxl  # noqa: PLC0415 (200 ms that only imports of sheets should cost)
        with zipfile.ZipFile(self.source) as archive:
            check_archive(archive)
        self.book = openpyxl.load_workbook(self.source, read_only=True, data_only=True, keep_links=False)
        self.mac = self.book.epoch.year == 1904
        return [sheet.title for sheet in self.book.worksheets if sheet.sheet_state == "visible"]

    def _rows(self):
        sheet = self.book[self.sheet]
        sheet.reset_dimensions()        # many exporters write a wrong size
        return sheet.iter_rows(values_only=True)


class CalamineRows(BookRows):
    """An XLSX sheet by calamine."""

    def _open(self):
        with zipfile.ZipFile(self.source) as archive:
            check_archive(archive)
        self.source.seek(0)
        self.book = python_calamine.CalamineWorkbook.from_filelike(self.source)
        visible = python_calamine.SheetVisibleEnum.Visible
        return [sheet.name for sheet in self.book.sheets_metadata if sheet.visible == visible]

    def _rows(self):
        return self.book.get_sheet_by_name(self.sheet).to_python(skip_empty_area=False)


class XlsRows(BookRows):
    """A sheet of the old binary format, at most 65,536 rows."""

    def _open(self):
        import xlrd  # noqa: PLC0415 (only old files need it)
        self.xlrd = xlrd
        try:
            self.book = xlrd.open_workbook(file_contents=self.source.read(), on_demand=True, logfile=NullLog())
        except (xlrd.XLRDError, xlrd.compdoc.CompDocError, IndexError, AssertionError) as error:
            raise BadCell("unreadable") from error
        self.mac = bool(self.book.datemode)
        return [name for place, name in enumerate(self.book.sheet_names()) if not self.book.sheet_by_index(place).visibility]

    def _rows(self):
        sheet = self.book.sheet_by_name(self.sheet)
        for place in range(sheet.nrows):
            yield [self._value(cell) for cell in sheet.row(place)]

    def _value(self, cell):
        if cell.ctype == self.xlrd.XL_CELL_DATE:
            try:
                return datetime(*self.xlrd.xldate_as_tuple(cell.value, self.book.datemode))
            except (ValueError, self.xlrd.xldate.XLDateError):
                return str(cell.value)
        if cell.ctype == self.xlrd.XL_CELL_ERROR:
            return self.xlrd.error_text_from_code.get(cell.value, "#N/A")
        if cell.ctype == self.xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        return cell.value if cell.value != "" else None


class NullLog:
    """Where xlrd writes its remarks: nowhere."""

    def write(self, _text):
        """Drop ``_text``."""
