"""A postal address in one line, the way its readers write it. Plain Python, no Odoo."""

import re

CHINESE = re.compile("[\u3400-\u9fff]")


def address_line(state="", city="", street="", street2="", country=""):
    """Chinese addresses run from large to small without commas, others from small to large.

    :param country: only where it needs saying
    """
    parts = [state, city, street, street2]
    if not CHINESE.search("".join(part or "" for part in parts)):
        return ", ".join(part.strip() for part in (street, street2, city, state, country) if part and part.strip())
    line = country or ""
    for part in parts:
        part = (part or "").strip()
        # "上海市" is both province and city, and a street often begins with its town.
        if part and not line.endswith((part, part + "市")):
            line += part
    return line
