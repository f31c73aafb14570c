"""Hints on how a diagram is drawn. They concern people who read it, not its execution; none of them refuses a deployment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from engine.bpmn.kinds import FLOW_NODES, GATEWAYS, SUB_PROCESSES
from engine.bpmn.lint.shapes import Sizes, shape_hints
from engine.bpmn.reading.names import BPMN, local_name, local_reference, parse_boolean, text_of
from engine.model.errors import Problem

_CONTAINERS = SUB_PROCESSES | {"process"}
_GLOBAL = {"error": "errorRef", "escalation": "escalationRef", "message": "messageRef", "signal": "signalRef"}


class Drawing:
    """The flow nodes of a file with their flows."""

    def __init__(self, root: Any, resource: str) -> None:
        self.root = root
        self.resource = resource
        self.nodes = {node.get("id"): node for node in root.iter(*(f"{BPMN}{kind}" for kind in FLOW_NODES)) if node.get("id")}
        self.flows = list(root.iter(f"{BPMN}sequenceFlow"))
        ends = (item.get(end) for item in root.iter(f"{BPMN}association") for end in ("sourceRef", "targetRef"))
        self.associated = {local_reference(end) for end in ends}
        self.incoming: dict[str, list[Any]] = {}
        self.outgoing: dict[str, list[Any]] = {}
        for flow in self.flows:
            self.outgoing.setdefault(local_reference(flow.get("sourceRef")) or "", []).append(flow)
            self.incoming.setdefault(local_reference(flow.get("targetRef")) or "", []).append(flow)

    def hint(self, code: str, node: Any, message: str, remedy: str) -> Problem:
        return Problem(
            code=code,
            element=node.get("id") or kind_of(node),
            message=message,
            remedy=remedy,
            resource=self.resource,
            line=node.sourceline,
            severity="hint",
        )

    def ways(self, node: Any) -> tuple[list[Any], list[Any]]:
        identifier = node.get("id")
        return self.incoming.get(identifier, []), self.outgoing.get(identifier, [])


def kind_of(node: Any) -> str:
    return local_name(node.tag) if node is not None and isinstance(node.tag, str) else ""


def hints(root: Any, resource: str, sizes: Sizes = MappingProxyType({})) -> list[Problem]:
    drawing = Drawing(root, resource)
    found: list[Problem] = []
    for node in root.iter():
        if not isinstance(node.tag, str) or not node.tag.startswith(BPMN):
            continue
        kind = kind_of(node)
        if kind in FLOW_NODES:
            found += _flow_node(drawing, node, kind)
        if kind in _CONTAINERS:
            found += _container(drawing, node, kind)
        found += _label(drawing, node, kind)
    return found + list(_duplicate_flows(drawing)) + list(_globals(drawing)) + list(shape_hints(drawing.hint, root, sizes))


def _definitions(node: Any) -> list[str]:
    inline = [kind_of(child).removesuffix("EventDefinition") for child in node if kind_of(child).endswith("EventDefinition")]
    return inline + ["reference" for _ in node.findall(f"{BPMN}eventDefinitionRef")]


def _flow_node(drawing: Drawing, node: Any, kind: str) -> Iterator[Problem]:
    incoming, outgoing = drawing.ways(node)
    triggered, undoes = (
        parse_boolean(node.get("triggeredByEvent"), default=False),
        parse_boolean(node.get("isForCompensation"), default=False),
    )
    free = kind_of(node.getparent()) == "adHocSubProcess"
    definitions = _definitions(node)
    undo_boundary = kind == "boundaryEvent" and definitions == ["compensate"]
    link = definitions == ["link"]
    aside = triggered or undoes or free
    if not incoming and not outgoing and not (aside or undo_boundary) and kind != "callActivity":
        yield drawing.hint("HINT_DISCONNECTED", node, "The element is not connected.", "Connect it, or remove it.")
    if not incoming and not aside and kind not in ("startEvent", "boundaryEvent") and not (link and kind == "intermediateCatchEvent"):
        yield drawing.hint("HINT_IMPLICIT_START", node, "Nothing leads here: a start that is not drawn.", "Draw a start event.")
    ends = kind == "endEvent" or (link and kind == "intermediateThrowEvent") or (undo_boundary and node.get("id") in drawing.associated)
    if not outgoing and not aside and not ends:
        yield drawing.hint("HINT_IMPLICIT_END", node, "Nothing leads on: an end that is not drawn.", "Draw an end event.")
    if kind in GATEWAYS:
        if len(incoming) > 1 and len(outgoing) > 1:
            yield drawing.hint("HINT_JOIN_FORK", node, "The gateway joins and splits at once.", "Draw a gateway for each.")
        if len(incoming) == 1 and len(outgoing) == 1:
            yield drawing.hint("HINT_SUPERFLUOUS_GATEWAY", node, "The gateway has one way in and one way out.", "Remove it.")
        if kind == "inclusiveGateway":
            yield drawing.hint(
                "HINT_INCLUSIVE", node, "Few readers understand an inclusive gateway.", "Prefer exclusive and parallel ones."
            )
        if kind == "complexGateway":
            yield drawing.hint(
                "HINT_COMPLEX", node, "Hardly any reader understands a complex gateway.", "Prefer exclusive and parallel ones."
            )
    else:
        if len(incoming) > 1:
            yield drawing.hint(
                "HINT_FAKE_JOIN", node, "Several ways lead here without a gateway: each one counts.", "Join them in a gateway."
            )
        default = local_reference(node.get("default"))
        plain = [flow for flow in outgoing if flow.find(f"{BPMN}conditionExpression") is None and flow.get("id") != default]
        if len(plain) > 1:
            yield drawing.hint("HINT_IMPLICIT_SPLIT", node, "The way splits here without a gateway.", "Draw a parallel gateway.")
    if len(definitions) > 1:
        yield drawing.hint("HINT_MULTIPLE", node, "The event has several triggers.", "Draw an event for each.")
    yield from _conditional_flows(drawing, node, outgoing)


def _conditional_flows(drawing: Drawing, node: Any, outgoing: list[Any]) -> Iterator[Problem]:
    default = local_reference(node.get("default"))
    if default or any(flow.find(f"{BPMN}conditionExpression") is not None for flow in outgoing):
        for flow in outgoing:
            if flow.find(f"{BPMN}conditionExpression") is None and flow.get("id") != default:
                message = "A flow without a condition stands beside flows with one."
                yield drawing.hint("HINT_UNCONDITIONAL", flow, message, "Write a condition, or make it the default flow.")


def _container(drawing: Drawing, node: Any, kind: str) -> Iterator[Problem]:
    children = [child for child in node if isinstance(child.tag, str)]
    if kind != "adHocSubProcess" and not any(kind_of(child) == "endEvent" for child in children):
        yield drawing.hint("HINT_NO_END", node, "There is no end event.", "Draw where it ends.")


def _label(drawing: Drawing, node: Any, kind: str) -> Iterator[Problem]:
    conditional = kind == "sequenceFlow" and node.find(f"{BPMN}conditionExpression") is not None
    if kind not in FLOW_NODES.keys() | {"participant", "lane"} and not conditional:
        return
    if kind in ("parallelGateway", "eventBasedGateway", "subProcess", "transaction", "adHocSubProcess"):
        return
    if kind in GATEWAYS and len(drawing.ways(node)[1]) < 2:
        return
    if not (node.get("name") or "").strip():
        yield drawing.hint("HINT_LABEL", node, "The element has no name.", "Write what people shall read.")


def _duplicate_flows(drawing: Drawing) -> Iterator[Problem]:
    seen: set[tuple[str | None, str | None, str | None]] = set()
    for flow in drawing.flows:
        key = (flow.get("sourceRef"), flow.get("targetRef"), text_of(flow.find(f"{BPMN}conditionExpression")))
        if key in seen:
            ends = [drawing.nodes[end] for end in dict.fromkeys(map(local_reference, key[:2])) if end in drawing.nodes]
            for node in (flow, *ends):
                yield drawing.hint("HINT_DUPLICATE_FLOW", node, "Two flows join the same elements.", "Remove one of them.")
        seen.add(key)


def _globals(drawing: Drawing) -> Iterator[Problem]:
    """Errors, escalations, messages and signals: named, used, and each name once."""
    used = {
        (attribute, local_reference(node.get(attribute)))
        for node in drawing.root.iter()
        if isinstance(node.tag, str)
        for attribute in _GLOBAL.values()
        if node.get(attribute)
    }
    nodes = [node for node in drawing.root if kind_of(node) in _GLOBAL]
    names = Counter((kind_of(node), node.get("name")) for node in nodes)
    for node in nodes:
        kind, name = kind_of(node), node.get("name")
        if name is not None and not name.strip():
            yield drawing.hint("HINT_NO_NAME", node, f"The {kind} has no name.", "Name it.")
        if (_GLOBAL[kind], node.get("id")) not in used:
            yield drawing.hint("HINT_UNUSED", node, f"No element uses the {kind}.", "Remove it.")
        if name and names[kind, name] > 1:
            yield drawing.hint("HINT_DUPLICATE_NAME", node, f"Two elements of the kind {kind} have this name.", "Keep one of them.")
