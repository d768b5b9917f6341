"""For tests by the real clock that say “today”."""

from odoo import fields


def noon_zone():
    """The name of a zone in which it is past noon now, an hour at most: the next midnight is far away."""
    return f"Etc/GMT{fields.Datetime.now().hour - 12:+d}"
