"""The set-up that all scripts share: prerequisites, Odoo, PostgreSQL."""

from contextlib import contextmanager

from . import prerequisites as need
from .cluster import TEST_SETTINGS, start_server
from .locking import locked
from .odoo_runner import OdooRunner
from .odoo_tree import find_odoo
from .settings import CACHE, LOGS, STATE, own_folder


def prepare(name, needed, *, settings=(), tool_addons=False, tolerant=False):
    """Get everything that is missing and return the OdooRunner called `name`."""
    for folder in (CACHE, STATE, LOGS):
        own_folder(folder)
    need.ensure(needed, tolerant=tolerant)
    odoo = find_odoo()
    server = start_server(name, settings)
    return OdooRunner(odoo, server, name, tool_addons=tool_addons)


@contextmanager
def test_workshop(what, needed=()):
    """The runner on the test cluster, for one script at a time; stopped afterwards."""
    with locked(STATE / "test.lock", what):
        runner = prepare("test", needed, settings=TEST_SETTINGS, tool_addons=True)
        try:
            yield runner
        finally:
            runner.server.stop()
