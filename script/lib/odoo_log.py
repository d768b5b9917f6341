"""What an Odoo log says: records, warnings that are ours, results of tests."""

import re
from dataclasses import dataclass, field

from .settings import PROJECT

_RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>[\w.]+): (?P<message>.*)$")
# The last word of a run, and what Odoo writes for single tests on the way there.
_RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")
_TEST_FAILURE = re.compile(r"(FAIL|ERROR): ")
_SKIP = re.compile(r"skipped (\S+).* : ")
_SUMMARY = re.compile(r"Module \w+: \d+ failures, \d+ errors of \d+ tests"
                      r"|At least one test failed when loading the modules")
_LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
_TEST = re.compile(r": Starting (\S+) \.\.\.")

BAD_LEVELS = {"WARNING", "ERROR", "CRITICAL"}


@dataclass
class Record:
    """One log record; `lines` has the message and what follows it, a traceback say."""

    level: str
    logger: str
    lines: list = field(default_factory=list)

    @property
    def text(self):
        """The whole message."""
        return "\n".join(self.lines)


def records(lines):
    """Group the lines of a log into records; lines before the first record are dropped."""
    current = None
    for line in lines:
        match = _RECORD.match(line.rstrip("\n"))
        if match:
            if current:
                yield current
            current = Record(match["level"], match["logger"], [match["message"].rstrip()])
        elif current:
            current.lines.append(line.rstrip("\n"))
    if current:
        yield current


def is_noise(record):
    """Whether a WARNING comes from Odoo or a library alone.

    Only one kind is let pass: Python's own warnings (py.warnings) about code that is not in
    this project, such as a deprecation inside Odoo under a newer library.
    """
    return record.logger == "py.warnings" and str(PROJECT) not in record.text


@dataclass
class Report:
    """The outcome of one Odoo run."""

    exit_code: int = 0
    tests: int = 0
    failed: int = 0
    skipped: int = 0
    # Records: why tests failed, why they were skipped, and what else was bad in the log.
    failures: list = field(default_factory=list)
    skips: list = field(default_factory=list)
    complaints: list = field(default_factory=list)

    @property
    def passed(self):
        """Tests that ran through."""
        return max(self.tests - self.failed - self.skipped, 0)


def report(lines, exit_code=0):
    """Read a whole log into a Report."""
    found = Report(exit_code)
    for record in records(lines):
        message = record.lines[0]
        if match := _RESULT.match(message):
            failures, errors, tests = map(int, match.groups())
            found.tests += tests
            found.failed += failures + errors
        elif record.level == "ERROR" and _TEST_FAILURE.match(message):
            found.failures.append(record)
        elif record.level in BAD_LEVELS and not _SUMMARY.match(message) and not is_noise(record):
            found.complaints.append(record)
        elif match := _SKIP.match(message):
            found.skips.append(record)
            # A class skipped as a whole never started its tests.
            found.skipped += not match[1].startswith("setUpClass")
    # A run that broke off has no last word.
    found.failed = max(found.failed, len(found.failures))
    return found


def progress(line):
    """What a log line says about how far the run is, None when nothing."""
    if match := _LOADING.search(line):
        return f"module {match[2]}/{match[3]} {match[1]}"
    if match := _TEST.search(line):
        return match[1]
    return None
