"""Embedded sub-processes and transactions (BPMN 2.0.2, 13.3.4 and 13.3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.bpmn.behaviours.activity import ActivityBehaviour, Begin
from engine.bpmn.elements import Element
from engine.bpmn.runtime.compensation import begin_compensation, compensate_last, compensation_start, handler_ended, take_records
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import CompletedActivity, Token
from engine.bpmn.runtime.triggering import fire_event_sub_process, open_listeners, prepare_scope


class SubProcessBehaviour(ActivityBehaviour):
    def enter(self, instance: Instance, token: Token) -> bool | None:
        if token.reopened is None:
            return super().enter(instance, token)
        record, token.reopened = token.reopened, None
        self._reopen(instance, token, record)
        return None

    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        listeners = prepare_scope(instance, self.element.id, view)

        def begin() -> None:
            open_listeners(instance, listeners, scope=token.id, host=token.id)
            self.begin_inside(instance, token)

        return begin

    def begin_inside(self, instance: Instance, token: Token) -> None:
        start = instance.process.none_start(self.element.id)
        if start is not None:
            instance.new_token(start.id, token.id)

    # --- compensation of what had completed

    def _reopen(self, instance: Instance, token: Token, record: CompletedActivity) -> None:
        """With the variables that it had when it completed: its compensation event sub-process, or everything inside, backwards."""
        instance.scopes.open(token.id, token.scope, record.variables)
        instance.record(token, "ELEMENT_ACTIVATED", compensation=True)
        children = [replace(child, scope=token.id) for child in record.children]
        start = self._compensation_start(instance, record)
        if start is not None:
            instance.compensable += children
            token.compensating = []
            fire_event_sub_process(instance, start, token.id, {})
            return
        begin_compensation(token, children)
        self.compensate_next(instance, token)

    def _compensation_start(self, instance: Instance, record: CompletedActivity) -> Element | None:
        body = self.element.loop is not None and not record.inner
        return None if body or record.unfinished else compensation_start(instance, self.element.id)

    def compensate_next(self, instance: Instance, token: Token) -> None:
        if not compensate_last(instance, token):
            self._close_again(instance, token)

    def _close_again(self, instance: Instance, token: Token) -> None:
        instance.record(token, "ELEMENT_COMPLETED", compensation=True)
        take_records(instance, {token.id})
        instance.scopes.close(token.id)
        instance.drop(token)
        if token.compensates is not None:
            handler_ended(instance, token.compensates)

    def content_ended(self, instance: Instance, token: Token) -> None:
        if token.compensates is None or self.element.for_compensation:
            super().content_ended(instance, token)
        elif not token.compensating:
            self._close_again(instance, token)
