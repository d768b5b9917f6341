from . import test_project_lint
