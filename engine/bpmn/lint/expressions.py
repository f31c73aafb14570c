"""Parses every expression of a diagram at deployment, so that none fails when a case arrives there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bpmn.data_flow.places import places_of_element, places_of_event
from engine.bpmn.elements import Element, MultiInstance, Process, StandardLoop
from engine.bpmn.lint.report import Report
from engine.bpmn.reading.juel import is_juel
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.feel.expression import parse
from engine.feel.syntax.free_names import free_names
from engine.model.errors import Problem


def check_expressions(report: Report, element: Element) -> Iterator[Problem]:
    yield from check_texts(report, element, expressions_of(report.process, element))


def check_texts(report: Report, element: Element | None, texts: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """`texts`: the place of each expression, and the expression without its `=`."""
    for place, text in texts:
        if is_juel(text):
            message = f"{place}: '{text}' is an expression of another engine, and nothing proves what it means here."
            yield report.problem("FOREIGN_EXPRESSION", element, message, "Write it in FEEL, such as =jumlah > 5.")
            continue
        try:
            expression = compile_feel(text)
        except FeelSyntaxError as error:
            yield report.problem("FEEL_SYNTAX", element, f"{place}: {error}.", "Correct the expression.")
            continue
        for reason in expression.refused:
            remedy = "Let a job give the value, or use what the case has."
            yield report.problem("FEEL_REFUSED", element, f"{place}: {reason}.", remedy)


def names_read(text: str) -> list[str]:
    """The variables that an expression, without its `=`, reads; none where it cannot be parsed, which is another rule's."""
    try:
        return sorted(free_names(parse(text)))
    except FeelSyntaxError:
        return []


def expressions_of(process: Process, element: Element) -> Iterator[tuple[str, str]]:
    """Each expression of an element without its `=`, with the place where it stands."""
    extensions = element.extensions
    #: texts that are expressions only behind a `=`
    texts: list[tuple[str, str | None]] = [
        *((place, text) for place, text, _expected in places_of_element(element)),
        *((f"input {item.target}", item.source) for item in extensions.inputs),
        *((f"output {item.target}", item.source) for item in extensions.outputs),
    ]
    #: texts that are always expressions
    always: list[tuple[str, str | None]] = [
        ("script", extensions.script),
        ("activation condition", element.activation_condition),
        *((f"condition of {flow}", process.flows[flow].condition) for flow in element.outgoing),
    ]
    thrown = [item.event for item in element.loop.thrown] if isinstance(element.loop, MultiInstance) else []
    for event in (*element.events, *thrown):
        texts += [(place, text) for place, text, _expected in places_of_event(event)]
        always.append(("condition", event.condition))
    if isinstance(element.loop, MultiInstance):
        always += [
            ("input collection", element.loop.input_collection),
            ("number of instances", element.loop.cardinality),
            ("output element", element.loop.output_element),
            ("completion condition", element.loop.completion_condition),
            *(("condition of a thrown event", item.condition) for item in element.loop.thrown),
        ]
    elif isinstance(element.loop, StandardLoop):
        always += [("loop condition", element.loop.condition), ("loop maximum", element.loop.maximum)]
    if element.ad_hoc:
        always += [("completion condition", element.ad_hoc.completion_condition), ("active elements", element.ad_hoc.active_elements)]
    yield from ((place, text.removeprefix("=")) for place, text in texts if text and (text.startswith("=") or is_juel(text)))
    yield from ((place, text.removeprefix("=")) for place, text in always if text)
