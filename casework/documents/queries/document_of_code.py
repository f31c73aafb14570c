"""Finds the issued document with a verification code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.documents.tables import IssuedDocument
from casework.records.public_numbers import normalise_code
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class DocumentOfCode(Query):
    """Raises NotFound."""

    permission: ClassVar[str] = "administer"

    code: str

    def run(self, context: QueryContext) -> UUID:
        found = context.session.scalars(select(IssuedDocument.document_id).where(IssuedDocument.code == normalise_code(self.code))).first()
        if found is None:
            raise NotFound("Expected the code of an issued document, but there is none.")
        return found
