"""script/bench: run the measurements in bench/ against a real Odoo with demo data."""

import argparse
import subprocess

from . import prerequisites as need
from .addons import Addons
from .console import Problem, say
from .settings import CLONE, LIBRARY, PROJECT
from .templates import installed
from .workshop import test_workshop

NEEDED = (need.POSTGRES, need.PDF, need.FONTS)
DATABASE = f"crm_{CLONE}_bench"
FOLDER = PROJECT / "bench"


def main(argv):
    """Run the benches that `argv` names; return 1 when one is over its limit."""
    files = {path.stem: path for path in sorted(FOLDER.glob("[a-z]*.py"))}
    parser = argparse.ArgumentParser(
        prog="script/bench", description="Measure against the floor, on this machine, in one run.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of: {', '.join(files) or 'none yet'}")
    wanted = parser.parse_args(argv).names or list(files)
    unknown = [name for name in wanted if name not in files]
    if unknown or not wanted:
        raise Problem(f"There is no bench/{(unknown or ['*'])[0]}.py.",
                      f"There are: {', '.join(files) or 'none'}.")
    failed = []
    with test_workshop("benches", NEEDED) as runner:
        source = installed(runner, Addons(), demo=True)
        for name in wanted:
            say(f"== {name}")
            # Each starts from the same data, whatever the one before did.
            runner.databases.create(DATABASE, source)
            command = [str(runner.odoo.python), str(LIBRARY / "bench_session.py"),
                       str(runner.configuration), DATABASE, str(files[name])]
            if subprocess.run(command, env=runner.environment, cwd=PROJECT,
                              stdin=subprocess.DEVNULL).returncode:
                failed.append(name)
    say(f"over the limit or broken: {', '.join(failed)}" if failed else "all within their limits")
    return 1 if failed else 0
