"""Compare exported terms with a translation; run by Odoo's Python, which has polib.

Usage: compare_po.py TERMS.pot TRANSLATION.po; prints one line for each thing that is wrong.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import polib

# %s, %d, %(name)s, %% of Python and JavaScript; {name} of format strings.
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdrifeg%]|\{\w*\}")
SHOWN = 90


def problems(terms, translation):
    """Yield (kind, term) for every term that is untranslated, doubtful or no longer there."""
    known = {entry.msgid: entry for entry in translation if not entry.obsolete}
    for term in terms:
        entry = known.pop(term.msgid, None)
        if entry is None or not entry.msgstr:
            yield "not translated", term.msgid
        elif entry.fuzzy:
            yield "fuzzy", term.msgid
        elif _placeholders(term.msgid) != _placeholders(entry.msgstr):
            yield "other placeholders in the translation", term.msgid
    for msgid in known:
        yield "not a term of the addon (any more)", msgid


def _placeholders(text):
    return Counter(_PLACEHOLDER.findall(text))


def main(terms_path, translation_path):
    """Print the problems; the file that is missing altogether is one line."""
    name = "/".join(Path(translation_path).parts[-3:])
    if not Path(translation_path).exists():
        print(f"{name} is missing")
        return
    for kind, term in problems(polib.pofile(terms_path), polib.pofile(translation_path)):
        shown = term if len(term) <= SHOWN else term[:SHOWN] + "..."
        print(f"{name}: {kind}: {shown!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
