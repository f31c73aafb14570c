"""References to what the file does not have, or has as something else; flows that contradict steps; ends of message flows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from engine.bpmn.elements import Oddity, OddityKind
from engine.bpmn.kinds import EVENTS, FLOW_NODES, GATEWAYS
from engine.bpmn.reading.coordinates import bad_coordinates
from engine.bpmn.reading.names import BPMN, is_executable, local_name, local_reference, text_of
from engine.bpmn.reading.schema import Fault
from engine.bpmn.reading.unwritten import is_of_camunda_7

_ANY: frozenset[str] = frozenset()
#: attribute -> the elements that it may name
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "messageRef": frozenset({"message"}),
    "signalRef": frozenset({"signal"}),
    "errorRef": frozenset({"error"}),
    "escalationRef": frozenset({"escalation"}),
    "dataObjectRef": frozenset({"dataObject"}),
    "dataStoreRef": frozenset({"dataStore"}),
    "categoryValueRef": frozenset({"categoryValue"}),
    "operationRef": frozenset({"operation"}),
    "processRef": frozenset({"process"}),
}
_TEXTS: Mapping[str, frozenset[str]] = {
    "flowNodeRef": frozenset(FLOW_NODES),
    "dataInputRefs": frozenset({"dataInput"}),
    "dataOutputRefs": frozenset({"dataOutput"}),
    "inMessageRef": frozenset({"message"}),
    "outMessageRef": frozenset({"message"}),
    "participantRef": frozenset({"participant"}),
    "messageFlowRef": frozenset({"messageFlow"}),
    "operationRef": frozenset({"operation"}),
}
#: attribute -> what is told where the element that it names has no name
_NAMED: Mapping[str, OddityKind] = {"messageRef": "unnamed_message", "signalRef": "unnamed_signal"}
#: where sourceRef and targetRef may name anything of the file
_ENDS = ("association", "messageFlow", "dataInputAssociation", "dataOutputAssociation")
#: what neither sends nor receives (BPMN 2.0.2, 7.6.2, table 7.4)
_UNHEARD = GATEWAYS | {"subChoreography", "lane", "dataObjectReference", "dataStoreReference", "dataObject", "textAnnotation", "group"}


class References:
    """The ids of a file and what they are. Item definitions are left out: vendors write types without declaring them, and they decide
    nothing here.
    """

    def __init__(self, root: Any) -> None:
        self.root = root
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.nodes: dict[str, Any] = {}
        self._double: list[Any] = []
        for node in root.iter(f"{BPMN}*"):
            if node.get("id"):
                self.kinds[node.get("id")].add(local_name(node.tag))
                if self.nodes.setdefault(node.get("id"), node) is not node:
                    self._double.append(node)
        self.undeclared_errors = is_of_camunda_7(root)

    def faults(self, node: Any) -> Iterator[Fault]:
        """Of one element, without its children."""
        kind = local_name(node.tag)
        for name, kinds in _ATTRIBUTES.items():
            if name == "errorRef" and self.undeclared_errors:
                continue  # Camunda 7: its own code
            if node.get(name) is not None and not self._is_there(node, node.get(name), kinds):
                yield Fault("dangling", node, node.get(name))
        yield from self._unnamed(node)
        if kind in _TEXTS and not self._is_there(node, text_of(node), _TEXTS[kind]):
            yield Fault("dangling", node, text_of(node) or "")
        if kind in _ENDS:
            for end in ("sourceRef", "targetRef"):
                given = [node.get(end), *(text_of(child) or "" for child in node.findall(f"{BPMN}{end}"))]
                yield from (Fault("dangling", node, text) for text in given if text is not None and not self._is_there(node, text, _ANY))
        if kind in ("incoming", "outgoing") and local_name(node.getparent().tag) in FLOW_NODES:
            yield from self._flow(node, kind)
        if kind == "messageFlow":
            yield from self._message_flow(node)

    @cached_property
    def double_ids(self) -> Mapping[Any, list[Fault]]:
        """The second of two elements with one id, by what stands directly in the file's root around it.

        Where both are steps or flows, or one is a step and the other a root element, and where one is a process, another rule tells of it.
        """
        steps = {*FLOW_NODES, "sequenceFlow"}
        found: dict[Any, list[Fault]] = defaultdict(list)
        for node in self._double:
            pair = (self.nodes[node.get("id")], node)
            names = {local_name(item.tag) for item in pair}
            beside = any(item.getparent() is self.root for item in pair)
            elsewhere = "process" in names or names <= steps or (beside and names & steps)
            if names == {"process"} or not elsewhere:
                around = next((item for item in (node, *node.iterancestors()) if item.getparent() is self.root), None)
                found[around].append(Fault("double_id", node, node.get("id")))
        return found

    @cached_property
    def first_executed(self) -> Any:
        """The first process that is executed; it tells of what stands beside the processes. None: there is none."""
        return next((item for item in self.root.iterfind(f"{BPMN}process") if is_executable(item)), None)

    @cached_property
    def bad_coordinates(self) -> list[Oddity]:
        return bad_coordinates(self.root)

    @cached_property
    def correlated(self) -> Mapping[str, list[Any]]:
        """Id of a process -> the correlation keys of its messages."""
        found: dict[str, list[Any]] = defaultdict(list)
        for collaboration in self.root.iterfind(f"{BPMN}collaboration"):
            keys = [key for key in collaboration.iterfind(f"{BPMN}correlationKey") if len(key)]
            pools = dict.fromkeys(local_reference(pool.get("processRef")) or "" for pool in collaboration.iterfind(f"{BPMN}participant"))
            for pool in pools if keys else ():
                found[pool] += keys
        return found

    @cached_property
    def inner_message_flows(self) -> Mapping[str, list[Any]]:
        """Id of a process -> the message flows inside its pool: one leads from one pool to another, never to its own (BPMN 2.0.2, 9.4)."""
        collaboration = f"{BPMN}collaboration"
        # two pools of one process are two participants
        pools = Counter(local_reference(pool.get("processRef")) for pool in self.root.iterfind(f"{collaboration}/{BPMN}participant"))
        found: dict[str, list[Any]] = defaultdict(list)
        for flow in self.root.iterfind(f"{collaboration}/{BPMN}messageFlow"):
            source, target = (self._process_of(flow.get(end), pools) for end in ("sourceRef", "targetRef"))
            if source is not None and source == target:
                found[source].append(flow)
        return found

    def _process_of(self, reference: str | None, pools: Mapping[str | None, int]) -> str | None:
        """The process in which the end of a message flow is; None for what is in none, or in one of several pools of it."""
        node = self.nodes.get(local_reference(reference) or "")
        if node is None:
            return None
        if local_name(node.tag) == "participant":
            process = local_reference(node.get("processRef"))
            return process if pools[process] == 1 else None
        around = next(node.iterancestors(f"{BPMN}process"), None) if local_name(node.tag) in FLOW_NODES else None
        return None if around is None else around.get("id")

    def _is_there(self, node: Any, reference: str | None, kinds: frozenset[str]) -> bool:
        prefix, colon, _name = (reference or "").rpartition(":")
        namespace = node.nsmap.get(prefix) if colon else None
        if namespace is not None and namespace != self.root.get("targetNamespace"):
            return True  # of another file
        found = self.kinds.get(local_reference(reference) or "", _ANY)
        return bool(found if not kinds else kinds & found)

    def _unnamed(self, node: Any) -> Iterator[Fault]:
        """A message or signal that is thrown or waited for, and has no name."""
        for name, kind in _NAMED.items():
            found = self.nodes.get(local_reference(node.get(name)) or "")
            if found is not None and found.tag == f"{BPMN}{kind.removeprefix('unnamed_')}" and not (found.get("name") or "").strip():
                yield Fault(kind, node, found.get("id"))

    def _flow(self, node: Any, kind: str) -> Iterator[Fault]:
        """`incoming` and `outgoing` say again what the flow says itself."""
        name = local_reference(text_of(node)) or ""
        flow = self.nodes.get(name)
        end = "targetRef" if kind == "incoming" else "sourceRef"
        if flow is None or local_name(flow.tag) != "sequenceFlow" or local_reference(flow.get(end)) != node.getparent().get("id"):
            yield Fault("contradicted", node, name)

    def _message_flow(self, node: Any) -> Iterator[Fault]:
        ends = {end: self.nodes.get(local_reference(node.get(end)) or "") for end in ("sourceRef", "targetRef")}
        places = [next(found.iterancestors(f"{BPMN}process"), None) for found in ends.values() if found is not None]
        if len(places) == 2 and places[0] is not None and places[0] is places[1]:
            return  # of one inside a pool another rule tells
        for end, found in ends.items():
            if found is None:
                continue
            kind = local_name(found.tag)
            sends = end == "sourceRef"
            wrong = kind in _UNHEARD or (kind in EVENTS and not _fits(found, kind, sends=sends))
            if wrong or (kind not in FLOW_NODES and kind != "participant"):
                yield Fault("message_flow_end", node, found.get("id"))
            elif kind in EVENTS and found.find(f"{BPMN}messageEventDefinition") is None and not _refers(found):
                yield Fault("message_flow_idle", node, found.get("id"))


def _refers(event: Any) -> bool:
    """Whether a trigger of the event stands elsewhere in the file."""
    return event.find(f"{BPMN}eventDefinitionRef") is not None


def _fits(event: Any, kind: str, *, sends: bool) -> bool:
    """Whether an event of this kind has to do with messages on that end (BPMN 2.0.2, 10.5)."""
    if kind in ("startEvent", "intermediateCatchEvent", "boundaryEvent"):
        return not sends
    return sends
