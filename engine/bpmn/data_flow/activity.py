"""The way of variables through one element: inputs, what it reads, repetition, results, outputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Protocol

from engine.bpmn.data_flow.effects import event_variables, result_of
from engine.bpmn.data_flow.places import places_of_element, places_of_event
from engine.bpmn.data_flow.reading import ANYTHING, COLLECTION, CONDITION, COUNT, Expected, Read, possible_texts
from engine.bpmn.data_flow.sources import Answer, Sources
from engine.bpmn.data_flow.state import State, Writing, as_stored, either
from engine.bpmn.elements import Element, EventDefinition, MultiInstance, Process, StandardLoop
from engine.bpmn.extensions import IoMapping
from engine.bpmn.own_names import own_names
from engine.feel.inference.inferred import NOTHING, UNKNOWN, Inferred, Shape, item_of, root_of
from engine.feel.types import LIST, NUMBER, STRING, ListType

_TEXT = Inferred(STRING)
#: of one repetition: each round can only widen what is known
MAX_ROUNDS = 3
_COUNTER = Inferred(NUMBER)
_COUNTS = dict.fromkeys(
    ("numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances", "numberOfTerminatedInstances"), _COUNTER
)


class Walk(Protocol):
    """The walk through the process of which this element is a part."""

    process: Process
    sources: Sources

    def look(self, element: Element, place: str, text: str | None, state: State, expected: Expected) -> Read: ...

    def hand_over(self, element: Element, state: State) -> None: ...

    def look_at_form(self, element: Element, form: Mapping[str, Answer], state: State) -> None: ...

    def note_written(self, element: Element, variables: Mapping[str, Inferred]) -> None: ...

    def scope(self, owner: Element | None, begin: State | None) -> tuple[State, State]: ...


class ActivityFlow:
    def __init__(self, analysis: Walk, element: Element) -> None:
        self.analysis = analysis
        self.element = element

    def through(self, state: State) -> tuple[State, dict[str, State]]:
        """What it leaves behind, and what its boundary events find."""
        loop = self.element.loop
        if isinstance(loop, MultiInstance):
            after, meanwhile = self._repeated(loop, state)
        elif isinstance(loop, StandardLoop):
            after, meanwhile = self._looped(loop, state)
        else:
            after, meanwhile = self._once(state)
        self.analysis.note_written(self.element, {name: value for name, value in after.variables.items() if state.get(name) is not value})
        # a boundary event is an element of its own: what it brings is mapped when it is visited
        return after, {event.id: meanwhile for event in self.analysis.process.boundary_events(self.element.id)}

    # --- repetition

    def _repeated(self, loop: MultiInstance, state: State) -> tuple[State, State]:
        item = UNKNOWN
        if loop.input_collection:
            item = item_of(self._look("input collection", loop.input_collection, state, COLLECTION).type)
        self._look("number of instances", loop.cardinality, state, COUNT)
        own = own_names(self.analysis.process, self.element) if loop.output_collection else None
        local: dict[str, Inferred] = {"loopCounter": _COUNTER}
        if loop.input_element:
            local[loop.input_element] = item
        for name in own.declared if own else ():
            outside = state.get(name)
            local.setdefault(name, NOTHING if outside is None else outside.perhaps())
        if loop.output_collection:
            local.setdefault(loop.output_collection, Inferred(LIST))
        hidden = {*local, *(own.written if own else ())}
        inside, meanwhile = self._once(state.having(local))
        for _round in range(MAX_ROUNDS):  # an instance may find what those before it have written around themselves
            around = either(state, inside.without(hidden, state))
            before, (inside, meanwhile) = inside, self._once(around.having(local))
            if inside == before:
                break
        # what the diagram does not say may still be written: by a called process or a worker of which nothing is known
        answered = inside.having({name: UNKNOWN for name, value in inside.variables.items() if value is NOTHING})
        collected = self._look("output element", loop.output_element, answered, ANYTHING)
        counted = answered.having(_COUNTS)
        if loop.output_collection:
            counted = counted.having({loop.output_collection: Inferred(ListType(as_stored(collected).type))})
        self._look("completion condition", loop.completion_condition, counted, CONDITION)
        for thrown in loop.thrown:
            self._look("condition of a thrown event", thrown.condition, counted, CONDITION)
            self._event(thrown.event, counted)
        after = either(state, inside.without(hidden, state))
        if loop.output_collection:
            after = after.having({loop.output_collection: Inferred(ListType(as_stored(collected).type))})
        return after, either(state, meanwhile.without(local, state))

    def _looped(self, loop: StandardLoop, state: State) -> tuple[State, State]:
        self._look("loop maximum", loop.maximum, state, COUNT)
        once, meanwhile = self._once(state.having({"loopCounter": _COUNTER}))
        again, more = self._once(either(state.having({"loopCounter": _COUNTER}), once))
        self._look("loop condition", loop.condition, again if not loop.test_before else either(state, again), CONDITION)
        after = either(once, again).without({"loopCounter"}, state)
        return (either(state, after) if loop.test_before else after), either(meanwhile, more).without({"loopCounter"}, state)

    # --- once

    def _once(self, state: State) -> tuple[State, State]:
        element = self.element
        inside = self._given_by_listeners(self._mapped("input", element.extensions.inputs, state))
        local = {mapping.variable for mapping in element.extensions.inputs}
        computed = self._read(inside)
        self.analysis.hand_over(element, inside)
        for key in sorted(possible_texts(element.extensions.form) or ()):
            if form := self.analysis.sources.form(key):
                self.analysis.look_at_form(element, form, inside)
        meanwhile = state
        if element.is_sub_process:
            objects = dict.fromkeys(element.data_objects, NOTHING)
            inside, seen = self.analysis.scope(element, inside.having(objects))
            local |= set(element.data_objects)
            meanwhile = either(state, seen.without(local, state))
            result, after = State(), inside.without(local, state)
        else:
            result = result_of(element, self.analysis.sources, state, computed)
            after = state
        given = {name: as_stored(value) for name, value in result.variables.items()}
        if element.extensions.outputs:
            view = replace(inside.having(given), open=inside.open or result.open)
            if element.kind in ("boundaryEvent", "startEvent", "intermediateCatchEvent") and event_variables(element).open:
                view = view.opened()
            written = self._mapped("output", element.extensions.outputs, view)
            names = {mapping.variable for mapping in element.extensions.outputs}
            after = after.having({name: _guarded(value, names & given.keys()) for name in names if (value := written.get(name))})
            if not element.extensions.keeps_results:
                return after, meanwhile
        after = after.having({name: value for name, value in given.items() if name not in local})
        return self._given_by_listeners(after.opened() if result.open else after), meanwhile

    def _given_by_listeners(self, state: State) -> State:
        """Their jobs may give variables: to the element as it starts, to what is around as it ends."""
        for listener in self.element.extensions.listeners:
            given = None if listener.type.startswith("=") else self.analysis.sources.job(listener.type)
            state = state.opened() if given is None else state.having(given)
        return state

    def _mapped(self, what: str, mappings: tuple[IoMapping, ...], state: State) -> State:
        """Each mapping sees those before it."""
        if not mappings:
            return state
        writing = Writing(state)
        for mapping in mappings:
            value = as_stored(self._look(f"{what} {mapping.target}", mapping.source, writing.state, ANYTHING, marked=True))
            if len(mapping.path) > 1:
                known = writing.state.get(mapping.variable)
                whole = known.type if known is not None and isinstance(known.type, Shape) else Shape()
                value = Inferred(replace(whole, closed=False))
            if mapping.source.removeprefix("=").strip() != mapping.target:  # else it stays what it is
                writing.write(mapping.variable, value)
        return writing.written()

    def _read(self, state: State) -> Inferred | None:
        """The expressions that are evaluated as it begins; the value of its script."""
        element, extensions = self.element, self.element.extensions
        for place, text, expected in places_of_element(element):
            self._look(place, text, state, expected, marked=True)
        self._look("activation condition", element.activation_condition, state, CONDITION)
        if element.ad_hoc:
            self._look("completion condition", element.ad_hoc.completion_condition, state.opened(), CONDITION)
            self._look("active elements", element.ad_hoc.active_elements, state, COLLECTION)
        for event in element.events:
            self._event(event, state)
        return self._look("script", extensions.script, state, ANYTHING) if extensions.script else None

    def _event(self, event: EventDefinition, state: State) -> None:
        for place, text, expected in places_of_event(event):
            self._look(place, text, state, expected, marked=True)
        self._look("condition", event.condition, state, Expected(CONDITION.kinds, null=True))  # null: not yet

    def _look(self, place: str, text: str | None, state: State, expected: Expected, *, marked: bool = False) -> Inferred:
        """`marked`: an expression only behind a `=`."""
        if not text:
            return UNKNOWN
        if marked and not text.startswith("="):
            return _TEXT
        return self.analysis.look(self.element, place, text, state, expected).value


def _guarded(value: Inferred, written: Collection[str]) -> Inferred:
    """What is known under facts about the results of the element holds outside where these results leave it too."""
    kept = frozenset(guard for guard in value.when if all(root_of(fact) in written for fact in guard))
    return replace(value, when=kept) if value.when else value
