"""What the field types share: an answer that does not fit says so with a code, never with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.model.ports import Choice
from forms.schema import Field


class Wrong(Exception):
    """Expected an answer that fits its field; `code` chooses the sentence, `values` fill it."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, kw_only=True)
class Question:
    """A field with what is known when it is answered: its rules evaluated, its options, the day."""

    field: Field
    rules: Mapping[str, Any]
    options: tuple[Choice, ...]
    today: date


#: what was sent (a text, a list of texts, or a JSON value) to an answer; None is "no answer". Raises Wrong
Reader = Callable[[Question, Any], Any]
READERS: dict[str, Reader] = {}


def reads(*types: str) -> Callable[[Reader], Reader]:
    def register(reader: Reader) -> Reader:
        for name in types:
            READERS[name] = reader
        return reader

    return register


def single(value: Any) -> Any:
    """The one value of a field that was sent once."""
    if isinstance(value, list):
        if len(value) > 1:
            raise Wrong("NOT_ONE")
        return value[0] if value else None
    return value
