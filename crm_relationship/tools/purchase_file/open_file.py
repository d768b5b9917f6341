"""A file of purchase records, whatever it is packed in."""

import gzip
import zipfile
import zlib

from . import book_rows
from .columns import find_header, guess_columns, normal_heading
from .problems import BadCell
from .sniff import file_kind
from .text_rows import TextRows

#: Rows looked at for the head row, and for the decimal mark
HEAD_ROWS, SAMPLE_ROWS = 20, 2000
#: What the readers of packed files and sheets raise where one is broken; SyntaxError is that of XML
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, TypeError, AttributeError, SyntaxError)
#: Most columns a file of purchases can have
COLUMNS_MAX = 200


class FileProblem(Exception):
    """The file as a whole cannot be read.

    :param code: what is wrong, a key of the messages
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class PurchaseFile:
    """Rows, head row and columns of one file.

    :param stream: seekable binary stream; stays open as long as this object is used
    :param encoding, delimiter, sheet: as chosen by the user, None to find out
    :param dict remembered: targets by normal heading, from the last file of this source
    :raise FileProblem: nothing a row could be read from
    """

    def __init__(self, stream, encoding=None, delimiter=None, sheet=None, remembered=None):
        try:
            self.rows = self._open(stream, encoding, delimiter, sheet)
            first = []
            for row in self.rows:
                first.append(row)
                if len(first) >= SAMPLE_ROWS:
                    break
        except BadCell as error:
            raise FileProblem(error.code) from error
        except BROKEN as error:
            raise FileProblem("unreadable") from error
        usable = [cells for _number, cells, problem in first[:HEAD_ROWS] if not problem]
        if not usable:
            raise FileProblem("empty")
        head = find_header(usable, remembered)
        self.headings = [str(cell if cell is not None else "").strip() for cell in usable[head]]
        while self.headings and not self.headings[-1]:
            self.headings.pop()
        if len(self.headings) > COLUMNS_MAX:
            raise FileProblem("columns")
        self.head_row = next(number for number, cells, _problem in first if cells is usable[head])
        self.sample = [cells for number, cells, problem in first if number > self.head_row and not problem]
        self.targets = guess_columns(self.headings, remembered)

    def _open(self, stream, encoding, delimiter, sheet):
        """The row reader for ``stream``."""
        kind = file_kind(stream.read(512))
        stream.seek(0)
        if kind == "gzip":
            return TextRows(gzip.GzipFile(fileobj=stream), encoding, delimiter)
        if kind == "zip":
            with zipfile.ZipFile(stream) as archive:
                names = [info.filename for info in archive.infolist() if not info.is_dir()]
            if "[Content_Types].xml" in names:
                stream.seek(0)
                return (book_rows.CalamineRows if book_rows.python_calamine else book_rows.XlsxRows)(stream, sheet)
            if len(names) != 1:
                raise BadCell("archive")
            return TextRows(zipfile.ZipFile(stream).open(names[0]), encoding, delimiter)
        if kind == "html":
            raise BadCell("html")
        return book_rows.XlsRows(stream, sheet) if kind == "xls" else TextRows(stream, encoding, delimiter)

    def samples(self, column, count=3):
        """The first values of a column, as text, for showing what it holds."""
        found = (cells[column] for cells in self.sample if column < len(cells))
        texts = (str(cell).strip()[:40] for cell in found if cell is not None)
        return [text for _place, text in zip(range(count), (text for text in texts if text), strict=False)]

    def column_cells(self, column):
        """The cells of a column in the sampled rows."""
        return [cells[column] for cells in self.sample if column < len(cells)]

    def known_headings(self):
        """The headings as they are remembered, in order."""
        return [normal_heading(heading) for heading in self.headings]

    def data_rows(self):
        """Yield the rows below the head row, as the row reader does.

        :raise FileProblem: the file breaks off
        """
        try:
            for row in self.rows:
                if row[0] > self.head_row:
                    yield row
        except BROKEN as error:
            raise FileProblem("unreadable") from error
