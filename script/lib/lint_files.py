"""Checks that read files: well-formed XML, small pieces, nothing that names a machine."""

import ast
import re
import socket
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from .addons import MANIFEST
from .console import Problem
from .processes import output
from .settings import PROJECT

MAX_LINES, MAX_METHODS, MAX_METHOD_LINES = 300, 25, 40
# As long as what they list.
LISTS_OF_FILES = {MANIFEST, "__init__.py"}
BINARY = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".woff", ".woff2", ".ttf", ".pdf", ".xlsx"}
# Folders that exist on the machine of whoever wrote them.
_FOLDER = re.compile(r"(?<![\w./$}~*-])/(?:work|root|home|Users|mnt)/\w[\w./-]*")
_HOST = re.compile(r"\b(?:https?|ftp|git|ssh)://([\w.-]+)")
# Names for documentation and made up in tests, this machine, the homes of standards and of Odoo, and the public
# maps that links to a customer's place open.
_KNOWN_HOST = re.compile(
    r"^(?:(?:.+\.)?example(?:\.(?:com|org|net))?|localhost|127\.0\.0\.1|"
    r"\w|(?:.+\.)?(?:odoo\.com|w3\.org|gnu\.org|fsf\.org|github\.com)|"
    r"uri\.amap\.com|api\.map\.baidu\.com|maps\.apple\.com|www\.google\.com)\.?$")


def tracked_files(folders=()):
    """The project's files that git knows or would add, below `folders` when given."""
    try:
        names = output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard",
                        "--", *folders], cwd=PROJECT)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", "") or str(error)
        raise Problem(f"git cannot list the files: {said.strip()}",
                      "script/lint needs git and a clone.") from None
    paths = [PROJECT / name for name in names.split("\0") if name]
    return [path for path in paths if path.is_file()]


def xml_errors(files):
    """Files that no XML parser can read."""
    found = []
    for path in files:
        if path.suffix in {".xml", ".svg"}:
            try:
                ElementTree.parse(path)
            except ElementTree.ParseError as error:
                found.append(f"{path.relative_to(PROJECT)}: {error}")
    return found


def traces(files):
    """Lines that name a folder or a host of somebody's machine or network."""
    own = {str(PROJECT), str(Path.home()), socket.gethostname()} - {"/", "localhost", ""}
    # A short name such as "dev" would be found in ordinary words.
    own = {name for name in own if len(name) > 5}
    found = []
    for path in files:
        if path.suffix in BINARY:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            hits = [name for name in own if name in line] + _FOLDER.findall(line)
            hits += [host for host in _HOST.findall(line) if not _KNOWN_HOST.match(host)]
            found.extend(f"{path.relative_to(PROJECT)}:{number}: {hit}" for hit in hits)
    return found


def sizes(files):
    """Python files, classes and functions that are too long to be read in one sitting."""
    found = []
    for path in files:
        if path.suffix != ".py" and path.parent != PROJECT / "script":
            continue
        name = path.relative_to(PROJECT)
        text = path.read_text(encoding="utf-8")
        length = len(text.splitlines())
        if length > MAX_LINES and path.name not in LISTS_OF_FILES:
            found.append(f"{name}: {length} lines (at most {MAX_LINES})")
        if text.startswith("#!") and "python" not in text.splitlines()[0]:
            continue
        try:
            tree = ast.parse(text)
        except SyntaxError:
            continue  # ruff says it better
        found.extend(f"{name}:{complaint}" for complaint in _long_pieces(tree))
    return found


def _long_pieces(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))
                          for one in node.body)
            if methods > MAX_METHODS:
                yield f"{node.lineno}: {node.name} has {methods} methods (at most {MAX_METHODS})"
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = node.end_lineno - node.lineno + 1
            if lines > MAX_METHOD_LINES:
                yield f"{node.lineno}: {node.name} has {lines} lines (at most {MAX_METHOD_LINES})"
