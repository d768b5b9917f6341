"""What the machine itself must have, and how apt gets what is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .console import Problem, say, step
from .processes import check, output

OLDEST, NEWEST = (3, 10), (3, 13)
# The names by which Odoo's own tests look for a browser.
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


@dataclass(frozen=True)
class Prerequisite:
    """One thing of the system: its apt package and how to see that it is there."""

    package: str
    purpose: str
    present: Callable[[], bool]
    # The demo can do without: then its absence is said, not fatal.
    optional: bool = False


def _command(*names):
    return lambda: any(shutil.which(name) for name in names)


def _has_chinese_font():
    fc_list = shutil.which("fc-list")
    return bool(fc_list and output([fc_list, ":lang=zh-cn", "family"]))


def postgres_binaries():
    """The newest folder of PostgreSQL server programs, None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"),
                   key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0)
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


PDF = Prerequisite("wkhtmltopdf", "printing PDF", _command("wkhtmltopdf"), optional=True)
FONTS = Prerequisite("fonts-noto-cjk", "Chinese on paper", _has_chinese_font, optional=True)
POSTGRES = Prerequisite("postgresql", "the database", lambda: postgres_binaries() is not None)
PSQL = Prerequisite("postgresql-client", "talking to the database", _command("psql"))
BROWSER = Prerequisite("chromium", "tours in a browser", _command(*BROWSERS))
PDFTOTEXT = Prerequisite("poppler-utils", "reading PDF in tests", _command("pdftotext"))
NPM = Prerequisite("npm", "one script the Odoo package lacks", _command("npm"))
DPKG = Prerequisite("dpkg", "unpacking Odoo", _command("dpkg"))


def ensure(needed, *, tolerant=False):
    """Install what is missing of `needed`; raise Problem when that is impossible.

    tolerant: optional ones that cannot be had are only mentioned.
    """
    missing = [one for one in needed if not one.present()]
    optional = [one for one in missing if tolerant and one.optional]
    required = [one for one in missing if one not in optional]
    _obtain(required)
    try:
        _obtain(optional)
    except Problem as problem:
        say(f"   note: {problem}")


def _obtain(missing):
    """Install these prerequisites and look whether they are there now."""
    if missing:
        _install([one.package for one in missing])
    for one in missing:
        if not one.present():
            raise Problem(f"{one.package} is still missing (needed for {one.purpose}).",
                          f"Install it by hand: apt-get install {one.package}")


def _install(packages):
    """Install apt packages as root or through sudo."""
    wanted = " ".join(packages)
    if not shutil.which("apt-get"):
        raise Problem(f"Missing: {wanted}.", "This machine has no apt-get: install them by hand.")
    remedy = f"Run: sudo apt-get install {wanted}"
    prefix = []
    if os.geteuid() != 0:
        if not _sudo_works():
            raise Problem(f"Missing: {wanted}, and we are neither root nor in sudo.", remedy)
        prefix = ["sudo"]
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y",
           "-o", "DPkg::Lock::Timeout=300"]
    with step(f"Installing from apt: {wanted}"):
        check([*apt, "update"], log="apt.log", what="apt-get update", remedy=remedy)
        absent = [name for name in packages if not _available(name)]
        if absent:
            raise Problem(f"This system's apt does not offer {', '.join(absent)}.",
                          "Install it from its own project, then run this again.")
        check([*apt, "install", "--no-install-recommends", *packages],
              log="apt.log", what=f"apt-get install {wanted}", remedy=remedy)


def _sudo_works():
    """Whether sudo needs no password, or a terminal is there to ask for it."""
    if not shutil.which("sudo"):
        return False
    ask = ["-v"] if sys.stdin.isatty() else ["-n", "true"]
    return subprocess.run(["sudo", *ask], stderr=subprocess.DEVNULL).returncode == 0


def _available(package):
    """Whether apt knows a version of `package` that it could install."""
    policy = output(["apt-cache", "policy", package], env={**os.environ, "LC_ALL": "C"})
    return "Candidate:" in policy and "Candidate: (none)" not in policy


def python_for_odoo():
    """A Python that Odoo's pinned packages exist for, with venv.

    Prefers the one that runs this script. Raises Problem when there is none.
    """
    names = [sys.executable] + [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for name in names:
        path = shutil.which(name)
        version = _python_version(path)
        if version and OLDEST <= version <= NEWEST:
            _ensure_venv(path, version)
            return path
    raise Problem("No Python from 3.10 to 3.13 found.", "Install one, e.g.: apt-get install python3")


def _python_version(path):
    """(major, minor) of the interpreter at `path`, None when it does not run."""
    if not path:
        return None
    try:
        text = output([path, "-c", "import sys; print(*sys.version_info[:2])"])
    except (OSError, subprocess.CalledProcessError):
        return None
    major, minor = text.split()
    return int(major), int(minor)


def _ensure_venv(path, version):
    """Debian keeps ensurepip, which venv needs, in a package of its own."""

    def has_ensurepip():
        return subprocess.run([path, "-c", "import ensurepip, venv"],
                              stderr=subprocess.DEVNULL).returncode == 0

    package = f"python{version[0]}.{version[1]}-venv"
    ensure([Prerequisite(package, "the packages Odoo imports", has_ensurepip)])
