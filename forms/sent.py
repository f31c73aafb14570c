"""Reads the typed values of one field from a sent page, before anything is checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from forms.form import Field


class Sent(Protocol):
    """The names and values of a page, as Werkzeug's MultiDict gives them."""

    def get(self, key: str, /) -> str | None: ...

    def getlist(self, key: str, /) -> list[str]: ...

    def __iter__(self) -> Iterator[str]: ...


def collect_one(field: Field, sent: Sent) -> Any:
    """Returns a text, or several where the field takes several."""
    return collect_several(field, sent) if field.multiple else sent.get(field.key)


def collect_several(field: Field, sent: Sent) -> Any:
    return [value for value in sent.getlist(field.key) if value]
