"""Finds what somebody sees of what goes on as one set, for figures over all of it: to ask access of each case is dear there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, not_, or_, select, tuple_, union_all

from engine.model.actor import SYSTEM, Actor
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Position
from engine.persistence.tables.instances import ProcessInstance


def seen_going_on(actor: Actor, now: datetime) -> CompoundSelect[Any] | Select[Any]:
    """Selects the running instances that `may_see` lets the actor see.

    It reads the grants of what goes on, by indexes of those alone, and may name an instance that has ended a moment ago.
    """
    if actor is SYSTEM:
        return select(ProcessInstance.id).where(ProcessInstance.ended_at.is_(None))
    now_open = (CaseAccess.valid_from <= now, or_(CaseAccess.valid_to.is_(None), CaseAccess.valid_to > now), not_(CaseAccess.ended))
    access = select(CaseAccess.instance_id).where(*now_open)
    ways = [access.where(CaseAccess.person_id == actor.person)]
    if actor.seats:
        ways.append(access.where(CaseAccess.position_id.in_(actor.positions)))
        ways += [access.where(CaseAccess.unit_id == seat.unit, CaseAccess.role == seat.role) for seat in actor.seats]
    if actor.oversees:
        closed_to_leaders = or_(ProcessInstance.confidential, ProcessInstance.restricted)
        kept_close = select(ProcessInstance.id).where(closed_to_leaders, ProcessInstance.ended_at.is_(None))
        steps = access.where(CaseAccess.reason == "task", CaseAccess.instance_id.not_in(kept_close))
        below = list(actor.oversees)
        roles = select(Position.unit_id, Position.role).where(Position.id.in_(below))
        ways.append(steps.where(CaseAccess.position_id.in_(below)))
        ways.append(steps.where(tuple_(CaseAccess.unit_id, CaseAccess.role).in_(roles)))
    return union_all(*ways)
