"""What a PDF's signatures say, each by itself, and the one verdict that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class SignatureView:
    """A signature, or a time stamp over the whole document.

    `state`: intact; changed (what it signs is no longer what was signed); unclear (it cannot be checked, or does not say what it signs).
    `trust`: trusted; expired (trusted when it was made, as its maker's clock says, which no trusted time stamp proves); revoked; unknown.
    """

    state: str
    trust: str = "unknown"
    is_time_stamp: bool = False
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    reason: str = ""
    #: by the signer's own clock; of a time stamp by its authority's
    signed_at: datetime | None = None
    #: when a time stamp saw it, of its own or over the document later
    stamped_at: datetime | None = None
    stamped_by: str = ""
    stamp_trusted: bool = False
    certificate_to: datetime | None = None
    revision: int = 0
    #: of the file as it was signed: its first bytes, to the end of what the signature covers
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class RevisionView:
    """`kind`: content, signature, time_stamp, long_term (data for checking in years), forms, notes, trailing (bytes of
    no revision), other, nothing."""

    number: int
    kind: str
    #: the place of the signature that closes it
    signature: int | None = None


#: what may be added to a signed document without touching what was signed
_HARMLESS = frozenset({"content", "signature", "time_stamp", "long_term", "nothing"})


@dataclass(frozen=True, kw_only=True)
class SignatureReport:
    """What a file's signatures say; none: it has no signature. `long_term`: it carries what is needed for checking it in years."""

    signatures: tuple[SignatureView, ...] = ()
    revisions: tuple[RevisionView, ...] = ()
    long_term: bool = False
    readable: bool = True
    locked: bool = False

    @property
    def state(self) -> str:
        """Returns the worst of what is true.

        changed, unclear; added (signed and intact, then something was added that is no signature); revoked, unknown, expired (of a signer);
        valid; none, unreadable and locked without any signature that could be read.
        """
        if not self.signatures:
            return "locked" if self.locked else "none" if self.readable else "unreadable"
        states = {one.state for one in self.signatures}
        trusts = {one.trust for one in self.signatures if not one.is_time_stamp} or {one.trust for one in self.signatures}
        for found in ("changed", "unclear"):
            if found in states:
                return found
        if any(one.kind not in _HARMLESS for one in self.revisions):
            return "added"
        return next((found for found in ("revoked", "unknown", "expired") if found in trusts), "valid")

    @property
    def signer(self) -> str:
        """Returns who signed last."""
        return next((one.signer for one in reversed(self.signatures) if not one.is_time_stamp), "")
