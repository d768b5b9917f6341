"""Odoo processes on one server: a configuration file and the calls the scripts make."""

import os
import socket
from pathlib import Path

from . import odoo_log
from .console import Problem
from .database import Databases
from .processes import output, run
from .settings import LANGUAGES, LOGS, PROJECT, STATE, TOOL_ADDONS


def free_port():
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class OdooRunner:
    """Calls an Odoo on a server; `name` tells its files apart (demo, test)."""

    def __init__(self, odoo, server, name, *, tool_addons=False):
        self.odoo = odoo
        self.server = server
        self.name = name
        self.databases = Databases(server, STATE / f"data-{name}")
        self.configuration = self._configure(tool_addons)

    def _configure(self, tool_addons):
        """Write the configuration file: some Odoo commands take no other options."""
        addons = [str(PROJECT), *([str(TOOL_ADDONS)] if tool_addons else [])]
        if "," in str(PROJECT):
            raise Problem(f"Odoo cannot use a folder with a comma: {PROJECT}.", "Move the clone.")
        options = {
            "addons_path": ",".join(addons),
            "data_dir": self.databases.data_folder,
            "db_host": self.server.host, "db_port": self.server.port, "db_user": self.server.user,
            # The demo is for this machine: Odoo's own default is every interface.
            "http_interface": "127.0.0.1",
            "list_db": False,
            "max_cron_threads": 1,
        }
        path = STATE / f"odoo-{self.name}.conf"
        lines = ["[options]", *(f"{key} = {value}" for key, value in options.items())]
        path.write_text("\n".join(lines) + "\n")
        return path

    @property
    def environment(self):
        """What an Odoo process of ours sees; the password comes by variable, not by file."""
        found = self.odoo.environment()
        if self.server.password:
            found["PGPASSWORD"] = self.server.password
        return found

    def server_command(self, database, *arguments):
        """The command line of an Odoo server on `database`."""
        return [*self.odoo.command, "-c", str(self.configuration), "-d", database, *arguments]

    def call(self, database, *arguments, log, show=None):
        """Run the server once with `arguments` and stop; return the odoo_log.Report.

        log: file name in LOGS, written anew; show: console.Progress to keep informed.
        """
        command = self.server_command(
            database, "--stop-after-init", "--http-port", str(free_port()), *arguments)
        return self._logged(command, log, show)

    def _logged(self, command, log, show=None):
        def on_line(line):
            if show and (news := odoo_log.progress(line)):
                show.update(news)

        code = run(command, log=log, env=self.environment, cwd=STATE, on_line=on_line,
                   append=False)
        with open(LOGS / log, encoding="utf-8", errors="replace") as file:
            return odoo_log.report(file, code)

    def must(self, database, *arguments, log, what, show=None):
        """Like `call`, for work that no test hangs on: a failure is a Problem."""
        found = self.call(database, *arguments, log=log, show=show)
        errors = [one for one in found.complaints if one.level != "WARNING"]
        if found.exit_code or errors:
            said = (errors or found.complaints)[-1:]
            raise Problem(f"{what} failed. {said[0].lines[-1].strip() if said else ''}",
                          f"The whole log is {LOGS / log}.")

    def install(self, database, modules, *, demo, log, what, show=None):
        """Install modules in the project's languages; a failure is a Problem."""
        self.must(database, "-i", ",".join(modules), "--load-language", ",".join(LANGUAGES),
                  *(["--with-demo"] if demo else []), log=log, what=what, show=show)

    def subcommand(self, name, *arguments, database, log):
        """Run one of Odoo's other commands (module, i18n); return the odoo_log.Report."""
        command = [*self.odoo.command, *name, "-c", str(self.configuration), "-d", database,
                   *arguments]
        return self._logged(command, log)

    def python(self, script, *arguments):
        """Run a Python file with what Odoo's interpreter has; return its output."""
        return output([self.odoo.python, Path(script), *arguments], env=self.environment, cwd="/")

    def can_import(self, module):
        """Whether Odoo's interpreter finds a module."""
        code = ("import importlib.util as u, sys, odoo.addons;"
                f"sys.exit(not u.find_spec({module!r}))")
        return run([self.odoo.python, "-c", code], log="odoo.log", env=self.environment,
                   cwd=os.sep) == 0
