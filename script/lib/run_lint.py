"""script/lint: style, Odoo's conventions, well-formed XML, translations, no traces of a machine."""

import argparse
import os

from . import prerequisites as need
from .addons import Addons
from .console import Problem, say, step
from .lint_files import sizes, traces, tracked_files, xml_errors
from .lint_translations import translation_errors
from .processes import run
from .python_env import virtual_environment
from .settings import CACHE, LOGS, PROJECT, STATE, own_folder
from .workshop import test_workshop

NEEDED = (need.POSTGRES,)
AUTHOR = "crm_relationship contributors"
# Messages that contradict how this project works.
PYLINT_WITHOUT = (
    "missing-readme",  # The project has one README.
    "consider-merging-classes-inherited",  # A big model lies in several small files.
    "missing-return",  # Our approval hooks return nothing.
    "method-required-super", "super-method-mismatch",  # Wrong about classes that are no models.
    "context-overridden",  # with_context(action["context"]) is what a client does.
    "no-search-all",  # Companies and tiers are few, and all of them are meant.
    "unknown-option-value",  # Odoo's test_lint has messages of its own to disable.
    "attribute-string-redundant",  # A label is written out beside its Chinese paper term.
)


def main(argv):
    """Run the checks that `argv` asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="script/lint", description="Check the sources.")
    parser.add_argument("addons", nargs="*", help="only these addons (default: all)")
    parser.add_argument("--quick", action="store_true",
                        help="leave out what needs a database: the translations")
    parser.add_argument("--write-pot", action="store_true",
                        help="also write each addon's i18n/<addon>.pot anew")
    parser.add_argument("--fix", action="store_true", help="let ruff mend what it can")
    options = parser.parse_args(argv)
    for folder in (CACHE, STATE, LOGS):
        own_folder(folder)
    addons = Addons()
    names = addons.select(options.addons)
    files = tracked_files(names if options.addons else ())
    python = virtual_environment("lint", resolved=["lint-requirements.txt"])
    failed = [
        _check("ruff", _ruff(python, names if options.addons else (), options.fix)),
        _check("pylint-odoo", _pylint(python, names)),
        _check("XML is well-formed", xml_errors(files)),
        _check("files, classes and methods are small", sizes(files)),
        _check("no traces of a machine", traces(files)),
    ]
    if not options.quick:
        with test_workshop("lint", NEEDED) as runner:
            found = translation_errors(runner, addons, names, write=options.write_pot)
        failed.append(_check("translations are complete", found))
    say("lint: failed" if any(failed) else "lint: all well")
    return 1 if any(failed) else 0


def _check(name, complaints):
    """Print what a check found; return whether it failed."""
    say(f"   {'FAILED' if complaints else 'ok'}: {name}")
    for line in complaints:
        say(f"      {line}")
    return bool(complaints)


def _ruff(python, names, fix):
    command = [python, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", "-q",
               *(["--fix"] if fix else []), *(names or ["."])]
    return _complaints(command, "ruff")


def _pylint(python, names):
    command = [python, "-m", "pylint", "--load-plugins=pylint_odoo", "--disable=all",
               "--enable=odoolint", "--valid-odoo-versions=19.0", "--score=n", "--jobs=1",
               f"--manifest-required-authors={AUTHOR}", f"--disable={','.join(PYLINT_WITHOUT)}",
               *names]
    return _complaints(command, "pylint-odoo")


def _complaints(command, name):
    """The lines a linter printed when it was not content."""
    lines = []
    with step(f"Running {name}"):
        code = run(command, log=f"{name}.log", cwd=PROJECT, append=False,
                   env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, on_line=lines.append)
    if code and not lines:
        raise Problem(f"{name} ended with exit code {code} and said nothing.")
    return [line.rstrip() for line in lines if line.strip()] if code else []
