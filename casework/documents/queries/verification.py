"""Verifies a document by its code, its number, or the file itself: whether we issued it, unchanged, and it is in force."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ColumnElement, or_, select

from casework.documents.errors import DecoderBusy, SignerAway
from casework.documents.parts import DocumentParts
from casework.documents.signature_report import SignatureReport
from casework.documents.tables import IssuedDocument
from casework.records.public_numbers import normalise_code
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class Verification:
    """`state`: of what we issued: valid, expired, revoked, added (to the file, after it was signed).

    Of a file that we did not issue, by its signatures: changed (one contradicts what it signs), unclear, foreign_added, unlisted (by our
    certificates), foreign (intact, by certificates that we do not know), lapsed (by one that has run out, without a time stamp),
    signer_revoked; locked; unknown: it has none.
    """

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
    #: of a file: what its signatures say
    report: SignatureReport | None = None


#: a file that we did not issue, by what its signatures say
_FOREIGN = {
    "changed": "changed",
    "unclear": "unclear",
    "added": "foreign_added",
    "valid": "unlisted",
    "unknown": "foreign",
    "expired": "lapsed",
    "revoked": "signer_revoked",
    "locked": "locked",
}
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
    """Verifies a file by its hash, else by its signatures: each may sign what we issued, and something was added since.

    Raises DecoderBusy, SignerAway.
    """

    permission: ClassVar[str] = "public"

    content: bytes

    def run(self, context: QueryContext) -> Verification:
        found = _found(context, IssuedDocument.sha256 == hashlib.sha256(self.content).hexdigest())
        try:
            report = context.platform.part(DocumentParts).signatures.check(self.content, context.now)
        except (DecoderBusy, SignerAway):
            if found is None:
                raise
            return found
        if found is not None:
            return _with_report(found, report)
        signed = [one.sha256 for one in report.signatures if one.state == "intact" and one.sha256]
        found = _found(context, IssuedDocument.sha256.in_(signed)) if signed else None
        if found is not None and report.state not in ("changed", "unclear"):
            return _with_report(replace(found, state="added") if report.state == "added" and found.state == "valid" else found, report)
        return Verification(state=_FOREIGN.get(report.state, "unknown"), report=report)


def _with_report(found: Verification, report: SignatureReport) -> Verification:
    """Adds what the signatures say, of ours without a name: the public reads who signed by the post."""
    ours = [place for place, one in enumerate(report.signatures) if one.trust != "unknown" and not one.is_time_stamp]
    posts = {place: found.signer_title if place == ours[-1] else "" for place in ours}
    signatures = tuple(replace(one, signer=posts.get(place, one.signer)) for place, one in enumerate(report.signatures))
    return replace(found, report=replace(report, signatures=signatures))


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
