"""Compares a BPMN file with the model that was read of it: each element, flow, attribute and extension is found there, or on a list with a reason.

The file is read here once more and on its own: nothing of the reader under test, nor of its inventory, says what there should be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from engine.bpmn.elements import Element, Flow, Process
from tests.conformance.not_in_model import ATTRIBUTES, ELEMENTS, EXTENSIONS

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"
DRAWING = ("{http://www.omg.org/spec/BPMN/20100524/DI}", "{http://www.omg.org/spec/DD/20100524/")
#: the dialects that are read
DIALECTS = (
    "{http://camunda.org/schema/zeebe/1.0}",
    "{http://camunda.org/schema/1.0/bpmn}",
    "{http://operaton.org/schema/1.0/bpmn}",
    "{http://flowable.org/bpmn}",
    "{http://activiti.org/bpmn}",
)
#: every flow node of BPMN 2.0.2 that a process holds (clause 10), whatever of it is read
NODES = frozenset(
    "task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask callActivity subProcess transaction "
    "adHocSubProcess exclusiveGateway parallelGateway inclusiveGateway complexGateway eventBasedGateway startEvent endEvent "
    "intermediateCatchEvent intermediateThrowEvent boundaryEvent".split()
)
CONTAINERS = ("process", "subProcess", "transaction", "adHocSubProcess")


def not_found(root: Any, processes: tuple[Process, ...]) -> Iterator[str]:
    """What the file holds that is neither in the model nor on the list, each with its line."""
    model = _Model(root, processes)
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag.startswith(DRAWING):
            continue
        here = f"line {node.sourceline}: {_local(node.tag)} {node.get('id', '')}".rstrip()
        if not model.holds(node):
            yield here
            continue
        yield from (f"{here}: {_local(name)}={value}" for name, value in node.attrib.items() if not model.says(node, name, value))


class _Model:
    def __init__(self, root: Any, processes: tuple[Process, ...]) -> None:
        self.root = root
        self.processes = {process.id: process for process in processes}
        self.named = {node.get("id"): node for node in root.iter() if isinstance(node.tag, str) and node.get("id")}

    def holds(self, node: Any) -> bool:
        """Whether the element itself is there, with what it stands in and what it means."""
        name, process = _local(node.tag), self._process(node)
        if node.tag.startswith(DIALECTS):
            return name in EXTENSIONS or self._outside(node) or not node.attrib or self._all_said(node) or self._overruled(node)
        if not node.tag.startswith(BPMN) or self._is_of_another_product(node):
            return True  # another product's: the file is kept as it is, byte for byte
        if name == "process" and node is not self.root:
            return node.get("id", "") in self.processes
        if name == "flowNodeRef":
            return self._in_lane(node)
        if name in ELEMENTS or self._is_part(node):
            return True
        if process is None:
            return name.endswith("EventDefinition") or self._in_a_definition(node)
        if name in NODES:
            return self._node(node, process)
        if name == "sequenceFlow":
            return self._flow(node, process)
        if name.endswith("EventDefinition"):
            return self._event(node, process)
        return self._inner(node)

    def says(self, node: Any, attribute: str, value: str) -> bool:
        name, element = _local(attribute), _local(node.tag)
        if attribute.startswith(SCHEMA) or name in ATTRIBUTES or f"{element}.{name}" in ATTRIBUTES:
            return True
        if attribute.startswith(DIALECTS) or node.tag.startswith(DIALECTS):
            listed = name in EXTENSIONS or f"{element}.{name}" in EXTENSIONS or element in EXTENSIONS
            return listed or self._outside(node) or self._said(node, value) or self._overruled(node)
        if not node.tag.startswith(BPMN) or attribute.startswith("{") or self._is_of_another_product(node):
            return True
        process = self._process(node)
        if process is None or element in ELEMENTS or (name == "id" and node is not self._holder(node)):
            return True
        if node is not self._holder(node) and name in ("name", "activityRef") and self._said(node, value):
            return True
        found = self._found(node, process)
        reading = READINGS.get(name)
        return reading is not None and found is not None and reading(found, self._meant(name, value))

    # --- the parts of a process

    def _process(self, node: Any) -> Process | None:
        around = next((above for above in (node, *node.iterancestors()) if above.tag == f"{BPMN}process"), None)
        return None if around is None else self.processes.get(around.get("id", ""))

    def _outside(self, node: Any) -> bool:
        """In a file without its process, or at something that is none's part."""
        return self._process(node) is None or self._holder(node) is None

    def _holder(self, node: Any) -> Any:
        """The nearest flow node, flow or process around."""
        names = (*NODES, "sequenceFlow", "process")
        return next((above for above in (node, *node.iterancestors()) if above.tag in {f"{BPMN}{name}" for name in names}), None)

    def _found(self, node: Any, process: Process) -> Element | Flow | Process | None:
        holder = self._holder(node)
        if holder is None or holder.tag == f"{BPMN}process":
            return process
        if holder.tag == f"{BPMN}sequenceFlow":
            return self._drawn(holder, process.flows, f"{BPMN}sequenceFlow")
        return self._drawn(holder, process.elements, *(f"{BPMN}{name}" for name in NODES))

    def _drawn(self, node: Any, known: Mapping[str, Any], *tags: str) -> Any:
        """By its id; one without an id by its place among all of the process."""
        if node.get("id"):
            return known.get(node.get("id"))
        around = next(above for above in node.iterancestors() if above.tag == f"{BPMN}process")
        number = list(around.iter(*tags)).index(node)
        return list(known.values())[number] if number < len(known) else None

    def _node(self, node: Any, process: Process) -> bool:
        found = self._found(node, process)
        if not isinstance(found, Element):
            return False
        by_event = _local(node.tag) == "subProcess" and node.get("triggeredByEvent") in ("true", "1")
        scope = node.getparent()
        inside = None if scope.tag == f"{BPMN}process" else scope.get("id")
        flows = [flow for flow in process.flows.values() if found.id in (flow.source, flow.target)]
        joined = {flow.id for flow in flows} == {*found.incoming, *found.outgoing}
        return found.kind == ("eventSubProcess" if by_event else _local(node.tag)) and (found.scope == inside or not inside) and joined

    def _flow(self, node: Any, process: Process) -> bool:
        found = self._found(node, process)
        ends = _reference(node.get("sourceRef")), _reference(node.get("targetRef"))
        condition = node.find(f"{BPMN}conditionExpression")
        told = condition is not None and bool("".join(condition.itertext()).strip())
        return isinstance(found, Flow) and (found.source, found.target) == ends and (bool(found.condition) or not told)

    def _event(self, node: Any, process: Process) -> bool:
        found = self._found(node, process)
        kind = _local(node.tag).removesuffix("EventDefinition")
        return isinstance(found, Element) and any(event.kind == kind or event.tag == kind for event in found.events)

    def _inner(self, node: Any) -> bool:
        """A part of an element that makes a part of the model, or whose text is a value there; one without a text says nothing."""
        process, text = self._process(node), " ".join((node.text or "").split())
        made = MADE.get(_local(node.tag))
        if made is not None and process is not None:
            found = self._found(node, process)
            return isinstance(found, Element) and made(found)
        if _local(node.tag) == "script" and not (node.getparent().get("scriptFormat") or "").lower().endswith("feel"):
            return True  # a job of a worker, or refused
        return _local(node.tag) in TEXTS and (not text or self._said(node, text) or self._said(node, _reference(text)))

    def _in_lane(self, node: Any) -> bool:
        lane, process = node.getparent(), self._process(node)
        element = process.elements.get(_reference(node.text)) if process is not None else None
        drawn = element is not None and element.lane is not None
        if self._is_part(node) or not drawn:
            return self._is_part(node)
        # of lanes that stand in each other the innermost counts
        return lane.find(f"{BPMN}childLaneSet") is not None or element.lane in (lane.get("name"), lane.get("id"))

    def _is_of_another_product(self, node: Any) -> bool:
        """Some leave out the namespace of what they write into extension elements."""
        return any(above.tag == f"{BPMN}extensionElements" for above in node.iterancestors()) and not node.tag.startswith(DIALECTS)

    def _is_part(self, node: Any) -> bool:
        """In a file that is a part of a diagram only, without a process to be executed, or in another kind of model."""
        around = [above for above in node.iterancestors() if isinstance(above.tag, str)]
        return self.root.tag != f"{BPMN}definitions" or any(_local(above.tag) in OTHER_MODELS for above in around)

    def _in_a_definition(self, node: Any) -> bool:
        """A part of an event definition that stands beside the processes, for events to refer to: seen where one does."""
        return _local(node.tag) in TEXTS and _local(node.getparent().tag).endswith("EventDefinition")

    def _overruled(self, node: Any) -> bool:
        """Written in another dialect too: of two the one of Camunda 8 counts."""
        holder = self._holder(node)
        eight = holder is not None and any(True for _ in holder.iterfind(f"{BPMN}extensionElements/{DIALECTS[0]}*"))
        return eight and (node is holder or not node.tag.startswith(DIALECTS[0]))

    def _meant(self, name: str, value: str) -> str:
        """What a reference refers to, by the name or code under which the model knows it."""
        if name not in ("messageRef", "signalRef", "errorRef", "escalationRef"):
            return value
        node = self.named.get(_reference(value))
        if node is None:
            return _reference(value)
        code = {"errorRef": "errorCode", "escalationRef": "escalationCode"}.get(name, "name")
        return str(node.get(code) or node.get("name") or node.get("id"))

    def _all_said(self, node: Any) -> bool:
        return any(self._said(node, value) for value in node.attrib.values())

    def _said(self, node: Any, value: str) -> bool:
        process = self._process(node)
        found = self._found(node, process) if process is not None else None
        return found is not None and any(_same(value, text) for text in _values(found, whole=not isinstance(found, Process)))


def _values(item: Any, *, whole: bool = True) -> Iterator[str]:
    """Every value of a part of the model. Not `whole`: only what is the process's own."""
    if is_dataclass(item):
        for part in fields(item):
            if whole or part.name not in ("elements", "flows"):
                yield from _values(getattr(item, part.name))
    elif isinstance(item, tuple):
        for value in item:
            yield from _values(value)
    elif item is not None:
        yield str(item)


def _same(told: str, read: str) -> bool:
    """As it stands; an expression with or without its mark; a truth as `true` or `True`; what was translated is the translation's test."""
    plain, known = (" ".join(text.split()).removeprefix("=").strip() for text in (told, read))
    return plain == known or (plain in ("true", "false") and plain == known.lower()) or "${" in plain or "#{" in plain


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _reference(value: str | None) -> str:
    return (value or "").rpartition(":")[2].strip()


def _true(value: str) -> bool:
    return value.strip() in ("true", "1")


#: inner elements whose text is a value of the model
TEXTS = frozenset(
    "timeDate timeDuration timeCycle condition conditionExpression completionCondition activationCondition loopCardinality loopCondition "
    "loopDataInputRef loopDataOutputRef inputDataItem outputDataItem script".split()
)
OTHER_MODELS = ("choreography", "globalChoreographyTask", "conversation")
#: attribute -> whether the part of the model says the same
READINGS: dict[str, Callable[[Any, str], bool]] = {
    "id": lambda part, value: part.id == value or not hasattr(part, "kind"),
    "name": lambda part, value: part.name == " ".join(value.split()) or part.name == value,
    "isExecutable": lambda part, value: part.executable is _true(value),
    "sourceRef": lambda part, value: part.source == _reference(value),
    "targetRef": lambda part, value: part.target == _reference(value),
    "default": lambda part, value: part.default == _reference(value),
    "attachedToRef": lambda part, value: part.attached_to == _reference(value),
    "cancelActivity": lambda part, value: part.interrupting is _true(value),
    "isInterrupting": lambda part, value: part.interrupting is _true(value),
    "parallelMultiple": lambda part, value: part.parallel_multiple is _true(value),
    "isForCompensation": lambda part, value: part.for_compensation is _true(value),
    "startQuantity": lambda part, value: str(part.start_quantity) == value.strip(),
    "completionQuantity": lambda part, value: str(part.completion_quantity) == value.strip(),
    "instantiate": lambda part, value: part.instantiates is _true(value),
    "triggeredByEvent": lambda part, value: part.triggered_by_event is _true(value),
    "calledElement": lambda part, value: part.extensions.called_process == _reference(value),
    "ordering": lambda part, value: part.ad_hoc.sequential is (value == "Sequential"),
    "cancelRemainingInstances": lambda part, value: part.ad_hoc.cancel_remaining is _true(value),
    "isSequential": lambda part, value: part.loop.sequential is _true(value),
    "behavior": lambda part, value: part.loop.behavior == value,
    "testBefore": lambda part, value: part.loop.test_before is _true(value),
    "loopMaximum": lambda part, value: part.loop.maximum == value,
    "messageRef": lambda part, value: any(event.message == value for event in part.events),
    "signalRef": lambda part, value: any(event.signal == value for event in part.events),
    "errorRef": lambda part, value: any(event.error_code == value for event in part.events),
    "escalationRef": lambda part, value: any(event.escalation_code == value for event in part.events),
    "activityRef": lambda part, value: any(event.activity == _reference(value) for event in part.events),
    "waitForCompletion": lambda part, value: any(event.wait_for_completion is _true(value) for event in part.events),
}
#: an inner element that makes a part of the model, with or without a text
MADE: dict[str, Callable[[Element], bool]] = {
    "multiInstanceLoopCharacteristics": lambda element: element.loop is not None and hasattr(element.loop, "behavior"),
    "standardLoopCharacteristics": lambda element: element.loop is not None and hasattr(element.loop, "test_before"),
}
