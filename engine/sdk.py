"""All that a process package may import: how it declares job types, and what a handler works with.

    @job_handler("guests:greet")
    def greet(context: JobContext, guest: Guest) -> Greeting:
        ...

`Guest` and `Greeting` are frozen dataclasses: the typed inputs and outputs. A handler may run more than once for one job
(at least once): what it does outside must carry `context.idempotency_key`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

__all__ = ["BpmnError", "JobContext", "JobType", "TechnicalError", "job_handler"]


class BpmnError(Exception):
    """A business failure that the diagram foresees: a boundary event with this code catches it."""

    def __init__(self, code: str, message: str = "", **variables: Any) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables = variables


class TechnicalError(Exception):
    """The outside world failed; the job is tried again with growing pauses, then becomes an incident."""


class Numbers(Protocol):
    def reserve(self, series: str, scope: str) -> int:
        """The next number of a declared series in a scope. The same job asking again gets the same number."""


class NothingDone(Exception):
    """Raised by a handler that is certain that nothing has taken effect outside: it may be tried again."""


class Registers(Protocol):
    def matching(self, register: str, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Entries of other cases whose declared match fields equal these values: their `title`, `instance` and fields."""


class Mails(Protocol):
    def to_position(self, position: str, subject: str, text: str) -> None:
        """Write to everybody who fills a position now. Sent once for each job and position."""


@dataclass(frozen=True, kw_only=True)
class JobContext:
    """What a handler gets besides its input."""

    idempotency_key: str
    instance: str
    business_key: str | None
    now: datetime
    today: date
    headers: Mapping[str, str]
    numbers: Numbers
    registers: Registers
    mails: Mails


Handler = Callable[[JobContext, Any], Any]
T = TypeVar("T", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class JobType:
    """A kind of automated step: its name, typed input and output, queue and time limit in seconds."""

    name: str
    version: int
    handler: Handler
    input: type
    output: type | None
    queue: str
    timeout: int
    label: str
    #: the peer does not recognise a repeated call: an attempt whose outcome is not known is checked by a person, never repeated
    at_most_once: bool = False

    def read(self, variables: Mapping[str, Any]) -> Any:
        """The input as its dataclass. Raises ValueError naming the field that is missing or of another type."""
        values = {}
        hints = typing.get_type_hints(self.input)
        for field in fields(self.input):
            if field.name in variables:
                values[field.name] = _convert(field.name, hints[field.name], variables[field.name])
            elif field.default is MISSING and field.default_factory is MISSING:
                raise ValueError(f"the input '{field.name}' is missing")
        return self.input(**values)

    def write(self, result: Any) -> dict[str, Any]:
        """The output's fields as variables. Raises ValueError where the handler gave something else."""
        if self.output is None:
            if result is not None:
                raise ValueError("the handler declares no output but gave one")
            return {}
        if not isinstance(result, self.output):
            raise ValueError(f"the handler must give {self.output.__name__}, but gave {type(result).__name__}")
        return {field.name: getattr(result, field.name) for field in fields(self.output)}


def job_handler(
    name: str, *, queue: str = "service", timeout: int = 30, version: int = 1, label: str = "", at_most_once: bool = False
) -> Callable[[T], T]:
    """Declare a job type. The types of input and output are read from the handler's annotations.

    `queue`: "service", or "document" for what takes long. `timeout`: seconds after which the handler's process is killed.
    `at_most_once`: for an effect outside whose receiver does not recognise `ctx.idempotency_key`. It is then tried again only after
    NothingDone; any other failure, and a worker that died, become an incident "to be checked".
    """

    def declare(function: T) -> T:
        hints = typing.get_type_hints(function)
        output = hints.pop("return", None)
        inputs = [hint for hint in hints.values() if is_dataclass(hint) and hint is not JobContext]
        if len(inputs) != 1:
            raise TypeError(f"{name}: the handler takes a JobContext and one dataclass, its input")
        if output is not type(None) and not is_dataclass(output):
            raise TypeError(f"{name}: the handler's result must be a dataclass or None")
        function.__job_type__ = JobType(  # type: ignore[attr-defined]
            name=name,
            version=version,
            handler=function,
            input=typing.cast("type", inputs[0]),
            output=None if output is type(None) else typing.cast("type", output),
            queue=queue,
            timeout=timeout,
            label=label or name,
            at_most_once=at_most_once,
        )
        return function

    return declare


def _convert(name: str, hint: Any, value: Any) -> Any:
    options = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    if value is None and type(None) in options:
        return None
    for option in options:
        plain = typing.get_origin(option) or option
        if plain is int and isinstance(value, Decimal) and value == int(value):
            return int(value)
        if plain is date and isinstance(value, str):
            return date.fromisoformat(value)
        if plain is Any or (isinstance(plain, type) and isinstance(value, plain) and not (plain is int and isinstance(value, bool))):
            return value
    raise ValueError(f"the input '{name}' must be {hint}, but is {type(value).__name__}")
