"""Finds mails about a case that did not arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from casework.mail.tables import ReturnedMail
from casework.subjects.masks import mask_address
from engine.persistence.questions import Question, Questions
from engine.persistence.tables.identity import Person

#: beside a case
MOST_SHOWN = 10
_RETURNED = Question(
    select(Person.name, ReturnedMail.address, ReturnedMail.status, ReturnedMail.told_at)
    .outerjoin(Person, Person.id == ReturnedMail.person_id)
    .where(ReturnedMail.instance_id == bindparam("of_case", type_=Uuid()))
    .order_by(ReturnedMail.told_at.desc(), ReturnedMail.id)
    .limit(MOST_SHOWN)
)


@dataclass(frozen=True, kw_only=True)
class ReturnedMailView:
    """`to`: an employee's name, or somebody else's address with its name hidden."""

    to: str
    status: str
    told_at: datetime


def begin_returned_mails(questions: Questions, case: UUID) -> Callable[[], list[ReturnedMailView]]:
    """Asks with the context's other questions; the function that it returns reads the answer."""
    asked = questions.ask(_RETURNED, of_case=case)

    def read() -> list[ReturnedMailView]:
        return [ReturnedMailView(to=row.name or mask_address(row.address), status=row.status, told_at=row.told_at) for row in asked.rows]

    return read
