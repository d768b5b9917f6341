"""The life of an installation: with demo data and updated; without, removed without a trace, back again."""

from .console import step
from .settings import CLONE, LOGS
from .templates import template

DATABASE = f"crm_{CLONE}_life"


def check_life(runner, addons, names, tally):
    """Install `names` with demo data and update; without, install, uninstall and install again.

    Every step is one check; it fails on any warning or error in its log. Demo data stays out of the
    removal: Odoo keeps the demo people and companies that other records name, and says so.
    """
    databases, modules = runner.databases, ",".join(names)
    databases.create(DATABASE, template(runner, demo=True))
    for turn in addons.in_turns(names):
        what = f"{', '.join(turn)}: installs with demo data"
        _check_step(runner, tally, what, "life-demo.log", "-i", ",".join(turn), "--with-demo")
    _check_step(runner, tally, "updates", "life-update.log", "-u", modules, "--with-demo")
    databases.create(DATABASE, template(runner, demo=False))
    before = _ownerless_columns(databases)
    _check_step(runner, tally, "installs", "life-install.log", "-i", modules)
    # Removing an addon removes those that need it: all of them are gone afterwards.
    log = "life-uninstall.log"
    if _check_step(runner, tally, "uninstalls", log, subcommand=(("module", "uninstall"), *names)):
        tally.check("leaves nothing behind", _leftovers(databases, addons, before), LOGS / log)
        _check_step(runner, tally, "installs again", "life-again.log", "-i", modules)


def _check_step(runner, tally, what, log, *arguments, subcommand=None):
    """One call of Odoo as one check; True when Odoo ended well, whatever its log says."""
    with step(f"An installation's life: {what}") as progress:
        if subcommand:
            found = runner.subcommand(*subcommand, database=DATABASE, log=log)
        else:
            found = runner.call(DATABASE, *arguments, log=log, show=progress)
    complaints = list(found.complaints)
    if found.exit_code:
        complaints.append(f"Odoo ended with exit code {found.exit_code}")
    tally.check(what, complaints, LOGS / log)
    return not found.exit_code


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
