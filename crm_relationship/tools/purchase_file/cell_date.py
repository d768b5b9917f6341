"""Days as Chinese and western systems write them. The time of day is dropped, whatever its zone."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from .cell_text import read_text
from .problems import BadCell

FIRST_DAY = date(1970, 1, 1)
# Excel's day 0, as its day 60 is the 29 February 1900 that never was; files from old Macs count from 1904
SERIAL_START = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
SERIAL_RANGE = range(20000, 80000)  # 1954 to 2119: five digits that can hardly be anything else

TIME = (
    r"(?:[ T]*(?:上午|下午|[AP]M)? *[0-9]{1,2}[:时点][0-9]{1,2}(?:[:分][0-9]{1,2}(?:[.,][0-9]+)?)?[秒分]?"
    r" *(?:[AP]M)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")
YEAR_FIRST = re.compile(r"([0-9]{4}) ?([-/.年]) ?([0-9]{1,2}) ?([-/.月]) ?([0-9]{1,2})(?: ?[日号])?" + TIME, re.IGNORECASE)
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})" + TIME, re.IGNORECASE)
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{4}|[0-9]{6})?")
SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")


class DateReader:
    """Reads the days of one file.

    :param str order: "ymd", or how the file orders days whose year comes last: "dmy", "mdy"
    :param date last: the last day taken; what is later is a mistake
    :param bool mac: the workbook counts days from 1904
    """

    #: Different texts kept with their day: a file has few days, unless they carry a time
    KEPT = 20000

    def __init__(self, order, last, mac=False):
        self.order, self.last, self.start = order, last, SERIAL_START[mac]
        self.known = {}

    def read(self, cell):
        """The day in a cell, as ISO text; None when empty.

        :raise BadCell: no day, an impossible one, one of two possible ones, before 1970, in the future
        """
        if cell.__class__ is not str:
            return self._read_value(cell)
        known = self.known.get(cell)
        if known is None:
            text = read_text(cell, 64)
            if text is None:
                return None
            known = self._bounded(self._day(unicodedata.normalize("NFKC", text)))
            if len(self.known) >= self.KEPT:
                self.known.clear()
            self.known[cell] = known
        return known

    def _read_value(self, cell):
        """The day in a spreadsheet's cell that is not text."""
        if cell is None:
            return None
        if isinstance(cell, datetime):
            return self._bounded(cell.date())
        if isinstance(cell, date):
            return self._bounded(cell)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self.read(str(int(cell)) if cell == cell and abs(cell) < 1e15 else "no day")
        raise BadCell("date")

    def _day(self, text):
        if match := YEAR_FIRST.fullmatch(text):
            if (match[2] == "年") != (match[4] == "月"):
                raise BadCell("date")
            return _date(match[1], match[3], match[5])
        if match := COMPACT.fullmatch(text):
            return _date(*match.groups())
        if match := YEAR_LAST.fullmatch(text):
            if self.order == "ymd":
                raise BadCell("date_order")
            day, month = (match[1], match[3]) if self.order == "dmy" else (match[3], match[1])
            return _date(match[4], month, day)
        if (match := SERIAL.fullmatch(text)) and int(match[1]) in SERIAL_RANGE:
            return self.start + timedelta(days=int(match[1]))
        raise BadCell("date")

    def _bounded(self, day):
        if day < FIRST_DAY:
            raise BadCell("date_early")
        if day > self.last:
            raise BadCell("date_future")
        return day.isoformat()


def _date(year, month, day):
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadCell("date") from None
