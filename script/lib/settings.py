"""Where things live, and the variables by which somebody brings Odoo or PostgreSQL along."""

import hashlib
import os
from pathlib import Path

from .console import Problem

PROJECT = Path(__file__).resolve().parents[2]
LIBRARY = Path(__file__).resolve().parent
# Addons of the tooling: installed into test databases only, never shipped.
TOOL_ADDONS = LIBRARY / "odoo_addons"

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "crm_relationship"
STATE = PROJECT / ".local"
LOGS = STATE / "log"

# The papers' language beside English; both are installed in every database.
LANGUAGES = ("zh_CN", "en_US")


def variable(name):
    """The value of an environment variable of ours, None when unset or empty."""
    return os.environ.get(name) or None


def own_folder(path):
    """Create `path` when missing and make sure that we may write there.

    Raises Problem: after a run as root an ordinary user meets root's folders.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"Cannot create {path}: {error.strerror}.",
                      "Run as the user who owns the folder above it.") from None
    if not os.access(path, os.W_OK):
        raise Problem(f"{path} belongs to another user.",
                      "Run as that user, or remove the folder.")
    return path


def digest(*parts, length=10):
    """A short stable name for a combination of strings."""
    text = "\0".join(str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:length]
CLONE = digest(PROJECT, length=6)
