"""Runs that do not collide, and results that are whole or absent."""

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .console import say
from .settings import own_folder


@contextmanager
def locked(path, what):
    """Hold the lock file `path`; a second run says so and waits.

    The kernel drops the lock with the process, so a killed run leaves nothing behind.
    """
    own_folder(path.parent)
    with open(path, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            say(f"   waiting: process {file.read().strip() or '?'} is busy with {what}")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def build_once(folder, what, build):
    """Return `folder`, calling build(path) first unless it is there.

    Every attempt has a path of its own and `folder` becomes a link to the one that came to
    its end: what an interrupted run left, or an orphan of it still writes, is never taken for
    the result. Such rests are removed.
    """
    if not folder.exists():
        with locked(folder.parent / f"{folder.name}.lock", what):
            if not folder.exists():
                _remove_attempts(folder)
                attempt = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
                attempt.chmod(0o755)
                build(attempt)
                folder.unlink(missing_ok=True)
                folder.symlink_to(attempt.name)
                _remove_attempts(folder, keep=attempt)
    return folder


def _remove_attempts(folder, keep=None):
    for attempt in folder.parent.glob(f"{folder.name}.*"):
        if attempt.is_dir() and attempt != keep:
            shutil.rmtree(attempt, ignore_errors=True)
