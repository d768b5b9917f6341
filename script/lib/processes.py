"""Child processes: no stdin, their output in a log file, dead when we are."""

import ctypes
import os
import signal
import subprocess

from .console import Problem
from .settings import LOGS, own_folder

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def _die_with_parent():
    """Ask the kernel to kill this child when the script dies (kill -9 included).

    Otherwise an orphan would go on writing to what the next run builds anew.
    """
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run(command, *, log, env=None, cwd=None, on_line=None, append=True):
    """Run `command`, its output into LOGS/`log`; return the exit code.

    on_line, when given, is called with every line of output as it comes.
    """
    path = own_folder(LOGS) / log
    with open(path, "a" if append else "w", encoding="utf-8", errors="replace") as file:
        with subprocess.Popen(
            [os.fspath(part) for part in command], env=env, cwd=cwd, text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent,
        ) as process:
            for line in process.stdout:
                file.write(line)
                file.flush()
                if on_line:
                    on_line(line)
        return process.returncode


def check(command, *, log, what, remedy="", **options):
    """Like `run`, but a failure is a Problem with the last line that was printed."""
    last = []

    def remember(line):
        if line.strip():
            last[:] = [line.strip()]

    code = run(command, log=log, on_line=remember, **options)
    if code:
        said = f" It said: {last[0]}" if last else ""
        raise Problem(f"{what} failed (exit code {code}).{said}",
                      remedy or f"The whole output is in {LOGS / log}.")


def output(command, **options):
    """The standard output of a quick command, stripped; raises CalledProcessError."""
    return subprocess.run(
        [os.fspath(part) for part in command], check=True, text=True, stdin=subprocess.DEVNULL,
        capture_output=True, **options,
    ).stdout.strip()


def command_line(pid):
    """The command line of a process as one string, empty when it is gone."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
