"""The stimuli of a process instance. `id` makes the turn's own ids; it comes from the command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Variables = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Stimulus:
    id: str


@dataclass(frozen=True, kw_only=True)
class Started(Stimulus):
    """The instance begins at its none start event, or at the message start event `element`."""

    variables: Variables = field(default_factory=dict)
    element: str | None = None
    #: a called instance hands an error that nobody catches to its caller
    called: bool = False


@dataclass(frozen=True, kw_only=True)
class UserTaskCompleted(Stimulus):
    token: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class UserTaskAssigned(Stimulus):
    """Somebody has taken an open task, has given it back, or it was given to somebody else. `action`: claim, unassign or assign."""

    token: str
    action: str


@dataclass(frozen=True, kw_only=True)
class JobCompleted(Stimulus):
    token: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ErrorThrown(Stimulus):
    """A BPMN error reported by a job's handler or by a called process."""

    token: str
    error_code: str
    message: str = ""
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TimerTriggered(Stimulus):
    token: str
    #: which firing of a cycle this is: a second report of the same one does nothing
    due_at: str


@dataclass(frozen=True, kw_only=True)
class MessageCorrelated(Stimulus):
    token: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SignalCaught(Stimulus):
    """A signal of another instance, for the tokens that waited for it when it was thrown."""

    signal: str
    tokens: tuple[str, ...]
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EscalationReported(Stimulus):
    """A called process escalates and goes on."""

    token: str
    code: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ChildEnded(Stimulus):
    token: str
    child: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Stimulus):
    """The working calendar changed: due dates that depend on it are recomputed from the day on which they were set."""


@dataclass(frozen=True, kw_only=True)
class IncidentResolved(Stimulus):
    """Runs the parked token again, after setting `variables` in its scope."""

    token: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Cancelled(Stimulus):
    reason: str = ""
