"""The audit chain of an instance: hash = SHA-256(previous hash + canonical row over the salted payload's hash)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from engine.core.canonical_json import canonical_json
from engine.persistence.prepared import Prepared
from engine.persistence.row_batch import RowBatch
from engine.persistence.tables.cold import EveryPayload
from engine.persistence.tables.history import AuditRecord

GENESIS = b"\x00" * 32
#: stands in place of a case's id in the rows of commands that concern no case
PLATFORM_CHAIN = UUID("a1000000-0000-4000-8000-000000000000")
#: the database itself reads the end of the chain and computes the hash: nobody waits for the answer of a question
_APPEND = Prepared(
    text("""
    with last as (
        select number, hash from audit_record where instance_id = cast(:instance as uuid) order by number desc limit 1
    ), place as (
        select coalesce((select number from last), 0) + 1 as number, coalesce((select hash from last), cast(:genesis as bytea)) as previous
    ), record as (
        insert into audit_record (instance_id, number, at, command, person_id, position_id, payload_hash, previous_hash, hash)
        select cast(:instance as uuid), number, cast(:at as timestamptz), cast(:command as text), cast(:person as uuid),
            cast(:position as uuid), cast(:payload_hash as bytea), previous,
            sha256(previous || cast(:before as bytea) || convert_to(number::text, 'UTF8') || cast(:after as bytea))
        from place
        returning number
    )
    insert into audit_payload (id, instance_id, number, salt, payload)
    select cast(:key as uuid), cast(:instance as uuid), number, cast(:salt as bytea), cast(:payload as jsonb) from record
    """).bindparams(bindparam("genesis", GENESIS))
)


def append(
    to: RowBatch,
    *,
    instance: UUID,
    command: str,
    payload: Mapping[str, Any],
    person: UUID | None,
    position: UUID | None,
    now: datetime,
    salt: bytes,
) -> None:
    """Adds a row to the chain of an instance, whose lock the command holds."""
    body = canonical_json(payload)
    payload_hash = hashlib.sha256(salt + body).digest()
    before, after = _around_number(instance, now, command, person, position, payload_hash)
    values = {
        "instance": instance,
        "at": now,
        "command": command,
        "person": person,
        "position": position,
        "payload_hash": payload_hash,
        "before": before,
        "after": after,
        "key": uuid4(),
        "salt": salt,
        "payload": body.decode(),
    }
    to.run(_APPEND, values)


def _around_number(
    instance: UUID, at: datetime, command: str, person: UUID | None, position: UUID | None, payload_hash: bytes
) -> tuple[bytes, bytes]:
    """Returns the canonical text of a record before and after its number."""
    before = canonical_json([str(instance)])
    after = canonical_json([at.astimezone(UTC).isoformat(), command, str(person), str(position), payload_hash.hex()])
    return before[:-1] + b",", b"," + after[1:]


def row_hash(record: AuditRecord) -> bytes:
    before, after = _around_number(record.instance_id, record.at, record.command, record.person_id, record.position_id, record.payload_hash)
    return hashlib.sha256(record.previous_hash + before + str(record.number).encode() + after).digest()


def verify(session: Session, instance: UUID) -> int | None:
    """Returns the number of the first row that does not fit its chain, or None where the chain is whole."""
    previous, expected = GENESIS, 1
    payloads = {row.number: row for row in session.scalars(select(EveryPayload).where(EveryPayload.instance_id == instance))}
    for record in session.scalars(select(AuditRecord).where(AuditRecord.instance_id == instance).order_by(AuditRecord.number)):
        payload = payloads.get(record.number)
        broken = payload is not None and hashlib.sha256(payload.salt + canonical_json(payload.payload)).digest() != record.payload_hash
        if broken or record.number != expected or record.previous_hash != previous or row_hash(record) != record.hash:
            return expected
        previous, expected = record.hash, expected + 1
    return None
