"""Writes what a PDF's signatures say as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from casework.documents.signature_report import RevisionView, SignatureReport, SignatureView

VERDICTS = {
    "valid": "valid: every signature is intact and its certificate is trusted",
    "changed": "changed: the file is not as it was signed",
    "unclear": "unclear: a signature cannot be checked",
    "added": "added: what was signed is intact, but something was added that nobody signed",
    "revoked": "revoked: the certificate of a signer was revoked",
    "unknown": "untrusted: what was signed is intact; these roots do not vouch for the certificate of a signer",
    "expired": "expired: what was signed is intact; the certificate has run out, and no trusted time stamp proves an earlier signature",
    "none": "no signature: this is no signed PDF",
    "locked": "locked: a password hides the file",
    "unreadable": "no PDF that can be read",
}
_REVISIONS = {
    "content": "the content",
    "signature": "a signature",
    "time_stamp": "a time stamp over the document",
    "long_term": "data for checking it in years (LTV)",
    "forms": "answers in a form",
    "notes": "notes or drawings",
    "trailing": "bytes behind the end",
    "other": "other changes",
    "nothing": "nothing that is seen",
}


def signature_lines(report: SignatureReport) -> Iterator[str]:
    """Yields the verdict, then each signature and each revision."""
    yield VERDICTS[report.state]
    for number, one in enumerate(report.signatures, 1):
        yield ""
        yield f"{number}. {'time stamp' if one.is_time_stamp else 'signature'}: {one.state}"
        yield from (f"   {line}" for line in _facts(one))
    if report.revisions:
        yield ""
        yield from (f"revision {number}: {_revision(one)}" for number, one in enumerate(report.revisions, 1))
        yield f"data for checking it in years (LTV): {'yes' if report.long_term else 'no'}"


def _facts(one: SignatureView) -> Iterator[str]:
    if one.signer:
        yield f"by: {one.signer}{f', {one.organisation}' if one.organisation else ''}"
        yield f"certificate: {one.trust}, of {one.issuer}, to {_moment(one.certificate_to)}"
    if one.signed_at:
        yield f"at: {_moment(one.signed_at)}{'' if one.is_time_stamp else ', by the signer clock'}"
    if one.stamped_at:
        known = "trusted" if one.stamp_trusted else "not known to these roots"
        yield f"time stamp: {_moment(one.stamped_at)}, by {one.stamped_by} ({known})"
    if one.reason:
        yield f"reason: {one.reason}"


def _revision(one: RevisionView) -> str:
    return _REVISIONS[one.kind] + (f", closed by {one.signature + 1}." if one.signature is not None else "")


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(sep=" ", timespec="seconds") if moment else "?"
