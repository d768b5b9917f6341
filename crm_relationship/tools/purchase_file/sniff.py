"""What a file is: kind, encoding, delimiter, line end. Looks at bytes only."""

import codecs
import csv
import statistics

from .columns import guess_columns

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5hkscs")
DELIMITERS = (",", "\t", ";", "|")
CHUNK = 1 << 20
#: Lines with other than ASCII characters that decide between UTF-8 and GB18030
VOTES = 2000

ZIP, OLE, GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b"


def file_kind(head):
    """"zip", "xls", "gzip", "html" or "text", by the first bytes of a file."""
    for magic, kind in ((ZIP, "zip"), (OLE, "xls"), (GZIP, "gzip")):
        if head.startswith(magic):
            return kind
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    # Shop systems like to name a web page .xls
    return "html" if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")) else "text"


def guess_encoding(stream):
    """Codec of a binary stream: by its mark, its NULs, or what most of its lines are valid in.

    A few broken lines do not make a UTF-8 file a GB18030 one: the lines vote. Big5 passes for
    GB18030 too often to be told apart, so it is a choice, never a guess.
    """
    head = stream.read(4)
    for mark, codec in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return codec
    head += stream.read(CHUNK)
    if head.count(0) * 5 > len(head):      # ASCII letters in UTF-16 are half NULs
        return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
    good = bad = 0
    rest = b""
    chunk = head
    while chunk and good + bad < VOTES:
        if not chunk.isascii():
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            for line in lines:
                if not line.isascii():
                    good, bad = (good + 1, bad) if _is_utf8(line) else (good, bad + 1)
        else:
            rest = b""
        chunk = stream.read(CHUNK)
    if rest and not rest.isascii():
        good, bad = (good + 1, bad) if _is_utf8(rest) else (good, bad + 1)
    return "utf-8" if good >= bad else "gb18030"


def _is_utf8(line):
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def guess_delimiter(sample):
    """Delimiter of the first lines of a text: the one that gives most known headings, then most columns.

    :param str sample: the beginning of the file
    """
    lines = [line for line in sample.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()][:30]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:     # Excel's own remark
        return lines[0][4]
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        rows = list(csv.reader(lines, delimiter=delimiter))
        if not rows:
            continue
        known = max(sum(1 for target in guess_columns(row) if target) for row in rows)
        score = (known, statistics.median(len(row) for row in rows))
        if score[1] > 1 and score > best_score:
            best, best_score = delimiter, score
    return best
