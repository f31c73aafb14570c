"""The waits of a token: one frozen record for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

WaitKind = Literal["user_task", "job", "child", "timer", "subscription", "signal", "condition"]


@dataclass(frozen=True, slots=True)
class UserTaskWait:
    kind: ClassVar[WaitKind] = "user_task"
    #: when its due dates were counted on the working calendar; None: they do not depend on it
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobWait:
    kind: ClassVar[WaitKind] = "job"


@dataclass(frozen=True, slots=True)
class ChildWait:
    """For the end of a called instance."""

    kind: ClassVar[WaitKind] = "child"


@dataclass(frozen=True, slots=True)
class TimerWait:
    kind: ClassVar[WaitKind] = "timer"
    due: datetime
    #: the text of a cycle, and how often it fires after this time; None: endlessly
    cycle: str | None = None
    left: int | None = None
    counted_at: datetime | None = None
    #: what a cycle of months counts its firings from; None: from the one before
    anchor: datetime | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionWait:
    """For a message: its name and key are the subscription's, outside."""

    kind: ClassVar[WaitKind] = "subscription"


@dataclass(frozen=True, slots=True)
class SignalWait:
    kind: ClassVar[WaitKind] = "signal"
    signal: str


@dataclass(frozen=True, slots=True)
class ConditionWait:
    """Watched inside the instance: nothing outside knows of it."""

    kind: ClassVar[WaitKind] = "condition"
    condition: str
    #: it has fired, and must be false before it can fire again (BPMN 2.0.2, 10.5.5)
    fired: bool = False


Wait = UserTaskWait | JobWait | ChildWait | TimerWait | SubscriptionWait | SignalWait | ConditionWait


@dataclass(frozen=True, slots=True)
class AwaitedMessage:
    """A message that a token is about to wait for."""

    message: str
    correlation_key: str


#: what an event waits for, evaluated before anything changes
PreparedWait = TimerWait | SignalWait | ConditionWait | AwaitedMessage
