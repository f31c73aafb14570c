"""Infers the type of an expression, for tests, from names that are given by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel.expression import FUNCTIONS, parse
from engine.feel.inference.findings import TypeFinding
from engine.feel.inference.inference import infer
from engine.feel.inference.inferred import Inferred


@dataclass(frozen=True)
class Known:
    names: Mapping[str, Inferred]
    open: bool = False
    others: tuple[str, ...] = field(default=())

    def lookup(self, name: str) -> Inferred | None:
        return self.names.get(name)


def infer_text(text: str, names: Mapping[str, Inferred], *, open: bool = False) -> tuple[Inferred, list[TypeFinding]]:
    return infer(parse(text), Known(names, open), FUNCTIONS)
