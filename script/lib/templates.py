"""Databases that are made once and copied: Odoo with what our addons need, and with them."""

import json

from .addons import Addons
from .console import step
from .locking import locked
from .settings import CLONE, LANGUAGES, STATE, digest

BUILDING = f"crm_{CLONE}_building"
LINT_MODULE = "odoo.addons.test_lint"
PREFIX = f"crm_{CLONE}_template"


def has_lint(runner):
    """Whether Odoo's lint tests can run: somebody's own Odoo may lack them or pylint's astroid."""
    return all(map(runner.can_import, ("astroid", LINT_MODULE)))


def template(runner, *, demo):
    """The name of a database with the dependencies of all addons, made when missing.

    demo: with Odoo's demo data. Its name is a digest of all that went into it, so a changed
    dependency or Odoo makes a new one and the old goes.
    """
    addons = Addons()
    # With demo data the bridges come later, see Addons.in_turns.
    modules = addons.foreign_dependencies(addons.in_turns(addons.names)[0] if demo else None)
    if not demo and has_lint(runner):
        modules.append(LINT_MODULE.rpartition(".")[2])
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


def installed(runner, addons, *, demo):
    """The name of a database with all addons in it, made anew when a file of theirs changed."""
    kind = "demo" if demo else "plain"
    name = f"crm_{CLONE}_installed_{kind}"
    note = STATE / f"installed-{kind}.json"
    source = template(runner, demo=demo)
    wanted = json.dumps([source, addons.fingerprint()])
    if note.exists() and note.read_text() == wanted and name in runner.databases.names():
        return name
    note.unlink(missing_ok=True)
    with step("Installing the addons" + (" with demo data" if demo else "")) as progress:
        runner.databases.create(name, source)
        for turn in addons.in_turns(addons.names) if demo else [addons.names]:
            runner.must(name, "-i", ",".join(turn), *(["--with-demo"] if demo else []),
                        log=f"installed-{kind}.log", what="Installing the addons", show=progress)
    note.write_text(wanted)
    return name
