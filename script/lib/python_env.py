"""Virtual environments, one per list of requirements, kept in the cache."""

import os

from .console import step
from .locking import build_once
from .prerequisites import python_for_odoo
from .processes import check, output
from .settings import CACHE, LIBRARY, digest


def virtual_environment(name, pinned=(), resolved=()):
    """The Python of an environment with the given requirement files of script/lib.

    pinned: complete lists, installed without looking at dependencies or compiling;
    resolved: lists whose dependencies pip works out.
    """
    base = python_for_odoo()
    version = output([base, "-c", "import sys; print(sys.version)"])
    texts = [(LIBRARY / file).read_text() for file in (*pinned, *resolved)]
    folder = CACHE / f"{name}-python-{digest(base, version, *texts)}"

    def build(target):
        with step(f"Installing the Python packages of {name}") as progress:
            log = f"{name}-python.log"
            check([base, "-m", "venv", target], log=log, what="Making a virtual environment")
            options = {"pinned": ["--no-deps", "--only-binary", ":all:"], "resolved": []}
            for kind, files in (("pinned", pinned), ("resolved", resolved)):
                for file in files:
                    progress.update(file)
                    check([target / "bin" / "python", "-m", "pip", "install", "-q",
                           "--disable-pip-version-check", *options[kind], "-r", LIBRARY / file],
                          log=log, env={**os.environ, "PIP_NO_INPUT": "1"},
                          what=f"Installing {file}", remedy="Run it again; check the network.")

    return build_once(folder, f"the Python packages of {name}", build) / "bin" / "python"
