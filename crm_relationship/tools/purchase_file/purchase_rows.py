"""From the rows of a file to the lines of the staging table."""

from dataclasses import dataclass
from datetime import date

from .cell_date import DateReader
from .cell_number import QUANTITY_MAX, read_number
from .cell_text import read_text
from .problems import BadCell, pack_problems

#: Columns of the staging table, in the order of a line
STAGE_FIELDS = (
    "row", "bad", "order_no", "order_line", "customer_ref", "customer_name", "date", "amount", "cost", "quantity",
    "product_code", "product_name", "salesperson",
)
TEXT_LIMITS = {
    "order_no": 64, "customer_ref": 64, "customer_name": 256, "product_code": 64, "product_name": 256, "salesperson": 128,
}
#: Columns whose cells may not be empty, once the file has them
REQUIRED = frozenset({"order_no", "order_line", "customer_ref", "date", "amount", "quantity"})
LINE_NUMBER_MAX = 2 ** 31
NULL = "\\N"


@dataclass
class Formats:
    """How a file writes things.

    :param decimal: "point" or "comma"
    :param date_order: "ymd", or "dmy" or "mdy" where the year comes last
    :param currency: ISO code the amounts are in
    :param last_day: the last day a purchase may have
    :param mac: serial days count from 1904
    """

    decimal: str = "point"
    date_order: str = "ymd"
    currency: str = "CNY"
    last_day: date = date.max
    mac: bool = False


class PurchaseRows:
    """Turns rows of cells into lines of PostgreSQL's COPY text format.

    :param dict columns: place of the column by target
    :param int width: number of columns of the head row
    :param Formats formats: how the file writes things
    :param bool ragged: rows may be shorter than the head row
    """

    def __init__(self, columns, width, formats, ragged=False):
        self.width, self.ragged = width, ragged
        self.read_date = DateReader(formats.date_order, formats.last_day, formats.mac).read
        self.formats = formats
        readers = {name: self._text_reader(limit) for name, limit in TEXT_LIMITS.items()}
        readers.update(
            order_line=self._read_line, date=self.read_date, amount=self._read_amount, cost=self._read_amount,
            quantity=self._read_quantity)
        # Without numbers the name is all that tells whose purchase it is
        required = REQUIRED if "customer_ref" in columns else REQUIRED | {"customer_name"}
        self.cells = [
            (columns.get(name, -1), name, readers[name], name in required) for name in STAGE_FIELDS[2:]]
        self.amount_place, self.quantity_place = (STAGE_FIELDS.index(name) - 2 for name in ("amount", "quantity"))
        #: Rows that were empty from end to end, and so no rows at all
        self.blank = 0

    def line(self, number, cells, problem=None):
        """The COPY line of one row; None for a blank one.

        :param int number: row or line number in the file
        :param problem: what the row reader found wrong with it
        """
        if problem:
            return self._bad_line(number, [(problem, "", cells[0] if cells else "")])
        if len(cells) != self.width:
            if not any(cells) or len(cells) == 1 and not str(cells[0]).strip():
                self.blank += 1
                return None
            if len(cells) > self.width and any(cell not in (None, "") for cell in cells[self.width:]) or (
                    len(cells) < self.width and not self.ragged):
                return self._bad_line(number, [("column_count", "", f"{len(cells)} / {self.width}")])
            cells = [*cells, *(None,) * (self.width - len(cells))]
        values, problems = self._read(cells)
        if problems:
            if not any(cell is not None and str(cell).strip() for cell in cells):
                self.blank += 1
                return None
            return self._bad_line(number, problems, values[0])
        amount, quantity = values[self.amount_place], values[self.quantity_place]
        if quantity is not None and (amount[0] == "-") != (quantity[0] == "-") and float(amount):
            return self._bad_line(number, [("sign", "amount", f"{amount} / {quantity}")], values[0])
        return f"{number}\t{NULL}\t" + "\t".join([
            NULL if value is None else value if "\\" not in value else value.replace("\\", "\\\\") for value in values
        ]) + "\n"

    def _read(self, cells):
        """The values of the staged columns, as text or None, and a list of ``(code, column, value)``."""
        values, problems = [], []
        for place, name, reader, required in self.cells:
            if place < 0:
                # Without a column for it, every order has one line
                values.append("1" if name == "order_line" else None)
                continue
            try:
                value = reader(cells[place])
                if value is None and required:
                    raise BadCell("empty_cell")
                values.append(value)
            except BadCell as error:
                problems.append((error.code, name, cells[place]))
                values.append(None)
        return values, problems

    def _bad_line(self, number, problems, order_no=None):
        """The line of a bad row: what is wrong, and the order it is of where that can be read."""
        packed, order = (NULL if text is None else text.replace("\\", "\\\\") for text in (pack_problems(problems), order_no))
        return f"{number}\t{packed}\t{order}" + f"\t{NULL}" * (len(STAGE_FIELDS) - 3) + "\n"

    @staticmethod
    def _text_reader(limit):
        return lambda cell: read_text(cell, limit)

    def _read_amount(self, cell):
        return read_number(cell, self.formats.decimal, self.formats.currency)

    def _read_quantity(self, cell):
        """A quantity, of any sign but not zero, which is no purchase."""
        number = read_number(cell, self.formats.decimal, limit=QUANTITY_MAX + 1)
        if number is not None and not float(number):
            raise BadCell("quantity_zero")
        return number

    @staticmethod
    def _read_line(cell):
        """The number of a line within its order."""
        text = read_text(cell, 16)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit()) or int(text) >= LINE_NUMBER_MAX:
            raise BadCell("line_number")
        return str(int(text))


class StageStream:
    """The lines as a readable file, for COPY; holds no more than one block of them.

    :param lines: iterable of COPY lines, None among them
    :param int limit: most lines, None for all
    """

    def __init__(self, lines, limit=None):
        self.lines, self.limit = iter(lines), limit
        self.count = 0
        self.rest = b""
        #: What went wrong while lines were made: COPY reports it as its own failure
        self.error = None

    def read(self, size=-1):
        """At most ``size`` bytes, as COPY asks for them."""
        while len(self.rest) < size or size < 0:
            try:
                block = self._block()
            except Exception as error:
                self.error = error
                raise
            if not block:
                break
            self.rest += block
        if size < 0:
            size = len(self.rest)
        block, self.rest = self.rest[:size], self.rest[size:]
        return block

    def _block(self):
        """The next lines, as bytes."""
        block = []
        for line in self.lines:
            if line is not None:
                block.append(line)
                if len(block) >= 500:
                    break
        if self.limit is not None:
            block = block[:max(0, self.limit - self.count)]
        self.count += len(block)
        return "".join(block).encode()
