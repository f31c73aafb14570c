"""Intermediate throw and end events, and send tasks (BPMN 2.0.2, 13.5.2 and 13.5.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from engine.bpmn.behaviours.activity import Begin
from engine.bpmn.behaviours.job_task import JobTaskBehaviour
from engine.bpmn.kinds import EventKind
from engine.bpmn.runtime.compensation import begin_compensation, compensate_last, scopes_of_throw, take_all_records, take_records
from engine.bpmn.runtime.ending import cancel_inside, cancel_token
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.leaving import token_left
from engine.bpmn.runtime.process_listeners import end_process
from engine.bpmn.runtime.propagation import throw_error
from engine.bpmn.runtime.throwing import prepare_throw, throw
from engine.bpmn.runtime.token import Thrown, Token, Variables
from engine.bpmn.runtime.triggering import fire_boundary

#: what ends more than its own token comes after everything else that an event throws
_LAST: dict[EventKind, int] = {"compensate": 1, "error": 2, "cancel": 2, "terminate": 3}


class ThrowEventBehaviour(JobTaskBehaviour):
    """With a job type a worker does what the event stands for, as in Camunda 8; else the platform does."""

    @property
    def comes_last(self) -> bool:
        """A signal reaches who waits now: of parallel branches of one turn the order in the file must not decide who does."""
        return any(event.kind == "signal" for event in self.element.events)

    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        if self.element.extensions.job_type:
            return super().prepare(instance, token, view)
        thrown = [prepare_throw(event, view, instance.turn) for event in self.element.events]
        variables = {name: view[name] for name in self.given_names(instance, token)}
        return lambda: self._throw_all(instance, token, thrown, variables)

    def _throw_all(self, instance: Instance, token: Token, thrown: list[Thrown], variables: Variables) -> Variables | None:
        waits = False
        for item in sorted(thrown, key=lambda item: _LAST.get(item.event.kind, 0)):
            if not instance.holds(token):
                return None  # what it threw before has interrupted it
            waits = self._throw(instance, token, item, variables) or waits
        return None if waits or not instance.holds(token) else {}

    def _throw(self, instance: Instance, token: Token, thrown: Thrown, variables: Variables) -> bool:
        """True: the event goes on later, or not at all."""
        match thrown.event.kind:
            case "signal" | "message" | "escalation":
                throw(instance, token, thrown, variables)
            case "error":
                throw_error(instance, token, thrown.name, self.element.name, variables)
                return True
            case "compensate":
                records = take_records(instance, scopes_of_throw(instance, token), thrown.event.activity)
                return begin_compensation(token, records) and compensate_last(instance, token)
            case "terminate" if thrown.event.whole_case:
                instance.record(token, "ELEMENT_COMPLETED")
                instance.scopes.close(token.id)
                instance.drop(token)
                end_process(instance)
                return True
            case "terminate":
                cancel_inside(instance, token.scope, keep=token)
            case "cancel":
                self._cancel_transaction(instance, token)
                return True
            case "timer" | "conditional" | "link" | "unknown":
                pass  # the linter refuses to throw them; a link is followed as its event is left
            case _ as kind:
                assert_never(kind)
        return False

    # --- compensation

    def compensate_next(self, instance: Instance, token: Token) -> None:
        if compensate_last(instance, token):
            return
        if token.cancels is not None:
            transaction, token.cancels = token.cancels, None
            self._transaction_cancelled(instance, token, transaction)
        else:
            self.completed(instance, token, {})

    def _cancel_transaction(self, instance: Instance, token: Token) -> None:
        """Everything in the transaction ends, what had completed in it is compensated, then its cancel boundary event fires."""
        records = take_all_records(instance, token.scope)
        cancel_inside(instance, token.scope, keep=token)
        if begin_compensation(token, records):
            token.cancels = token.scope
            compensate_last(instance, token)
        else:
            self._transaction_cancelled(instance, token, token.scope)

    def _transaction_cancelled(self, instance: Instance, token: Token, transaction: str) -> None:
        host = instance.get(transaction)
        instance.record(token, "ELEMENT_COMPLETED")
        body = instance.get(host.scope) if host.inner is not None else host
        events = instance.process.boundary_events(host.element)
        boundary = next((event for event in events if event.event_of("cancel")), None)
        if boundary is not None:
            fire_boundary(instance, boundary, body, {})
        else:
            cancel_token(instance, body)
            token_left(instance, body.scope)
