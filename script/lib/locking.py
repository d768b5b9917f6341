"""Runs that do not collide, and results that are whole or absent."""

import fcntl
import os
import shutil
from contextlib import contextmanager

from .console import say
from .settings import own_folder

COMPLETE = ".complete"


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
    """Return `folder`, calling build(folder) first unless it is there and whole.

    A marker file is written last: a folder without it is the rest of an interrupted
    run and is made again from nothing.
    """
    marker = folder / COMPLETE
    if marker.exists():
        return folder
    with locked(folder.parent / f"{folder.name}.lock", what):
        if not marker.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            build(folder)
            marker.touch()
    return folder
