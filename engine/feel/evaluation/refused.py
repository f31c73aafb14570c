"""Functions of other engines that are refused, with the reason: an expression gives the same value whenever it is repeated.

A step is computed again after a fault, in a migration or in a trial. With a value from chance it would go another way than before,
and a number that somebody was told would not be the one in the case.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.evaluation.scope import DYNAMIC, Scope
from engine.feel.syntax import ast

_REMEDY = "; let a job give the value, or use what the case has, such as its number"
REFUSED: Mapping[str, str] = {
    "uuid": "uuid() would give another value when the step is repeated" + _REMEDY,
    "random number": "random number() would give another value when the step is repeated" + _REMEDY,
}


def refusal(node: ast.Call, scope: Scope) -> str | None:
    """Why a call is refused; None where it is not, or where the expression itself binds this name."""
    if not isinstance(node.function, ast.Name) or node.arguments or node.function.name not in REFUSED:
        return None
    if any(layer is DYNAMIC or node.function.name in layer for layer in scope.layers):
        return None
    return REFUSED[node.function.name]
