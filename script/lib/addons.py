"""The addons of the project: found by their manifest, in the order of their dependencies."""

import ast
import hashlib

from .console import Problem
from .settings import PROJECT

MANIFEST = "__manifest__.py"
# Read when it runs, so a change needs no upgrade of the database.
NOT_INSTALLED = {"tests", "__pycache__"}


class Addons:
    """All addons beside each other in the project, and what they stand on."""

    def __init__(self, folder=PROJECT):
        self.folder = folder
        self.manifests = {}
        for path in sorted(folder.glob(f"*/{MANIFEST}")):
            manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
            if manifest.get("installable", True):
                self.manifests[path.parent.name] = manifest
        if not self.manifests:
            raise Problem(f"There is no addon in {folder}.")

    @property
    def names(self):
        """The addons' names, each after the ones of ours it depends on."""
        ordered = []

        def add(name):
            if name in self.manifests and name not in ordered:
                for other in self.manifests[name].get("depends", ()):
                    add(other)
                ordered.append(name)

        for name in self.manifests:
            add(name)
        return ordered

    def select(self, wanted):
        """The names asked for, in order, all when none are; raises Problem for an unknown one."""
        unknown = [name for name in wanted if name not in self.manifests]
        if unknown:
            raise Problem(f"No addon is called {', '.join(unknown)}.",
                          f"There are: {', '.join(self.names)}.")
        return [name for name in self.names if not wanted or name in wanted]

    def in_turns(self, names):
        """Split names into the addons proper and the bridges, which Odoo adds by itself.

        Demo data is installed in this order: ours decides on the company's currency, which the
        invoices in the demo data of what a bridge leads to would forbid.
        """
        bridges = [name for name in names if self.manifests[name].get("auto_install")]
        return [turn for turn in ([name for name in names if name not in bridges], bridges) if turn]

    def foreign_dependencies(self, names=None):
        """What our addons (or only `names`) need from Odoo, without our own."""
        return sorted({other for name in names or self.names
                       for other in self.manifests[name].get("depends", ())
                       if other not in self.manifests})

    def fingerprint(self):
        """A digest of every file of the addons that takes part in an installation."""
        digest = hashlib.sha256()
        for name in self.names:
            for path in sorted((self.folder / name).rglob("*")):
                relative = path.relative_to(self.folder)
                if path.is_file() and not NOT_INSTALLED.intersection(relative.parts):
                    digest.update(f"{relative}\0".encode())
                    digest.update(path.read_bytes())
        return digest.hexdigest()
