"""A parsed diagram: frozen dataclasses that the linter, the interpreter and the drawing share. Nothing of the library here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    kind: str  # timer, message, error, terminate, or one that is refused
    timer_kind: str | None = None  # timeDate, timeDuration, timeCycle
    timer: str | None = None
    message: str | None = None
    correlation_key: str | None = None
    error_code: str | None = None  # None catches every error


@dataclass(frozen=True, kw_only=True)
class MultiInstance:
    sequential: bool
    input_collection: str
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None


@dataclass(frozen=True, kw_only=True)
class IoMapping:
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Extensions:
    """The zeebe: elements of one node."""

    form: str | None = None
    assignee: str | None = None
    candidate_groups: str | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str | None = None
    job_type: str | None = None
    retries: str = "3"
    headers: tuple[tuple[str, str], ...] = ()
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    called_process: str | None = None
    propagate_all_child: bool = True
    propagate_all_parent: bool = True
    binding: str = "latest"
    version_tag: str | None = None
    decision: str | None = None
    result_variable: str | None = None
    script: str | None = None
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Element:
    id: str
    kind: str  # the BPMN tag: userTask, exclusiveGateway, ...
    name: str = ""
    scope: str | None = None  # the enclosing sub-process; None: the process
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    event: EventDefinition | None = None
    loop: MultiInstance | None = None
    extensions: Extensions = field(default_factory=Extensions)
    lane: str | None = None
    line: int | None = None

    @property
    def properties(self) -> dict[str, str]:
        return dict(self.extensions.properties)


@dataclass(frozen=True, kw_only=True)
class Process:
    id: str
    name: str
    executable: bool
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    version_tag: str | None = None
    properties: tuple[tuple[str, str], ...] = ()

    def inside(self, scope: str | None) -> list[Element]:
        """The elements directly inside a sub-process (None: the process), in document order."""
        return [element for element in self.elements.values() if element.scope == scope]

    def boundary_events(self, host: str) -> list[Element]:
        return [element for element in self.elements.values() if element.attached_to == host]

    def none_start(self, scope: str | None) -> Element | None:
        starts = [element for element in self.inside(scope) if element.kind == "startEvent" and element.event is None]
        return starts[0] if starts else None
