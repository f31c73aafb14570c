"""The ports of documents: a store, a scanner, a renderer, signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from casework.documents.signature_report import SignatureReport


class DocumentRenderer(Protocol):
    def render(self, template: str, data: Mapping[str, Any], *, link: str, at: datetime) -> bytes:
        """Renders a PDF from a package's template, with `link` as a QR code. Raises TemplateFailed."""


@dataclass(frozen=True, kw_only=True)
class SignerIdentity:
    person: UUID
    name: str
    title: str


class SignatureProvider(Protocol):
    @property
    def is_test(self) -> bool:
        """Whether its signatures are tests, which every page says."""

    def sign(self, pdf: bytes, *, signer: SignerIdentity, passphrase: str, reason: str) -> bytes:
        """Signs as PAdES with the signer's own certificate. Raises PassphraseWrong, SignerUnknown, SignerAway; keeps no passphrase."""


class SignatureCheck(Protocol):
    @property
    def roots(self) -> bytes:
        """Returns the published certificates, as PEM."""

    def check(self, pdf: bytes, at: datetime | None) -> SignatureReport:
        """Reports the signatures of a PDF. `at`: the time at which certificates are judged; None: the one that each signature tells.

        Raises DecoderBusy, SignerAway.
        """


class Scanner(Protocol):
    """Scans files for malicious software."""

    def scan(self, content: bytes) -> str | None:
        """Returns the name of malicious software, or None. Raises ScannerAway where the file was not scanned: then it is not taken."""


#: by the first byte of the names of files
PARTS = 256


class DocumentStore(Protocol):
    def put(self, content: bytes) -> str:
        """Stores a file and returns its SHA-256, which is its name. Raises StorageFull."""

    def get(self, sha256: str) -> bytes: ...

    def page(self, sha256: str, number: int) -> bytes | None:
        """Returns the image of a page (PNG), or None before it is drawn."""

    def put_page(self, sha256: str, number: int, image: bytes) -> None: ...

    def used(self) -> float:
        """Returns how full the store is, from 0 to 1."""

    def untouched(self, before: datetime, part: int) -> Iterator[str]:
        """Returns names of the files in one of the store's PARTS that were last stored before then."""

    def remove(self, sha256: str, before: datetime, wanted: Callable[[], bool]) -> bool:
        """Deletes a file with its pages, unless it was stored since then or is `wanted`, which is asked while the file is hidden."""
