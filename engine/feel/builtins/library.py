"""How built-in functions are declared: by the signature that the documentation shows, over a plain Python function.

`substring(string: string, start position: number, [length: number])` takes two or three arguments; `?` behind a type makes
null an ordinary argument; `...` behind the last name takes any number of arguments; behind a `/` stand the names that Camunda
gives the same parameter. Arguments that do not fit give null with a warning, therefore the Python functions see the right types
only, and None for what is left out (DMN 1.5, 10.3.4).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from engine.feel.evaluation.function import Function, Parameter, Signature
from engine.feel.types import ANY, BUILTIN_TYPES, ListType, Simple, Type

_SIGNATURE = re.compile(r"([^(]+)\((.*)\)")


class Library(dict[str, Function]):
    """Functions by name."""

    def add(
        self,
        *signatures: str,
        silent: bool = False,
        run: bool = False,
        weight: int = 0,
        deep: Callable[[Any], int] | None = None,
        flat: int = 8,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a function; several signatures of one name may also come from several declarations, in order.

        `silent`: null is a proper result; `run`: the Python function takes the evaluation before its arguments; `weight`: steps
        that a call counts beyond one, half a microsecond each, for what takes long whatever the size of its arguments; `deep`:
        what an argument counts whose items the function looks into, `flat`: how many plain items it need not be asked for.
        """

        def declare(call: Callable[..., Any]) -> Callable[..., Any]:
            for text in signatures:
                name, signature = parse_signature(text, call)
                known = self.get(name)
                if known is None:
                    self[name] = Function(name, (signature,), silent, run, weight, deep, flat)
                    continue
                heavier = max(weight, known.weight)
                self[name] = Function(name, (*known.signatures, signature), silent, run, heavier, deep or known.deep, min(flat, known.flat))
            return call

        return declare


def parse_signature(text: str, call: Callable[..., Any]) -> tuple[str, Signature]:
    match = _SIGNATURE.fullmatch(text)
    assert match is not None, text
    parts = [part.strip() for part in match[2].split(",")] if match[2] else []
    variadic = bool(parts) and parts[-1].endswith("...")
    return match[1], Signature(tuple(_parameter(part) for part in parts), call, variadic)


def _parameter(text: str) -> Parameter:
    required = not text.startswith("[")
    name, _separator, kind = text.strip("[]").removesuffix("...").partition(":")
    kind = kind.strip() or "Any"
    nullable = kind.endswith("?") or kind == "Any"
    first, *others = name.strip().split("/")
    return Parameter(first, _type(kind.removesuffix("?")), required, nullable, tuple(others))


@functools.cache
def _type(name: str) -> Type:
    if name.endswith("s") and name[:-1] in ("number", "string", "context", "boolean"):
        return ListType(BUILTIN_TYPES[name[:-1]])
    alternatives = [BUILTIN_TYPES[part] for part in name.split("|")]
    if len(alternatives) == 1 or ANY in alternatives:
        return alternatives[0]
    kinds = [kind for part in alternatives if isinstance(part, Simple) for kind in part.kinds]
    return Simple(" or ".join(part.name for part in alternatives), tuple(kinds))


def spread(operate: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    """`sum(1, 2)` for `sum([1, 2])`."""
    return lambda *values: operate(list(values))
