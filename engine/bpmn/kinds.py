"""The kinds of elements and of event definitions: closed types, so that mypy names each place that lacks a new one."""

from __future__ import annotations

from typing import Literal, NamedTuple, assert_never, get_args

TaskKind = Literal[
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask", "callActivity"
]  # fmt: skip
SubProcessKind = Literal["subProcess", "transaction", "adHocSubProcess", "eventSubProcess"]
GatewayKind = Literal["exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"]
EventNodeKind = Literal["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"]
#: the BPMN tag of an element; `eventSubProcess` is a sub-process that is triggered by an event
ElementKind = TaskKind | SubProcessKind | GatewayKind | EventNodeKind
#: what a token stands for while it waits
AwaitedKind = Literal["timer", "message", "signal", "conditional"]
#: what looks for its catcher when it is thrown, or ends something; `unknown`: a tag that BPMN 2.0 does not have, which the linter refuses
OtherEventKind = Literal["error", "escalation", "compensate", "cancel", "terminate", "link", "unknown"]
#: the BPMN tag of an event definition without its ending
EventKind = AwaitedKind | OtherEventKind
#: when a listener's job runs: those of Camunda 8 that are executed here; the last four are a user task's
ListenerEvent = Literal["start", "end", "cancel", "creating", "assigning", "completing", "canceling"]
Family = Literal["task", "sub_process", "event_sub_process", "gateway", "event"]


class Traits(NamedTuple):
    """What the linter, the runtime and the drawing ask of a kind as such."""

    family: Family
    #: waits for somebody or something outside; the others go on at once
    waits: bool = False
    #: an error can be thrown in it
    fails: bool = False


def traits(kind: ElementKind) -> Traits:
    """The one list in which each kind stands."""
    match kind:
        case "task" | "manualTask":
            return Traits("task")
        case "scriptTask" | "businessRuleTask":
            return Traits("task", fails=True)
        case "userTask" | "receiveTask":
            return Traits("task", waits=True)
        case "serviceTask" | "sendTask" | "callActivity":
            return Traits("task", waits=True, fails=True)
        case "subProcess" | "transaction" | "adHocSubProcess":
            return Traits("sub_process", fails=True)
        case "eventSubProcess":
            return Traits("event_sub_process")
        case "exclusiveGateway" | "parallelGateway" | "inclusiveGateway" | "complexGateway":
            return Traits("gateway")
        case "eventBasedGateway":
            return Traits("gateway", waits=True)
        case "intermediateCatchEvent":
            return Traits("event", waits=True)
        case "startEvent" | "endEvent" | "intermediateThrowEvent" | "boundaryEvent":
            return Traits("event")
        case _:
            assert_never(kind)


KINDS: tuple[ElementKind, ...] = tuple(kind for part in get_args(ElementKind) for kind in get_args(part))
AWAITED: frozenset[EventKind] = frozenset(get_args(AwaitedKind))
EVENT_KINDS: tuple[EventKind, ...] = (*AWAITED, *get_args(OtherEventKind))
#: the BPMN tag -> the kind; an event sub-process has the tag of a sub-process
FLOW_NODES: dict[str, ElementKind] = {kind: kind for kind in KINDS if traits(kind).family != "event_sub_process"}
TASKS = frozenset(kind for kind in KINDS if traits(kind).family == "task")
SUB_PROCESSES = frozenset(kind for kind in KINDS if traits(kind).family == "sub_process")
ACTIVITIES = TASKS | SUB_PROCESSES
#: what other elements stand in
CONTAINERS = SUB_PROCESSES | {kind for kind in KINDS if traits(kind).family == "event_sub_process"}
GATEWAYS = frozenset(kind for kind in KINDS if traits(kind).family == "gateway")
EVENTS = frozenset(kind for kind in KINDS if traits(kind).family == "event")
WAITING = frozenset(kind for kind in KINDS if traits(kind).waits)
