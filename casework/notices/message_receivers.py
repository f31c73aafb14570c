"""Who gets an applicant's message: those with an open step of the case, else whoever did its last step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Select, and_, func, not_, or_, select, update

from casework.notices.tables import CaseMessage
from engine.core.context import CommandContext, QueryContext
from engine.identity.access import grant
from engine.identity.assignment import Candidate, current_place
from engine.identity.receivers import Missing, explain_missing, filled_positions, nobody_can_do
from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import ProcessInstance, TaskCandidate, UserTask
from engine.queries.tasks.new_task_mails import candidates_of

MESSAGE = "message"
#: written by an applicant, and nobody has answered yet
UNANSWERED = and_(CaseMessage.person_id.is_(None), CaseMessage.answered_at.is_(None))


def last_position(context: QueryContext, case: UUID) -> Position | None:
    """Returns the position that did the last step of a case or of one that it called, as it is called today."""
    statement = (
        select(UserTask.completed_position)
        .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        .where(ProcessInstance.root_id == case, UserTask.completed_position.is_not(None))
        .order_by(UserTask.completed_at.desc())
        .limit(1)
    )
    found = context.session.scalars(statement).first()
    position = context.session.get(Position, found) if found else None
    return current_place(context.session, position, context.today) if position else None


def step_is_open(context: QueryContext, case: UUID) -> bool:
    """Whether a step of the case waits for somebody of the organisation."""
    return bool(context.session.scalar(select(_open_steps(case).exists())))


def working_positions(context: QueryContext, case: UUID) -> list[UUID]:
    """Returns the positions whose step of the case is open."""
    return [position for task in context.session.scalars(_open_steps(case).distinct()) for position in candidates_of(context, task)]


def _open_steps(case: Any) -> Select[Any]:
    return (
        select(UserTask.id)
        .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        .join(TaskCandidate, TaskCandidate.task_id == UserTask.id)
        .where(ProcessInstance.root_id == case, UserTask.status == "OPEN")
    )


def begin_handling_unit(context: QueryContext, case: UUID) -> Callable[[], str]:
    """Asks for the name of the unit that has the case now, or had it last; empty before anybody had it.

    Asks with the context's other questions; the function that it returns reads the answer.
    """
    unit = func.coalesce(Position.unit_id, TaskCandidate.unit_id)
    place = context.questions.ask(
        select(Unit.name)
        .select_from(TaskCandidate)
        .outerjoin(Position, Position.id == TaskCandidate.position_id)
        .outerjoin(Unit, Unit.id == unit)
        .where(TaskCandidate.task_id.in_(_open_steps(case).order_by(UserTask.created_at.desc()).limit(1)))
        .limit(1)
    )
    done = context.questions.ask(
        select(Unit.name, Position.valid_to, Position.successor_id)
        .select_from(UserTask)
        .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        .join(Position, Position.id == UserTask.completed_position)
        .join(Unit, Unit.id == Position.unit_id)
        .where(ProcessInstance.root_id == case)
        .order_by(UserTask.completed_at.desc())
        .limit(1)
    )

    def read() -> str:
        if place.first is not None:
            return place.first.name or ""
        last = done.first
        if last is not None and last.valid_to is not None and last.successor_id is not None:
            position = last_position(context, case)
            return context.session.get_one(Unit, position.unit_id).name if position else ""
        return last.name if last is not None else ""

    return read


def let_answer(context: CommandContext, case: UUID, position: UUID) -> None:
    """Gives a position access to the case about which it is written to."""
    key = uuid5(case, f"message {position}")
    grant(context.rows, case, Candidate(position=position), level="read", reason="message", now=context.now, identifier=key)


class MessageReceivers:
    """Every message that nobody has answered waits for the open steps of its case, or for the position that it was given to."""

    kind = MESSAGE

    def follow(self, context: CommandContext) -> None:
        ended = (Position.valid_to <= context.today, Position.successor_id.is_not(None))
        moved = (
            update(CaseMessage)
            .where(UNANSWERED, CaseMessage.to_position_id == Position.id, *ended)
            .values(to_position_id=Position.successor_id)
            .returning(CaseMessage.instance_id, CaseMessage.to_position_id)
        )
        for case, position in context.session.execute(moved).all():
            if position is not None:
                let_answer(context, case, position)

    def unheard(self, context: QueryContext) -> Select[Any]:
        heard = _open_steps(CaseMessage.instance_id).where(not_(nobody_can_do(context.now))).exists()
        deaf = or_(CaseMessage.to_position_id.is_(None), CaseMessage.to_position_id.not_in(filled_positions(context.now)))
        columns: tuple[Any, ...] = (CaseMessage.id.label("subject"), CaseMessage.instance_id)
        return select(*columns).where(UNANSWERED, deaf, ~heard)

    def explain(self, context: QueryContext, subject: UUID) -> Missing:
        message = context.session.get_one(CaseMessage, subject)
        missing = explain_missing(
            context.session, [Candidate(position=message.to_position_id)] if message.to_position_id else [], context.now
        )
        since = max(filter(None, (missing.since, message.written_at)))
        return Missing(reason=missing.reason, candidate=missing.candidate, since=since)


def unanswered_of(case: UUID) -> Any:
    return and_(UNANSWERED, CaseMessage.instance_id == case)
