"""Checks the signature in a PDF with the published certificates alone: offline, without asking anybody (ETSI EN 319 142, PAdES:
docs/law/electronic-signature.md#verification).
"""

from __future__ import annotations

import io
from functools import partial

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from casework.documents.connectors.signature_thread import run_in_new_thread
from casework.documents.ports import SignatureReport

NONE = SignatureReport(state="none")


class PdfSignatureCheck:
    def __init__(self, roots: bytes) -> None:
        """`roots`: certificates as PEM."""
        self.roots = roots

    def check(self, pdf: bytes) -> SignatureReport:
        return run_in_new_thread(partial(self._check, pdf))

    def _check(self, pdf: bytes) -> SignatureReport:
        try:
            signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
            if not signatures:
                return NONE
            context = ValidationContext(trust_roots=self._trusted(), allow_fetching=False)
            status = validate_pdf_signature(signatures[-1], context)
        except SignatureValidationError:
            return SignatureReport(state="changed")
        except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
            # a PDF that was signed and can no longer be read was changed; anything else never was a signed PDF
            return SignatureReport(state="changed" if b"/ByteRange" in pdf else "none")
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and len(signatures) == 1
        state = "changed" if not (status.intact and status.valid and whole) else "valid" if status.trusted else "untrusted"
        signer = str(status.signing_cert.subject.native.get("common_name", ""))
        return SignatureReport(state=state, signer=signer, signed_at=status.signer_reported_dt)

    def _trusted(self) -> list[Certificate]:
        blocks = pem.unarmor(self.roots, multiple=True) if b"-----BEGIN" in self.roots else []
        return [Certificate.load(content) for kind, _headers, content in blocks if kind == "CERTIFICATE"]
