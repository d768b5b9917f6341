"""One bench inside Odoo, and the helper every bench gets; run by Odoo's Python.

Usage: bench_session.py ODOO.conf DATABASE bench/NAME.py. A bench is a file with main(bench):

    def main(bench):
        with bench.measure("one UPDATE") as floor:
            bench.env.cr.execute("UPDATE ...")
        with bench.measure("write") as ours:
            bench.env["res.partner"].search([]).write({...})
        bench.compare("write against UPDATE", ours.cpu, floor.cpu, limit=1.5)

Nothing is committed unless the bench does it; it works on a copy of the demo database.
"""

import os
import resource
import runpy
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measurement:
    """What one piece of work cost; times in seconds."""

    label: str
    wall: float = 0.0
    python: float = 0.0
    children: float = 0.0
    postgres: float = 0.0
    queries: int = 0

    @property
    def cpu(self):
        """CPU seconds of everything: Odoo, the programs it called, PostgreSQL."""
        return self.python + self.children + self.postgres

    def __str__(self):
        return (f"{self.label:<48} {self.wall:8.3f} s wall, {self.cpu:8.3f} s CPU "
                f"(Python {self.python:.3f}, PostgreSQL {self.postgres:.3f}, "
                f"programs {self.children:.3f}), {self.queries} queries")


class Bench:
    """What a bench works with: an environment, a stop-watch, and limits."""

    def __init__(self, env):
        self.env = env
        self.failed = False

    @contextmanager
    def measure(self, label):
        """Measure a block from empty caches, pending writes included; prints what it found."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = Measurement(label)
        before, start = self._counters(), time.perf_counter()
        yield found
        self.env.flush_all()
        found.wall = time.perf_counter() - start
        found.python, found.children, found.postgres, found.queries = (
            after - earlier for after, earlier in zip(self._counters(), before, strict=True))
        say(found)

    def lend_defaults(self, record):
        """Let bare SQL insert into the table of `record`: what must be filled in is as it is there.

        Columns that another installed addon made required have no default in the database.
        """
        table = record._table
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND column_default IS NULL", [table])
        for (name,) in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT "{name}" FROM "{table}" WHERE id = %s', [record.id])
            self.env.cr.execute(f'ALTER TABLE "{table}" ALTER "{name}" SET DEFAULT %s', self.env.cr.fetchone())

    def compare(self, label, ours, floor, limit=None):
        """Print ours / floor; over `limit` the bench fails."""
        ratio = ours / floor if floor else float("inf")
        over = limit is not None and ratio > limit
        self.failed |= over
        say(f"{label:<48} {ratio:8.2f} x" + ("" if limit is None else f", at most {limit}")
            + (": OVER THE LIMIT" if over else ""))

    def expect(self, label, value, limit):
        """Print a count or a time that may be at most `limit`; over it the bench fails."""
        over = value > limit
        self.failed |= over
        say(f"{label:<48} {value:8.4g}, at most {limit}" + (": OVER THE LIMIT" if over else ""))

    def _counters(self):
        """CPU seconds of Python, its children and our database session, and queries so far."""
        own = resource.getrusage(resource.RUSAGE_SELF)
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime,
                self._postgres_seconds(), self.env.cr.sql_log_count)

    def _postgres_seconds(self):
        """CPU of the server process behind our cursor; 0 on another machine's server."""
        try:
            with open(f"/proc/{self.env.cr._cnx.get_backend_pid()}/stat") as file:
                # Fields after the name in brackets: utime and stime are the 12th and 13th.
                times = file.read().rpartition(")")[2].split()[11:13]
        except OSError:
            return 0.0
        return sum(map(int, times)) / _TICKS


def say(line):
    """Print one line now, in order with what Odoo logs."""
    print(line, flush=True)


def main(configuration, database, path):
    """Run one bench file; return 1 when it went over a limit of its own."""
    config.parse_config(["-c", configuration, "-d", database, "--no-http", "--log-level", "warn"],
                        setup_logging=True)
    with Registry(database).cursor() as cr:
        bench = Bench(api.Environment(cr, SUPERUSER_ID, {}))
        runpy.run_path(path)["main"](bench)
        cr.rollback()
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
