"""Base of all elements: by default a token enters, is recorded, and leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.elements import Element
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.leaving import end_empty_scope
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
