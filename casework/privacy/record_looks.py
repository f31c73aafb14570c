"""Records which officer opened a citizen's case; the citizen reads the list (UU 27/2022, articles 7 and 31).

The rule: docs/law/personal-data.md#right-to-know-who-looked
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework.applications.tables import Application
from casework.privacy.tables import CaseLook
from engine.core.hooks import ReadingObserver
from engine.core.looks import Look
from engine.model.actor import Actor
from engine.persistence.tables.instances import ProcessInstance


class CitizensLooks(ReadingObserver):
    def concerning(self, session: Session, actor: Actor, looks: Iterable[Look]) -> list[Look]:
        """Returns looks at somebody else's application, and at cases that are confidential or restricted.

        An applicant's own reading is not recorded.
        """
        wanted = {look.case for look in looks}
        theirs = or_(Application.person_id.is_(None), Application.person_id != actor.person)
        kept = or_(ProcessInstance.confidential, ProcessInstance.restricted)
        found = set(
            session.scalars(
                select(Application.instance_id)
                .where(Application.instance_id.in_(wanted), theirs)
                .union(select(ProcessInstance.root_id).where(ProcessInstance.root_id.in_(wanted), kept))
            )
        )
        return [look for look in looks if look.case in found]

    def note(self, session: Session, actor: Actor, looks: Iterable[Look], now: datetime) -> None:
        record_looks(session, actor, looks, now)


def record_looks(session: Session, actor: Actor, looks: Iterable[Look], now: datetime) -> None:
    """Records each person and kind once an hour."""
    position = actor.seats[0].position if actor.seats else None
    rows = [
        {
            "id": uuid4(),
            "instance_id": look.case,
            "person_id": actor.person,
            "position_id": position,
            "kind": look.kind,
            "reason": look.reason,
            "hour": now.replace(minute=0, second=0, microsecond=0),
            "looked_at": now,
        }
        for look in looks
    ]
    if rows:
        session.execute(insert(CaseLook).values(rows).on_conflict_do_nothing())
