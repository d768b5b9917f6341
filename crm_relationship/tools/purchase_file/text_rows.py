"""Rows of delimited text, one after another, in memory that does not grow with the file."""

import codecs
import csv
import io
from collections import deque
from functools import partial

from .sniff import guess_delimiter, guess_encoding

#: Longest line, in characters: more is cut into pieces, each a bad row
LINE_MAX = 1 << 18
#: Lines one quoted cell may run over. More means a quote that was never closed.
SPAN_MAX = 50
SAMPLE = 1 << 16
ESCAPE = "crm_relationship.mark"


def _mark_undecodable(error):
    """Put a lone surrogate, which no text has, where bytes cannot be decoded: the cell tells later."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udcff", max(error.end, error.start + 1)


codecs.register_error(ESCAPE, _mark_undecodable)


class _Unclosed(Exception):
    """A quote is still open after more lines than a cell has."""


class _Feed:
    """The lines of a file for csv.reader, which remembers those of the current row."""

    def __init__(self, lines):
        self.lines, self.again, self.row = lines, deque(), []

    def __iter__(self):
        return self

    def __next__(self):
        if len(self.row) >= SPAN_MAX:
            raise _Unclosed
        line = self.again.popleft() if self.again else next(self.lines, None)
        if line is None:
            if self.row:
                raise _Unclosed
            raise StopIteration
        if line[0] == "\ufeff":        # files glued together keep the marks of their parts
            line = line[1:]
        self.row.append(line)
        return line

    def give_back(self):
        """Offer all lines of the row but its first again."""
        self.again.extendleft(reversed(self.row[1:]))


class TextRows:
    """The rows of a delimited text.

    :param stream: binary stream, at its beginning, seekable
    :param encoding: a codec, or None to find out
    :param delimiter: one character, or None to find out
    """

    #: Cells are text, and every row has as many as the head row or it is a bad row
    ragged = False
    mac = False

    def __init__(self, stream, encoding=None, delimiter=None):
        self.stream = stream
        self.encoding = encoding or guess_encoding(stream)
        stream.seek(0)
        sample = stream.read(SAMPLE).decode(self.encoding, ESCAPE).lstrip("\ufeff")
        self.delimiter = delimiter or guess_delimiter(sample)
        self.line_end = "\r" if "\n" not in sample and "\r" in sample else "\n"
        self.sheet = None

    def __iter__(self):
        """Yield ``(line number the row begins on, cells, code of what is wrong with the row or None)``."""
        self.stream.seek(0)
        text = io.TextIOWrapper(self.stream, self.encoding, ESCAPE, newline=self.line_end)
        feed = _Feed(iter(partial(text.readline, LINE_MAX), ""))
        reader = csv.reader(feed, delimiter=self.delimiter)
        number = 1
        try:
            while True:
                feed.row.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except (_Unclosed, csv.Error) as error:
                    feed.give_back()
                    yield number, [feed.row[0].strip()], "quote" if isinstance(error, _Unclosed) else "row"
                    number += 1
                    continue
                if cells and not (number == 1 and len(cells) <= 2 and cells[0][:4].lower() == "sep="):
                    yield number, cells, None
                number += len(feed.row)
        finally:
            text.detach()

    def position(self):
        """Bytes read so far."""
        return self.stream.tell()
