"""The audit chain of an instance: hash = SHA-256(previous hash + canonical row over the salted payload's hash)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engine.core.canonical_json import canonical_json
from engine.persistence.base import json_loads, table_of
from engine.persistence.tables.history import AuditPayload, AuditRecord

GENESIS = b"\x00" * 32
#: stands in place of a case's id in the rows of commands that concern no case
PLATFORM_CHAIN = UUID("a1000000-0000-4000-8000-000000000000")
_INSERT_RECORD, _INSERT_PAYLOAD = insert(table_of(AuditRecord)), insert(table_of(AuditPayload))


def append(
    session: Session,
    *,
    instance: UUID,
    command: str,
    payload: Mapping[str, Any],
    person: UUID | None,
    position: UUID | None,
    now: datetime,
    salt: bytes,
) -> None:
    last = session.execute(
        select(AuditRecord.number, AuditRecord.hash).where(AuditRecord.instance_id == instance).order_by(AuditRecord.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
    body = canonical_json(payload)
    row = {
        "instance_id": instance,
        "number": number,
        "at": now,
        "command": command,
        "person_id": person,
        "position_id": position,
        "payload_hash": hashlib.sha256(salt + body).digest(),
        "previous_hash": previous,
    }
    session.execute(_INSERT_RECORD, row | {"hash": row_hash(AuditRecord(**row))})
    kept = {"id": uuid4(), "instance_id": instance, "number": number, "salt": salt, "payload": json_loads(body.decode())}
    session.execute(_INSERT_PAYLOAD, kept)


def row_hash(record: AuditRecord) -> bytes:
    row = [
        str(record.instance_id),
        record.number,
        record.at.astimezone(UTC).isoformat(),
        record.command,
        str(record.person_id),
        str(record.position_id),
        record.payload_hash.hex(),
    ]
    return hashlib.sha256(record.previous_hash + canonical_json(row)).digest()


def verify(session: Session, instance: UUID) -> int | None:
    """Returns the number of the first row that does not fit its chain, or None where the chain is whole."""
    previous, expected = GENESIS, 1
    payloads = {row.number: row for row in session.scalars(select(AuditPayload).where(AuditPayload.instance_id == instance))}
    for record in session.scalars(select(AuditRecord).where(AuditRecord.instance_id == instance).order_by(AuditRecord.number)):
        payload = payloads.get(record.number)
        broken = payload is not None and hashlib.sha256(payload.salt + canonical_json(payload.payload)).digest() != record.payload_hash
        if broken or record.number != expected or record.previous_hash != previous or row_hash(record) != record.hash:
            return expected
        previous, expected = record.hash, expected + 1
    return None
