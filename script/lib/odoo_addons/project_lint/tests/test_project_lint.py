"""Odoo's own lint tests over our addons.

test_lint reads every addon on the addons path and every model of the registry: minutes of
work, and what it finds in Odoo itself is not ours to mend. Its tests are run here as they
are, with "every addon" replaced by the addons named in CRM_LINT_ADDONS.

Left out: test_l10n (looks at addons called l10n_* only), test_markers (git shows conflict
markers sooner), test_eslint (script/lint has no node) and test_checkers (tests the checkers).
"""

import importlib.util
import os
import unittest
from contextlib import contextmanager

from odoo.modules import Manifest
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import get_db_name
from odoo.tools import config

from odoo.addons.test_lint.tests import (
    test_docstring,
    test_dunderinit,
    test_i18n,
    test_index,
    test_jstranslate,
    test_manifests,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_pofile,
    test_pylint,
    test_routes,
    test_test_holes,
)

OURS = tuple(filter(None, os.environ.get("CRM_LINT_ADDONS", "").split(",")))


class InheritedTests:
    """Mixin: run the tests of the parent class, which Odoo otherwise leaves to the parent."""

    allow_inherited_tests_method = True


class ProjectFiles(InheritedTests):
    """Mixin: the only addons on disk are ours."""

    def setUp(self):
        super().setUp()
        manifests = [Manifest.for_addon(name) for name in OURS]
        self.assertTrue(manifests, "CRM_LINT_ADDONS names no addon")
        self.patch(Manifest, "all_addon_manifests", staticmethod(lambda: manifests))


class ProjectModels(InheritedTests):
    """Mixin for tests that go through the registry: only what is said of our addons counts.

    They report through subTest(module=..., model=...); one that fails for a class of Odoo's
    is passed over.
    """

    @contextmanager
    def subTest(self, *message, **parameters):
        if not self._is_ours(**parameters):
            try:
                yield
            except Exception:  # Whatever Odoo's own code is accused of.
                return
        else:
            with super().subTest(*message, **parameters):
                yield

    def _is_ours(self, method=None, **parameters):
        """Whether the accused method comes from an addon of ours."""
        if "module" in parameters:
            return parameters["module"] in OURS
        registry_class = Registry(get_db_name())[parameters["model"]]
        definitions = [parent for parent in registry_class.mro() if method in vars(parent)]
        return bool(definitions) and getattr(definitions[0], "_module", None) in OURS


class TestDunderinit(ProjectFiles, test_dunderinit.TestDunderinit):
    pass


class TestI18n(ProjectFiles, test_i18n.TestI18n):
    pass


class TestJsTranslations(ProjectFiles, test_jstranslate.TestJsTranslations):
    pass


class TestManifests(ProjectFiles, test_manifests.ManifestLinter):
    pass


class TestOnchangeDomains(ProjectFiles, test_onchange_domains.TestOnchangeDomains):
    pass


class TestOrmImport(ProjectFiles, test_orm_import.TestDunderinit):
    pass


class TestTestHoles(ProjectFiles, test_test_holes.TestTestHoles):
    pass


class TestPotFiles(ProjectFiles, test_pofile.PotLinter):
    def setUp(self):
        super().setUp()
        self.patch(test_pofile, "get_modules", lambda: list(OURS))


@unittest.skipUnless(importlib.util.find_spec("pylint"), "pylint is not installed")
class TestPylint(ProjectFiles, test_pylint.TestPyLint):
    def setUp(self):
        super().setUp()
        # It checks Odoo's root folder and every addon outside of it.
        self.patch(config, "root_path", Manifest.for_addon(OURS[0]).path)


@tagged("post_install", "-at_install")
class TestDocstrings(ProjectModels, test_docstring.TestDocstring):
    pass


@tagged("post_install", "-at_install")
class TestIndexes(InheritedTests, test_index.TestIndex):
    pass


@tagged("post_install", "-at_install")
class TestNaming(ProjectModels, test_naming.TestNaming):
    pass


@tagged("post_install", "-at_install")
class TestOverrides(ProjectModels, test_override_signatures.TestLintOverrideSignatures):
    pass


@tagged("post_install", "-at_install")
class TestRoutes(InheritedTests, test_routes.RoutesLinter):
    pass
