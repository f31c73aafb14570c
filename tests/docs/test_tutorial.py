"""The tutorial is executed: its files make a package, the package passes its checks and its own tests."""

import re

import pytest

from engine.packages.checks import check_package
from forms.lint import lint_form
from webui.settings import ROOT

TUTORIAL = ROOT / "docs/tutorial/my-first-procedure.md"
BLOCK = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```', re.MULTILINE | re.DOTALL)


@pytest.fixture
def lembur(tmp_path, harness):
    for name, content in BLOCK.findall(TUTORIAL.read_text()):
        path = tmp_path / "processes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return harness.install(tmp_path / "processes").get("lembur")


def test_the_package_of_the_tutorial_has_nothing_wrong(lembur):
    assert check_package(lembur, {}, lint_form=lint_form) == []


@pytest.mark.parametrize("name", ["test_short_overtime_is_ordered", "test_long_overtime_is_refused_by_the_head"])
def test_the_tests_of_the_tutorial_pass(lembur, harness, regency, name):
    code = (lembur.folder / "tests" / "test_lembur.py").read_text()
    names = {}
    exec(compile(code, "test_lembur.py", "exec"), names)
    names[name](harness, regency)


def test_what_the_docs_name_is_there():
    """Files and commands that the documentation speaks of exist."""
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text()
        for name in re.findall(r"`((?:engine|forms|webui|tests|processes|demo|docs|benchmarks)/[\w./-]+?)(?:::\w+)?`", text):
            assert (ROOT / name).exists() or name == "processes/lembur", f"{page.name}: {name}"
        for target in re.findall(r"\]\(([\w./-]+\.(?:md|png))\)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
