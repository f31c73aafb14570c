"""Moves ended cases to cold storage and back, by functions of the database with the rights of its tables' owner (migration 0042)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.persistence.tables.instances import ProcessInstance


def move_to_cold(session: Session, *, ended_before: datetime, now: datetime, most: int) -> int:
    """Moves instances that ended before then and whose whole tree did, the longest ended first; returns how many."""
    values = {"before": ended_before, "now": now, "most": most}
    moved: int = session.execute(text("select alur_move_to_cold(:before, :now, :most)"), values).scalar_one()
    return moved


def restore_cold(session: Session, instance: ProcessInstance, until: datetime) -> None:
    """Brings a locked instance back and reads it again; it stays at least until then."""
    session.execute(text("select alur_restore_cold(:case, :until)"), {"case": instance.id, "until": until})
    session.refresh(instance)
