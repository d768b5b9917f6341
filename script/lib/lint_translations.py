"""Translations: every term Odoo exports has a Chinese one with the same placeholders."""

import shutil
import tempfile
from pathlib import Path

from .console import Problem, step
from .settings import LIBRARY, LOGS
from .templates import installed

LANGUAGE = "zh_CN"


def translation_errors(runner, addons, names, *, write=False):
    """What is missing or wrong in i18n/zh_CN.po of the addons, as lines of text.

    The terms come from Odoo's own export of the installed addons. write: keep that export as
    i18n/<addon>.pot.
    """
    database = installed(runner, addons, demo=False)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            with step(f"Exporting the terms of {name}"):
                terms = Path(folder) / f"{name}.pot"
                report = runner.subcommand(("i18n", "export"), "-o", terms, name,
                                           database=database, log="i18n-export.log")
            if report.exit_code or not terms.exists():
                raise Problem(f"Odoo could not export the terms of {name}.",
                              f"The whole log is {LOGS / 'i18n-export.log'}.")
            if write:
                target = addons.folder / name / "i18n" / terms.name
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(terms, target)
            translated = addons.folder / name / "i18n" / f"{LANGUAGE}.po"
            found += runner.python(LIBRARY / "compare_po.py", terms, translated).splitlines()
    return found
