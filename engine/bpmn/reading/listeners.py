"""The zeebe: execution and task listeners of a node: which of them are executed, as jobs, and where (Camunda 8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from engine.bpmn.extensions import Listener
from engine.bpmn.kinds import ACTIVITIES, EVENTS, ListenerEvent
from engine.bpmn.reading.names import BPMN, ZEEBE, local_name

#: the element that holds them -> the element of each
LISTENERS = {"executionListeners": "executionListener", "taskListeners": "taskListener"}
_GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
#: event -> the BPMN tags at which Camunda 8 has it. A complex gateway, which it does not have, has none
_WHERE: dict[str, frozenset[str]] = {
    "start": ACTIVITIES | _GATEWAYS | {"intermediateCatchEvent", "intermediateThrowEvent", "endEvent", "process"},
    "end": ACTIVITIES | EVENTS | {"process"},
    "cancel": ACTIVITIES | {"eventBasedGateway", "intermediateCatchEvent", "process"},
    **dict.fromkeys(("creating", "assigning", "completing", "canceling"), frozenset({"userTask"})),
}
#: what ends its own token ends it before an end listener could run, and compensation is a handler's
_NO_END = {"endEvent": ("errorEventDefinition", "cancelEventDefinition"), "boundaryEvent": ("compensateEventDefinition",)}


def read_listeners(node: Any) -> tuple[Listener, ...]:
    """In the order of the file."""
    return tuple(_listener(item) for holder in LISTENERS for item in _inside(node, holder) if is_executed(item))


def is_executed(listener: Any) -> bool:
    """Of one listener. `updating` is not: the dates and the priority of a task are what its expressions give, and nobody edits them."""
    owner = _owner(listener)
    event, name = listener.get("eventType") or "", local_name(listener.tag)
    if owner is None or not owner.tag.startswith(BPMN) or local_name(owner.tag) not in _WHERE.get(event, ()):
        return False
    if (name == "executionListener") != (event in ("start", "end", "cancel")):
        return False
    kind = local_name(owner.tag)
    if event == "end" and any(owner.find(f"{BPMN}{definition}") is not None for definition in _NO_END.get(kind, ())):
        return False
    # nobody waits for these: where what they tell of is done, an expression that fails could not stop it any more
    return event not in ("cancel", "canceling", "assigning") or not any(
        (listener.get(part) or "").startswith("=") for part in ("type", "retries")
    )


def holds_executed(holder: Any) -> bool:
    """Whether one of the listeners that an element holds is executed."""
    name = LISTENERS.get(local_name(holder.tag), "")
    return any(is_executed(item) for item in holder.findall(f"{ZEEBE}{name}"))


def _inside(node: Any, holder: str) -> Iterator[Any]:
    return iter(node.findall(f"{BPMN}extensionElements/{ZEEBE}{holder}/{ZEEBE}{LISTENERS[holder]}"))


def _owner(listener: Any) -> Any:
    """The node at which the listener stands, where it stands as Camunda 8 writes it."""
    holder = listener.getparent()
    if holder is None or not holder.tag.startswith(ZEEBE) or LISTENERS.get(local_name(holder.tag)) != local_name(listener.tag):
        return None
    extensions = holder.getparent()
    return extensions.getparent() if extensions is not None and extensions.tag == f"{BPMN}extensionElements" else None


def _listener(node: Any) -> Listener:
    headers = node.findall(f"{ZEEBE}taskHeaders/{ZEEBE}header")
    return Listener(
        event=cast("ListenerEvent", node.get("eventType")),
        type=node.get("type") or "",
        retries=node.get("retries") or "3",
        headers=tuple((item.get("key") or "", item.get("value") or "") for item in headers),
    )
