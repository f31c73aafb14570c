"""Stands in where the product was installed without its extra for signatures: no document can be verified."""

from __future__ import annotations

from datetime import datetime

from casework.documents.errors import SignerAway
from casework.documents.signature_report import SignatureReport


class NoSignatureCheck:
    roots = b""

    def check(self, pdf: bytes, at: datetime | None) -> SignatureReport:
        raise SignerAway("Expected to verify a signature, but pyHanko is not installed (pip install 'alur[signing]').")
