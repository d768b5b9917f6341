"""PostgreSQL: a cluster of our own below the project, or the server the variables name."""

import json
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import prerequisites
from .console import Problem, step
from .processes import command_line
from .settings import PROJECT, STATE, digest, own_folder, variable

# As root: whom PostgreSQL, which refuses root, runs as; the first that exists.
UNPRIVILEGED = ("postgres", "nobody")
# As root: where a cluster goes when that user cannot reach the project (a clone in root's home).
FALLBACK = Path("/var/lib/crm_relationship")
# Test data may die with the machine. The demo's may not: it keeps PostgreSQL's own settings.
TEST_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off",
                 "max_wal_size=2GB")
START_SECONDS = 60
SOCKET_PREFIX = "crm-pg-"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL to connect to: host is a name or the folder of the socket."""

    host: str
    port: str
    user: str
    password: str = ""
    cluster: "Cluster | None" = None

    def environment(self):
        """The variables of libpq; the password never stands on a command line."""
        found = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user,
                 "PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "10"}
        return {name: value for name, value in found.items() if value}

    def stop(self):
        """Stop the cluster when it is ours."""
        if self.cluster:
            self.cluster.stop()


def start_server(name, settings=()):
    """The running PostgreSQL: CRM_DB_HOST's, or our cluster `name`, made when missing."""
    host = variable("CRM_DB_HOST")
    if host:
        prerequisites.ensure([prerequisites.PSQL])
        return Server(host, variable("CRM_DB_PORT") or "5432", variable("CRM_DB_USER") or "odoo",
                      variable("CRM_DB_PASSWORD") or "")
    prerequisites.ensure([prerequisites.POSTGRES, prerequisites.PSQL])
    cluster = Cluster(name, settings)
    cluster.start()
    return Server(str(cluster.socket), "5432", "odoo", cluster=cluster)


class Cluster:
    """A PostgreSQL cluster reached through a socket that only its owner (and root) can open."""

    def __init__(self, name, settings=()):
        self.name = name
        self.settings = settings
        self.binaries = prerequisites.postgres_binaries()
        self.account = self._account()
        own_folder(STATE)
        self.data = self._folder() / name
        # Where the socket is: outside the project, since socket paths are short.
        self.note = STATE / f"postgresql-{name}.json"

    @staticmethod
    def _account():
        """Whom the server runs as: None for ourselves, an unprivileged user's entry for root."""
        if os.geteuid() != 0:
            return None
        for user in UNPRIVILEGED:
            try:
                return pwd.getpwnam(user)
            except KeyError:
                continue
        raise Problem("PostgreSQL refuses to run as root and there is no user to run it as.",
                      "Run as an ordinary user, or: apt-get install postgresql")

    def _folder(self):
        """The folder of our clusters, one that the server's user can enter."""
        folder = STATE / "postgresql"
        if not self.account:
            return own_folder(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if self._as_account(["test", "-x", folder]).returncode:
            folder = own_folder(FALLBACK / digest(PROJECT))
        return folder

    def _as_account(self, command):
        """Run a quick command as the server's user; return the finished process."""
        identity = {}
        if self.account:
            identity = {"user": self.account.pw_uid, "group": self.account.pw_gid,
                        "extra_groups": []}
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": "/"}
        return subprocess.run(
            [str(part) for part in command], cwd="/", text=True, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **identity)

    def _checked(self, command, what):
        done = self._as_account(command)
        if done.returncode:
            last = done.stdout.strip().splitlines()[-1:]
            raise Problem(f"{what} failed: {' '.join(last)}", f"Its folder is {self.data}.")

    @property
    def socket(self):
        """The folder of the running server's socket, None when it was never started."""
        try:
            return Path(json.loads(self.note.read_text())["socket"])
        except (OSError, ValueError, KeyError):
            return None

    def start(self):
        """Make the cluster when missing and start it unless it runs; survives any earlier crash."""
        if not (self.data / "complete").exists():
            self._initialize()
        if self._running():
            if self.socket and (self.socket / ".s.PGSQL.5432").exists():
                return
            self.stop()  # Its socket was cleaned away: nobody can reach it.
        with step(f"Starting PostgreSQL ({self.name})"):
            self._launch()

    def _initialize(self):
        with step(f"Making a PostgreSQL cluster ({self.name})"):
            self.stop()
            shutil.rmtree(self.data, ignore_errors=True)
            self.data.mkdir(mode=0o700)
            if self.account:
                os.chown(self.data, self.account.pw_uid, self.account.pw_gid)
            # C.UTF-8, not C: under C pg_trgm finds nothing in Chinese text.
            self._checked([self.binaries / "initdb", "-D", self.data, "-U", "odoo", "-A", "trust",
                           "--encoding=UTF8", "--locale=C.UTF-8"], "initdb")
            (self.data / "complete").touch()

    def _launch(self):
        self._forget_socket()
        # In /tmp by name: a long TMPDIR would not fit into a socket's address.
        socket = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir="/tmp"))
        if self.account:
            os.chown(socket, self.account.pw_uid, self.account.pw_gid)
        self.note.write_text(json.dumps({"socket": str(socket)}))
        # Left by a server that is no more; its number may be some other process's by now.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        options = ["-k", str(socket), "-c listen_addresses=''", "-c port=5432",
                   *(f"-c {setting}" for setting in self.settings)]
        self._checked([self.binaries / "pg_ctl", "start", "-D", self.data, "-w", "-s",
                       "-t", START_SECONDS, "-l", self.data / "server.log", "-o", " ".join(options)],
                      f"Starting PostgreSQL (log: {self.data / 'server.log'})")

    def _forget_socket(self):
        """Remove the socket folder of an earlier start, wherever that ended."""
        old = self.socket
        if old and old.name.startswith(SOCKET_PREFIX):
            shutil.rmtree(old, ignore_errors=True)

    def _pid(self):
        """The process id that the cluster's pid file names, None without one."""
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _running(self):
        """Whether the process of the pid file is really this cluster's server."""
        return str(self.data) in command_line(self._pid())

    def stop(self):
        """Stop the server of this cluster, if it runs; sessions end, nothing is lost."""
        if self._running():
            self._checked([self.binaries / "pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w",
                           "-s", "-t", START_SECONDS], "Stopping PostgreSQL")
        self._forget_socket()
