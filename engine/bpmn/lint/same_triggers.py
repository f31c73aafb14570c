"""Events of one place that wait for exactly the same: which of them would be meant (BPMN 2.0.2, 10.5.4 and 10.5.7)?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Element, EventDefinition
from engine.bpmn.lint.report import Report
from engine.model.errors import Problem


def check_same_triggers(report: Report) -> Iterator[Problem]:
    """The boundary events of an activity, the start events of the process, those of the event sub-processes of a scope, and the events
    behind an event-based gateway. Signals and conditions reach each of them; an error, an escalation, a message or a
    compensation only one.
    """
    process = report.process
    places = [process.starts(None)]
    places += [process.boundary_events(host) for host in process.elements]
    scopes = [None, *(element.id for element in process.elements.values() if element.is_sub_process)]
    places += [[start for item in process.event_sub_processes(scope) for start in process.starts(item.id)] for scope in scopes]
    for gateway in process.elements.values():
        if gateway.kind == "eventBasedGateway":
            targets = (process.elements.get(process.flows[flow].target) for flow in gateway.outgoing)
            places.append([target for target in targets if target is not None])
    for events in places:
        yield from _same(report, events)
    # a signal reaches each of them; one that begins a process twice would begin two cases of one
    yield from _same(report, [start for start in process.starts(None) if start.event_of("signal")], signals=True)
    for scope in scopes:
        undone = [event for event in process.boundary_events(scope or "") if event.event_of("compensate")]
        inner = [start for item in process.event_sub_processes(scope) for start in process.starts(item.id) if start.event_of("compensate")]
        yield from _same(report, [*undone, *inner] if undone and inner else [])


def _same(report: Report, events: list[Element], *, signals: bool = False) -> Iterator[Problem]:
    seen: dict[tuple[str | None, ...], str] = {}
    for element in events:
        for definition in element.events:
            trigger = ("signal", definition.signal) if signals and definition.signal else _trigger(definition)
            if trigger is None:
                continue
            first = seen.setdefault(trigger, element.id)
            if first != element.id:
                what = f"the {definition.kind} '{trigger[1]}'" if trigger[1] else f"every {definition.kind}"
                message = f"'{first}' waits for the same, {what}: only one of the two can get it."
                yield report.problem("SAME_TRIGGER", element, message, "Keep one of them, or give it another name or code.", other=first)


def _trigger(definition: EventDefinition) -> tuple[str | None, ...] | None:
    match definition.kind:
        case "error":
            return "error", definition.error_code
        case "escalation":
            return "escalation", definition.escalation_code
        case "cancel" | "compensate":
            return definition.kind, None
        case "message" if definition.message:
            return "message", definition.message, definition.correlation_key
        case _:
            return None
