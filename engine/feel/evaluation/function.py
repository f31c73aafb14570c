"""Functions as values: built in, defined in an expression, or a decision model's knowledge (DMN 1.5, 10.3.2.13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.feel.types import ANY, Type, accepts, coerce


class Parameter(NamedTuple):
    """`required` False: it may be left out and is then null. `nullable`: null is an ordinary argument. `others`: more names for it."""

    name: str
    kind: Type = ANY
    required: bool = True
    nullable: bool = True
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """One way to call a function; `variadic`: the last parameter takes any number of arguments, given as a tuple."""

    parameters: tuple[Parameter, ...]
    call: Callable[..., Any] = field(compare=False)
    variadic: bool = False
    result: Type = ANY

    def positional(self, values: Sequence[Any]) -> list[Any] | None:
        """The arguments for `call`, converted; None where they do not fit."""
        fixed = self.parameters[:-1] if self.variadic else self.parameters
        if self.variadic and len(values) < len(self.parameters):
            return None
        if len(values) > len(fixed) and not self.variadic:
            return None
        arguments: list[Any] = []
        for position, parameter in enumerate(fixed):
            if position >= len(values):
                if parameter.required:
                    return None
                arguments.append(None)
                continue
            fits, value = _argument(values[position], parameter)
            if not fits:
                return None
            arguments.append(value)
        return [*arguments, *values[len(fixed) :]] if self.variadic else arguments

    def named(self, values: Mapping[str, Any]) -> list[Any] | None:
        names = {name: parameter.name for parameter in self.parameters for name in (parameter.name, *parameter.others)}
        if any(name not in names for name in values):
            return None
        count, values = len(values), {names[name]: value for name, value in values.items()}
        if len(values) < count:
            return None  # two names of one parameter
        arguments = []
        for parameter in self.parameters:
            if parameter.name not in values and parameter.required:
                return None
            fits, value = _argument(values.get(parameter.name), parameter) if parameter.name in values else (True, None)
            if not fits:
                return None
            arguments.append(value)
        return arguments


def _argument(value: Any, parameter: Parameter) -> tuple[bool, Any]:
    if value is None:
        return parameter.nullable, None
    return coerce(value, parameter.kind)


@dataclass(frozen=True)
class Function:
    """A function value. Its signatures are tried in order; a built-in one gives null for arguments that fit none."""

    name: str
    signatures: tuple[Signature, ...]
    #: what null says about the arguments: nothing for functions such as `get or else`, which give null properly
    silent: bool = False
    #: its first argument is the evaluation, which the caller adds: for the time, and for limits
    run: bool = False
    #: steps that a call counts beyond one
    weight: int = 0
    #: what looking into nested arguments takes, for a function that does
    deep: Callable[[Any], int] | None = None
    #: of such a function: so many plain items of a list take no longer than its weight says
    flat: int = 8

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.signatures[0].parameters)

    def invoke(self, values: Sequence[Any], run: Any = None) -> Any:
        """The value for arguments in order; NotImplemented where they fit no signature."""
        for signature in self.signatures:
            arguments = signature.positional(values)
            if arguments is not None:
                return signature.call(run, *arguments) if self.run else signature.call(*arguments)
        return NotImplemented

    def invoke_named(self, values: Mapping[str, Any], run: Any = None) -> Any:
        for signature in self.signatures:
            arguments = signature.named(values)
            if arguments is not None:
                return signature.call(run, *arguments) if self.run else signature.call(*arguments)
        return NotImplemented

    def fits(self, parameters: tuple[Type, ...], result: Type) -> bool:
        """Whether the function is of a function type: it takes these types and gives that one (10.3.2.9.1).

        What a function gives is known where it says so; otherwise its caller finds out.
        """
        return any(
            len(signature.parameters) == len(parameters)
            and all(accepts(mine.kind, given) for mine, given in zip(signature.parameters, parameters, strict=True))
            and (signature.result is ANY or accepts(result, signature.result))
            for signature in self.signatures
        )

    def describe(self) -> str:
        """How it is called, for messages: one line a signature."""
        return " or ".join(f"{self.name}({_parameters(item)})" for item in self.signatures)


def _parameters(signature: Signature) -> str:
    return ", ".join(map(_describe, signature.parameters)) + ("..." if signature.variadic else "")


def _describe(parameter: Parameter) -> str:
    text = f"{parameter.name}: {parameter.kind.name}"
    return text if parameter.required else f"[{text}]"
