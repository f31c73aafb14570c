"""Whether what stands in a file is of the kind that its place expects: a list where a list belongs, a text where a text does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

_KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "str": ("a text", lambda value: isinstance(value, str)),
    "int": ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    "tuple[str, ...]": ("a list of texts", lambda value: isinstance(value, tuple) and all(isinstance(item, str) for item in value)),
}


def check_kinds(made: Any) -> Any:
    """A dataclass that was filled from a file, back as it came. Raises TypeError that names the first field of another kind."""
    for item in fields(made):
        kind = _KINDS.get(str(item.type))
        if kind is not None and not kind[1](getattr(made, item.name)):
            raise TypeError(f"{item.name} must be {kind[0]}")
    return made
