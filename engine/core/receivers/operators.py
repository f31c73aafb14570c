"""Finds the operators who can be told of trouble now, and the trouble that they have not been told of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, and_, any_, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from engine.core.job_rows import TELL_OPERATORS
from engine.identity.seats import holders, in_force
from engine.persistence.questions import Question, Questions
from engine.persistence.tables.identity import Person, Position
from engine.persistence.tables.instances import Incident, Job, ProcessInstance, UserTask
from engine.persistence.tables.receivers import OperatorMail, ReceiverFinding

#: what comes within this time goes into one mail
COLLECT = timedelta(seconds=10)
#: between two mails, however much comes
BETWEEN = timedelta(seconds=40)
#: trouble of a sort that operators were told of this lately is told of in the next mail, not in one of its own
SAME_SORT = timedelta(hours=1)


def operators_with_mailbox(session: Session, now: datetime) -> list[Person]:
    positions = session.scalars(select(Position.id).where(Position.permissions.contains(["operate"]), in_force(now.date())))
    people = {person.id: person for _position, _holding, person in holders(session, positions.all(), now)}
    return [person for person in people.values() if person.email]


def open_incidents(*columns: Any) -> Select[Any]:
    """Selects of the open incidents that operators are mailed of: not of a failed mail of this kind, nor where a finding says it."""
    return (
        select(*columns)
        .select_from(Incident)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
        .outerjoin(Job, Job.id == Incident.job_id)
        .where(Incident.resolved_at.is_(None), Incident.kind != "assignment", or_(Job.id.is_(None), Job.type != TELL_OPERATORS))
    )


def open_findings(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(ReceiverFinding).where(ReceiverFinding.closed_at.is_(None))


def incident_sort() -> Any:
    return func.concat_ws(" ", literal("incident"), ProcessInstance.process_key, Incident.element_id, Incident.kind)


def finding_sort() -> Any:
    finding = ReceiverFinding
    return func.concat_ws(" ", finding.kind, finding.reason, finding.position_id, finding.unit_id, finding.role)


def mail_is_due(session: Session, now: datetime) -> bool:
    """Whether something has waited long enough, of a sort that operators were not told of lately."""
    if session.execute(select(OperatorMail.id).where(OperatorMail.created_at > now - BETWEEN).limit(1)).first():
        return False
    lately = select(OperatorMail.id).where(OperatorMail.created_at > now - SAME_SORT)
    for select_open, row, came_at, sort in (
        (open_incidents, Incident, Incident.raised_at, incident_sort()),
        (open_findings, ReceiverFinding, ReceiverFinding.found_at, finding_sort()),
    ):
        told: Any = select_open(sort).where(row.told_in.in_(lately))
        waiting = select_open(row.id).where(and_(row.told_in.is_(None), came_at <= now - COLLECT, sort.not_in(told)))
        if session.execute(waiting.limit(1)).first():
            return True
    return False


@dataclass(frozen=True, kw_only=True)
class CaseTrouble:
    """Of a case and of those that it has called: whoever waits for it waits for them too."""

    #: steps that stand still with an incident
    stopped: int
    #: things that wait, while nobody can act on them
    unheard: int
    #: a mail about one of them went out to an operator
    told: bool
    #: something of it can go on: not all that it waits for is in trouble
    goes_on: bool


def _trouble_questions() -> tuple[Question, Question, Question]:
    """What stopped, what nobody can act on, and one task that somebody can: of a case and of those that it has called."""
    family = select(ProcessInstance.id).where(ProcessInstance.id == bindparam("of_instance", type_=Uuid())).cte(recursive=True)
    family = family.union(select(ProcessInstance.id).join(family, ProcessInstance.parent_id == family.c.id))
    # as one array: of a set that it cannot count the database would think it large, and look at every open task
    members = func.array(select(family.c.id).scalar_subquery(), type_=ARRAY(Uuid()))
    found = []
    for row, ended in ((Incident, Incident.resolved_at), (ReceiverFinding, ReceiverFinding.closed_at)):
        statement = select(OperatorMail.sent_at).select_from(row).outerjoin(OperatorMail, OperatorMail.id == row.told_in)
        found.append(Question(statement.where(row.instance_id == any_(members), ended.is_(None))))
    heard = ~exists(select(ReceiverFinding.id).where(ReceiverFinding.subject == UserTask.id, ReceiverFinding.closed_at.is_(None)))
    open_ones = select(UserTask.id).where(UserTask.instance_id == any_(members), UserTask.status == "OPEN", heard)
    return found[0], found[1], Question(open_ones.limit(1))


_STOPPED, _UNHEARD, _HEARD = _trouble_questions()


def begin_case_trouble(questions: Questions, case: UUID) -> Callable[[], CaseTrouble]:
    """Asks with other questions; the function that it returns reads the answer."""
    stopped, unheard, heard = (questions.ask(question, of_instance=case) for question in (_STOPPED, _UNHEARD, _HEARD))
    return lambda: CaseTrouble(
        stopped=len(stopped.rows),
        unheard=len(unheard.rows),
        told=any(row.sent_at for row in (*stopped.rows, *unheard.rows)),
        goes_on=not unheard.rows or heard.first is not None,
    )
