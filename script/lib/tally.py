"""Counting what passed and failed, down to the one line that ends script/test."""

from .console import say

# Lines of a record that are shown: the head says what, the tail of a traceback why.
SHOWN_HEAD, SHOWN_TAIL = 3, 25
# Complaints of one step that are shown; the log has them all.
SHOWN_COMPLAINTS = 12


class Tally:
    """The counts of a whole run: tests of Odoo, and steps such as "updates cleanly"."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add_tests(self, report):
        """Count the tests of an odoo_log.Report and show why some failed or were skipped."""
        self.passed += report.passed
        self.failed += report.failed
        self.skipped += report.skipped
        for record in report.failures:
            show(record)
        for record in report.skips:
            say(f"   {record.lines[0]}")

    def check(self, name, complaints, log):
        """Count one step: failed when there is any complaint (a record or a text)."""
        if not complaints:
            self.passed += 1
            say(f"   ok: {name}")
            return True
        self.failed += 1
        say(f"   FAILED: {name} (whole log: {log})")
        for complaint in complaints[:SHOWN_COMPLAINTS]:
            show(complaint)
        if len(complaints) > SHOWN_COMPLAINTS:
            say(f"      ... and {len(complaints) - SHOWN_COMPLAINTS} more")
        return False

    def line(self):
        """The plain last line."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"

    @property
    def exit_code(self):
        """0 only when something ran and nothing failed."""
        return 0 if self.passed and not self.failed else 1


def show(complaint):
    """Print a complaint, the middle of a very long one left out."""
    if isinstance(complaint, str):
        say(f"      {complaint}")
        return
    lines = [f"{complaint.level} {complaint.logger}: {complaint.lines[0]}", *complaint.lines[1:]]
    if len(lines) > SHOWN_HEAD + SHOWN_TAIL:
        lines[SHOWN_HEAD:-SHOWN_TAIL] = ["..."]
    for line in lines:
        say(f"      {line}")
