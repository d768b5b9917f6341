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
    before = _ownerless_columns(databases)
    modules = ",".join(names)
    turns = addons.in_turns(names)
    steps = [(f"{', '.join(turn)}: installs with demo data", "life-install.log",
              ["-i", ",".join(turn), "--with-demo"]) for turn in turns]
    # Removing an addon removes those that need it: all of them are gone afterwards.
    steps += [
        ("updates", "life-update.log", ["-u", modules, "--with-demo"]),
        ("uninstalls", "life-uninstall.log", None),
        ("installs again", "life-again.log", ["-i", modules]),
    ]
    for what, log, arguments in steps:
        with step(f"An installation's life: {what}") as progress:
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


def _ownerless_columns(databases):
    """Every table.column that no field and no relation of an installed module accounts for."""
    return {row[0] for row in databases.query(
        "SELECT table_name || '.' || column_name FROM information_schema.columns"
        " WHERE table_schema = 'public'"
        " AND NOT EXISTS (SELECT FROM ir_model_fields"
        "                 WHERE replace(model, '.', '_') = table_name AND name = column_name)"
        " AND NOT EXISTS (SELECT FROM ir_model_relation WHERE name = table_name)", DATABASE)}


def _leftovers(databases, addons, before):
    """What the addons left in the database after they were removed, as lines of text."""
    ours = ", ".join(f"'{name}'" for name in addons.names)
    found = [f"column {name}" for name in sorted(_ownerless_columns(databases) - before)]
    for what, sql in (
        ("not uninstalled:", "SELECT name FROM ir_module_module"
                             f" WHERE name IN ({ours}) AND state <> 'uninstalled'"),
        ("external id:", "SELECT module || '.' || name || ' (' || model || ')' FROM ir_model_data"
                         f" WHERE module IN ({ours}) ORDER BY 1 LIMIT 20"),
    ):
        found.extend(f"{what} {row[0]}" for row in databases.query(sql, DATABASE))
    return found
