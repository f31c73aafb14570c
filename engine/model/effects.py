"""The effects of a turn. They are stored in the same transaction as the new state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from engine.model.state_parts import Part, PartKey
from engine.model.state_view import StateView


@dataclass(frozen=True, kw_only=True)
class Effect:
    token: str
    element: str


@dataclass(frozen=True, kw_only=True)
class CreateUserTask(Effect):
    name: str
    form: str | None = None
    assignee: str | None = None
    candidate_groups: tuple[str, ...] = ()
    #: positions, as the assignee is one
    candidate_users: tuple[str, ...] = ()
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    priority: int = 50
    properties: Mapping[str, Any] = field(default_factory=dict)
    #: counted on the working calendar: a change of that moves the due dates
    on_calendar: bool = False


@dataclass(frozen=True, kw_only=True)
class CreateJob(Effect):
    type: str
    retries: int
    variables: Mapping[str, Any]
    headers: Mapping[str, str]
    #: the job's id, where a token waits for several jobs, one after the other; empty: the token's
    job: str = ""
    #: no token waits for it
    detached: bool = False


@dataclass(frozen=True, kw_only=True)
class CreateTimer(Effect):
    due_at: datetime
    on_calendar: bool = False


@dataclass(frozen=True, kw_only=True)
class MoveDueDate(Effect):
    """The working calendar has changed: a timer or a user task is due at another time."""

    due_at: datetime | None
    follow_up_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OpenSubscription(Effect):
    message: str
    correlation_key: str


@dataclass(frozen=True, kw_only=True)
class OpenSignalSubscription(Effect):
    signal: str


@dataclass(frozen=True, kw_only=True)
class PublishMessage(Effect):
    """Publishes a message to the instance that waits for it, or to a process that begins with it."""

    message: str
    correlation_key: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BroadcastSignal(Effect):
    """Throws a signal to every other instance that waits for it now; the thrower's own tokens have got it."""

    signal: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EscalateToCaller(Effect):
    code: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StartChild(Effect):
    process: str
    variables: Mapping[str, Any]
    binding: str = "latest"
    version_tag: str | None = None


@dataclass(frozen=True, kw_only=True)
class RaiseIncident(Effect):
    kind: str  # expression, step_limit, unhandled_error, called_process
    message: str


@dataclass(frozen=True, kw_only=True)
class CloseIncident(Effect):
    pass


@dataclass(frozen=True, kw_only=True)
class CloseWait(Effect):
    """The token's wait has ended: `reason` is completed, cancelled or interrupted."""

    kind: str  # user_task, job, timer, subscription, signal, child
    reason: str


@dataclass(frozen=True, kw_only=True)
class MoveToken(Effect):
    """Moves a wait to `element` of another version; a user task takes its name and form from there."""

    name: str
    form: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecordHistory(Effect):
    event: str  # ELEMENT_ACTIVATED, ELEMENT_COMPLETED, ELEMENT_TERMINATED, FLOW_TAKEN, VARIABLE_SET, DECISION_EVALUATED, INSTANCE_MIGRATED
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EndInstance(Effect):
    """Ends the instance. `status`: COMPLETED, TERMINATED or FAILED (an uncaught error, reported to the parent)."""

    status: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    error_code: str = ""
    error_message: str = ""
    #: what the error event hands on to the caller by its input mappings
    error_variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Transition:
    """The result of a turn: the new state as bytes, and the effects in order.

    Of a large state `head` is the first line, which is stored apart from its parts: `changed` are those that are new or other than
    before, `gone` those that are no more.
    """

    head: bytes
    changed: Mapping[PartKey, Part] = field(default_factory=dict)
    gone: frozenset[PartKey] = frozenset()
    effects: tuple[Effect, ...]
    ended: bool
    #: the new state's variables and tokens, for who needs them in the same turn: the bytes are not decoded again
    view: StateView = field(compare=False, repr=False)
    #: all parts in their order, also those that nothing has touched
    parts: Callable[[], list[bytes]] = field(default=list, compare=False, repr=False)

    @cached_property
    def state(self) -> bytes:
        """The whole state."""
        return b"\n".join([self.head, *self.parts()])
