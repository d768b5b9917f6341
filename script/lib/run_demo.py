"""script/demo: our app with demo data on this machine, one command."""

import argparse
import os
import socket

from . import prerequisites as need
from .addons import Addons
from .console import Problem, say, step
from .demo_database import DemoDatabase
from .demo_server import HOST, DemoServer
from .locking import locked
from .settings import LANGUAGES, STATE
from .workshop import prepare

NEEDED = (need.POSTGRES, need.PDF, need.FONTS)
DEFAULT_PORT = 8069


def main(argv):
    """Start, stop or reset the demo as `argv` asks; return the exit code."""
    options = _parse(argv)
    server = DemoServer()
    with locked(STATE / "demo.lock", "the demo"):
        if options.stop:
            return _stop(server)
        port = options.port or server.port or DEFAULT_PORT
        if server.running and (options.reset or options.foreground or port != server.port):
            server.stop()
        if not server.running:
            _check_port(port)
        runner = prepare("demo", NEEDED, tolerant=True)
        database = DemoDatabase(runner, Addons())
        if options.reset:
            database.remove()
        if not database.current:
            server.stop()
            database.bring_up_to_date()
        if options.lang or not database.language:
            server.stop()  # It keeps the users' languages in memory.
            database.speak(options.lang or LANGUAGES[0])
        if options.foreground:
            _print_logins(database, port)
            command = server.command(runner, database.name, port)
            os.execve(command[0], command, runner.environment)
        if not server.running:
            server.start(runner, database.name, port)
    _print_logins(database, port)
    say(f"Log: {server.log}")
    say("Stop it with: script/demo --stop")
    return 0


def _parse(argv):
    parser = argparse.ArgumentParser(
        prog="script/demo", description="Run the application with demo data on this machine.")
    parser.add_argument("--port", type=int, help=f"port of {HOST} (default: the last one, or "
                                                 f"{DEFAULT_PORT})")
    parser.add_argument("--lang", choices=LANGUAGES, help="the language all demo users see")
    parser.add_argument("--reset", action="store_true", help="start again from fresh demo data")
    parser.add_argument("--stop", action="store_true", help="stop the server and its PostgreSQL")
    parser.add_argument("--foreground", action="store_true",
                        help="keep the server in this terminal; Ctrl-C ends it")
    return parser.parse_args(argv)


def _stop(server):
    """Stop what runs, without fetching or starting anything for it."""
    with step("Stopping the demo"):
        server.stop()
        server.stop_postgresql()
    return 0


def _check_port(port):
    """Raise Problem when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Problem(f"Port {port} of {HOST} cannot be used: {error.strerror}.",
                          f"Choose another one: script/demo --port {port + 1}") from None


def _print_logins(database, port):
    say()
    say(f"Open http://{HOST}:{port} and log in; the password is the same as the login.")
    rows = database.logins()
    width = max(len(login) for login, _name, _role in rows)
    for login, name, role in rows:
        say(f"  {login:<{width}}  {name}" + (f" - {role}" if role else ""))
    say()
