"""Event definitions: inline, by reference, several at once (BPMN 2.0.2, 10.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from engine.bpmn.elements import EventDefinition
from engine.bpmn.kinds import EVENT_KINDS, EventKind
from engine.bpmn.reading.foreign_mappings import camunda7_attribute
from engine.bpmn.reading.names import BPMN, ZEEBE, local_name, local_reference, parse_boolean, text_of
from engine.bpmn.reading.unwritten import sends_nothing

Catalogue = Mapping[str, Any]
_KINDS: dict[str, EventKind] = {kind: kind for kind in EVENT_KINDS}


def read_events(node: Any, catalogue: Catalogue) -> tuple[EventDefinition, ...]:
    """The definitions of an event in document order, those that it only refers to after its own."""
    definitions = [child for child in node if isinstance(child.tag, str) and child.tag.endswith("EventDefinition")]
    references = [local_reference(text_of(reference)) or "" for reference in node.findall(f"{BPMN}eventDefinitionRef")]
    definitions += [catalogue[reference] for reference in references if reference in catalogue]
    return tuple(read_event(definition, catalogue) for definition in definitions)


def read_message(reference: str | None, catalogue: Catalogue) -> EventDefinition:
    message = catalogue.get(local_reference(reference) or "")
    if message is None:
        return EventDefinition(kind="message")
    subscription = message.find(f"{BPMN}extensionElements/{ZEEBE}subscription")
    key = subscription.get("correlationKey") if subscription is not None else None
    return EventDefinition(kind="message", message=message.get("name") or message.get("id"), correlation_key=key)


def read_event(node: Any, catalogue: Catalogue) -> EventDefinition:
    tag = local_name(node.tag).removesuffix("EventDefinition")
    kind = _KINDS.get(tag, "unknown")
    match kind:
        case "timer":
            return _timer(node)
        case "message":
            return _message(node, catalogue)
        case "signal":
            return _signal(node, catalogue)
        case "error":
            return _error(node, catalogue)
        case "escalation":
            return _escalation(node, catalogue)
        case "conditional":
            return EventDefinition(kind="conditional", condition=text_of(node.find(f"{BPMN}condition")))
        case "compensate":
            wait = parse_boolean(node.get("waitForCompletion"), default=True)
            return EventDefinition(kind="compensate", activity=local_reference(node.get("activityRef")), wait_for_completion=wait)
        case "link":
            return EventDefinition(kind="link", link=node.get("name"))
        case "cancel":
            return EventDefinition(kind="cancel")
        case "terminate":
            return EventDefinition(kind="terminate", whole_case=camunda7_attribute(node, "terminateAll") == "true")
        case "unknown":
            return EventDefinition(kind="unknown", tag=tag)
        case _:
            assert_never(kind)


def _timer(node: Any) -> EventDefinition:
    timers = [child for child in node if isinstance(child.tag, str) and child.tag.startswith(f"{BPMN}time")]
    timer = timers[0] if timers else None
    return EventDefinition(kind="timer", timer_kind=local_name(timer.tag) if timer is not None else None, timer=text_of(timer))


def _message(node: Any, catalogue: Catalogue) -> EventDefinition:
    reference = node.get("messageRef")
    operation = catalogue.get(local_reference(text_of(node.find(f"{BPMN}operationRef"))) or "")
    if reference is None and operation is not None:
        reference = text_of(operation.find(f"{BPMN}inMessageRef"))
    if reference is None and sends_nothing(node):
        return EventDefinition(kind="message", unheard=True)
    return read_message(reference, catalogue)


def _signal(node: Any, catalogue: Catalogue) -> EventDefinition:
    signal = catalogue.get(local_reference(node.get("signalRef")) or "")
    if signal is None:
        return EventDefinition(kind="signal")
    within = camunda7_attribute(signal, "scope") == "processInstance"
    return EventDefinition(kind="signal", signal=signal.get("name") or signal.get("id"), within_case=within)


def _error(node: Any, catalogue: Catalogue) -> EventDefinition:
    """An error that is referred to but not declared is its own code, never 'every error'; so is one without a code where it is caught. One
    that is thrown needs a code (BPMN 2.0.2, table 8.42).
    """
    reference = local_reference(node.get("errorRef"))
    found = catalogue.get(reference or "")
    if found is None:
        return EventDefinition(kind="error", error_code=reference)
    code = found.get("errorCode")
    if not code and local_name(node.getparent().tag) != "endEvent":
        code = found.get("name") or found.get("id")
    return EventDefinition(kind="error", error_code=code or None)


def _escalation(node: Any, catalogue: Catalogue) -> EventDefinition:
    found = catalogue.get(local_reference(node.get("escalationRef")) or "")
    if found is not None:  # one that is declared without a code is not told apart: it catches every one
        return EventDefinition(kind="escalation", escalation_code=found.get("escalationCode") or None)
    return EventDefinition(kind="escalation", escalation_code=local_reference(node.get("escalationRef")))
