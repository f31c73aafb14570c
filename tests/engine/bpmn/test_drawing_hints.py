"""Hints on how a diagram is drawn: sizes of one's own, and flows that are drawn twice."""

import pytest

from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.testing.drawing import diagram, event, task
from webui.cli.main import main

SHAPE = '<di:BPMNShape id="{0}_di" bpmnElement="{0}"><dc:Bounds x="{1}" y="0" width="{2}" height="{3}"/></di:BPMNShape>'
NAMES = 'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'


def drawn(*shapes):
    xml = diagram(event("start", "s"), task("t"), event("end", "e"), "s > t > e")
    plane = f'<di:BPMNDiagram {NAMES} id="d"><di:BPMNPlane id="pl" bpmnElement="p">{"".join(shapes)}</di:BPMNPlane></di:BPMNDiagram>'
    return xml.replace("</definitions>", f"{plane}</definitions>")


WIDE = drawn(SHAPE.format("t", 100, 120, 80))


def sizes_told(xml, **sizes):
    return [hint.element for hint in lint_diagram(read_diagram(xml.encode()), sizes=sizes) if hint.code == "HINT_SIZE"]


def test_a_house_can_draw_in_sizes_of_its_own():
    assert sizes_told(WIDE) == ["t"]
    assert sizes_told(WIDE, userTask=(120, 80)) == []
    assert sizes_told(drawn(SHAPE.format("t", 100, 100, 80)), userTask=(120, 80)) == ["t"]


def test_the_command_line_takes_sizes(tmp_path, capsys):
    file = tmp_path / "wide.bpmn"
    file.write_text(WIDE)
    main(["lint", str(file), "--hints"])
    assert "HINT_SIZE" in capsys.readouterr().out
    main(["lint", str(file), "--hints", "--size", "userTask=120x80"])
    assert "HINT_SIZE" not in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["lint", str(file), "--size", "userTask=wide"])
    assert "KIND=WIDTHxHEIGHT" in capsys.readouterr().err


def test_a_flow_that_is_drawn_twice_is_told_at_both_of_its_ends():
    xml = diagram(event("start", "s"), task("t"), event("end", "e"), "s > t > e")
    twice = xml.replace("</process>", '<sequenceFlow id="again" sourceRef="t" targetRef="e"/></process>')
    assert {hint.element for hint in lint_diagram(read_diagram(twice.encode())) if hint.code == "HINT_DUPLICATE_FLOW"} == {
        "again",
        "t",
        "e",
    }
