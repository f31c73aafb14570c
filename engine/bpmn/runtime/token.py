"""A token: its place in the process, its wait, and the data that it needs until it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from engine.bpmn.elements import EventDefinition
from engine.bpmn.runtime.waits import TimerWait, Wait

Variables = dict[str, Any]
#: what the resolving of an incident does: enter or leave the element, complete it with the kept result, or try again what failed
Retry = Literal["enter", "leave", "complete", "again"]


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """Why a token is parked."""

    retry: Retry
    #: what the outside world gave, while its mapping failed; of an element to enter: what was corrected of its own inputs
    result: Variables | None = None


#: when a token stands in listeners: before its element begins, before a person's answers count, after what the element did; or around
#: the whole process
PhaseName = Literal["start", "completing", "end", "process_start", "process_end"]


@dataclass(frozen=True, slots=True)
class ListenerPhase:
    """How far a token has come with the listeners of a phase: their jobs run one after the other, in the order of the file."""

    name: PhaseName
    done: int = 0
    #: what the outside world gave, until it is mapped or collected
    result: Variables | None = None

    @property
    def of_process(self) -> bool:
        return self.name in ("process_start", "process_end")


@dataclass(slots=True)
class Repetition:
    """How far the body of a repeated activity has come."""

    #: one for each instance of a multi-instance activity; None: a standard loop, or all have begun and nobody asks for them any more
    items: list[Any] | None
    #: of a standard loop
    maximum: int | None = None
    started: int = 0
    ended: int = 0
    #: how many instances there are, where their items are not kept
    instances: int | None = None

    @property
    def count(self) -> int:
        """The number of instances of a multi-instance activity."""
        return len(self.items) if self.items is not None else self.instances or 0


@dataclass(frozen=True, slots=True)
class Thrown:
    """What an event throws: `name` is a signal's or message's, or the code of an error or escalation."""

    event: EventDefinition
    name: str = ""
    correlation_key: str = ""


@dataclass(frozen=True, slots=True)
class InnerResult:
    """What an inner instance gives its body; `done`: the completion condition is true."""

    output: Any = None
    done: bool = False
    #: what the repetition throws as this instance ends
    thrown: tuple[Thrown, ...] = ()


@dataclass(slots=True)
class Offer:
    """What an ad-hoc sub-process offers, and what of it has still to begin."""

    elements: list[str]
    waiting: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class CompletedActivity:
    """An activity that has completed and can be compensated (BPMN 2.0.2, 13.5.5)."""

    scope: str
    element: str
    #: what completed inside it, in the order of completion
    children: list[CompletedActivity]
    #: one instance of a repeated activity, or a sub-process that is still at work
    inner: bool
    #: a sub-process's own ones at its completion
    variables: Variables
    #: a sub-process that a cancelled transaction ended: what completed inside is undone, but not it as a whole
    unfinished: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Token:
    """Most tokens stand at an element and keep their scope alive.

    A listener (it has a `host`) stands for one trigger of a boundary event, an event sub-process or an event-based gateway, and goes
    with its host.
    """

    id: str
    #: the element's id
    element: str
    #: the token whose variable scope this one is in; empty: the instance
    scope: str
    #: its place in the order in which the instance's tokens came; -1: not counted yet
    order: int = -1
    #: the sequence flow by which it came
    via: str | None = None
    #: of a listener: the token that it listens for (empty: the instance), and which definition of the event it stands for
    host: str | None = None
    listens: int | None = None
    #: the number of an instance inside a repeated activity
    inner: int | None = None
    #: it waits at its element for other tokens
    joining: bool = False
    #: what a trigger brought, until the event is entered; `about` is its code and message, for the event's output mappings
    caught: Variables | None = None
    about: Variables | None = None
    #: of an event sub-process: the start event that was triggered
    start: str | None = None
    wait: Wait | None = None
    #: the timer of a cycle that has fired and is not armed again yet
    expired: TimerWait | None = None
    #: of a listener for one of several triggers that are all needed: what its own has brought
    brought: Variables | None = None
    incident: OpenIncident | None = None
    #: how far it has come with the listeners of its element, where it stands in them
    phase: ListenerPhase | None = None
    #: corrections that stand in place of its input mappings when it enters again in this turn; never stored
    corrected: Variables | None = None
    repetition: Repetition | None = None
    #: of an inner instance that ends in this turn; never stored
    result: InnerResult | None = None
    offer: Offer | None = None
    #: the flows that a gateway has chosen when it was entered
    chosen: list[str] | None = None
    #: of a complex gateway in its second phase: the flows whose tokens it has taken
    consumed: list[str] | None = None
    #: the token on whose behalf this one compensates
    compensates: str | None = None
    #: what is left to compensate, the last completed at the end
    compensating: list[CompletedActivity] | None = None
    #: the transaction that this cancel event cancels
    cancels: str | None = None
    #: the completed sub-process that this token opens again in order to compensate it
    reopened: CompletedActivity | None = None

    @property
    def listening(self) -> bool:
        return self.host is not None

    @property
    def owners(self) -> list[str]:
        """The tokens (or the instance) that this one belongs to and goes with."""
        return [owner for owner in (self.scope, self.host, self.compensates) if owner is not None]
