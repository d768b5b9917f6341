"""What can be wrong with a cell, a row or a file: codes here, words in the model that reports them."""


class BadCell(ValueError):
    """A cell that cannot be taken.

    :param code: what is wrong, a key of the messages
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


#: Marks in the staging table: one problem after another, and the parts of one
#: (code, column, value). Neither can be part of a cell that passed.
BETWEEN_PROBLEMS, BETWEEN_PARTS = "\x1e", "\x1f"
#: Problems told of one row, and characters of a bad value that are shown.
MOST_PROBLEMS, SHOWN_LENGTH = 6, 80


def pack_problems(problems):
    """Text for the staging table of a list of ``(code, column, value)``."""
    return BETWEEN_PROBLEMS.join(
        BETWEEN_PARTS.join((code, column, shown(value))) for code, column, value in problems[:MOST_PROBLEMS])


def unpack_problems(text):
    """The list of ``(code, column, value)`` that :func:`pack_problems` made into ``text``."""
    return [tuple(problem.split(BETWEEN_PARTS)) for problem in text.split(BETWEEN_PROBLEMS)]


def shown(value):
    """``value`` as one short line that can be stored, sent and printed anywhere."""
    text = "" if value is None else str(value)
    text = " ".join("".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" if char > " " or char == "\x00"
                            else " " for char in text[:SHOWN_LENGTH * 4]).split())
    return text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH - 1] + "…"
