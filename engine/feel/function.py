"""What the built-in functions are made with. A function gives None for arguments that do not fit it (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.values import Function


def is_text(*values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


def is_number(*values: Any) -> bool:
    return all(isinstance(value, Decimal) for value in values)


def text_function(operate: Callable[..., Any]) -> Callable[..., Any]:
    def call(*values: Any) -> Any:
        return operate(*values) if is_text(*values) else None

    return call


def number_function(operate: Callable[..., Any]) -> Callable[..., Any]:
    def call(*values: Any) -> Any:
        if not is_number(*values):
            return None
        try:
            result = operate(*values)
        except (ArithmeticError, ValueError):
            return None
        if isinstance(result, Decimal):
            return result if result.is_finite() else None
        return result

    return call


def builtin(parameters: str, call: Callable[..., Any], required: int | None = None, *, variadic: bool = False) -> Function:
    names = tuple(name.strip() for name in parameters.split(",")) if parameters else ()
    return Function(names, call, variadic, len(names) if required is None else required)
