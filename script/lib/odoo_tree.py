"""An Odoo 19 to run: the user's own, or Debian's package unpacked into the cache."""

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import prerequisites
from .apt_archive import AptArchive, archive_address
from .console import Problem, step
from .locking import build_once
from .processes import check, output
from .python_env import virtual_environment
from .settings import CACHE, digest, variable

# Odoo and what its static files link to. Font Awesome comes from the suite that still has
# the 4.7 file names Odoo uses.
PACKAGES = {
    "sid": ("odoo-19", "libjs-jquery", "libjs-underscore", "libjs-jquery-form",
            "fonts-roboto-unhinted", "fonts-montserrat"),
    "stable": ("fonts-font-awesome",),
}
# One script that Debian removed and the web client's bundle cannot do without.
NPM_PACKAGE = "@mediapipe/selfie_segmentation@0.1.1675465747"
NPM_FILE = "selfie_segmentation.js"
ADDONS = Path("usr/lib/python3/dist-packages/odoo/addons")
# The pinned packages of Odoo itself, and what its tests need beside them.
REQUIREMENTS = ("odoo19-requirements.txt",)
TEST_REQUIREMENTS = ("test-requirements.txt",)


@dataclass(frozen=True)
class Odoo:
    """How to call an Odoo: interpreter, program, and what must be on the Python path."""

    python: Path
    program: Path
    python_path: tuple = ()
    identity: str = ""

    @property
    def command(self):
        """The start of every Odoo command line."""
        return [str(self.python), str(self.program)]

    def environment(self):
        """The environment of an Odoo process.

        Settings of the caller that would lead Odoo elsewhere are left out, and byte code
        goes to the cache: neither our clone nor somebody's Odoo gets __pycache__ folders.
        """
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("PG", "ODOO_")) and name != "PYTHONHOME"}
        return {**kept,
                "PYTHONPATH": os.pathsep.join(map(str, self.python_path)),
                "PYTHONPYCACHEPREFIX": str(CACHE / "pycache"),
                "PYTHONUNBUFFERED": "1",
                "PATH": f"{Path(self.python).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def find_odoo():
    """The Odoo that the variables name, or the one from the cache, made when missing."""
    odoo = _own_odoo() or _packaged_odoo()
    try:
        version = output([*odoo.command, "--version"], env=odoo.environment(), cwd="/")
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1:]
        raise Problem(f"{shlex.join(odoo.command)} does not start: {' '.join(said)}",
                      "See CRM_ODOO_PATH, CRM_ODOO_BIN and CRM_ODOO_PYTHON in docs/development.md."
                      ) from None
    if " 19.0" not in version:
        raise Problem(f"{odoo.program} is {version or 'of no known version'}, we need Odoo 19.0.",
                      "Unset CRM_ODOO_PATH and CRM_ODOO_BIN to have it fetched.")
    return Odoo(odoo.python, odoo.program, odoo.python_path, digest(odoo.identity, version))


def _own_odoo():
    """The Odoo of CRM_ODOO_BIN or CRM_ODOO_PATH, None when neither is set."""
    program, source = variable("CRM_ODOO_BIN"), variable("CRM_ODOO_PATH")
    if not program and not source:
        return None
    program = Path(program) if program else Path(source) / "odoo-bin"
    if not program.is_file():
        raise Problem(f"{program} does not exist.",
                      "CRM_ODOO_PATH is the folder with odoo-bin, CRM_ODOO_BIN the program itself.")
    program = program.absolute()
    folder = Path(source).absolute() if source else program.parent
    python = variable("CRM_ODOO_PYTHON") or _shebang(program) or shutil.which("python3")
    path = (folder,) if (folder / "odoo").is_dir() else ()
    return Odoo(Path(python), program, path, f"{program}")


def _shebang(program):
    """The interpreter that the first line of `program` names, None when unclear."""
    with open(program, "rb") as file:
        line = file.readline(500).decode(errors="replace")
    words = line[2:].split() if line.startswith("#!") else []
    if words and words[0].endswith("/env"):
        words = words[1:]
    return shutil.which(words[0]) if words else None


def _packaged_odoo():
    prerequisites.ensure([prerequisites.DPKG])
    tree = CACHE / f"odoo-{digest(PACKAGES, NPM_PACKAGE)}"
    build_once(tree, "fetching Odoo", _unpack)
    python = virtual_environment("odoo", pinned=REQUIREMENTS, resolved=TEST_REQUIREMENTS)
    root = tree / "root"
    return Odoo(python, root / "usr/bin/odoo", (root / ADDONS.parents[1],),
                (tree / "packages").read_text())


def _unpack(tree):
    """Fill `tree`: root/ with the unpacked packages, packages with their versions."""
    prerequisites.ensure([prerequisites.NPM])
    address = archive_address()
    archives = tree / "archives"
    archives.mkdir()
    with step("Downloading Odoo 19 (about 135 MB)") as progress:
        for suite, packages in PACKAGES.items():
            progress.update(f"package list of {suite}")
            apt = AptArchive(tree / "apt", address, suite)
            apt.update()
            progress.update(f"packages of {suite}")
            apt.download(packages, archives)
    _check_font_awesome(archives)
    with step("Unpacking Odoo 19") as progress:
        debs = sorted(archives.glob("*.deb"))
        for deb in debs:
            progress.update(deb.name.split("_")[0])
            check(["dpkg", "-x", deb, tree / "root"], log="odoo.log", what=f"Unpacking {deb.name}",
                  remedy="Is the disk full? About 1.5 GB are needed.")
        _add_npm_file(tree)
    (tree / "packages").write_text("\n".join(deb.name for deb in debs))
    for leftover in (archives, tree / "apt"):
        shutil.rmtree(leftover)


def _check_font_awesome(archives):
    """Later releases renamed the files: the web client would have no icons."""
    if not any("4.7" in deb.name for deb in archives.glob("fonts-font-awesome_*")):
        raise Problem("The archive's stable suite no longer has Font Awesome 4.7.",
                      "Name a suite that has it in PACKAGES of script/lib/odoo_tree.py.")


def _add_npm_file(tree):
    """Put the script that Debian removed where the web client's bundle looks for it."""
    folder = tree / "npm"
    folder.mkdir()
    check(["npm", "pack", "--silent", NPM_PACKAGE], log="odoo.log", cwd=folder,
          what=f"Downloading {NPM_PACKAGE}", remedy="Is the npm registry within reach?")
    for archive in folder.glob("*.tgz"):
        shutil.unpack_archive(archive, folder)
    target = tree / "root" / ADDONS / "mail/static/lib/selfie_segmentation" / NPM_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes((folder / "package" / NPM_FILE).read_bytes())
    shutil.rmtree(folder)
