"""The demo's Odoo process in the background: found again, stopped, started, waited for."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from .cluster import Cluster
from .console import Problem, step
from .processes import command_line
from .settings import LOGS, STATE, variable

HOST = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 30
# The first pages of a fresh server are slow: style sheets and scripts are put together.
ANSWER_SECONDS = 120
# Local traffic must not go through a proxy that the environment names.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class DemoServer:
    """The server process; its number and port are noted in a file below .local."""

    note = STATE / "demo-server.json"
    log = LOGS / "demo.log"

    def _noted(self, key):
        try:
            return json.loads(self.note.read_text())[key]
        except (OSError, ValueError, KeyError):
            return None

    @property
    def port(self):
        """The port of the last start, None when there was none."""
        return self._noted("port")

    @property
    def running(self):
        """Whether the noted process is our server (numbers are used again after a reboot)."""
        return str(STATE / "odoo-demo.conf") in command_line(self._noted("pid"))

    def command(self, runner, database, port):
        """The command line of the server."""
        return runner.server_command(database, "--http-port", str(port),
                                     "--db-filter", f"^{database}$")

    def start(self, runner, database, port):
        """Start the server and wait until it answers; raises Problem when it does not."""
        with step(f"Starting Odoo on {HOST}:{port}"):
            with open(self.log, "a", encoding="utf-8") as log:
                process = subprocess.Popen(
                    self.command(runner, database, port), env=runner.environment, cwd=STATE,
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
            self.note.write_text(json.dumps({"pid": process.pid, "port": port}))
            deadline = time.monotonic() + START_SECONDS
            while not self._answers(port):
                if process.poll() is not None:
                    raise Problem(f"Odoo ended at once (exit code {process.returncode}).",
                                  f"Its log is {self.log}.")
                if time.monotonic() > deadline:
                    raise Problem(f"Odoo does not answer on port {port}.", f"Its log is {self.log}.")
                time.sleep(0.3)

    @staticmethod
    def _answers(port):
        try:
            with _opener.open(f"http://{HOST}:{port}/web/login", timeout=ANSWER_SECONDS) as page:
                return page.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        """Stop the server if it runs, by force when it does not listen."""
        pid = self._noted("pid")
        for number in (signal.SIGTERM, signal.SIGKILL):
            deadline = time.monotonic() + STOP_SECONDS
            if self.running:
                os.kill(pid, number)
            while self.running and time.monotonic() < deadline:
                time.sleep(0.1)

    @staticmethod
    def stop_postgresql():
        """Stop the demo's own cluster, if there is one."""
        if not variable("CRM_DB_HOST") and (STATE / "postgresql-demo.json").exists():
            Cluster("demo").stop()
