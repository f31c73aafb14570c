"""Draws diagrams for tests in few words: elements as XML, flows as `s > a > b, a > c: n = 1, a > d: default`."""

from __future__ import annotations

from itertools import pairwise

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<error id="E" errorCode="E"/><error id="F" errorCode="F"/>'
    '<escalation id="X" escalationCode="X"/><escalation id="Y" escalationCode="Y"/>'
    '<signal id="S" name="sig"/><signal id="S2" name="other"/>'
    '<message id="M" name="msg"><extensionElements><zeebe:subscription correlationKey="=key"/></extensionElements></message>'
    '<message id="N" name="plain"/>'
)


def element(tag: str, identifier: str, inner: str = "", **attributes: str) -> str:
    named = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<{tag} id="{identifier}" name="{identifier}"{named}>{inner}</{tag}>'


def event(kind: str, identifier: str, definition: str = "", **attributes: str) -> str:
    """`kind`: start, end, catch, throw or boundary; `definition` such as `timer PT1H`, `cycle @daily`, `signal S`, `terminate`."""
    tag = {"start": "startEvent", "end": "endEvent", "catch": "intermediateCatchEvent", "throw": "intermediateThrowEvent"}.get(
        kind, "boundaryEvent"
    )
    return element(tag, identifier, "".join(_definition(item) for item in definition.split("; ") if item), **attributes)


def _definition(text: str) -> str:
    kind, _, value = text.partition(" ")
    if kind in ("timer", "cycle"):
        tag = "timeCycle" if kind == "cycle" or value.startswith("R") else "timeDuration"
        return f"<timerEventDefinition><{tag}>{value}</{tag}></timerEventDefinition>"
    if kind == "conditional":
        return f"<conditionalEventDefinition><condition>{value}</condition></conditionalEventDefinition>"
    attribute = {"link": "name", "compensate": "activityRef"}.get(kind, f"{kind}Ref")
    return f'<{kind}EventDefinition {attribute}="{value}"/>' if value else f"<{kind}EventDefinition/>"


def flows(text: str) -> str:
    lines = []
    for part in text.split(","):
        if not part.strip():
            continue
        path, _, condition = part.partition(":")
        for source, target in pairwise(name.strip() for name in path.split(">")):
            inner = f"<conditionExpression>={condition.strip()}</conditionExpression>" if condition.strip() else ""
            lines.append(f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>')
    return "".join(lines)


def sub_process(identifier: str, *parts: str, tag: str = "subProcess", **attributes: str) -> str:
    """The parts are elements' XML; those without a `<` are flows."""
    return element(tag, identifier, _content(parts), **attributes)


def event_sub_process(identifier: str, *parts: str) -> str:
    return sub_process(identifier, *parts, triggeredByEvent="true")


def process(*parts: str, identifier: str = "p") -> str:
    return element("process", identifier, _content(parts), isExecutable="true")


def diagram(*parts: str, identifier: str = "p") -> str:
    """A whole file with one process."""
    return f"{HEAD}{process(*parts, identifier=identifier)}</definitions>"


def _content(parts: tuple[str, ...]) -> str:
    return "".join(part if "<" in part else flows(part) for part in parts)


def task(identifier: str, inner: str = "", **attributes: str) -> str:
    return element("userTask", identifier, inner, **attributes)


def job(identifier: str, inner: str = "", **attributes: str) -> str:
    return element(
        "serviceTask", identifier, f'<extensionElements><zeebe:taskDefinition type="x"/></extensionElements>{inner}', **attributes
    )


def script(identifier: str, expression: str, variable: str) -> str:
    inner = f'<extensionElements><zeebe:script expression="={expression}" resultVariable="{variable}"/></extensionElements>'
    return element("scriptTask", identifier, inner)


def listeners(*wanted: str) -> str:
    """Execution and task listeners, each written `event type`: `start x`, `completing y`."""
    parts = [item.partition(" ") for item in wanted]
    found = {
        sort: "".join(
            f'<zeebe:{sort}Listener eventType="{name}" type="{kind}"/>'
            for name, _, kind in parts
            if (name in ("start", "end", "cancel")) == execution
        )
        for sort, execution in (("execution", True), ("task", False))
    }
    inner = "".join(f"<zeebe:{sort}Listeners>{items}</zeebe:{sort}Listeners>" for sort, items in found.items() if items)
    return f"<extensionElements>{inner}</extensionElements>"
