"""Seals days of the audit, and verifies that nothing was altered or removed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.core.audit.anchor import Anchor, Holds, follows
from engine.core.audit.chain import verify
from engine.core.audit.traces import Altered, verify_traces
from engine.persistence.tables.history import AuditRecord, AuditSeal

#: after midnight, so that what began before it has been committed
MARGIN = timedelta(minutes=15)
#: a day that is not sealed so long after its end is told
LATE = timedelta(hours=3)
BEGINNING = b"\x00" * 32


def unsealed_days(session: Session, now: datetime, zone: ZoneInfo) -> list[date]:
    """The days that are over and not sealed, the oldest first; days without rows are sealed too, so that none can vanish."""
    last = session.execute(select(func.max(AuditSeal.day))).scalar()
    if last is None:
        first = session.execute(select(func.min(AuditRecord.at))).scalar()
        if first is None:
            return []
        day = first.astimezone(zone).date()
    else:
        day = last + timedelta(days=1)
    over = (now - MARGIN).astimezone(zone).date()
    return [day + timedelta(days=count) for count in range(max(0, (over - day).days))]


def digest_of(session: Session, day: date, zone: ZoneInfo, previous: bytes) -> tuple[int, bytes]:
    """Returns how many rows the day has, and the hash over the previous seal, the day, and its rows' places and hashes."""
    begin = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    total, rows = hashlib.sha256(previous + day.isoformat().encode()), 0
    statement = select(AuditRecord.instance_id, AuditRecord.number, AuditRecord.hash).where(AuditRecord.at >= begin, AuditRecord.at < end)
    for row in session.execute(statement.order_by(AuditRecord.instance_id, AuditRecord.number).execution_options(yield_per=2_000)):
        total.update(row.instance_id.bytes + str(row.number).encode() + row.hash)
        rows += 1
    return rows, total.digest()


def last_digest(session: Session, before: date) -> bytes:
    found = session.execute(select(AuditSeal.digest).where(AuditSeal.day < before).order_by(AuditSeal.day.desc()).limit(1)).scalar()
    return found if found is not None else BEGINNING


def verify_all(session: Session, zone: ZoneInfo, anchor: Anchor, holds: Holds, now: datetime | None) -> Iterator[Altered]:
    """Verifies every chain, what is left of cases that are gone, then every seal; returns the first altered row of each chain."""
    for instance in session.scalars(select(AuditRecord.instance_id).distinct().order_by(AuditRecord.instance_id)).all():
        number = verify(session, instance)
        if number is not None:
            yield Altered(f"the audit of {instance} was altered at row {number}", instance=instance, number=number)
    yield from verify_traces(session)
    yield from verify_seals(session, zone, anchor, holds)
    if now is not None and session.execute(select(func.count()).select_from(AuditSeal)).scalar():
        for day in unsealed_days(session, now - LATE, zone):
            yield Altered(f"the day {day} is not sealed: the clock stands still, or its seal was cut off", day=day)


def verify_seals(session: Session, zone: ZoneInfo, anchor: Anchor, holds: Holds) -> Iterator[Altered]:
    previous, expected, place = BEGINNING, None, 0
    for seal in session.scalars(select(AuditSeal).order_by(AuditSeal.day)):
        if expected is not None and seal.day != expected:
            yield Altered(f"the seal of {expected} is missing", day=expected)
        rows, digest = digest_of(session, seal.day, zone, previous)
        signer = follows(anchor.keys, place, seal.key)
        place = signer if signer is not None else place
        if signer is None:
            yield Altered(f"the seal of {seal.day} is signed by a key that is not trusted: {seal.key}", day=seal.day)
        elif not holds(seal.key, seal.digest, seal.signature):
            yield Altered(f"the seal of {seal.day} was altered: its signature does not fit", day=seal.day)
        elif digest != seal.digest:
            text = f"{seal.rows} rows were sealed, {rows} are there" if rows != seal.rows else "a row was altered"
            yield Altered(f"the audit of {seal.day} does not fit its seal: {text}", day=seal.day)
        previous, expected = seal.digest, seal.day + timedelta(days=1)
