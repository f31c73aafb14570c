"""The one tree of errors. Each has a stable `code`; its text says what was expected; HTTP appears only in webui/errors.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class EngineError(Exception):
    """Expected the engine to carry out a valid call, but it could not."""

    code = "ENGINE_ERROR"

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())
        self.message = str(self)
        self.details: Mapping[str, Any] = details


class CommandRefused(EngineError):
    """Expected a command that may be carried out, but it may not be, and nothing was changed."""

    code = "COMMAND_REFUSED"


class NotFound(CommandRefused):
    """Expected something that exists and that the actor may see, but there is none."""

    code = "NOT_FOUND"


class InvalidState(CommandRefused):
    """Expected an open case or task, but it is no longer so."""

    code = "INVALID_STATE"


class Forbidden(CommandRefused):
    """Expected an actor with this permission, but the actor lacks it."""

    code = "FORBIDDEN"


class CalendarNotSet(CommandRefused):
    """Expected a working calendar that covers the days to be counted, but nobody has set it for them."""

    code = "CALENDAR_NOT_SET"


class CorrelationFailed(CommandRefused):
    """Expected exactly one receiver for the message, but found none or several."""

    code = "CORRELATION_FAILED"


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """The fault of one answer. `code` chooses the sentence; `values` fill it."""

    field: str
    code: str
    values: Mapping[str, Any]


class FormRejected(CommandRefused):
    """Expected answers that the form accepts, but some are missing or wrong."""

    code = "FORM_REJECTED"

    def __init__(self, errors: Sequence[FieldError], answers: Mapping[str, Any] | None = None) -> None:
        """`answers`: those that are right, as they would count."""
        super().__init__("; ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = tuple(errors)
        self.answers = answers or {}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something wrong with a resource: a stable code, the place, a sentence and the remedy (English; `values` for translations)."""

    code: str
    message: str
    remedy: str = ""
    element: str | None = None
    resource: str = ""
    line: int | None = None
    severity: str = "error"
    #: the values that fill the places of a translated sentence
    values: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.resource, self.line, self.element) if part)
        return f"{place}: {self.code}: {self.message}" + (f" {self.remedy}" if self.remedy else "")


class DeploymentRejected(CommandRefused):
    """Expected resources that can be executed, but some cannot."""

    code = "DEPLOYMENT_REJECTED"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why an instance cannot move to another version of its process."""

    element: str
    code: str  # ELEMENT_GONE, KIND_CHANGED, SCOPE_CHANGED, LOOP_CHANGED, EVENT_CHANGED, HOST_CHANGED, JOIN_CHANGED, ...
    message: str


class MigrationRefused(CommandRefused):
    """Expected a case that can move to the other version, but an obstacle stands in its way; nothing was changed."""

    code = "MIGRATION_REFUSED"

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__("; ".join(obstacle.message for obstacle in obstacles))
        self.obstacles = tuple(obstacles)


class Conflict(EngineError):
    """Expected the state that was read, but another transaction changed it meanwhile: the executor tries again."""

    code = "CONFLICT"


class CorruptState(EngineError):
    """Expected a stored state that this release can read, but it cannot."""

    code = "CORRUPT_STATE"


class TaskTaken(InvalidState):
    """Expected an open task, but somebody has done or taken it."""

    code = "TASK_TAKEN"


class AddressRefused(CommandRefused):
    """Expected an address that takes mail, but the server says that it does not."""

    code = "ADDRESS_REFUSED"


class Unstorable(CommandRefused):
    """Expected values that the database can store, but one holds a character or number that it cannot, or is too long as a key."""

    code = "UNSTORABLE"
