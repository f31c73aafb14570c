"""The engine's own steps: follow-ups of a turn that run as commands of their own transaction."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.commands.instances.report_child_end import ReportChildEnd
from engine.commands.instances.report_escalation import ReportEscalation
from engine.commands.instances.start_called_instance import StartCalledInstance
from engine.commands.instances.start_instance_by_signal import StartInstanceBySignal
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.commands.messages.deliver_signal import DeliverSignal
from engine.commands.migration.migrate_one_instance import MigrateOneInstance
from engine.commands.migration.undo_migration_of_instance import UndoMigrationOfInstance
from engine.commands.timers.recompute_due_dates import RecomputeDueDates
from engine.core.command import Command
from engine.core.engine import Engine
from engine.core.job_rows import (
    CANCEL_CHILD,
    CATCH_SIGNAL,
    CORRELATE,
    ESCALATE,
    MIGRATE_INSTANCE,
    PUBLISH,
    RECOMPUTE_DUE_DATES,
    REPORT_CHILD,
    RETRY_INCIDENT,
    START_BY_SIGNAL,
    START_CHILD,
    UNDO_MIGRATION_OF_INSTANCE,
)
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM, Actor
from engine.model.errors import CommandRefused, InvalidState
from engine.queries.instances.children_of_token import ChildrenOfToken
from engine.queries.messages.buffered_message import BufferedMessageById
from engine.sdk import job_handler


@dataclass(frozen=True, kw_only=True)
class CalledProcess:
    """`token`: of the call activity."""

    process: str
    binding: str
    version_tag: str | None
    token: str
    variables: dict[str, Any]


@job_handler(START_CHILD, queue="engine", for_diagrams=False)
def start_child(context: StepContext, called: CalledProcess) -> None:
    command = StartCalledInstance(
        child=uuid5(context.lease.job, "child"),
        parent=context.lease.instance,
        token=UUID(called.token),
        process=called.process,
        binding=called.binding,
        version_tag=called.version_tag,
        variables=called.variables,
    )
    context.engine.execute(command, actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class CalledEnd:
    """The end of a called instance; `token`: of the call activity of `parent`."""

    parent: str
    token: str
    child: str
    status: str
    variables: dict[str, Any]
    error_code: str
    error_message: str
    #: absent in jobs of earlier versions
    error_variables: dict[str, Any] = field(default_factory=dict)


@job_handler(REPORT_CHILD, queue="engine", for_diagrams=False)
def report_child(context: StepContext, end: CalledEnd) -> None:
    command = ReportChildEnd(
        parent=UUID(end.parent),
        token=UUID(end.token),
        child=UUID(end.child),
        status=end.status,
        variables=end.variables,
        error_code=end.error_code,
        error_message=end.error_message,
        error_variables=end.error_variables,
    )
    _unless_over(context.engine, command)  # the parent was told before, or no longer waits


@dataclass(frozen=True, kw_only=True)
class CallingToken:
    token: str


@job_handler(CANCEL_CHILD, queue="engine", for_diagrams=False)
def cancel_child(context: StepContext, calling: CallingToken) -> None:
    for child in context.engine.ask(ChildrenOfToken(token=UUID(calling.token)), actor=SYSTEM):
        # it may have ended by itself meanwhile
        _unless_over(context.engine, CancelProcessInstance(instance=child, reason="the caller was cancelled"))


@dataclass(frozen=True, kw_only=True)
class BufferedOne:
    message: str


@job_handler(CORRELATE, queue="engine", for_diagrams=False)
def correlate(context: StepContext, buffered: BufferedOne) -> None:
    message = context.engine.ask(BufferedMessageById(id=UUID(buffered.message)), actor=SYSTEM)
    if message is not None:
        context.engine.execute(CorrelateMessage(**message), actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class OutgoingMessage:
    name: str
    correlation_key: str
    variables: dict[str, Any] = field(default_factory=dict)


@job_handler(PUBLISH, queue="engine", for_diagrams=False)
def publish(context: StepContext, message: OutgoingMessage) -> None:
    """The job's id makes the message's, so that a repeated step sends it once."""
    command = CorrelateMessage(
        name=message.name,
        correlation_key=message.correlation_key,
        message_id=str(context.lease.job),
        variables=message.variables,
    )
    context.engine.execute(command, actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class ThrownSignal:
    """`tokens`: those of the instance that waited for it."""

    signal: str
    tokens: list[str]
    variables: dict[str, Any]


@job_handler(CATCH_SIGNAL, queue="engine", for_diagrams=False)
def catch_signal(context: StepContext, thrown: ThrownSignal) -> None:
    command = DeliverSignal(instance=context.lease.instance, signal=thrown.signal, tokens=thrown.tokens, variables=thrown.variables)
    _unless_over(context.engine, command)  # the instance has gone on or ended meanwhile


@dataclass(frozen=True, kw_only=True)
class SignalStart:
    """`start`: the subscription of a start event."""

    start: str
    variables: dict[str, Any]


@job_handler(START_BY_SIGNAL, queue="engine", for_diagrams=False)
def start_by_signal(context: StepContext, signal: SignalStart) -> None:
    command = StartInstanceBySignal(start=UUID(signal.start), instance=uuid5(context.lease.job, "instance"), variables=signal.variables)
    context.engine.execute(command, actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class ThrownEscalation:
    """`token`: of the call activity of `parent`."""

    parent: str
    token: str
    code: str
    variables: dict[str, Any]


@job_handler(ESCALATE, queue="engine", for_diagrams=False)
def escalate(context: StepContext, thrown: ThrownEscalation) -> None:
    command = ReportEscalation(
        parent=UUID(thrown.parent), token=UUID(thrown.token), job=context.lease.job, code=thrown.code, variables=thrown.variables
    )
    _unless_over(context.engine, command)  # the parent no longer waits


@dataclass(frozen=True, kw_only=True)
class InstanceMigration:
    migration: str


@job_handler(MIGRATE_INSTANCE, queue="engine", for_diagrams=False)
def migrate_instance(context: StepContext, move: InstanceMigration) -> None:
    context.engine.execute(MigrateOneInstance(migration=UUID(move.migration), instance=context.lease.instance), actor=SYSTEM)


@job_handler(UNDO_MIGRATION_OF_INSTANCE, queue="engine", for_diagrams=False)
def undo_migration_of_instance(context: StepContext, move: InstanceMigration) -> None:
    context.engine.execute(UndoMigrationOfInstance(migration=UUID(move.migration), instance=context.lease.instance), actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """The input of a step that needs only its instance."""


@job_handler(RECOMPUTE_DUE_DATES, queue="engine", for_diagrams=False)
def recompute_due_dates(context: StepContext, nothing: Nothing) -> None:
    _unless_over(context.engine, RecomputeDueDates(instance=context.lease.instance))


@dataclass(frozen=True, kw_only=True)
class IncidentRetry:
    #: whether they may was asked when they pressed; None: the platform's own command line
    asked_by: str | None
    incident: str


@job_handler(RETRY_INCIDENT, queue="engine", for_diagrams=False)
def retry_incident(context: StepContext, retry: IncidentRetry) -> None:
    """Resolves it as the operator who asked: the audit names them. One that is resolved by now, or cannot go on so, is left alone."""
    asked_by = SYSTEM
    if retry.asked_by:
        asked_by = Actor(person=UUID(retry.asked_by), name="", permissions=frozenset({ResolveIncident.permission}))
    with contextlib.suppress(CommandRefused):
        context.engine.execute(ResolveIncident(incident=UUID(retry.incident)), actor=asked_by)


def _unless_over(engine: Engine, command: Command) -> None:
    """Executes a command, and ignores the refusal of one whose purpose is over."""
    with contextlib.suppress(InvalidState):
        engine.execute(command, actor=SYSTEM)
