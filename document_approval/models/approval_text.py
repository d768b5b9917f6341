"""What people write: reasons and opinions. Plain functions, no model."""
import unicodedata

from odoo.tools.translate import LazyGettext

# Letters to Unicode, blanks to the eye.
FILLERS = frozenset('\u115f\u1160\u3164\uffa0')


def is_blank(text):
    """True when ``text`` says nothing: no letter and no digit of any script.

    Spaces of every width, zero-width characters, dots and dashes alone are no reason.
    """
    return not any(
        unicodedata.category(char)[0] in 'LN' and char not in FILLERS for char in text or '')


def is_storable(text):
    """True when the database can keep ``text``: no NUL and no half of a surrogate pair."""
    return not any(char == '\x00' or '\ud800' <= char <= '\udfff' for char in text)


def said_in(env, text):
    """A text in the language of ``env``: a lazy one is translated there and then, any other stays as it is."""
    translate = env._
    return translate(text) if isinstance(text, LazyGettext) else text
