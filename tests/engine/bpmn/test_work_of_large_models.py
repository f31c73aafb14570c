"""Reading, linting and inferring take work in proportion to the model: what a hostile file has twice as much of costs twice as much.

Each model is made twice, with twice as much of one thing, and the calls of functions are counted. A rule that looks at each with each
other would take four times as many. The variables of steps are left out: each step is looked at with all of them, up to a bound on that
(MAX_WORK in engine/bpmn/data_flow/analysis.py).
"""

import pytest

from engine.bpmn.definition import Definition
from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.inventory import inventory
from engine.testing.drawing import HEAD, diagram, element, event, event_sub_process, listeners, process, sub_process, task
from tests.support.effort import calls

S, E = event("start", "s"), event("end", "e")
#: measured: 2.0 at most; what was quadratic took 2.3 to 2.9, for a part of the work only
MOST = 2.2
FIRST = 80


def path(names):
    return " > ".join(("s", *names, "e"))


def steps(number, make):
    return diagram(S, E, *(make(f"t{i}", i) for i in range(number)), path(f"t{i}" for i in range(number)))


def fan(number, gateway, make):
    ways = ", ".join(f"f > t{i} > j" for i in range(number))
    return diagram(S, E, element(gateway, "f"), element(gateway, "j"), *(make(f"t{i}", i) for i in range(number)), "s > f, j > e", ways)


def around(inner, *parts):
    return f"{HEAD}{inner}{process(*parts)}</definitions>"


def mapped(name, *, inputs=(), outputs=()):
    inner = "".join(f'<zeebe:input source="{source}" target="{target}"/>' for source, target in inputs)
    inner += "".join(f'<zeebe:output source="{source}" target="{target}"/>' for source, target in outputs)
    return task(name, f"<extensionElements><zeebe:ioMapping>{inner}</zeebe:ioMapping></extensionElements>")


def one(step, *more):
    return diagram(S, E, step, *more, "s > t > e")


def pools(number):
    flows = "".join(f'<messageFlow id="mf{i}" sourceRef="t{i}" targetRef="pp{(i + 1) % number}"/>' for i in range(number))
    drawn = "".join(f'<participant id="pp{i}" processRef="p{i}"/>' for i in range(number))
    parts = "".join(
        process(event("start", f"s{i}"), task(f"t{i}"), event("end", f"e{i}"), f"s{i} > t{i} > e{i}", identifier=f"p{i}")
        for i in range(number)
    )
    return f'{HEAD}<collaboration id="c">{drawn}{flows}</collaboration>{parts}</definitions>'


def undone(name, _number):
    link = f'<association id="{name}_l" sourceRef="{name}_b" targetRef="{name}_u"/>'
    return (
        task(name) + event("boundary", f"{name}_b", "compensate", attachedToRef=name) + task(f"{name}_u", isForCompensation="true") + link
    )


def listening(number):
    declared = "".join(f'<signal id="sg{i}" name="n{i}"/>' for i in range(number))
    subs = (
        event_sub_process(
            f"q{i}", event("start", f"qs{i}", f"signal sg{i}", isInterrupting="false"), event("end", f"qe{i}"), f"qs{i} > qe{i}"
        )
        for i in range(number)
    )
    return around(declared, S, E, task("t"), *subs, "s > t > e")


def linked(number):
    pairs = "".join(event("throw", f"t{i}", f"link L{i}") + event("catch", f"c{i}", f"link L{i}") for i in range(number))
    ways = ", ".join(f"c{i} > {f't{i + 1}' if i + 1 < number else 'e'}" for i in range(number))
    return diagram(S, E, pairs, "s > t0", ways)


def attached(number):
    events = (event("boundary", f"b{i}", "timer PT1H", attachedToRef="t", cancelActivity="false") for i in range(number))
    return diagram(S, E, task("t"), *events, "s > t > e", ", ".join(f"b{i} > e" for i in range(number)))


def drawn(number):
    boxes = "".join(
        f'<di:BPMNShape bpmnElement="t{i}"><dc:Bounds x="{i * 150}" y="{i % 7 * 200}" width="100" height="80"/></di:BPMNShape>'
        for i in range(number)
    )
    spaces = 'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    plane = f'<di:BPMNDiagram {spaces}><di:BPMNPlane bpmnElement="p">{boxes}</di:BPMNPlane></di:BPMNDiagram>'
    return steps(number, lambda name, _i: task(name)).replace("</definitions>", f"{plane}</definitions>")


MODELS = {
    "steps": lambda n: steps(n, lambda name, _i: task(name)),
    "parallel branches": lambda n: fan(n, "parallelGateway", lambda name, _i: task(name)),
    "branches of an inclusive gateway": lambda n: fan(n, "inclusiveGateway", lambda name, _i: task(name)),
    "output mappings of one step": lambda n: one(mapped("t", outputs=[(f"={i}", f"v{i}") for i in range(8 * n)])),
    "input mappings that read each other": lambda n: one(mapped("t", inputs=[(f"=v{i - 1}", f"v{i}") for i in range(1, 8 * n)])),
    "entries of one context": lambda n: one(mapped("t", outputs=[(f"={i}", f"v.a{i}") for i in range(8 * n)])),
    "guards": lambda n: one(mapped("t", outputs=[(f"=if x = {i} then 1 else null", f"v{i}") for i in range(8 * n)])),
    "listeners of one step": lambda n: one(task("t", listeners(*(f"start x{i}" for i in range(n))))),
    "boundary events of one step": attached,
    "event sub-processes": listening,
    "sub-processes": lambda n: steps(
        n, lambda name, _i: sub_process(name, event("start", f"{name}s"), event("end", f"{name}e"), f"{name}s > {name}e")
    ),
    "links": linked,
    "compensation": lambda n: steps(n, undone),
    "pools": pools,
    "shapes": drawn,
    "messages": lambda n: around("".join(f'<message id="m{i}" name="n{i}"/>' for i in range(n)), S, E, task("t"), "s > t > e"),
    "words of a condition": lambda n: diagram(
        S,
        E,
        element("exclusiveGateway", "g", default="g_e"),
        task("u"),
        f"s > g > e, u > e, g > u: {' or '.join(f'x = {i}' for i in range(n))}",
    ),
}


def judged(xml):
    data = xml.encode()

    def work():
        found = read_diagram(data)
        lint_diagram(found)
        list(inventory(found.root))
        for item in found.processes:
            Definition(item)

    return calls(work)


@pytest.mark.parametrize("name", MODELS)
def test_twice_the_model_is_twice_the_work(name):
    judged(MODELS[name](3))  # what is made once for all models
    half, whole = judged(MODELS[name](FIRST)), judged(MODELS[name](2 * FIRST))
    assert whole < MOST * half, (half, whole)
