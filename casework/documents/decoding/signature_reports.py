"""Reports each signature and each revision of a PDF, by given certificates alone and without asking anybody (ETSI EN 319 142, PAdES:
docs/law/electronic-signature.md#verification).

Runs in the decoding child only. Changed is what its own signature contradicts, and nothing else: what was added later is told as added, a
signer that the certificates do not know as unknown, what cannot be checked as unclear.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from casework.documents.decoding.frames import Frame
from casework.documents.decoding.kinds import HEADER_WITHIN
from casework.documents.decoding.revisions import LongTerm, read_long_term, revisions_of

#: signatures of one file that are looked at
MAX_SIGNATURES = 50
FAULTS = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    OSError,
    NotImplementedError,
    AssertionError,
)


@dataclass(frozen=True, kw_only=True)
class _Judge:
    """Judges certificates at a time."""

    roots: list[Certificate]
    long_term: LongTerm

    def context(self, at: datetime | None) -> ValidationContext:
        extra = self.long_term
        return ValidationContext(
            trust_roots=self.roots, other_certs=extra.certificates, crls=extra.crls, ocsps=extra.ocsps, moment=at, allow_fetching=False
        )


def run(content: bytes, *, roots: str, at: str) -> Iterator[Frame]:
    """The task: yields one frame, which `pdf_signatures.py` reads."""
    yield report_signatures(content, roots=roots.encode(), at=datetime.fromisoformat(at) if at else None), b""


def report_signatures(content: bytes, *, roots: bytes, at: datetime | None) -> dict[str, Any]:
    """Returns the signatures and revisions of a PDF; `readable` tells whether it could be read, `locked` that a password hides it."""
    found: dict[str, Any] = {"readable": True, "locked": False, "signatures": [], "revisions": [], "long_term": False}
    try:
        reader = _open(content)
        if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
            return {**found, "locked": True}
        signatures = reader.embedded_signatures[:MAX_SIGNATURES]
        long_term = read_long_term(reader)
    except FAULTS:
        # signed once and no longer to be read: nobody can say what was signed
        return {**found, "readable": False, "signatures": [{"state": "unclear"}] if b"/ByteRange" in content else []}
    judge = _Judge(roots=_certificates(roots), long_term=long_term)
    stamps = [_stamp(signature, judge) for signature in signatures if _is_stamp(signature)]
    found["signatures"] = [_one(signature, judge, at, stamps, content) for signature in signatures]
    found["revisions"] = revisions_of(reader, signatures, content)
    found["long_term"] = bool(long_term.certificates) and bool(long_term.crls or long_term.ocsps)
    return found


def _open(content: bytes) -> PdfFileReader:
    """Opens a PDF, also one with other bytes before its header."""
    begin = content.find(b"%PDF-", 0, HEADER_WITHIN + 5)
    try:
        return PdfFileReader(io.BytesIO(content), strict=False)
    except FAULTS:
        if begin <= 0:
            raise
        return PdfFileReader(io.BytesIO(content[begin:]), strict=False)


def _certificates(roots: bytes) -> list[Certificate]:
    blocks = pem.unarmor(roots, multiple=True) if b"-----BEGIN" in roots else []
    return [Certificate.load(content) for kind, _headers, content in blocks if kind == "CERTIFICATE"]


def _is_stamp(signature: EmbeddedPdfSignature) -> bool:
    return bool(signature.sig_object_type == "/DocTimeStamp")


def _stamp(signature: EmbeddedPdfSignature, judge: _Judge) -> dict[str, Any]:
    """Returns what a time stamp over the document says: when, by whom, and whether its own certificate is trusted at that time."""
    try:
        status = validate_pdf_timestamp(signature, judge.context(signature.self_reported_timestamp), skip_diff=True)
    except (*FAULTS, SignatureValidationError, ValidationError, SigningError):
        return {"usable": False, "revision": signature.signed_revision}
    usable = status.intact and status.valid
    return {
        "usable": usable,
        "at": status.timestamp,
        "by": _name(status.signing_cert),
        "trusted": usable and status.trusted,
        "revision": signature.signed_revision,
    }


def _one(
    signature: EmbeddedPdfSignature, judge: _Judge, at: datetime | None, stamps: list[dict[str, Any]], content: bytes
) -> dict[str, Any]:
    told = _told(signature, content)
    try:
        return {**told, **(_judged_stamp if _is_stamp(signature) else _judged)(signature, judge, at, stamps)}
    except (*FAULTS, SignatureValidationError, ValidationError, SigningError):
        return {**told, "state": "unclear", "trust": "unknown"}


def _told(signature: EmbeddedPdfSignature, content: bytes) -> dict[str, Any]:
    """Returns what the signature says of itself."""
    told: dict[str, Any] = {"is_time_stamp": _is_stamp(signature), "revision": signature.signed_revision + 1}
    try:
        first, second = [int(number) for number in signature.byte_range][0::2], [int(number) for number in signature.byte_range][1::2]
        told["sha256"] = hashlib.sha256(content[: first[-1] + second[-1]]).hexdigest()
        certificate = signature.signer_cert
        told |= {
            "signer": _name(certificate),
            "organisation": str(certificate.subject.native.get("organization_name", "") or "")[:200],
            "issuer": str(certificate.issuer.native.get("common_name", "") or certificate.issuer.human_friendly)[:200],
            "certificate_to": certificate.not_valid_after.isoformat(),
            "signed_at": _text(signature.self_reported_timestamp),
            "reason": str(signature.sig_object.get("/Reason", ""))[:300],
        }
    except FAULTS:
        return told
    return told


def _judged(signature: EmbeddedPdfSignature, judge: _Judge, at: datetime | None, stamps: list[dict[str, Any]]) -> dict[str, Any]:
    context = judge.context(at or signature.self_reported_timestamp)
    status = validate_pdf_signature(signature, context, context)
    stamp = _own_stamp(status, judge) or next(
        (one for one in stamps if one["usable"] and one["revision"] >= signature.signed_revision), None
    )
    times = [stamp["at"]] if stamp and stamp["trusted"] else []
    trust = "trusted" if status.trusted else "unknown"
    if trust == "unknown" and times and _trusted_at(signature, judge, times[0]):
        trust = "trusted"
    elif trust == "unknown" and _is_revoked(status):
        trust = "revoked"
    elif trust == "unknown" and (reported := signature.self_reported_timestamp) and _trusted_at(signature, judge, reported):
        trust = "expired"
    return {
        "state": _state(status),
        "trust": trust,
        "stamped_at": _text(stamp["at"]) if stamp else None,
        "stamped_by": stamp["by"] if stamp else "",
        "stamp_trusted": bool(stamp and stamp["trusted"]),
    }


def _judged_stamp(signature: EmbeddedPdfSignature, judge: _Judge, at: datetime | None, stamps: list[dict[str, Any]]) -> dict[str, Any]:
    status = validate_pdf_timestamp(signature, judge.context(signature.self_reported_timestamp))
    return {"state": _state(status), "trust": "trusted" if status.trusted else "unknown", "signed_at": _text(status.timestamp)}


def _state(status: Any) -> str:
    if not (status.intact and status.valid):
        return "changed"
    return "unclear" if status.coverage == SignatureCoverageLevel.UNCLEAR else "intact"


def _own_stamp(status: Any, judge: _Judge) -> dict[str, Any] | None:
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid):
        return None
    return {"at": stamp.timestamp, "by": _name(stamp.signing_cert), "trusted": stamp.trusted}


def _trusted_at(signature: EmbeddedPdfSignature, judge: _Judge, at: datetime) -> bool:
    context = judge.context(at)
    return bool(validate_pdf_signature(signature, context, context, skip_diff=True).trusted)


def _is_revoked(status: Any) -> bool:
    return "REVOKED" in getattr(status.trust_problem_indic, "name", "")


def _name(certificate: Certificate) -> str:
    return str(certificate.subject.native.get("common_name", "") or certificate.subject.human_friendly)[:200]


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
