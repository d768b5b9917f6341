"""Where the links to decide stand in a message, and what they look like. Plain functions, no model.

A message holds places only; the links are put into each person's copy at the moment it is sent, so
that no row of the database and no other reader ever has them.
"""
import re

from markupsafe import Markup

#: what the addresses of the links begin with
LINK_PATH = '/approval/mail/'
PLACE = re.compile(r'<span class="o_approval_links_(\d+)">\s*</span>|<span class="o_approval_links_(\d+)"\s*/>')
# The token is what follows "#": it stays in the reader's browser and out of every log.
LINK = re.compile(
    r'''((?:/|%2F)approval(?:/|%2F)mail(?:/|%2F)(?:approve|reject))[^\s"'<>]*''', re.IGNORECASE)


def link_place(number):
    """The place of the links of request ``number``; 0: of the words that explain them."""
    return Markup('<span class="o_approval_links_%s"></span>') % number


def fill_places(body, links):
    """``body`` with ``links`` (``{number: HTML}``) in their places and nothing in the others."""
    return PLACE.sub(lambda found: str(links.get(int(found[1] or found[2]), '')), body)


def without_links(text):
    """``text`` without the tokens of links: of a mail that is quoted in an answer, or pasted somewhere."""
    return LINK.sub(r'\1', text) if 'approval' in text else text
