"""Random block-structured diagrams (Hypothesis), for laws that must hold for every process."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import strategies as st

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<error id="E" errorCode="E"/><message id="M" name="m"><extensionElements><zeebe:subscription correlationKey="=key"/>'
    "</extensionElements></message>"
    '<process id="p" isExecutable="true">'
)


@dataclass(frozen=True)
class Block:
    """A piece with one way in and one way out: its elements, the flows inside, first and last element."""

    elements: str
    flows: tuple[tuple[str, str, str], ...]
    first: str
    last: str


class _Names:
    def __init__(self) -> None:
        self.count = 0

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"


@st.composite
def diagrams(draw: st.DrawFn, *, depth: int = 3) -> str:
    """The XML of a process whose conditions read the boolean variable `again` and the number `n`."""
    names = _Names()
    body = _sequence(draw, names, depth)
    elements = f'<startEvent id="s"/>{body.elements}<endEvent id="e"/>'
    flows = (("s", body.first, ""), *body.flows, (body.last, "e", ""))
    return f"{HEAD}{elements}{_flows(flows)}</process></definitions>"


def _flows(flows: tuple[tuple[str, str, str], ...]) -> str:
    made = []
    for number, (source, target, condition) in enumerate(flows):
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition not in ("", "default") else ""
        made.append(
            f'<sequenceFlow id="{_flow_id(number, condition, source)}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
    return "".join(made)


def _flow_id(number: int, condition: str, source: str) -> str:
    return f"default_{source}" if condition == "default" else f"f{number}"


def _sequence(draw: st.DrawFn, names: _Names, depth: int) -> Block:
    blocks = [_block(draw, names, depth) for _ in range(draw(st.integers(1, 3)))]
    flows = tuple(flow for block in blocks for flow in block.flows)
    joints = tuple((left.last, right.first, "") for left, right in pairwise(blocks))
    return Block("".join(block.elements for block in blocks), flows + joints, blocks[0].first, blocks[-1].last)


def _block(draw: st.DrawFn, names: _Names, depth: int) -> Block:
    leaves = ["user", "job", "script", "timer", "message", "many"]
    kind = draw(st.sampled_from(leaves + (["exclusive", "parallel", "loop", "sub"] * 2 if depth > 0 else [])))
    if kind in leaves:
        name = names.new(kind)
        return Block(_leaf(kind, name), (), name, name)
    if kind == "sub":
        return _sub_process(draw, names, depth)
    if kind == "loop":
        return _loop(draw, names, depth)
    return _split(draw, names, depth, kind)


def _leaf(kind: str, name: str) -> str:
    loop = (
        '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="item" '
        'outputCollection="items" outputElement="=item"/></extensionElements></multiInstanceLoopCharacteristics>'
    )
    tag, inner = {
        "user": ("userTask", ""),
        "job": ("serviceTask", '<extensionElements><zeebe:taskDefinition type="x"/></extensionElements>'),
        "script": ("scriptTask", '<extensionElements><zeebe:script expression="=n + 1" resultVariable="n"/></extensionElements>'),
        "timer": ("intermediateCatchEvent", "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"),
        "message": ("intermediateCatchEvent", '<messageEventDefinition messageRef="M"/>'),
        "many": ("userTask", loop),
    }[kind]
    return f'<{tag} id="{name}" name="{name}">{inner}</{tag}>'


def _split(draw: st.DrawFn, names: _Names, depth: int, kind: str) -> Block:
    first, last = names.new("g"), names.new("g")
    tag = f"{kind}Gateway"
    branches = [_sequence(draw, names, depth - 1) for _ in range(draw(st.integers(2, 3)))]
    default = f' default="default_{first}"' if kind == "exclusive" else ""
    elements = f'<{tag} id="{first}"{default}/>' + "".join(branch.elements for branch in branches) + f'<{tag} id="{last}"/>'
    flows = []
    for number, branch in enumerate(branches):
        condition = "" if kind == "parallel" else "default" if number == 0 else f"=modulo(n, {number + 1}) = 0"
        flows += [(first, branch.first, condition), *branch.flows, (branch.last, last, "")]
    return Block(elements, tuple(flows), first, last)


def _loop(draw: st.DrawFn, names: _Names, depth: int) -> Block:
    first, last, wait = names.new("g"), names.new("g"), names.new("user")
    body = _sequence(draw, names, depth - 1)
    elements = f'<exclusiveGateway id="{first}"/>{body.elements}<userTask id="{wait}" name="{wait}"/>'
    elements += f'<exclusiveGateway id="{last}" default="default_{last}"/>'
    after = names.new("user")
    elements += f'<userTask id="{after}" name="{after}"/>'
    flows = (
        (first, body.first, ""),
        *body.flows,
        (body.last, wait, ""),
        (wait, last, ""),
        (last, first, "=again"),
        (last, after, "default"),
    )
    return Block(elements, flows, first, after)


def _sub_process(draw: st.DrawFn, names: _Names, depth: int) -> Block:
    name, start, end = names.new("sub"), names.new("s"), names.new("e")
    body = _sequence(draw, names, depth - 1)
    flows = ((start, body.first, ""), *body.flows, (body.last, end, ""))
    # the flows of a sub-process stand inside it, with ids of their own
    inner = _flows(flows).replace('id="f', f'id="{name}_f')
    content = f'<startEvent id="{start}"/>{body.elements}<endEvent id="{end}"/>{inner}'
    return Block(f'<subProcess id="{name}">{content}</subProcess>', (), name, name)
