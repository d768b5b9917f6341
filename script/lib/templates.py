"""Databases that are made once and copied: Odoo with what our addons need, without them."""

from .addons import Addons
from .console import step
from .locking import locked
from .settings import CLONE, LANGUAGES, STATE, digest

BUILDING = f"crm_{CLONE}_building"
PREFIX = f"crm_{CLONE}_template"


def template(runner, *, demo, extra=()):
    """The name of a database with the dependencies of all addons, made when missing.

    demo: with Odoo's demo data. extra: more modules, when Odoo has them. Its name is a digest
    of all that went into it, so a changed dependency or Odoo makes a new one and the old goes.
    """
    modules = sorted({*Addons().foreign_dependencies(), *extra})
    kind = f"{PREFIX}_{'demo' if demo else 'plain'}"
    name = f"{kind}_{digest(runner.odoo.identity, *modules, *LANGUAGES)}"
    databases = runner.databases
    with locked(STATE / "template.lock", "making a database template"):
        existing = databases.names()
        if name in existing:
            return name
        what = f"a template database ({'with' if demo else 'without'} demo data)"
        with step(f"Making {what}: {', '.join(modules)}") as progress:
            for old in existing:
                if old.startswith(kind):
                    databases.drop(old)
            # An interrupted run leaves this name behind, never a half made template.
            databases.create(BUILDING)
            runner.install(BUILDING, modules, demo=demo, log=f"{kind}.log",
                           what=f"Making {what}", show=progress)
            databases.rename(BUILDING, name)
    return name
