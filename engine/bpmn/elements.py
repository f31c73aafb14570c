"""A parsed diagram: frozen dataclasses that the linter, the interpreter and the drawing share. Nothing of the library here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engine.bpmn.extensions import Extensions, Listener
from engine.bpmn.kinds import SUB_PROCESSES, ElementKind, EventKind


@dataclass(frozen=True, kw_only=True)
class Flow:
    id: str
    name: str
    source: str
    target: str
    condition: str | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class EventDefinition:
    kind: EventKind
    #: of an unknown kind: its tag without its ending
    tag: str | None = None
    timer_kind: str | None = None  # timeDate, timeDuration, timeCycle
    timer: str | None = None
    #: the name of the message or signal
    message: str | None = None
    signal: str | None = None
    correlation_key: str | None = None
    #: the code of an error or escalation; None catches every one
    error_code: str | None = None
    escalation_code: str | None = None
    condition: str | None = None
    #: the activity that a compensation names; None: all of the scope
    activity: str | None = None
    wait_for_completion: bool = True
    link: str | None = None
    #: a signal that only this case hears; an end that ends the whole case (Flowable: scope, terminateAll)
    within_case: bool = False
    whole_case: bool = False
    #: a message that is thrown, names none, and of which nobody hears (Camunda 7)
    unheard: bool = False


@dataclass(frozen=True, kw_only=True)
class LoopEvent:
    """What a repetition throws as one of its instances ends."""

    event: EventDefinition
    #: of the behavior Complex
    condition: str | None = None


@dataclass(frozen=True, kw_only=True)
class MultiInstance:
    sequential: bool
    input_collection: str = ""
    cardinality: str | None = None
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None
    #: when events are thrown as instances end: All (never), None (each), One (the first), Complex
    behavior: str = "All"
    thrown: tuple[LoopEvent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StandardLoop:
    """Repeat while the condition holds, at most `maximum` times (BPMN 2.0.2, 13.3.6)."""

    test_before: bool = False
    condition: str | None = None
    maximum: str | None = None

    @property
    def sequential(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class AdHoc:
    sequential: bool = False
    completion_condition: str | None = None
    cancel_remaining: bool = True
    #: which of the inner elements begin (zeebe:adHoc); None: all that no flow leads to
    active_elements: str | None = None


@dataclass(frozen=True, kw_only=True)
class Element:
    id: str
    kind: ElementKind
    name: str = ""
    scope: str | None = None  # the enclosing sub-process; None: the process
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    #: what an event throws, or what triggers it; several: any of them, or all (`parallel_multiple`)
    events: tuple[EventDefinition, ...] = ()
    parallel_multiple: bool = False
    loop: MultiInstance | StandardLoop | None = None
    ad_hoc: AdHoc | None = None
    for_compensation: bool = False
    #: the activity that a compensation boundary event is associated with
    handler: str | None = None
    #: tokens needed to begin, and tokens made on each outgoing flow
    start_quantity: int = 1
    completion_quantity: int = 1
    #: a receive task or event-based gateway that begins an instance
    instantiates: bool = False
    activation_condition: str | None = None
    data_objects: tuple[str, ...] = ()
    extensions: Extensions = field(default_factory=Extensions)
    lane: str | None = None
    line: int | None = None

    @property
    def properties(self) -> dict[str, str]:
        return dict(self.extensions.properties)

    @property
    def event(self) -> EventDefinition | None:
        """The only, or the first, event definition."""
        return self.events[0] if self.events else None

    @property
    def is_sub_process(self) -> bool:
        """An embedded, ad-hoc or transactional one."""
        return self.kind in SUB_PROCESSES

    @property
    def triggered_by_event(self) -> bool:
        """An event sub-process."""
        return self.kind == "eventSubProcess"

    def event_of(self, kind: EventKind) -> EventDefinition | None:
        return next((event for event in self.events if event.kind == kind), None)


OddityKind = Literal[
    "event_reference",
    "several",
    "global_task",
    "call_not_executable",
    "message_flow",
    "gateway_direction",
    "always_true",
    "shared_id",
    "unknown_element",
    "bad_value",
    "bad_coordinate",
    "bad_id",
    "double_id",
    "lacking",
    "dangling",
    "contradicted",
    "message_flow_end",
    "message_flow_idle",
    "double_signal",
    "unnamed_message",
    "unnamed_signal",
    "misplaced",
    "parallel_events",
]


@dataclass(frozen=True, kw_only=True)
class Oddity:
    """Something in the file that has no place in the model, for the linter."""

    kind: OddityKind
    id: str
    line: int | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Loss:
    """Behaviour of another engine that a file asks for and nobody here carries out; the linter tells of it (`code` is its problem's)."""

    code: str
    #: as the file names it, with the prefix of its dialect
    name: str
    #: the nearest element, flow or process around
    element: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.element}: {self.name}"


@dataclass(frozen=True, kw_only=True)
class Process:
    id: str
    name: str
    #: only then it is deployed; others are drawn for readers (BPMN 2.0.2, table 10.1)
    executable: bool
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    version_tag: str | None = None
    properties: tuple[tuple[str, str], ...] = ()
    listeners: tuple[Listener, ...] = ()
    data_objects: tuple[str, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    losses: tuple[Loss, ...] = ()

    def inside(self, scope: str | None) -> list[Element]:
        """The elements directly inside a sub-process (None: the process), in document order."""
        return self._by_scope.get(scope, [])

    def boundary_events(self, host: str) -> list[Element]:
        return self._by_host.get(host, [])

    @cached_property
    def handlers(self) -> frozenset[str]:
        """The activities to which a compensation boundary event leads."""
        return frozenset(element.handler for element in self.elements.values() if element.handler)

    @cached_property
    def _by_scope(self) -> dict[str | None, list[Element]]:
        found: dict[str | None, list[Element]] = {}
        for element in self.elements.values():
            found.setdefault(element.scope, []).append(element)
        return found

    @cached_property
    def _by_host(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements.values():
            if element.attached_to:
                found.setdefault(element.attached_to, []).append(element)
        return found

    @cached_property
    def _event_sub_processes(self) -> dict[str | None, list[Element]]:
        found = {scope: [element for element in inside if element.triggered_by_event] for scope, inside in self._by_scope.items()}
        return {scope: elements for scope, elements in found.items() if elements}

    @cached_property
    def _starts(self) -> dict[str | None, list[Element]]:
        return {scope: [element for element in inside if element.kind == "startEvent"] for scope, inside in self._by_scope.items()}

    @cached_property
    def _link_catches(self) -> dict[tuple[str | None, str | None], Element]:
        catches = [element for element in self.elements.values() if element.kind == "intermediateCatchEvent"]
        return {(element.scope, link.link): element for element in reversed(catches) if (link := element.event_of("link"))}

    def event_sub_processes(self, scope: str | None) -> list[Element]:
        return self._event_sub_processes.get(scope, [])

    def starts(self, scope: str | None) -> list[Element]:
        return self._starts.get(scope, [])

    def none_start(self, scope: str | None) -> Element | None:
        starts = [element for element in self.starts(scope) if not element.events]
        return starts[0] if starts else None

    def link_target(self, source: Element) -> Element | None:
        """The catching link event of the same name in the same scope (BPMN 2.0.2, 10.5.5)."""
        link = source.event_of("link")
        if link is None or source.kind != "intermediateThrowEvent":
            return None
        return self._link_catches.get((source.scope, link.link))
