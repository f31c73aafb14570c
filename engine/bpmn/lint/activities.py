"""Lint rules of activities: each needs a service, a decision, a process or a collection (BPMN 2.0.2, 10.3; Camunda 8's extensions)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Element, MultiInstance, StandardLoop
from engine.bpmn.kinds import ACTIVITIES, CONTAINERS
from engine.bpmn.lint.events import begins_by_variable, message
from engine.bpmn.lint.report import Report
from engine.bpmn.lint.structure import starts
from engine.bpmn.reading.juel import is_juel
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import Expression, parse
from engine.feel.syntax.free_names import free_names
from engine.model.errors import Problem

_CHOOSE_SERVICE = "Choose one from the list of services."


def check_content(report: Report, element: Element) -> Iterator[Problem]:
    extensions, kind = element.extensions, element.kind
    if kind == "serviceTask" and not extensions.job_type:
        yield report.problem("NO_JOB_TYPE", element, "The step names no service.", _CHOOSE_SERVICE)
    if kind == "sendTask" and not extensions.job_type and not (element.event and element.event.message):
        yield report.problem("NO_JOB_TYPE", element, "The step names neither a service nor a message.", _CHOOSE_SERVICE)
    if kind == "receiveTask" and element.event is not None:
        yield from message(report, element, element.event)
        yield from begins_by_variable(report, element, element.event)
    if kind == "callActivity" and not extensions.called_process:
        yield report.problem("NO_PROCESS_ID", element, "The call activity names no process.", "Choose the process that it calls.")
    if kind == "scriptTask" and not extensions.job_type and not (extensions.script and extensions.result_variable):
        text = "The script task has no FEEL expression with a result variable."
        yield report.problem("NO_SCRIPT", element, text, "Write both; other languages are not run.")
    if kind == "userTask":
        yield from _assignment(report, element)
    if kind == "businessRuleTask" and not extensions.job_type and not (extensions.decision and extensions.result_variable):
        text = "The step names no decision with a result variable."
        yield report.problem("NO_DECISION", element, text, "Choose a decision table.")


def _assignment(report: Report, element: Element) -> Iterator[Problem]:
    """Whether the organisation has such a role is asked where there is one (engine/queries/people/unfilled_roles.py)."""
    groups = element.extensions.candidate_groups or ""
    named = (groups, element.extensions.assignee or "", element.extensions.candidate_users or "")
    if all(map(_names_nobody, named)) and not any(map(_names_somebody, element.properties)):
        text = "The task names nobody: each case would stop here with an incident."
        remedy = "Name a position, or groups such as kasi@diskominfo."
        yield report.problem("NOBODY_ASSIGNED", element, text, remedy, severity="warning")
    if not groups.startswith("=") and not is_juel(groups):
        for group in filter(None, (part.strip() for part in groups.split(","))):
            role, _at, unit = group.partition("@")
            if not role or not unit:
                text = f"The group '{group}' names no role in a unit: nobody would get the task."
                yield report.problem(
                    "GROUP_UNIT", element, text, "Write role@unit, such as kasi@diskominfo.", severity="warning", group=group
                )


def _names_nobody(text: str) -> bool:
    """Nothing but commas, or an expression without variables that gives nobody, such as `=null`."""
    if not text.strip().startswith("="):
        return not text.strip(", ")
    try:
        expression = parse(text.strip()[1:])
    except FeelSyntaxError:
        return False  # another rule's
    return not free_names(expression) and Expression(text, expression).evaluate({}).value in (None, "", [])


def _names_somebody(prop: str) -> bool:
    """`same_as`: who did another step; `for_…`: somebody outside the organisation, whom a room above the engine knows."""
    return prop == "same_as" or prop.startswith("for_")


def check_markers(report: Report, element: Element) -> Iterator[Problem]:
    """What any element may be marked with, and what stands inside it."""
    kind = element.kind
    if kind in CONTAINERS:
        yield from starts(report, element)
    if kind == "adHocSubProcess" and not any(item.kind in ACTIVITIES for item in report.process.inside(element.id)):
        yield report.problem("AD_HOC_EMPTY", element, "The ad-hoc sub-process holds no activity.", "Draw one, or remove it.")
    if kind == "complexGateway" and len(element.incoming) > 1 and not element.activation_condition:
        text = "The complex gateway does not say when it fires."
        yield report.problem("NO_ACTIVATION", element, text, "Write an activation condition such as =activationCount >= 2.")
    if element.instantiates and element.incoming:
        text = "What begins an instance cannot have an incoming flow."
        yield report.problem("FLOW_INTO_START", element, text, "Remove the flow, or the mark that it begins an instance.")
    retries = element.extensions.retries
    if not retries.isdigit() and not retries.startswith("="):
        yield report.problem("BAD_RETRIES", element, "The number of retries is no whole number.", "Write a number such as 3.")
    if element.start_quantity < 1 or element.completion_quantity < 1:
        yield report.problem("BAD_QUANTITY", element, "A quantity of tokens must be 1 or more.", "Write a whole number, or remove it.")


def check_loop(report: Report, element: Element) -> Iterator[Problem]:
    if element.loop is None:
        return
    if element.kind not in ACTIVITIES:
        yield report.problem("LOOP_IGNORED", element, "Only activities repeat.", "Remove the marker.")
    elif isinstance(element.loop, StandardLoop):
        yield from _standard(report, element, element.loop)
    else:
        yield from _multiple(report, element, element.loop)


def _standard(report: Report, element: Element, repeat: StandardLoop) -> Iterator[Problem]:
    if not repeat.condition and not repeat.maximum:
        text = "The loop has neither a condition nor a maximum."
        yield report.problem("LOOP_ENDLESS", element, text, "Write a condition under which it goes on, or a maximum.")
    maximum = (repeat.maximum or "1").strip()
    if not maximum.startswith("=") and not (maximum.isdigit() and int(maximum) > 0):
        yield report.problem("BAD_MAXIMUM", element, "The maximum of the loop must be 1 or more.", "Write a whole number, or remove it.")


def _multiple(report: Report, element: Element, repeat: MultiInstance) -> Iterator[Problem]:
    number = (repeat.cardinality or "").removeprefix("=").strip()
    if not repeat.input_collection and not repeat.cardinality:
        text = "The repetition has neither an input collection nor a number of instances."
        yield report.problem("NO_COLLECTION", element, text, "Write an expression that gives a list.")
    elif _is_number(number) and not number.isdecimal():
        text = "The number of instances must be a whole number, and not negative."
        yield report.problem("BAD_MAXIMUM", element, text, "Write a whole number.")
    if bool(repeat.output_collection) != bool(repeat.output_element):
        text = "Output collection and output element belong together."
        yield report.problem("HALF_OUTPUT", element, text, "Write both, or neither.")
    if repeat.behavior != "All":
        yield from _behavior(report, element, repeat)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").strip().replace(".", "", 1).isdecimal()


def _behavior(report: Report, element: Element, repeat: MultiInstance) -> Iterator[Problem]:
    """The events that are thrown as instances end (10.3.8, table 10.29)."""
    remedy = "Refer to a signal, message or escalation event definition, or remove the behavior."
    if repeat.behavior not in ("None", "One", "Complex"):
        yield report.problem("LOOP_BEHAVIOR", element, f"There is no behavior '{repeat.behavior}' of a repetition.", remedy)
    elif not repeat.thrown:
        text = f"An event is to be thrown as instances end (behavior '{repeat.behavior}'), but none is named."
        yield report.problem("LOOP_BEHAVIOR", element, text, remedy)
    for item in repeat.thrown:
        event = item.event
        if event.kind not in ("signal", "message", "escalation"):
            text = f"A repetition throws no event with the trigger '{event.tag or event.kind}'."
            yield report.problem("LOOP_BEHAVIOR", element, text, remedy)
        elif not (event.signal or event.message or event.escalation_code):
            yield report.problem("LOOP_BEHAVIOR", element, f"The {event.kind} that is thrown as instances end has no name or code.", remedy)
        elif repeat.behavior == "Complex" and not item.condition:
            text = "An event of the behavior Complex has no condition."
            yield report.problem("LOOP_BEHAVIOR", element, text, "Write an expression such as =numberOfCompletedInstances = 2.")
