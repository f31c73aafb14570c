"""Base of all elements: by default a token enters, is recorded, and leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.elements import Element
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.leaving import end_empty_scope
from engine.bpmn.runtime.listener_jobs import listeners_of, stands_in_listeners
from engine.bpmn.runtime.token import Token


class ElementBehaviour:
    """The base of all behaviours. What a kind cannot meet raises NotImplementedError."""

    def __init__(self, element: Element) -> None:
        self.element = element

    @property
    def comes_last(self) -> bool:
        return False

    def enter(self, instance: Instance, token: Token) -> bool | None:
        instance.record(token, "ELEMENT_ACTIVATED")
        return True

    def begins_later(self, instance: Instance, token: Token) -> bool:
        """Whether start listeners keep the token of a gateway; what they give is its own."""
        if not listeners_of(instance.process, self.element.id, "start"):
            return False
        if token.id not in instance.scopes:
            instance.scopes.open(token.id, token.scope)
            instance.record(token, "ELEMENT_ACTIVATED")
        return stands_in_listeners(instance, token, "start", instance.view_of(token))

    def activated(self, instance: Instance, token: Token) -> None:
        """Recorded, where that was not done before the listeners began."""
        if token.phase is None:
            instance.record(token, "ELEMENT_ACTIVATED")
        token.phase = None

    def completed(self, instance: Instance, token: Token, variables: Mapping[str, Any]) -> None:
        raise NotImplementedError(self.element.kind)

    def triggered(self, instance: Instance, listener: Token, variables: Mapping[str, Any]) -> None:
        raise NotImplementedError(self.element.kind)

    def decided(self, instance: Instance, token: Token, event: Element, variables: Mapping[str, Any]) -> None:
        raise NotImplementedError(self.element.kind)

    def join(self, instance: Instance, tokens: list[Token]) -> bool:
        raise NotImplementedError(self.element.kind)

    def token_left(self, instance: Instance, owner: Token) -> None:
        end_empty_scope(instance, owner.id)

    def content_ended(self, instance: Instance, token: Token) -> None:
        self.completed(instance, token, {})

    def inner_ended(self, instance: Instance, body: Token, inner: Token) -> None:
        raise NotImplementedError(self.element.kind)

    def retry(self, instance: Instance, token: Token) -> None:
        """The same as a change of variables, for what watches them."""
        instance.scopes.changed = True

    def compensate_next(self, instance: Instance, token: Token) -> None:
        raise NotImplementedError(self.element.kind)
