"""script/test: every test of every addon, and the life of an installation."""

import argparse
import os

from . import prerequisites as need
from .addons import Addons
from .console import say, step
from .lifecycle import check_life
from .settings import CLONE, LOGS
from .tally import Tally
from .templates import has_lint, template
from .workshop import test_workshop

NEEDED = (need.POSTGRES, need.PDF, need.FONTS, need.PDFTOTEXT, need.BROWSER)
DATABASE = f"crm_{CLONE}_test"
LINT_ADDON = "project_lint"
LOCK_TIMEOUT = "60s"


def main(argv):
    """Run what `argv` asks for; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="script/test", description="Test the addons on a real Odoo 19; see docs/development.md.")
    parser.add_argument("addons", nargs="*", help="only these addons (default: all)")
    parser.add_argument("--tags", help="only these tests, as Odoo's --test-tags has it: "
                                       "/addon:Class.method, :Class, tag; leaves the other checks out")
    options = parser.parse_args(argv)
    addons = Addons()
    names = addons.select(options.addons)
    tally = Tally()
    with test_workshop("tests", NEEDED) as runner:
        run_unit_tests(runner, names, options.tags, tally)
        if not options.tags:
            check_life(runner, addons, names, tally)
    say(tally.line())
    return tally.exit_code


def run_unit_tests(runner, names, tags, tally):
    """Install the addons in a copy of the template and run their tests there."""
    databases = runner.databases
    source = template(runner, demo=False)
    lint = has_lint(runner)
    if not lint:
        say("   note: this Odoo has no test_lint or no astroid; its lint tests are left out")
    installed = [*names, LINT_ADDON] if lint and not tags else names
    wanted = tags or ",".join(f"/{name}" for name in installed)
    os.environ["CRM_LINT_ADDONS"] = ",".join(names)
    with step(f"Testing {', '.join(names)}" + (f" ({tags})" if tags else "")) as progress:
        databases.create(DATABASE, source)
        # A test whose own cursors wait for each other fails then, instead of waiting for ever.
        databases.query(f"ALTER DATABASE {DATABASE} SET lock_timeout = '{LOCK_TIMEOUT}'")
        found = runner.call(DATABASE, "-i", ",".join(installed), "--test-tags", wanted,
                            log="test.log", show=progress)
    log = LOGS / "test.log"
    tally.add_tests(found)
    tally.check("the tests ran", _why_not(found), log)
    tally.check("their log has no warning and no error", found.complaints, log)
    say(f"   {found.tests} tests: {found.passed} passed, {found.failed} failed, "
        f"{found.skipped} skipped")


def _why_not(found):
    """What kept a run from coming to its end, besides tests that failed."""
    if not found.tests:
        return [f"no test ran (exit code {found.exit_code})"]
    if found.exit_code and not found.failed:
        return [f"Odoo ended with exit code {found.exit_code}"]
    return []
