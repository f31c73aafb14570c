"""Names of variables that a diagram writes: each must be one that an expression can read."""

import pytest

from engine.bpmn.lint.linter import lint
from engine.bpmn.lint.written_names import is_name
from engine.bpmn.reading.diagram import read_diagram
from engine.testing.drawing import diagram, element, event, job, script, task

S, E = event("start", "s"), event("end", "e")
WAY = "s > t > e"


def told(xml):
    (process,) = read_diagram(xml.encode()).processes
    return [(problem.code, problem.element) for problem in lint(process) if problem.code != "NOBODY_ASSIGNED"]


@pytest.mark.parametrize("name", ["a", "nama_pemohon", "nama lengkap", "é1", "tanggal", "item", "date"])
def test_names_that_an_expression_can_read(name):
    assert is_name(name)


BAD = ["", " ", "1x", "if", "a-b", "true", "null", "a b-c", "=x", "a.b", "not a name!", "a and b", "?"]


@pytest.mark.parametrize("name", BAD)
def test_names_that_no_expression_can_read(name):
    assert not is_name(name)


def mapped(tag, target):
    return f'<extensionElements><zeebe:ioMapping><zeebe:{tag} source="=1" target="{target}"/></zeebe:ioMapping></extensionElements>'


@pytest.mark.parametrize("tag", ["input", "output"])
@pytest.mark.parametrize("target", [*(name for name in BAD if name != "a.b"), "a.", ".a", "a..b", "a.if", "a.1x", "order.b-c"])
def test_a_mapping_writes_a_name_or_a_path_of_names(tag, target):
    assert told(diagram(S, E, task("t", mapped(tag, target)), WAY)) == [("BAD_NAME", "t")]
    assert told(diagram(S, E, task("t", mapped(tag, "order.customer.name")), WAY)) == []


@pytest.mark.parametrize("name", ["a-b", "a.b", "if", "1x"])
def test_other_places_write_whole_variables(name):
    loop = '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=x" {}/></extensionElements></multiInstanceLoopCharacteristics>'  # fmt: skip
    decision = f'<extensionElements><zeebe:calledDecision decisionId="d" resultVariable="{name}"/></extensionElements>'
    for step in (
        script("t", "1", name),
        element("businessRuleTask", "t", decision),
        job("t", loop.format(f'inputElement="{name}"')),
        job("t", loop.format(f'outputCollection="{name}" outputElement="=1"')),
    ):
        assert told(diagram(S, E, step, WAY)) == [("BAD_NAME", "t")]
