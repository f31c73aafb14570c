"""The scope in which an expression is compiled: the names that its layers bind, the functions and the types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.feel.evaluation.frame import Frame, Run
from engine.feel.evaluation.function import Function
from engine.feel.types import Type

Closure = Callable[[Any], Any]

#: a layer whose names are known only when it is there: the item of a filter
DYNAMIC = None


@dataclass
class Compiled:
    """What compiling has come upon so far."""

    #: nodes: what a loop's body weighs is how many it added
    nodes: int = 0
    #: names that are neither bound nor built in, hence the caller's variables
    free: set[str] = field(default_factory=set)
    #: why calls of functions that the caller cannot have are refused
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """`layers`, innermost first, correspond one to one to the frames of the evaluation inside the Run."""

    text: str
    functions: Mapping[str, Function]
    types: Mapping[str, Type]
    layers: tuple[frozenset[str] | None, ...] = ()
    compiled: Compiled = field(default_factory=Compiled, compare=False)

    def inner(self, *names: str) -> Scope:
        return replace(self, layers=(frozenset(names), *self.layers))

    def filter(self) -> Scope:
        return replace(self, layers=(DYNAMIC, *self.layers))


def enclosing_frame(hops: int) -> Callable[[Frame | Run], Frame | Run]:
    """From a frame to the one so many layers outside."""
    if hops == 0:
        return lambda frame: frame
    if hops == 1:
        return lambda frame: frame.parent  # type: ignore[union-attr]

    def walk(frame: Frame | Run) -> Frame | Run:
        for _hop in range(hops):
            frame = frame.parent  # type: ignore[union-attr]
        return frame

    return walk
