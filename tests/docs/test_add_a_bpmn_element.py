"""The page that tells how to add a BPMN element is followed on a copy of the engine, which then reads, lints and plays a diagram with it."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.docs.blocks import blocks, changed
from webui.settings import ROOT

PAGE = "add-a-bpmn-element.md"
PLAYED = """
from engine.bpmn.kinds import TASKS
from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.model.effects import RecordHistory
from engine.testing.drawing import diagram, element, event
from engine.testing.play import Play

def drawn(inner):
    return diagram(event("start", "s"), element("noteTask", "n", inner), event("end", "e"), "s > n > e")

PROPERTY = (
    '<extensionElements><zeebe:properties>'
    '<zeebe:property name="note" value="=&quot;hari ke-&quot; + string(hari)"/></zeebe:properties></extensionElements>'
)
assert "noteTask" in TASKS
assert "NO_NOTE" in {problem.code for problem in lint_diagram(read_diagram(drawn("").encode()))}
assert "NO_NOTE" not in {problem.code for problem in lint_diagram(read_diagram(drawn(PROPERTY).encode()))}
play = Play(drawn(PROPERTY), hari=3)
assert play.ended == "COMPLETED", play.incidents
print([effect.data["note"] for effect in play.effects if isinstance(effect, RecordHistory) and effect.event == "NOTED"])
"""


@pytest.fixture
def followed(tmp_path):
    shutil.copytree(ROOT / "engine", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__", "versions"))
    for language, path, content in blocks(PAGE):
        target = tmp_path / path
        if language == "diff":
            target.write_text(changed(target.read_text(), content, path))
        else:
            assert not target.exists(), path
            target.write_text(content)
    return tmp_path


def test_the_element_is_read_linted_and_played(followed):
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(followed)!r})\n{PLAYED}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=followed,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "['hari ke-3']"


def test_the_table_names_each_place_that_mypy_names():
    text = (ROOT / "docs/develop" / PAGE).read_text()
    named = set(re.findall(r"^\| `(engine/bpmn/[\w/]+\.py)` \|", text, re.MULTILINE))
    closed = {path.relative_to(ROOT).as_posix() for path in (ROOT / "engine").rglob("*.py") if "assert_never(" in path.read_text()}
    assert named == closed
