"""The interface for process packages: the declaration of job types, and the context of a handler.

    @job_handler("guests:greet")
    def greet(context: JobContext, guest: Guest) -> Greeting:
        ...

`Guest` and `Greeting` are frozen dataclasses: the typed inputs and outputs; `described` gives a field the words that analysts read.
A handler may run more than once for one job (at least once): what it does outside must carry `context.idempotency_key`.
The platform's own steps are declared in the same way, with a context of their own (engine/jobs/step_context.py).
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

__all__ = ["BpmnError", "JobContext", "JobType", "NothingDone", "TechnicalError", "described", "job_handler"]


class BpmnError(Exception):
    """A business failure that the diagram foresees: a boundary event with this code catches it."""

    def __init__(self, code: str, message: str = "", **variables: Any) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables = variables


class TechnicalError(Exception):
    """A failure of an outside system: the job is tried again with growing pauses, then becomes an incident."""


class Numbers(Protocol):
    def reserve(self, series: str, scope: str) -> int:
        """Reserves the next number of a declared series in a scope. The same job gets the same number again."""


class NothingDone(Exception):
    """Raised by a handler that is certain that nothing has taken effect outside, so that it can be tried again."""


class Registers(Protocol):
    def matching(self, register: str, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Finds entries of other cases whose declared match fields equal these values: their `title`, `instance` and fields."""


class Mails(Protocol):
    def to_position(self, position: str, subject: str, text: str) -> None:
        """Sends a mail to everybody who fills a position now, once for each job and position."""


@dataclass(frozen=True, kw_only=True)
class JobContext:
    """The context of a handler, besides its input."""

    idempotency_key: str
    instance: str
    business_key: str | None
    now: datetime
    today: date
    headers: Mapping[str, str]
    numbers: Numbers
    registers: Registers
    mails: Mails


#: queues of packages' handlers: a worker there runs each in a process of its own, which can be killed
PACKAGE_QUEUES = frozenset({"service", "document"})
#: seconds that a handler may take where its declaration does not say it: of a package, and of the platform itself
TIMEOUT, STEP_TIMEOUT = 30, 60
Handler = Callable[[Any, Any], Any]
T = TypeVar("T", bound=Callable[..., Any])


def described(label: str, value: str = "", *, required: bool = True, hint: str = "", default: Any = None) -> Any:
    """Declares a field of an input or output with its Indonesian words for the editor; the web application translates them.

    `value`: FEEL that the editor offers; `required`: whether the editor insists on it; `default`: what a diagram that leaves it out gives.
    """
    return field(default=default, metadata={"label": label, "value": value, "required": required, "hint": hint})


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
    #: the context of the handler: JobContext for packages, another for steps of the platform
    context: type
    #: one sentence for analysts
    summary: str = ""
    #: whether diagrams may name it; else it is a consequence that the platform draws itself
    for_diagrams: bool = True
    #: the peer does not recognise a repeated call: an attempt whose outcome is not known is checked by a person, never repeated
    at_most_once: bool = False

    @property
    def gives(self) -> dict[str, str]:
        """Returns name -> label of each result that the editor offers: the described ones, or all where none is described."""
        results = fields(self.output) if self.output is not None else ()
        described_ones = {item.name: str(item.metadata["label"]) for item in results if "label" in item.metadata}
        return described_ones or {item.name: item.name for item in results}

    def read(self, variables: Mapping[str, Any]) -> Any:
        """Returns the input as its dataclass. Raises ValueError naming the field that is missing or of another type."""
        values = {}
        hints = typing.get_type_hints(self.input)
        for item in fields(self.input):
            if item.name in variables:
                values[item.name] = _convert(item.name, hints[item.name], variables[item.name])
            elif item.default is MISSING and item.default_factory is MISSING:
                raise ValueError(f"the input '{item.name}' is missing")
        return self.input(**values)

    def write(self, result: Any) -> dict[str, Any]:
        """Returns the output's fields as variables. Raises ValueError where the handler returned something else."""
        if self.output is None:
            if result is not None:
                raise ValueError("the handler declares no output but gave one")
            return {}
        if not isinstance(result, self.output):
            raise ValueError(f"the handler must give {self.output.__name__}, but gave {type(result).__name__}")
        return {item.name: getattr(result, item.name) for item in fields(self.output)}


def job_handler(
    name: str,
    *,
    queue: str = "service",
    timeout: int | None = None,
    version: int = 1,
    label: str = "",
    summary: str = "",
    for_diagrams: bool = True,
    at_most_once: bool = False,
) -> Callable[[T], T]:
    """Declares a job type. The types of context, input and output are read from the handler's annotations.

    `queue`: "service", or "document" for what takes long. `timeout`: seconds after which the handler's process is killed.
    `label`, `summary`: what analysts read in the editor's list.
    `at_most_once`: for an effect outside whose receiver does not recognise `ctx.idempotency_key`. It is then tried again only after
    NothingDone; any other failure, and a worker that died, become an incident "to be checked".
    """

    def declare(function: T) -> T:
        hints = typing.get_type_hints(function)
        output = hints.pop("return", None)
        given = [hints.get(parameter) for parameter in inspect.signature(function).parameters]
        if len(given) != 2 or not all(is_dataclass(hint) for hint in given):
            raise TypeError(f"{name}: the handler takes a JobContext and one dataclass, its input")
        context, input_type = typing.cast("list[type]", given)
        if output is not type(None) and not is_dataclass(output):
            raise TypeError(f"{name}: the handler's result must be a dataclass or None")
        function.__job_type__ = JobType(  # type: ignore[attr-defined]
            name=name,
            version=version,
            handler=function,
            input=input_type,
            output=None if output is type(None) else typing.cast("type", output),
            queue=queue,
            timeout=timeout or (TIMEOUT if context is JobContext else STEP_TIMEOUT),
            label=label or name,
            context=context,
            summary=summary,
            for_diagrams=for_diagrams,
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
