"""script/test: every test of every addon, and the life of an installation."""

import argparse
import os
from concurrent.futures import ThreadPoolExecutor

from . import prerequisites as need
from .addons import Addons
from .console import say, step
from .lifecycle import check_life
from .settings import CLONE, LOGS, PROJECT
from .tally import Tally
from .templates import has_lint, template
from .workshop import test_workshop

NEEDED = (need.POSTGRES, need.PDF, need.FONTS, need.PDFTOTEXT, need.BROWSER)
DATABASE = f"crm_{CLONE}_test"
LINT_ADDON = "project_lint"
LOCK_TIMEOUT = "60s"
# Tests side by side; more only helps where each has a processor of its own, and as much memory.
PARTS = max(1, min(4, os.cpu_count() or 1))


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
    """Install the addons in copies of the template and run their tests there, some side by side."""
    source = template(runner, demo=False)
    lint = has_lint(runner)
    if not lint:
        say("   note: this Odoo has no test_lint or no astroid; its lint tests are left out")
    os.environ["CRM_LINT_ADDONS"] = ",".join(names)
    if tags:
        parts = [(names, tags)]
    else:
        parts = [(names, ",".join(files)) for files in spread_tests(names, PARTS)]
        if lint:
            parts[0] = ([*names, LINT_ADDON], f"{parts[0][1]},/{LINT_ADDON}")
    with step(f"Testing {', '.join(names)}" + (f" ({tags})" if tags else "")) as progress:
        databases = [_test_database(runner, source, number) for number in range(len(parts))]
        logs = [f"test-{number}.log" for number in range(len(parts))]

        def run_part(database, part, log):
            return runner.call(database, "-i", ",".join(part[0]), "--test-tags", part[1],
                               log=log, show=progress)

        with ThreadPoolExecutor() as threads:
            reports = list(threads.map(run_part, databases, parts, logs))
    for found, log in zip(reports, logs):
        tally.add_tests(found)
        tally.check("the tests ran", _why_not(found), LOGS / log)
        tally.check("their log has no warning and no error", found.complaints, LOGS / log)
        say(f"   {found.tests} tests: {found.passed} passed, {found.failed} failed, "
            f"{found.skipped} skipped")


def spread_tests(names, parts):
    """Spread the addons' test files over `parts` lists of about the same size, as --test-tags has them."""
    files = [path for name in names for path in (PROJECT / name / "tests").glob("test_*.py")]
    spread = [[0, []] for _part in range(parts)]
    for path in sorted(files, key=lambda path: (-path.stat().st_size, path)):
        least = min(spread, key=lambda part: part[0])
        least[0] += path.stat().st_size
        least[1].append(f"/{path.relative_to(PROJECT)}")
    return [paths for _size, paths in spread if paths]


def _test_database(runner, source, number):
    """A fresh copy of `source` for one part of the tests; its name."""
    name = f"{DATABASE}_{number}"
    runner.databases.create(name, source)
    # A test whose own cursors wait for each other fails then, instead of waiting for ever.
    runner.databases.query(f"ALTER DATABASE {name} SET lock_timeout = '{LOCK_TIMEOUT}'")
    return name


def _why_not(found):
    """What kept a run from coming to its end, besides tests that failed."""
    if not found.tests:
        return [f"no test ran (exit code {found.exit_code})"]
    if found.exit_code and not found.failed:
        return [f"Odoo ended with exit code {found.exit_code}"]
    return []
