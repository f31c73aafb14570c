"""What of a case stands apart, masked: enough to compare, too little to copy."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from engine.core.context import QueryContext
from engine.persistence.tables.subjects import SubjectValue
from engine.records.masks import masked_number


@dataclass(frozen=True, kw_only=True)
class SecretView:
    id: UUID
    field: str
    masked: str


def secrets_of(context: QueryContext, case: UUID) -> list[SecretView]:
    """Of each field the newest answer."""
    rows = context.session.scalars(select(SubjectValue).where(SubjectValue.instance_id == case).order_by(SubjectValue.kept_at))
    newest = {row.field: row for row in rows}
    vault = context.platform.vault
    return [SecretView(id=row.id, field=name, masked=masked_number(vault.open(row.sealed))) for name, row in newest.items()]
