"""Databases with their filestore: made, copied, renamed, dropped, asked."""

import os
import shutil
import subprocess

from .console import Problem
from .settings import own_folder


class Databases:
    """The databases of one server together with the files Odoo keeps for them."""

    def __init__(self, server, data_folder):
        self.server = server
        self.data_folder = own_folder(data_folder)
        own_folder(data_folder / "filestore")

    def query(self, sql, database="postgres"):
        """Run SQL through psql; return the rows as lists of strings.

        Raises Problem with what PostgreSQL said.
        """
        command = ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1",
                   "-d", database, "-c", sql]
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("PG")}
        done = subprocess.run(command, env={**environment, **self.server.environment()},
                              cwd="/", text=True, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            said = done.stderr.strip().splitlines()
            raise Problem(said[0] if said else "psql failed.",
                          "See CRM_DB_HOST in docs/development.md." if not self.server.cluster
                          else f"Its log is {self.server.cluster.data / 'server.log'}.")
        return [line.split("\x1f") for line in done.stdout.splitlines()]

    def names(self):
        """The names of all databases of the server."""
        return {row[0] for row in self.query("SELECT datname FROM pg_database")}

    def create(self, name, template="template0"):
        """Make database `name`, a copy of `template` and of its files; an old one goes."""
        self.drop(name)
        # The locale is named for servers that are not ours: C would break Chinese search.
        locale = " ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
        self.query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
                   + (locale if template == "template0" else ""))
        if self._files(template).exists():
            shutil.copytree(self._files(template), self._files(name))

    def drop(self, name):
        """Remove database `name` and its files, whoever is still connected."""
        self.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self._files(name), ignore_errors=True)

    def rename(self, name, new_name):
        """Give a finished database its final name; the files go first.

        Killed in between, there are files without a database, which `drop` clears.
        """
        self.drop(new_name)
        if self._files(name).exists():
            self._files(name).rename(self._files(new_name))
        self.query(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')

    def _files(self, name):
        return self.data_folder / "filestore" / name
