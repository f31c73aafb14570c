"""Heads: each hour of the audit under a signature, with how many chains and rows it covers; copied out of the database at once."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.core.audit.anchor import Anchor, Holds, follows
from engine.core.audit.seals import BEGINNING, MARGIN
from engine.core.audit.traces import Altered
from engine.core.canonical_json import canonical_json
from engine.persistence.tables.history import AuditHead, AuditRecord

#: without a head for so long the clock stands still, or heads were cut off
STALE = timedelta(hours=3)


def next_window(session: Session, now: datetime) -> tuple[datetime, datetime] | None:
    """Returns the hours that are over and under no head yet, as one window; None where there are none."""
    since = session.execute(select(func.max(AuditHead.until))).scalar()
    if since is None:
        first = session.execute(select(func.min(AuditRecord.at))).scalar()
        if first is None:
            return None
        since = _hour(first)
    until = _hour(now - MARGIN)
    return (since, until) if until > since else None


def last_head(session: Session) -> AuditHead | None:
    return session.scalars(select(AuditHead).order_by(AuditHead.number.desc()).limit(1)).first()


def measure(session: Session, head: AuditHead, previous: AuditHead | None) -> tuple[int, int, bytes]:
    """Returns rows and chains of the head's window, and the digest over the head before, the window, the counts and each row's hash."""
    total, rows, chains = hashlib.sha256(), 0, set()
    window = (AuditRecord.at >= head.since, AuditRecord.at < head.until)
    statement = select(AuditRecord.instance_id, AuditRecord.number, AuditRecord.hash).where(*window)
    for row in session.execute(statement.order_by(AuditRecord.instance_id, AuditRecord.number).execution_options(yield_per=2_000)):
        total.update(row.instance_id.bytes + str(row.number).encode() + row.hash)
        rows += 1
        chains.add(row.instance_id)
    window_text = [head.since.astimezone(UTC).isoformat(), head.until.astimezone(UTC).isoformat()]
    said = [head.number, *window_text, rows, len(chains), (previous.all_rows if previous else 0) + rows]
    before = previous.digest if previous else BEGINNING
    return rows, len(chains), hashlib.sha256(before + canonical_json(said) + total.digest()).digest()


def as_line(head: AuditHead) -> dict[str, Any]:
    """Returns a head as it stands in the file outside the database."""
    return {
        "number": head.number,
        "since": head.since.astimezone(UTC).isoformat(),
        "until": head.until.astimezone(UTC).isoformat(),
        "rows": head.rows,
        "chains": head.chains,
        "all_rows": head.all_rows,
        "digest": base64.b64encode(head.digest).decode(),
        "key": head.key,
        "signature": base64.b64encode(head.signature).decode(),
    }


def verify_heads(session: Session, now: datetime | None, anchor: Anchor, holds: Holds) -> Iterator[Altered]:
    """Verifies each head with its rows, and the file outside the database. `now`: also that the newest one is not old."""
    previous, place = None, 0
    for head in session.scalars(select(AuditHead).order_by(AuditHead.number)).all():
        expected = previous.number + 1 if previous else 1
        if head.number != expected:
            yield Altered(f"head {expected} is missing: the next one there is {head.number}")
        name = f"head {head.number} (until {head.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
        signer = follows(anchor.keys, place, head.key)
        rows, chains, digest = measure(session, head, previous)
        if signer is None:
            yield Altered(f"{name} is signed by a key that is not trusted: {head.key}")
        elif not holds(head.key, head.digest, head.signature):
            yield Altered(f"{name} was altered: its signature does not fit")
        elif (rows, chains) != (head.rows, head.chains):
            yield Altered(f"{name} covers {head.rows} rows of {head.chains} cases, but {rows} rows of {chains} are there")
        elif digest != head.digest:
            yield Altered(f"{name} does not fit: a row was altered")
        place = signer if signer is not None else place
        previous = head
    if previous is not None and now is not None and now - previous.until > STALE:
        since = f"{previous.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        yield Altered(f"there is no head since {since}: the clock stands still, or the newest heads were cut off")
    yield from _verify_copies(session, anchor)


def _verify_copies(session: Session, anchor: Anchor) -> Iterator[Altered]:
    """Compares with the file: what was copied out and is not there any more was cut off or written anew."""
    if anchor.heads is None:
        return
    there = {head.number: as_line(head) for head in session.scalars(select(AuditHead))}
    copied = {line["number"]: line for line in anchor.heads}
    for number, line in sorted(copied.items()):
        if number not in there:
            yield Altered(f"head {number} is gone: the file outside the database has it")
        elif there[number] != line:
            yield Altered(f"head {number} is another one than the file outside the database has")
    for number in sorted(set(there) - set(copied)):
        yield Altered(f"head {number} is not in the file outside the database")


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
