"""What an element gives when it completes: the answers of a form, the results of a service process, a decision, a called process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from engine.bpmn.data_flow.reading import possible_texts
from engine.bpmn.data_flow.sources import Answer, Sources
from engine.bpmn.data_flow.state import State, Variables, either
from engine.bpmn.elements import Element
from engine.bpmn.extensions import COMPLETED_BY
from engine.feel.inference.inferred import Inferred, join, join_all, shape
from engine.feel.types import STRING

#: who completed a user task: the value of the variable that its property names
_SEAT = Inferred(shape({"person": Inferred(STRING), "position": Inferred(STRING), "unit": Inferred(STRING)}))
#: events that bring variables of which the diagram says nothing
_BRINGING = ("message", "signal", "error", "escalation")


def result_of(element: Element, sources: Sources, before: State, computed: Inferred | None) -> State:
    """The variables that it gives; `open` where it may give others. `computed`: the value of its script."""
    extensions = element.extensions
    if extensions.job_type:
        return _joined(extensions.job_type, lambda key: _closed(sources.job(key)))
    if element.kind == "userTask":
        answers, name = _answers(extensions.form, sources, before), dict(extensions.properties).get(COMPLETED_BY)
        return answers.having({name: _SEAT}) if name else answers
    if element.kind == "scriptTask" and computed is not None:
        return State({extensions.result_variable: computed} if extensions.result_variable else {})
    if element.kind == "businessRuleTask":
        return _decided(extensions.decision, extensions.result_variable, sources)
    if element.kind == "callActivity":
        if not extensions.propagate_all_child and not extensions.outputs:
            return State()
        return _joined(extensions.called_process, sources.called)
    return event_variables(element)


def event_variables(event: Element) -> State:
    """What a caught event brings."""
    catches = event.kind in ("boundaryEvent", "intermediateCatchEvent", "startEvent", "receiveTask", "eventBasedGateway")
    return State(open=catches and any(item.kind in _BRINGING for item in event.events))


def _closed(variables: Variables | None) -> State | None:
    return None if variables is None else State(variables)


def _joined(text: str | None, find: Callable[[str], State | None]) -> State:
    """What one of them gives that are named there."""
    keys = possible_texts(text)
    found = [find(key) for key in sorted(keys)] if keys else [None]
    known = [state for state in found if state is not None]
    if len(known) < len(found):
        return State(open=True)
    names = {name for state in known for name in state.variables}
    variables = {name: _of_all(name, known) for name in names}
    return State(variables, any(state.open for state in known))


def _of_all(name: str, states: Iterable[State]) -> Inferred:
    values = [state.get(name) for state in states]
    joined = join_all(value for value in values if value is not None)
    return joined.perhaps({name}) if None in values else joined


def _answers(form: str | None, sources: Sources, before: State) -> State:
    """A task without a form is completed without answers. What is hidden leaves its variable as it was."""
    if not form:
        return State()
    keys = possible_texts(form)
    forms = [sources.form(key) for key in sorted(keys)] if keys else [None]
    if any(found is None for found in forms):
        return State(open=True)
    states = [_after_form(before, found) for found in forms if found is not None]
    after = states[0]
    for state in states[1:]:
        after = either(after, state)
    return State({name: after.variables[name] for found in forms for name in found or () if name in after.variables})


def _after_form(before: State, form: Mapping[str, Answer]) -> State:
    return before.having({name: answer_in(name, answer, before) for name, answer in form.items()})


def answer_in(name: str, answer: Answer, before: State) -> Inferred:
    """An answer; of a field that may be hidden what was there before."""
    if not answer.hidden:
        return answer.value
    old = before.get(name)
    joined = answer.value.perhaps({name}) if old is None else join(answer.value, old)
    # whatever was there before counts only where it is hidden
    return replace(joined, when=answer.asked_when if joined.null and not answer.value.null else frozenset())


def _decided(decision: str | None, name: str | None, sources: Sources) -> State:
    if not name:
        return State()
    keys = possible_texts(decision)
    values = [sources.decision(key) for key in sorted(keys)] if keys else []
    known = [value for value in values if value is not None]
    return State({name: join_all(known) if known and len(known) == len(values) else Inferred()})
