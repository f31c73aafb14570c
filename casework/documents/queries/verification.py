"""Verifies a document by its code, its number, or the file itself: whether we issued it, unchanged, and it is in force."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ColumnElement, or_, select

from casework.documents.parts import DocumentParts
from casework.documents.tables import IssuedDocument
from casework.records.public_numbers import normalise_code
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class Verification:
    """`state`: valid, expired, revoked, changed (the file differs from the signed one), unknown."""

    state: str
    title: str = ""
    number: str = ""
    issuer: str = ""
    signer_title: str = ""
    signed_at: datetime | None = None
    holder: str = ""
    valid_to: datetime | None = None
    revoked_at: datetime | None = None
    revoked_reason: str = ""
    sha256: str = ""
    code: str = ""


UNKNOWN = Verification(state="unknown")


@dataclass(frozen=True, kw_only=True)
class VerifyCode(Query):
    """Verifies by the code of the QR, or by the document's own number."""

    permission: ClassVar[str] = "public"

    code: str

    def run(self, context: QueryContext) -> Verification:
        wanted = self.code.strip()
        return _found(context, or_(IssuedDocument.code == normalise_code(wanted), IssuedDocument.number == wanted)) or UNKNOWN


@dataclass(frozen=True, kw_only=True)
class VerifyFile(Query):
    """Verifies a file by its hash; a file with our signature and another hash is changed."""

    permission: ClassVar[str] = "public"

    content: bytes

    def run(self, context: QueryContext) -> Verification:
        found = _found(context, IssuedDocument.sha256 == hashlib.sha256(self.content).hexdigest())
        if found is not None:
            return found
        report = context.platform.part(DocumentParts).signatures.check(self.content)
        # signed by our certificates, or once signed and altered since: but not a file that we have issued
        return Verification(state="changed") if report.state in ("valid", "changed") else UNKNOWN


def _found(context: QueryContext, where: ColumnElement[bool]) -> Verification | None:
    row = context.session.scalars(select(IssuedDocument).where(where, IssuedDocument.signed_at.is_not(None)).limit(1)).first()
    if row is None:
        return None
    expired = row.valid_to is not None and row.valid_to <= context.now
    return Verification(
        state="revoked" if row.revoked_at else "expired" if expired else "valid",
        title=row.title,
        number=row.number,
        issuer=row.issuer or "",
        signer_title=row.signer_title or "",
        signed_at=row.signed_at,
        holder=row.holder,
        valid_to=row.valid_to,
        revoked_at=row.revoked_at,
        revoked_reason=row.revoked_reason or "",
        sha256=row.sha256 or "",
        code=row.code,
    )
