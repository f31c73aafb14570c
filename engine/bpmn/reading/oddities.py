"""What a file says and a Process has no place for: kept for the linter, so that nothing is dropped without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.elements import Oddity, OddityKind
from engine.bpmn.kinds import FLOW_NODES, GATEWAYS
from engine.bpmn.reading.camunda7 import camunda7_faults, double_signals
from engine.bpmn.reading.coordinates import coordinate_oddities
from engine.bpmn.reading.extensions import read_extensions
from engine.bpmn.reading.names import BPMN, ZEEBE, is_executable, local_name, local_reference, text_of
from engine.bpmn.reading.references import References
from engine.bpmn.reading.schema import Fault, bpmn_of, schema_faults
from engine.bpmn.reading.zeebe import zeebe_faults

_LOOPS = ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
_TIMES = ("timeDate", "timeDuration", "timeCycle")
#: of each group the schema allows one in a place (BPMN20.xsd, Semantic.xsd; Camunda 8's zeebe.json)
_ONE_OF = (
    *({f"{BPMN}{name}" for name in group} for group in (_LOOPS, _TIMES)),
    *(
        {f"{BPMN}{name}"}
        for name in (
            "conditionExpression condition loopCondition loopCardinality completionCondition activationCondition script "
            "loopDataInputRef loopDataOutputRef inputDataItem outputDataItem operationRef"
        ).split()
    ),
    *(
        {f"{ZEEBE}{name}"}
        for name in (
            "taskDefinition formDefinition assignmentDefinition taskSchedule priorityDefinition calledElement calledDecision script "
            "loopCharacteristics adHoc ioMapping taskHeaders"
        ).split()
    ),
)
_REFERRED = ("message", "signal", "error", "escalation")
_GROUP_OF = {tag: number for number, group in enumerate(_ONE_OF) for tag in group}
#: whether several flows lead in, and out (BPMN 2.0.2, table 8.47)
_DIRECTIONS = {"Converging": (True, False), "Diverging": (False, True), "Mixed": (True, True)}


def find_oddities(process: Any, root: Any, catalogue: Mapping[str, Any], references: References) -> Iterator[Oddity]:
    """Of one process, in the order of the file; message flows last."""
    into, out = (
        Counter((flow.getparent(), local_reference(flow.get(end))) for flow in process.iter(f"{BPMN}sequenceFlow"))
        for end in ("targetRef", "sourceRef")
    )
    for node in process.iter(f"{BPMN}*"):
        kind = local_name(node.tag)
        yield from _several(process, node)
        if kind == "eventDefinitionRef":
            reference = local_reference(text_of(node)) or ""
            if reference not in catalogue:
                yield _oddity("event_reference", process, node, reference)
        elif kind == "callActivity":
            yield from _call(process, node, catalogue)
        elif FLOW_NODES.get(kind) in GATEWAYS:
            place = (node.getparent(), node.get("id"))
            direction = (node.get("gatewayDirection") or "").strip()
            if _DIRECTIONS.get(direction) not in (None, (into[place] > 1, out[place] > 1)):
                yield _oddity("gateway_direction", process, node, direction)
    for flow in references.inner_message_flows.get(process.get("id"), ()):
        yield Oddity(kind="message_flow", id=flow.get("id") or process.get("id") or "", line=flow.sourceline, detail="")
    yield from coordinate_oddities(process, references.bad_coordinates)
    yield from (_oddity(fault.kind, process, fault.node, fault.detail) for fault in _faults(process, root, references))


def _faults(process: Any, root: Any, references: References) -> Iterator[Fault]:
    """Of a process; of what stands beside processes the first one tells that is executed."""
    yield from schema_faults(process, "process")
    beside: list[Any] = []
    if references.first_executed is process:
        beside = [node for node in root if node.tag != process.tag and str(node.tag).startswith(BPMN)]
        yield from schema_faults(root, "definitions", without=process.tag)
        yield from double_signals(root)
        # an id is optional in the schema; what has none nobody can refer to
        yield from (Fault("lacking", node, "id") for node in beside if local_name(node.tag) in _REFERRED and not node.get("id"))
    for part in (process, *beside):
        for node in bpmn_of(part):
            yield from references.faults(node)
            yield from camunda7_faults(node)
            for extensions in node.iterchildren(f"{BPMN}extensionElements"):
                yield from zeebe_faults(extensions)
        yield from references.double_ids.get(part, ())


def _oddity(kind: OddityKind, process: Any, node: Any, detail: str) -> Oddity:
    """At the nearest step or flow around the node, else at the process."""
    line = node.sourceline
    while node is not process and (local_name(node.tag) not in {*FLOW_NODES, "sequenceFlow", "messageFlow"} or not node.get("id")):
        node = process if node.getparent() is None else node.getparent()
    return Oddity(kind=kind, id=node.get("id") or "", line=line, detail=detail)


def _several(process: Any, node: Any) -> Iterator[Oddity]:
    """Where only the first of several would be read."""
    counted: Counter[int] = Counter()
    for child in node:
        group = _GROUP_OF.get(child.tag) if isinstance(child.tag, str) else None
        if group is not None:
            counted[group] += 1
            if counted[group] == 2:
                yield _oddity("several", process, child, local_name(child.tag))


def _call(process: Any, node: Any, catalogue: Mapping[str, Any]) -> Iterator[Oddity]:
    """A call to something of the same file that is no process to be executed."""
    called = read_extensions(node).called_process or ""
    found = catalogue.get(called)
    if found is None:
        return
    kind = local_name(found.tag)
    if kind.startswith("global"):
        yield _oddity("global_task", process, node, called)
    elif kind == "process" and not is_executable(found):
        yield _oddity("call_not_executable", process, node, called)
