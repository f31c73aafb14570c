"""What an evaluation carries along: variables by layer, the step budget, the time, the warnings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.feel.errors import Diagnosis, FeelLimitExceeded

MAX_STEPS = 200_000
MAX_ITEMS = 20_000
MAX_STRING = 1_000_000
MAX_CALLS = 120


class Frame:
    """One lexical layer; `parent` is looked up next, so inner names shadow outer ones."""

    __slots__ = ("calls", "names", "parent", "shared")

    def __init__(self, names: Mapping[str, Any], parent: Frame | None, shared: Shared, calls: int = 0) -> None:
        self.names = names
        self.parent = parent
        self.shared = shared
        self.calls = calls

    def inner(self, names: Mapping[str, Any]) -> Frame:
        return Frame(names, self, self.shared, self.calls)

    def lookup(self, name: str) -> tuple[bool, Any]:
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return True, frame.names[name]
            frame = frame.parent
        return False, None


class Shared:
    """What all layers of one evaluation have in common."""

    __slots__ = ("now", "steps", "warnings")

    def __init__(self, now: datetime | None) -> None:
        self.now = now
        self.steps = 0
        self.warnings: list[Diagnosis] = []

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise FeelLimitExceeded(f"an expression may take {MAX_STEPS} steps")

    def warn(self, code: str, message: str) -> None:
        if len(self.warnings) < 50:
            self.warnings.append(Diagnosis(code=code, message=message))


def bounded(value: Any) -> Any:
    """Refuse what grew beyond the limits; everything else passes."""
    if isinstance(value, str) and len(value) > MAX_STRING:
        raise FeelLimitExceeded(f"a text may have {MAX_STRING} characters")
    if isinstance(value, list) and len(value) > MAX_ITEMS:
        raise FeelLimitExceeded(f"a list may have {MAX_ITEMS} items")
    return value
