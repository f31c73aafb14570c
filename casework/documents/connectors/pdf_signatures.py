"""Checks the signatures of a PDF with the published certificates alone, in a bounded child: the file comes from anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.documents.decoding.decoder import DECODER
from casework.documents.decoding.refusals import Refused
from casework.documents.signature_report import RevisionView, SignatureReport, SignatureView

_MOMENTS = frozenset({"signed_at", "stamped_at", "certificate_to"})


class PdfSignatureCheck:
    def __init__(self, roots: bytes) -> None:
        """`roots`: certificates as PEM."""
        self.roots = roots

    def check(self, pdf: bytes, at: datetime | None) -> SignatureReport:
        """Raises DecoderBusy."""
        try:
            ((found, _nothing),) = DECODER.run("signatures", pdf, roots=self.roots.decode(), at=at.isoformat() if at else "")
        except Refused:
            return SignatureReport(readable=False)
        return SignatureReport(
            signatures=tuple(_signature(one) for one in found["signatures"]),
            revisions=tuple(RevisionView(**one) for one in found["revisions"]),
            long_term=found["long_term"],
            readable=found["readable"],
            locked=found["locked"],
        )


def _signature(told: dict[str, Any]) -> SignatureView:
    values: dict[str, Any] = {name: datetime.fromisoformat(told[name]) for name in _MOMENTS if told.get(name)}
    return SignatureView(**{**told, **values})
