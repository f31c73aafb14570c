"""Lists every element and attribute of a BPMN file with a verdict: executed, shown, kept, lost or not executed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.bpmn.kinds import FLOW_NODES
from engine.bpmn.reading.dialects import attribute_verdict, element_verdict, expression_verdict, is_dialect
from engine.bpmn.reading.names import BPMN, DRAWING, local_name, local_reference, text_of
from engine.bpmn.reading.overruled import is_loop_part_overruled, is_overruled

#: executed: it decides what happens; shown: people read it; kept: another product's notes, without which nothing happens otherwise; lost:
#: behaviour of another engine, of which the linter tells too; not_executed: BPMN that has a meaning of its own, which we do not carry out
VERDICTS = ("executed", "shown", "kept", "lost", "not_executed")


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
    "definitions process sequenceFlow extensionElements error escalation message signal messageEventDefinition "
    "timerEventDefinition signalEventDefinition errorEventDefinition escalationEventDefinition conditionalEventDefinition "
    "compensateEventDefinition cancelEventDefinition terminateEventDefinition linkEventDefinition eventDefinitionRef timeDate "
    "timeDuration timeCycle condition conditionExpression completionCondition activationCondition multiInstanceLoopCharacteristics "
    "standardLoopCharacteristics loopCardinality loopCondition loopDataInputRef loopDataOutputRef inputDataItem outputDataItem "
    "association messageFlow interface operation inMessageRef operationRef dataObject dataObjectReference script collaboration".split()
)
_SHOWN = frozenset(
    "incoming outgoing documentation lane laneSet childLaneSet flowNodeRef participant participantMultiplicity group category "
    "categoryValue textAnnotation text dataStore dataStoreReference dataState "
    "source target messageFlowRef import extension relationship auditing monitoring".split()
)
_EXECUTED_ATTRIBUTES = frozenset(
    "id name sourceRef targetRef default attachedToRef cancelActivity isInterrupting triggeredByEvent isForCompensation startQuantity "
    "completionQuantity messageRef signalRef errorRef escalationRef errorCode escalationCode activityRef waitForCompletion isSequential "
    "testBefore loopMaximum ordering cancelRemainingInstances parallelMultiple instantiate calledElement isExecutable behavior "
    "scriptFormat".split()
)
_SHOWN_ATTRIBUTES = frozenset(
    "targetNamespace exporter exporterVersion expressionLanguage typeLanguage gatewayDirection isClosed processType textFormat "
    "categoryValueRef itemSubjectRef structureRef itemKind implementation dataStoreRef isUnlimited capacity language location namespace "
    "processRef associationDirection dataObjectRef isCollection importType minimum maximum value type definition "
    "initiatingParticipantRef eventGatewayType isImmediate method".split()
)
#: those of another engine are executed where they are translated
_EXPRESSIONS = frozenset(
    "condition conditionExpression completionCondition activationCondition loopCardinality loopCondition timeDate timeDuration "
    "timeCycle".split()
)
#: what a repetition throws as instances end -> the behavior that asks for it (BPMN 2.0.2, table 10.29)
_BEHAVIORS = {"noneBehaviorEventRef": "None", "oneBehaviorEventRef": "One"}
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
        thrown = _thrown_as_instances_end(node)
        if thrown is not None and (not thrown or name in ("complexBehaviorDefinition", "event")):
            return "executed" if thrown else "not_executed"
        if name == "script":
            read = (node.getparent().get("scriptFormat") or "").lower().endswith("feel")
            return "executed" if read else "not_executed"
        if is_loop_part_overruled(node):
            return "lost"
        if name in _EXPRESSIONS:
            return expression_verdict(node, text_of(node) or "").word
        return "executed" if name in _EXECUTED else "shown" if name in _SHOWN else "not_executed"
    if node.tag.startswith(DRAWING):
        return "shown"
    return element_verdict(node).word if is_dialect(node.tag) else "kept"


def _thrown_as_instances_end(node: Any) -> bool | None:
    """Of a part of what a repetition throws under conditions: whether its behavior is the one that asks for it. None: it is none."""
    definition = next((around for around in (node, *node.iterancestors()) if around.tag == f"{BPMN}complexBehaviorDefinition"), None)
    return None if definition is None else definition.getparent().get("behavior") == "Complex"


def _attribute(node: Any, attribute: str, verdict: str) -> str:
    name = local_name(attribute)
    if attribute.startswith(_SCHEMA):
        return "shown"
    if is_dialect(attribute) or (is_dialect(node.tag) and not attribute.startswith("{")):
        return attribute_verdict(node, attribute).word
    if attribute.startswith("{") or not node.tag.startswith(BPMN):
        return "kept" if attribute.startswith("{") else verdict
    if verdict == "not_executed":
        return verdict
    if name in _BEHAVIORS:
        read = node.get("behavior") == _BEHAVIORS[name] and local_reference(node.get(attribute)) in {
            item.get("id") for item in node.getroottree().getroot()
        }
        return "executed" if read else "not_executed"
    if name == "calledElement" and is_overruled(node, name):
        return "lost"
    if name == "instantiate" and node.get("eventGatewayType") == "Parallel":
        return "not_executed"
    return "executed" if name in _EXECUTED_ATTRIBUTES else "shown" if name in _SHOWN_ATTRIBUTES else "not_executed"
