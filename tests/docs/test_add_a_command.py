"""The page that tells how to add a command is followed: its command is carried out on a database, by the test that the page itself has."""

import ast

import pytest

from engine.core.command import Command
from tests.docs.blocks import block, module
from webui.settings import ROOT

PAGE = "add-a-command.md"
COMMAND, TEST = "engine/commands/tasks/set_task_priority.py", "tests/engine/test_set_task_priority.py"


@pytest.fixture
def written(monkeypatch):
    assert not (ROOT / COMMAND).exists()
    return module(PAGE, COMMAND, monkeypatch)


def test_the_test_of_the_page_passes(written, harness, drawn, monkeypatch):
    module(PAGE, TEST, monkeypatch).test_an_operator_changes_how_urgent_an_open_task_is(harness, drawn)


def test_it_keeps_what_every_command_promises(written):
    (command,) = (
        value for value in vars(written).values() if isinstance(value, type) and issubclass(value, Command) and value is not Command
    )
    assert command.permission == "operate"
    assert "SetTaskPriority" in block(PAGE, TEST), "a command that no test speaks of is refused"
    for path in (COMMAND, TEST):
        assert ast.get_docstring(ast.parse(block(PAGE, path))), path
