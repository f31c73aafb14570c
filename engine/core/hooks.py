"""Hooks by which rooms above the engine take part in its work: the composition root gives them in a fixed order.

The engine works without any. Each hook runs inside the transaction of the command that it takes part in, and may refuse it
(CommandRefused): then nothing of the command is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from engine.core.context import CommandContext, QueryContext
from engine.core.definitions import Loaded
from engine.core.looks import Look
from engine.identity.receivers import Missing
from engine.model.actor import Actor
from engine.model.effects import CreateUserTask, Effect
from engine.model.ports import FormRules, Option, OptionSource
from engine.persistence.tables.instances import ProcessInstance, UserTask


class TurnObserver(Protocol):
    def after(self, context: CommandContext, instance: ProcessInstance, loaded: Loaded, effects: Sequence[Effect]) -> None:
        """Called after a turn of a locked instance and its rows were written into the transaction."""


class TaskObserver:
    def takes(self, context: CommandContext, instance: ProcessInstance, effect: CreateUserTask) -> bool:
        """Whether the task waits for a person outside the organisation, whom the observer notifies: then no position is assigned."""
        return False

    def outside(self) -> ColumnElement[bool] | None:
        """Selects the open tasks without candidates that wait for such a person; None: the observer takes none."""
        return None

    def before_completion(self, context: CommandContext, loaded: Loaded, task: UserTask, answers: Mapping[str, Any]) -> None:
        """Raises CommandRefused where these answers do not complete the task."""


class AnswerKeeper:
    """Keeps some answers out of the variables of a case. `case`: the root case, None before it begins."""

    def read(
        self, context: QueryContext, case: UUID | None, schema: Mapping[str, Any], answers: Mapping[str, Any], variables: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Restores the answers behind masks or references, before the form is checked."""
        return answers

    def accept(
        self, context: CommandContext, case: UUID | None, rules: FormRules, variables: Mapping[str, Any], origin: UUID | None
    ) -> FormRules:
        """Returns accepted answers as variables shall hold them. `origin`: the draft that their files came with, if not the actor."""
        return rules

    def keep(self, context: CommandContext, instance: ProcessInstance, rules: FormRules, case: UUID) -> None:
        """Stores the files and sensitive values of the answers. `case`: the case whose documents they become."""

    def seal_draft(self, context: CommandContext, schema: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """Returns answers as a saved draft holds them."""
        return answers


class ReceiverCheck(Protocol):
    """A kind of thing that waits for somebody of the organisation: the standing check asks whether anybody can act on it."""

    kind: str

    def unheard(self, context: QueryContext) -> Select[Any]:
        """Selects (subject, instance_id) of everything of this kind on which nobody can act now."""

    def explain(self, context: QueryContext, subject: UUID) -> Missing:
        """Says for whom one of them waits, and why nobody can act."""


class ReadingObserver(Protocol):
    """Records who has read a case. `Engine.ask` calls it for every query, so that no page can forget it."""

    def concerning(self, session: Session, actor: Actor, looks: Iterable[Look]) -> list[Look]:
        """Returns the looks that must be recorded."""

    def note(self, session: Session, actor: Actor, looks: Iterable[Look], now: datetime) -> None: ...


#: the options of a form's component in a case; None: the component has options of its own
OptionProvider = Callable[[QueryContext, Mapping[str, Any], UUID | None], Sequence[Option] | None]
#: resolves an incident of a kind that a room raised, with what the operator gave. Raises InvalidState
IncidentResolver = Callable[[CommandContext, ProcessInstance, Mapping[str, Any]], None]
#: the working calendar has changed
CalendarObserver = Callable[[CommandContext], None]


@dataclass(frozen=True, kw_only=True)
class Hooks:
    turns: tuple[TurnObserver, ...] = ()
    tasks: tuple[TaskObserver, ...] = ()
    answers: tuple[AnswerKeeper, ...] = ()
    calendars: tuple[CalendarObserver, ...] = ()
    #: kind of incident -> who resolves it
    incidents: Mapping[str, IncidentResolver] = field(default_factory=dict)
    #: source that a form's component names -> who knows its options
    options: Mapping[OptionSource, OptionProvider] = field(default_factory=dict)
    reading: ReadingObserver | None = None
    #: what waits for somebody, beside open tasks
    receivers: tuple[ReceiverCheck, ...] = ()


NONE = Hooks()


def hooks_of(context: QueryContext) -> Hooks:
    return context.platform.find(Hooks) or NONE
