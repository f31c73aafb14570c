"""What a diagram may hold: everything not yet executed right is refused, with the element, a sentence and the remedy."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Element, Process
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.model.errors import Problem

SUPPORTED = frozenset(
    "userTask manualTask task serviceTask sendTask receiveTask scriptTask businessRuleTask callActivity subProcess exclusiveGateway "
    "parallelGateway startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent".split()
)
ACTIVITIES = frozenset(
    "userTask manualTask task serviceTask sendTask receiveTask scriptTask businessRuleTask callActivity subProcess".split()
)
_EVENTS: dict[str, frozenset[str | None]] = {
    "startEvent": frozenset({None}),
    "endEvent": frozenset({None, "terminate", "error"}),
    "intermediateCatchEvent": frozenset({"timer", "message"}),
    "intermediateThrowEvent": frozenset({None}),
    "boundaryEvent": frozenset({"timer", "message", "error"}),
}
_LATER = "It comes with a later release; model it with the elements that are listed in docs/reference/bpmn.md."


def lint(process: Process, *, resource: str = "") -> list[Problem]:
    """Every problem of a process, in the order of the file."""
    linter = _Linter(process, resource)
    return [*linter.process_problems(), *(problem for element in process.elements.values() for problem in linter.element(element))]


def is_expression(text: str | None) -> bool:
    return text is not None and text.startswith("=")


class _Linter:
    def __init__(self, process: Process, resource: str) -> None:
        self.process = process
        self.resource = resource

    def problem(self, code: str, element: Element | None, message: str, remedy: str = _LATER) -> Problem:
        return Problem(
            code=code,
            element=element.id if element else self.process.id,
            message=message,
            remedy=remedy,
            resource=self.resource,
            line=element.line if element else None,
        )

    def process_problems(self) -> Iterator[Problem]:
        if not self.process.id:
            yield self.problem("NO_ID", None, "The process has no id.", "Give it one in the properties panel.")
        starts = [element for element in self.process.inside(None) if element.kind == "startEvent"]
        if not starts:
            yield self.problem("NO_START", None, "The process has no start event.", "Draw a start event and connect it.")
        if len([start for start in starts if start.event is None]) > 1:
            yield self.problem("SEVERAL_STARTS", None, "The process has several start events without a trigger.", "Keep one of them.")
        for flow in self.process.flows.values():
            ends = (self.process.elements.get(flow.source), self.process.elements.get(flow.target))
            if None in ends:
                yield Problem(
                    code="LOOSE_FLOW",
                    element=flow.id,
                    message="A flow does not join two elements.",
                    remedy="Connect both of its ends.",
                    resource=self.resource,
                    line=flow.line,
                )
            elif ends[0] and ends[1] and ends[0].scope != ends[1].scope:
                yield self.problem("FLOW_CROSSES", ends[0], "A flow crosses the border of a sub-process.", "End it inside.")

    def element(self, element: Element) -> Iterator[Problem]:
        if element.kind not in SUPPORTED:
            yield self.problem("UNSUPPORTED_ELEMENT", element, f"A {element.kind} is not executed yet.")
            return
        yield from self.event(element)
        yield from self.flows(element)
        yield from self.content(element)
        yield from self.loop(element)
        yield from self.expressions(element)

    def event(self, element: Element) -> Iterator[Problem]:
        if element.kind not in _EVENTS:
            return
        kind = element.event.kind if element.event else None
        if kind not in _EVENTS[element.kind] or (kind == "message" and element.kind == "startEvent" and element.scope is not None):
            yield self.problem("UNSUPPORTED_EVENT", element, f"A {element.kind} with the trigger '{kind or 'none'}' is not executed yet.")
        elif element.event and kind == "timer" and not element.event.timer:
            yield self.problem("NO_TIMER", element, "The timer has no date, duration or cycle.", "Write one, for example P3D.")
        elif element.event and kind == "message" and not element.event.message:
            yield self.problem("NO_MESSAGE", element, "The event names no message.", "Choose a message in the properties panel.")
        elif element.event and kind == "message" and element.kind != "startEvent" and not element.event.correlation_key:
            yield self.problem("NO_KEY", element, "The message has no correlation key.", "Write an expression such as =nomor.")
        if element.kind == "boundaryEvent":
            host = self.process.elements.get(element.attached_to or "")
            if host is None or host.kind not in ACTIVITIES:
                yield self.problem("LOOSE_BOUNDARY", element, "The boundary event is attached to no activity.", "Attach it to one.")
            elif (
                element.event
                and kind == "error"
                and host.kind not in ("serviceTask", "sendTask", "businessRuleTask", "callActivity", "subProcess")
            ):
                yield self.problem("NEVER_CATCHES", element, f"A {host.kind} throws no error.", "Remove the boundary event.")

    def flows(self, element: Element) -> Iterator[Problem]:
        starts = element.kind in ("startEvent", "boundaryEvent")
        if not element.incoming and not starts:
            yield self.problem("UNREACHABLE", element, "No flow leads here.", "Connect it, or remove it.")
        if starts and element.incoming:
            yield self.problem("FLOW_INTO_START", element, "A flow leads into a start or boundary event.", "Lead it to the next element.")
        gateway = element.kind == "exclusiveGateway"
        conditions = [self.process.flows[flow].condition for flow in element.outgoing]
        if element.kind != "endEvent" and not element.outgoing and (gateway or starts or element.kind == "parallelGateway"):
            yield self.problem("DEAD_END", element, "No flow leads on from here.", "Connect it to the next element.")
        if not gateway and any(conditions):
            yield self.problem(
                "CONDITION_IGNORED", element, "A flow with a condition leaves an element that is no gateway.", "Draw an exclusive gateway."
            )
        if gateway and len(element.outgoing) > 1:
            for identifier in element.outgoing:
                if self.process.flows[identifier].condition is None and identifier != element.default:
                    yield self.problem(
                        "NO_CONDITION",
                        element,
                        f"The flow '{identifier}' has neither a condition nor is it the default.",
                        "Write a condition, or make it the default flow.",
                    )
        if element.default and element.default not in element.outgoing:
            yield self.problem("WRONG_DEFAULT", element, "The default flow does not leave this element.", "Choose one of its own flows.")

    def content(self, element: Element) -> Iterator[Problem]:
        extensions = element.extensions
        if element.kind in ("serviceTask", "sendTask") and not extensions.job_type:
            yield self.problem("NO_JOB_TYPE", element, "The step names no service.", "Choose one from the list of services.")
        if element.kind == "callActivity" and not extensions.called_process:
            yield self.problem("NO_PROCESS_ID", element, "The call activity names no process.", "Choose the process that it calls.")
        if element.kind == "scriptTask" and not (extensions.script and extensions.result_variable):
            yield self.problem(
                "NO_SCRIPT",
                element,
                "The script task has no FEEL expression with a result variable.",
                "Write both; other languages are not run.",
            )
        if element.kind == "businessRuleTask" and not extensions.job_type and not (extensions.decision and extensions.result_variable):
            yield self.problem("NO_DECISION", element, "The step names no decision with a result variable.", "Choose a decision table.")
        if element.kind == "receiveTask" and (element.event is None or not element.event.message or not element.event.correlation_key):
            yield self.problem("NO_MESSAGE", element, "The step names no message with a correlation key.", "Choose a message.")
        if element.kind == "subProcess" and self.process.none_start(element.id) is None:
            yield self.problem("NO_START", element, "The sub-process has no start event.", "Draw one inside.")
        if not extensions.retries.isdigit():
            yield self.problem("BAD_RETRIES", element, "The number of retries is no whole number.", "Write a number such as 3.")

    def loop(self, element: Element) -> Iterator[Problem]:
        if element.loop is None:
            return
        if element.kind not in ACTIVITIES:
            yield self.problem("LOOP_IGNORED", element, "Only activities repeat.", "Remove the marker.")
        elif not element.loop.input_collection:
            yield self.problem(
                "NO_COLLECTION", element, "The repetition has no input collection.", "Write an expression that gives a list."
            )
        elif bool(element.loop.output_collection) != bool(element.loop.output_element):
            yield self.problem("HALF_OUTPUT", element, "Output collection and output element belong together.", "Write both, or neither.")

    def expressions(self, element: Element) -> Iterator[Problem]:
        """Every FEEL text of the element must parse now, not when a case arrives there."""
        for place, text in expressions_of(self.process, element):
            try:
                compile_feel(text)
            except FeelSyntaxError as error:
                yield self.problem("FEEL_SYNTAX", element, f"{place}: {error}.", "Correct the expression.")


def expressions_of(process: Process, element: Element) -> Iterator[tuple[str, str]]:
    """Each expression of an element with the place where it stands."""
    extensions, event, loop = element.extensions, element.event, element.loop
    texts: list[tuple[str, str | None]] = [
        ("form", extensions.form),
        ("decision", extensions.decision),
        ("assignee", extensions.assignee),
        ("candidate groups", extensions.candidate_groups),
        ("due date", extensions.due_date),
        ("follow-up date", extensions.follow_up_date),
        ("priority", extensions.priority),
        ("script", extensions.script),
        ("called process", extensions.called_process),
        ("job type", extensions.job_type),
        *((f"input {item.target}", item.source) for item in extensions.inputs),
        *((f"output {item.target}", item.source) for item in extensions.outputs),
        *((f"condition of {flow}", process.flows[flow].condition) for flow in element.outgoing),
    ]
    if event:
        texts += [("timer", event.timer), ("correlation key", event.correlation_key)]
    if loop:
        texts += [
            ("input collection", loop.input_collection),
            ("output element", loop.output_element),
            ("completion condition", loop.completion_condition),
        ]
    for place, text in texts:
        if text and (is_expression(text) or place.startswith("condition")):
            yield place, text.removeprefix("=")
