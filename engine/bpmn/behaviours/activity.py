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
from engine.bpmn.runtime.token import Token, Variables
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
        if self.element.start_quantity > 1 and not inner and not gather(instance, token, self.element.start_quantity):
            return None
        if self.element.loop and not inner:
            self._enter_body(instance, token)
            return None
        view = repetition.view_of_inner(self.element, instance, token) if inner else instance.scopes.view(token.scope)
        local = map_variables(self.element.extensions.inputs, view, {}, instance.turn.time, token.corrected)
        begin = self.prepare(instance, token, view)
        boundary = [] if inner else self._prepare_boundary(instance, token, view)
        token.corrected = None
        local = dict.fromkeys(self.element.data_objects) | local
        if inner:
            for name, value in local.items():
                instance.scopes.set_local(token.id, name, value)
        else:
            instance.scopes.open(token.id, token.scope, local)
        instance.record(token, "ELEMENT_ACTIVATED")
        open_listeners(instance, boundary, scope=token.scope, host=token.id)
        result = begin()
        if result is not None:
            self.completed(instance, token, result)
        return None

    def _prepare_boundary(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> list[PreparedListener]:
        if token.compensates is not None:
            return []
        return prepare_listeners(instance, instance.process.boundary_events(self.element.id), view)

    # --- completion

    def completed(self, instance: Instance, token: Token, variables: Mapping[str, Any]) -> None:
        """Map the result outwards and leave. Where a mapping fails, the result is kept and the token parks."""
        instance.close_wait(token, "completed")
        try:
            mapped = self.map_outputs(instance, token, variables)
            result = repetition.inner_result(self.element, instance, token, {**variables, **mapped}) if token.inner is not None else None
        except ExpressionFailed as error:
            instance.park(token, "expression", str(error), "complete", result=to_json(dict(variables)))
            return
        if self.element.extensions.outputs and self.element.extensions.keeps_results:
            instance.assign(token, token.id, to_json(dict(variables)))
        instance.assign(token, self._output_scope(instance, token), mapped)
        token.result = result
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
        return map_variables(outputs, view, instance.scopes.view(self._output_scope(instance, token)), instance.turn.time)

    def _leave_scope(self, instance: Instance, token: Token) -> None:
        for listener in instance.listeners(token.id):
            cancel_token(instance, listener)
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
