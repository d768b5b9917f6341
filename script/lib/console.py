"""What the scripts print: steps with their time, and problems with their remedy."""

import sys
import time
from contextlib import contextmanager

# Between two progress lines where the output is not a terminal, in seconds.
QUIET_SECONDS = 20


class Problem(Exception):
    """Something the user can mend: what is wrong, and what to do about it."""

    def __init__(self, what, remedy=""):
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self):
        return f"{self.what} {self.remedy}".rstrip()


def say(text=""):
    """Print one line now, also into a pipe."""
    print(text, flush=True)


class Progress:
    """The line of a step that is under way; `update` tells how far it is."""

    def __init__(self, text):
        self.text = text
        self.started = self.shown = time.monotonic()
        self.live = sys.stdout.isatty()

    def update(self, detail):
        """Show `detail` behind the step: in place on a terminal, else now and then."""
        now = time.monotonic()
        if self.live:
            print(f"\r\033[K-> {self.text}: {detail}", end="", flush=True)
        elif now - self.shown > QUIET_SECONDS:
            self.shown = now
            say(f"   {detail}")

    def finish(self):
        """End the line; a step of some seconds says how long it took."""
        seconds = time.monotonic() - self.started
        if self.live:
            print(f"\r\033[K-> {self.text} ({seconds:.0f} s)", flush=True)
        elif seconds >= 2:
            say(f"   {seconds:.0f} s")


@contextmanager
def step(text):
    """Announce a piece of work, and its time when it is over."""
    progress = Progress(text)
    print(f"-> {text}", end="" if progress.live else "\n", flush=True)
    try:
        yield progress
    except BaseException:
        if progress.live:
            say()
        raise
    progress.finish()


def call(main):
    """Run a script's main(argv) and exit; a Problem is one line, not a traceback."""
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr, flush=True)
        sys.exit(2)
    except KeyboardInterrupt:
        print("interrupted; the next run carries on from here", file=sys.stderr, flush=True)
        sys.exit(130)
