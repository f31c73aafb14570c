"""Lists every element and attribute of a BPMN file with a verdict: executed, shown, kept or not executed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.bpmn.kinds import FLOW_NODES
from engine.bpmn.reading.names import BPMN, CAMUNDA_7, DRAWING, ZEEBE, local_name

#: executed: it decides what happens; shown: people read it; kept: another product's, which we leave alone; not_executed: BPMN that
#: has a meaning of its own, which we do not carry out
VERDICTS = ("executed", "shown", "kept", "not_executed")


@dataclass(frozen=True)
class InventoryEntry:
    """`attribute` None: the element itself. `name` is without its namespace."""

    element: str
    id: str
    line: int | None
    attribute: str | None
    verdict: str

    @property
    def name(self) -> str:
        return self.attribute or self.element


_EXECUTED = FLOW_NODES.keys() | frozenset(
    "definitions process sequenceFlow incoming outgoing extensionElements error escalation message signal messageEventDefinition "
    "timerEventDefinition signalEventDefinition errorEventDefinition escalationEventDefinition conditionalEventDefinition "
    "compensateEventDefinition cancelEventDefinition terminateEventDefinition linkEventDefinition eventDefinitionRef timeDate "
    "timeDuration timeCycle condition conditionExpression completionCondition activationCondition multiInstanceLoopCharacteristics "
    "standardLoopCharacteristics loopCardinality loopCondition loopDataInputRef loopDataOutputRef inputDataItem outputDataItem "
    "association messageFlow interface operation inMessageRef operationRef dataObject dataObjectReference script collaboration".split()
)
_SHOWN = frozenset(
    "documentation lane laneSet childLaneSet flowNodeRef participant participantMultiplicity group category categoryValue textAnnotation "
    "text dataStore dataStoreReference dataState source target messageFlowRef import extension relationship auditing monitoring".split()
)
_EXECUTED_ATTRIBUTES = frozenset(
    "id name sourceRef targetRef default attachedToRef cancelActivity isInterrupting triggeredByEvent isForCompensation startQuantity "
    "completionQuantity messageRef signalRef errorRef escalationRef errorCode escalationCode activityRef waitForCompletion isSequential "
    "testBefore loopMaximum ordering cancelRemainingInstances parallelMultiple instantiate calledElement isExecutable behavior "
    "scriptFormat processRef associationDirection dataObjectRef isCollection".split()
)
_SHOWN_ATTRIBUTES = frozenset(
    "targetNamespace exporter exporterVersion expressionLanguage typeLanguage gatewayDirection isClosed processType textFormat "
    "categoryValueRef itemSubjectRef structureRef itemKind implementation dataStoreRef isUnlimited capacity language location namespace "
    "importType minimum maximum value type definition initiatingParticipantRef eventGatewayType isImmediate method".split()
)
#: elements of extensions that are read
_ZEEBE = frozenset(
    "formDefinition assignmentDefinition taskSchedule priorityDefinition taskDefinition taskHeaders header ioMapping input output "
    "calledElement calledDecision loopCharacteristics subscription script properties property versionTag adHoc userTask".split()
)
_SEVEN = frozenset("inputOutput inputParameter outputParameter in out".split())
_SEVEN_ATTRIBUTES = frozenset(
    "assignee candidateGroups dueDate followUpDate priority formKey formRef topic type decisionRef resultVariable collection "
    "elementVariable calledElementBinding calledElementVersionTag".split()
)
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"


def inventory(root: Any) -> Iterator[InventoryEntry]:
    """In the order of the file: each element, then its attributes."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        name = local_name(node.tag)
        identifier = node.get("id") or _owner(node)
        verdict = _element(node)
        yield InventoryEntry(name, identifier, node.sourceline, None, verdict)
        for attribute in node.attrib:
            yield InventoryEntry(name, identifier, node.sourceline, local_name(attribute), _attribute(node, attribute, verdict))


def _owner(node: Any) -> str:
    """The nearest element around that has an id."""
    while node is not None and not node.get("id"):
        node = node.getparent()
    return "" if node is None else str(node.get("id"))


def _element(node: Any) -> str:
    name = local_name(node.tag)
    if node.tag.startswith(BPMN):
        if name == "script":
            read = (node.getparent().get("scriptFormat") or "").lower().endswith("feel")
            return "executed" if read else "not_executed"
        return "executed" if name in _EXECUTED else "shown" if name in _SHOWN else "not_executed"
    if node.tag.startswith(DRAWING):
        return "shown"
    if node.tag.startswith(ZEEBE):
        return "executed" if name in _ZEEBE else "kept"
    seven = any(node.tag.startswith(prefix) for prefix in CAMUNDA_7)
    return "executed" if seven and name in _SEVEN else "kept"


def _attribute(node: Any, attribute: str, verdict: str) -> str:
    name = local_name(attribute)
    if attribute.startswith(_SCHEMA):
        return "shown"
    if attribute.startswith("{"):
        seven = any(attribute.startswith(prefix) for prefix in CAMUNDA_7)
        return "executed" if seven and name in _SEVEN_ATTRIBUTES else "kept"
    if not node.tag.startswith(BPMN):
        return verdict
    if verdict == "not_executed":
        return verdict
    if name == "instantiate" and node.get("eventGatewayType") == "Parallel":
        return "not_executed"
    return "executed" if name in _EXECUTED_ATTRIBUTES else "shown" if name in _SHOWN_ATTRIBUTES else "not_executed"
