"""Who has opened a citizen's case: noted for the citizen, who may read it (UU 27/2022, articles 7 and 31).

The rule: docs/law/personal-data.md#right-to-know-who-looked

Reading is written down by the door through which all reading goes; no page can forget it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine.model.actor import Actor
from engine.persistence.tables.accounts import CaseLook
from engine.persistence.tables.applications import Application


@dataclass(frozen=True, kw_only=True)
class Look:
    """`case`: the one that all began with. `kind`: what was opened: case, task, file, or reveal (a number that is hidden otherwise)."""

    case: UUID
    kind: str
    reason: str = ""


def looked_at(session: Session, actor: Actor, looks: Iterable[Look]) -> list[Look]:
    """Those that concern somebody else's application; an applicant's own reading is nobody's business."""
    wanted = {look.case for look in looks}
    theirs = or_(Application.person_id.is_(None), Application.person_id != actor.person)
    found = set(session.scalars(select(Application.instance_id).where(Application.instance_id.in_(wanted), theirs)))
    return [look for look in looks if look.case in found]


def note_looks(session: Session, actor: Actor, looks: Iterable[Look], now: datetime) -> None:
    """Once an hour for each person and kind."""
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
