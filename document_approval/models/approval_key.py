"""Hashes of the record, sealed by a key outside the database where one is configured. Plain functions, no model.

Whoever may write rows by hand can compute a plain hash anew. With a key that the database does not hold, he cannot.
"""
import hashlib
import hmac
import os

from odoo import fields
from odoo.tools import config

from .approval_content import canonical, fingerprint

#: what a sealed hash begins with; plain ones are 64 hex digits
KEYED = 'k:'


def _option(name):
    """An option of the server's configuration file, or the environment variable of that name in capitals."""
    return str(config.get(name) or os.environ.get(name.upper()) or '').strip()


def keys():
    """The keys of ``approval_seal_key``, separated by commas: the first seals, all of them verify."""
    return [key.strip().encode() for key in _option('approval_seal_key').split(',') if key.strip()]


def sealed_since():
    """The moment (UTC) from which on everything is sealed, by ``approval_seal_since``; None for none."""
    return fields.Datetime.to_datetime(_option('approval_seal_since') or None)


def seal(data):
    """The hash of ``data``: keyed where a key is configured, else as anybody can compute it."""
    known = keys()
    return _keyed(known[0], data) if known else fingerprint(data)


def is_sealed(hash_, data, date):
    """True when ``hash_`` is the one of ``data``, and a keyed one where ``date`` asks for that."""
    if (hash_ or '').startswith(KEYED):
        return any(hmac.compare_digest(hash_, _keyed(key, data)) for key in keys())
    since = keys() and sealed_since()
    return hash_ == fingerprint(data) and not (since and date >= since)


def _keyed(key, data):
    return KEYED + hmac.new(key, canonical(data).encode(), hashlib.sha256).hexdigest()
