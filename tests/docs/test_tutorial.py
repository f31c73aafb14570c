"""The tutorial is executed: its files make a package, the package passes its checks and its own tests."""

import re

import pytest

from casework.composition import RULES
from engine.packages.checks import check_package
from tests.support.reached_ends import record_reached
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


def test_nothing_is_wrong_with_the_package_of_the_tutorial_but_that_no_test_has_run_yet(lembur):
    problems = check_package(lembur, {}, rules=RULES)
    assert [(problem.code, problem.element) for problem in problems] == [("END_UNTESTED", "diperintahkan"), ("END_UNTESTED", "ditolak")]


@pytest.mark.parametrize(
    ("name", "missing"),
    [("test_short_overtime_is_ordered", ["ditolak"]), ("test_long_overtime_is_refused_by_the_head", ["diperintahkan"])],
)
def test_the_tests_of_the_tutorial_pass_and_each_is_recorded_with_the_end_that_it_reaches(lembur, harness, regency, name, missing):
    file = lembur.folder / "tests" / "test_lembur.py"
    names = {}
    exec(compile(file.read_text(), file.name, "exec"), names)
    names[name](harness, regency)
    record_reached(harness, file)
    assert [problem.element for problem in check_package(lembur, {}, rules=RULES)] == missing


#: rooms, and folders beside them
NAMED = re.compile(r"(?<![\w/.-])((?:engine|casework|workshop|forms|webui|tests|processes|demo|docs|benchmarks)/[\w./-]*\w)")


def test_what_the_docs_name_is_there():
    """Files and commands that the documentation speaks of exist."""
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text()
        for name in re.findall(
            r"`((?:engine|casework|workshop|forms|webui|tests|processes|demo|docs|benchmarks)/[\w./-]+?)(?:::\w+)?`", text
        ):
            assert (ROOT / name).exists() or name == "processes/lembur", f"{page.name}: {name}"
        for target in re.findall(r"\]\(([\w./-]+\.(?:md|png))\)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_file_of_the_walks_is_there():
    """A drawing is read as closely as a sentence: a file that was moved must not be looked for in vain."""
    text = (ROOT / "docs/develop/how-it-flows.md").read_text()
    drawn = set(NAMED.findall(text))
    assert len(drawn) > 70
    assert sorted(name for name in drawn if not (ROOT / name).exists()) == []


def test_the_rooms_of_the_walks_are_counted():
    text = (ROOT / "docs/develop/how-it-flows.md").read_text()
    walks = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL))
    told = dict(re.findall(r"^\| (\w[^|]+?) \| (\d+) \|", text, re.MULTILINE))
    assert len(told) == 5
    for walk, number in told.items():
        rooms = {"/".join(name.split("/")[: 2 if name.count("/") > 1 else 1]) for name in re.findall(r"[a-z]+/[\w/<>.-]+\.py", walks[walk])}
        assert len(rooms) == int(number), (walk, sorted(rooms))


def test_every_test_that_the_house_rests_on_is_there():
    """A promise names the test that holds it."""
    for page in ("docs/explanation/architecture.md", "docs/decisions/0029-rooms-by-subject.md"):
        named = re.findall(r"`(?:(tests/[\w/]+\.py)::)?(test_\w+)`", (ROOT / page).read_text())
        assert len(named) > 4
        for place, name in named:
            texts = [(ROOT / (place or "tests/architecture/test_promises.py")).read_text()]
            assert any(f"def {name}(" in text for text in texts), f"{page}: {name}"
