"""The drawing of a case: every element has its own sign, and what is inside a sub-process lies over it."""

import re

import pytest

from engine.bpmn.reading.diagram import read_diagram
from engine.queries.instances.case_diagram import DiagramView
from engine.testing.drawing import HEAD, element, event, event_sub_process, process, sub_process, task
from webui.rendering.diagram import draw

SHAPE = '<bpmndi:BPMNShape bpmnElement="{}"><dc:Bounds x="{}" y="{}" width="{}" height="{}"/></bpmndi:BPMNShape>'
DI = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"><bpmndi:BPMNPlane>{}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>'
)


def drawn(*parts, shapes=(), edges="", active=()):
    xml = f"{HEAD}{process(*parts)}" + DI.format("".join(SHAPE.format(*shape) for shape in shapes) + edges)
    diagram = read_diagram(xml.encode())
    fields = {name: {} for name in DiagramView.__dataclass_fields__}
    fields |= {
        "process": diagram.processes[0],
        "root": diagram.root,
        "active": frozenset(active),
        "parked": frozenset(),
        "done": frozenset(),
    }
    return str(draw(DiagramView(**fields), lambda _identifier, name: name, "di mana"))


GATEWAYS = [element(f"{kind}Gateway", "x") for kind in ("exclusive", "parallel", "inclusive", "complex", "eventBased")]
TRIGGERS = ("timer PT1H", "message N", "signal S", "conditional =x", "link L", "message N; signal S")
EVENTS = [event("catch", "x", trigger) for trigger in TRIGGERS]
ENDS = [event("end", "x", kind) for kind in ("error E", "escalation X", "compensate", "terminate", "cancel")]


def test_no_two_kinds_of_elements_look_alike():
    pictures = {xml: re.sub(r">x<", "><", drawn(xml, shapes=[("x", 0, 0, 36, 36)])) for xml in (*GATEWAYS, *EVENTS, *ENDS)}
    assert len(set(pictures.values())) == len(pictures)


@pytest.mark.parametrize("kind", ["subProcess", "transaction", "adHocSubProcess"])
def test_what_is_inside_lies_over_what_holds_it_and_flows_between(kind):
    edge = '<bpmndi:BPMNEdge bpmnElement="a_b"><di:waypoint x="60" y="50"/><di:waypoint x="100" y="50"/></bpmndi:BPMNEdge>'
    shapes = [("a", 20, 20, 40, 40), ("x", 0, 0, 200, 100), ("b", 100, 20, 40, 40)]
    picture = drawn(sub_process("x", task("a"), task("b"), "a > b", tag=kind), shapes=shapes, edges=edge)
    order = [picture.index(mark) for mark in ('width="200"', 'points="60,50 100,50"', ">a<", ">b<")]
    assert order == sorted(order)
    assert picture.count(">x<") == 1


def test_the_marks_of_an_activity():
    plain = drawn(task("x"), shapes=[("x", 0, 0, 100, 80)])
    loop = "<standardLoopCharacteristics/>"
    many = '<multiInstanceLoopCharacteristics isSequential="{}"/>'
    marked = [task("x", loop), task("x", many.format("true")), task("x", many.format("false")), task("x", isForCompensation="true")]
    pictures = {drawn(xml, shapes=[("x", 0, 0, 100, 80)]) for xml in marked}
    assert len(pictures | {plain}) == 5
    dotted = drawn(event_sub_process("x", event("start", "s", "signal S")), shapes=[("x", 0, 0, 100, 80)])
    assert "stroke-dasharray" in dotted


def test_a_name_is_text_and_never_markup():
    picture = drawn(task("x").replace('name="x"', 'name="&lt;script&gt;"'), shapes=[("x", 0, 0, 100, 80)])
    assert "<script" not in picture
