"""Base of all activities: local scope, mappings, boundary events, repetition (BPMN 2.0.2, 13.3; Camunda 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.bpmn.behaviours import repetition
from engine.bpmn.behaviours.element import ElementBehaviour
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.runtime.compensation import add_record
from engine.bpmn.runtime.ending import cancel_token
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.joining import gather
from engine.bpmn.runtime.listener_jobs import listeners_of, stands_in_listeners
from engine.bpmn.runtime.token import ListenerPhase, Token, Variables
from engine.bpmn.runtime.triggering import PreparedListener, open_listeners, prepare_listeners
from engine.bpmn.runtime.variable_mapping import map_variables
from engine.feel.values import to_json

#: changes the instance and cannot fail; gives the result of an activity that ends at once, or None where it waits
Begin = Callable[[], Variables | None]


class ActivityBehaviour(ElementBehaviour):
    """Entering is all or nothing: `prepare` evaluates everything, then what it gave is called."""

    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        """Evaluate what the activity needs. Raises ExpressionFailed; changes nothing."""
        return dict

    def enter(self, instance: Instance, token: Token) -> bool | None:
        inner = token.inner is not None
        if token.phase is not None:
            self._begin_after_listeners(instance, token)
            return None
        if self.element.start_quantity > 1 and not inner and not gather(instance, token, self.element.start_quantity):
            return None
        if self.element.loop and not inner:
            self._enter_body(instance, token)
            return None
        view = repetition.view_of_inner(self.element, instance, token) if inner else instance.scopes.view(token.scope)
        local = map_variables(self.element.extensions.inputs, view, {}, instance.turn.time, instance.turn.rules, token.corrected)
        if listeners_of(instance.process, self.element.id, "start"):
            token.corrected = None
            self._open_scope(instance, token, local)
            self._begin_after_listeners(instance, token)
            return None
        begin = self.prepare(instance, token, view)
        boundary = [] if inner else self._prepare_boundary(instance, token, view)
        token.corrected = None
        self._open_scope(instance, token, local)
        self._begin(instance, token, begin, boundary)
        return None

    def _begin_after_listeners(self, instance: Instance, token: Token) -> None:
        """Start listeners run after the inputs are mapped and before anything is waited for; what they give is the activity's own."""
        inner = token.inner is not None
        view = repetition.view_of_inner(self.element, instance, token) if inner else instance.scopes.view(token.id)
        if stands_in_listeners(instance, token, "start", view):
            return
        begin = self.prepare(instance, token, view)
        boundary = [] if inner else self._prepare_boundary(instance, token, view)
        token.phase = None
        self._begin(instance, token, begin, boundary)

    def given_names(self, instance: Instance, token: Token) -> set[str]:
        """What a job, an event or a called process gets: the inputs, and what start listeners have given."""
        own = instance.scopes.variables[token.id].keys() if token.phase is not None else ()
        return {mapping.variable for mapping in self.element.extensions.inputs} | set(own)

    def _open_scope(self, instance: Instance, token: Token, local: Variables) -> None:
        local = dict.fromkeys(self.element.data_objects) | local
        if token.inner is not None:
            for name, value in local.items():
                instance.scopes.set_local(token.id, name, value)
        else:
            instance.scopes.open(token.id, token.scope, local)
        instance.record(token, "ELEMENT_ACTIVATED")

    def _begin(self, instance: Instance, token: Token, begin: Begin, boundary: list[PreparedListener]) -> None:
        open_listeners(instance, boundary, scope=token.scope, host=token.id)
        result = begin()
        if result is not None:
            self.completed(instance, token, result)

    def _prepare_boundary(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> list[PreparedListener]:
        if token.compensates is not None:
            return []
        return prepare_listeners(instance, instance.process.boundary_events(self.element.id), view)

    # --- completion

    def completed(self, instance: Instance, token: Token, variables: Mapping[str, Any]) -> None:
        """Map the result outwards and leave. Where a mapping fails, the result is kept and the token parks.

        A listener that is left comes before the one or the other; it asks here again when it is done.
        """
        if token.phase is not None and token.phase.name == "end":
            self._end(instance, token)
            return
        instance.close_wait(token, "completed")
        ends_later = bool(listeners_of(instance.process, self.element.id, "end"))
        collects = token.inner is not None
        try:
            if self._completes_later(instance, token, variables):
                return
            mapped = self.map_outputs(instance, token, variables)
            gives = {**variables, **mapped}
            result = repetition.inner_result(self.element, instance, token, gives) if collects and not ends_later else None
        except ExpressionFailed as error:
            instance.park(token, "expression", str(error), "complete", result=to_json(dict(variables)))
            return
        if self.element.extensions.outputs and self.element.extensions.keeps_results:
            instance.assign(token, token.id, to_json(dict(variables)))
        instance.assign(token, self._output_scope(instance, token), mapped)
        if ends_later:
            self._stop_listening(instance, token)
            token.phase = ListenerPhase("end", result=to_json(gives) if collects else None)
            self._end(instance, token)
            return
        token.phase, token.result = None, result
        self._leave_scope(instance, token)

    def _completes_later(self, instance: Instance, token: Token, variables: Mapping[str, Any]) -> bool:
        """A person's answers are accepted and kept: listeners run before they are mapped, and no boundary event throws them away."""
        if not listeners_of(instance.process, self.element.id, "completing"):
            return False
        self._stop_listening(instance, token)
        return stands_in_listeners(instance, token, "completing", instance.view_of(token), result=to_json(dict(variables)))

    def _end(self, instance: Instance, token: Token) -> None:
        """The work is done and its outputs are mapped: end listeners run, which no event of the activity can interrupt any more."""
        kept = token.phase.result if token.phase is not None else None
        try:
            if stands_in_listeners(instance, token, "end", instance.view_of(token)):
                return
            result = repetition.inner_result(self.element, instance, token, kept or {}) if token.inner is not None else None
        except ExpressionFailed as error:
            instance.park(token, "expression", str(error), "complete", result=kept)
            return
        token.phase, token.result = None, result
        self._leave_scope(instance, token)

    def _output_scope(self, instance: Instance, token: Token) -> str:
        """Mappings write around the activity; those of an inner instance whose result is collected, into it."""
        collected = token.inner is not None and self.element.id in instance.definition.own_names
        return instance.scopes.parent(token.id) if self.element.extensions.outputs and not collected else token.id

    def map_outputs(self, instance: Instance, token: Token, variables: Mapping[str, Any]) -> Variables:
        outputs = self.element.extensions.outputs
        if not outputs:
            return dict(variables)
        view = {**instance.scopes.view(token.id), **(token.about or {}), **variables}
        around = instance.scopes.view(self._output_scope(instance, token))
        return map_variables(outputs, view, around, instance.turn.time, instance.turn.rules)

    def _stop_listening(self, instance: Instance, token: Token) -> None:
        for listener in instance.listeners(token.id):
            cancel_token(instance, listener)

    def _leave_scope(self, instance: Instance, token: Token) -> None:
        self._stop_listening(instance, token)
        add_record(instance, token)
        instance.scopes.close(token.id)
        instance.execution.complete(token)

    # --- repetition

    def _enter_body(self, instance: Instance, token: Token) -> None:
        view = instance.scopes.view(token.scope)
        repeated, begins = repetition.prepare_body(self.element, instance, view)
        boundary = self._prepare_boundary(instance, token, view)
        repetition.open_body(self.element, instance, token, repeated)
        open_listeners(instance, boundary, scope=token.scope, host=token.id)
        if begins:
            repetition.start_first(self.element, instance, token)
        else:
            self._end_body(instance, token)

    def inner_ended(self, instance: Instance, body: Token, inner: Token) -> None:
        self._go_on(instance, body, lambda: repetition.inner_ended(self.element, instance, body, inner))

    def retry(self, instance: Instance, token: Token) -> None:
        if token.repetition is None:
            super().retry(instance, token)
        else:
            self._go_on(instance, token, lambda: repetition.next_round(self.element, instance, token))

    def _go_on(self, instance: Instance, body: Token, next_one: Callable[[], bool]) -> None:
        """Where the condition of a loop fails, the body parks and can be resolved."""
        try:
            more = next_one()
        except ExpressionFailed as error:
            instance.park(body, "expression", str(error), "again")
            return
        if not more:
            self._end_body(instance, body)

    def _end_body(self, instance: Instance, body: Token) -> None:
        repetition.collect(self.element, instance, body)
        self._leave_scope(instance, body)
