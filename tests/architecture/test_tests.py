"""The tests themselves keep an order: what two of them need stands in tests/support, and none depends on the speed of a machine."""

import ast
import re

from webui.settings import ROOT

FOLDERS = ("tests", "processes")
A_TEST = re.compile(r"(^|\.)(test_\w+|conftest)$")


def modules():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imported(tree):
    """The modules that a file imports, and the names that it takes from them, for a name may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names if (node.module or "").startswith(FOLDERS))


def test_no_test_imports_another_test():
    """A test that is renamed or moved must not break others, and importing one would run its module's set-up twice."""
    found = {(path, name) for path, tree in modules() for name in imported(tree) if name.startswith(FOLDERS) and A_TEST.search(name)}
    assert found == set()
