"""The life of an installation: with demo data, updated, removed without a trace, back again."""

from .console import step
from .settings import CLONE, LOGS
from .templates import template

DATABASE = f"crm_{CLONE}_life"


def check_life(runner, addons, names, tally):
    """Install `names` with demo data, update, uninstall and install them again.

    Every step is one check; it fails on any warning or error in its log.
    """
    source = template(runner, demo=True)
    databases = runner.databases
    databases.create(DATABASE, source)
    before = _columns(databases)
    modules = ",".join(names)
    # Removing an addon removes those that need it: all of them are gone afterwards.
    steps = (
        ("installs with demo data", "life-install.log", ["-i", modules, "--with-demo"]),
        ("updates", "life-update.log", ["-u", modules, "--with-demo"]),
        ("uninstalls", "life-uninstall.log", None),
        ("installs again", "life-again.log", ["-i", modules, "--with-demo"]),
    )
    for what, log, arguments in steps:
        with step(f"{', '.join(names)}: {what}") as progress:
            if arguments:
                found = runner.call(DATABASE, *arguments, log=log, show=progress)
            else:
                found = runner.subcommand(("module", "uninstall"), *names,
                                          database=DATABASE, log=log)
        complaints = list(found.complaints)
        if found.exit_code:
            complaints.append(f"Odoo ended with exit code {found.exit_code}")
        if not tally.check(what, complaints, LOGS / log) and found.exit_code:
            return
        if not arguments:
            tally.check("leaves nothing behind", _leftovers(databases, addons, before), LOGS / log)


def _columns(databases):
    """Every table.column of the database, as a set."""
    return {row[0] for row in databases.query(
        "SELECT table_name || '.' || column_name FROM information_schema.columns"
        " WHERE table_schema = 'public'", DATABASE)}


def _leftovers(databases, addons, before):
    """What the addons left in the database after they were removed, as lines of text."""
    ours = ", ".join(f"'{name}'" for name in addons.names)
    found = [f"column {name}" for name in sorted(_columns(databases) - before)]
    for what, sql in (
        ("not uninstalled:", "SELECT name FROM ir_module_module"
                             f" WHERE name IN ({ours}) AND state <> 'uninstalled'"),
        ("external id:", "SELECT module || '.' || name || ' (' || model || ')' FROM ir_model_data"
                         f" WHERE module IN ({ours}) ORDER BY 1 LIMIT 20"),
    ):
        found.extend(f"{what} {row[0]}" for row in databases.query(sql, DATABASE))
    return found
