"""The ports of documents: a store, a scanner, a renderer, signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


class DocumentRenderer(Protocol):
    def render(self, template: str, data: Mapping[str, Any], *, link: str, at: datetime) -> bytes:
        """A PDF from a package's template; `link` stands in it as a QR code. Raises TemplateFailed."""


@dataclass(frozen=True, kw_only=True)
class SignerIdentity:
    person: UUID
    name: str
    title: str


class SignatureProvider(Protocol):
    @property
    def is_test(self) -> bool:
        """Whether its signatures are for trying out, which every page says."""

    def sign(self, pdf: bytes, *, signer: SignerIdentity, passphrase: str, reason: str) -> bytes:
        """PAdES with the signer's own certificate. Raises PassphraseWrong, SignerUnknown, SignerAway; the passphrase is kept nowhere."""


@dataclass(frozen=True, kw_only=True)
class SignatureReport:
    """`state`: valid; changed (altered or added to after it was signed); untrusted (signed by somebody else's certificate); none."""

    state: str
    signer: str = ""
    signed_at: datetime | None = None


class SignatureCheck(Protocol):
    @property
    def roots(self) -> bytes:
        """The published certificates, as PEM."""

    def check(self, pdf: bytes) -> SignatureReport: ...


class Scanner(Protocol):
    """Looks for malicious software."""

    def scan(self, content: bytes) -> str | None:
        """The name of what was found, or None. Raises ScannerAway where nobody could look: then the file is not taken."""


#: by the first byte of the names of files
PARTS = 256


class DocumentStore(Protocol):
    def put(self, content: bytes) -> str:
        """Keep a file; returns its SHA-256, which is its name. Raises StorageFull."""

    def get(self, sha256: str) -> bytes: ...

    def page(self, sha256: str, number: int) -> bytes | None:
        """The image of a page (PNG), or None while it has not been drawn."""

    def put_page(self, sha256: str, number: int, image: bytes) -> None: ...

    def used(self) -> float:
        """How full the place is, from 0 to 1."""

    def untouched(self, before: datetime, part: int) -> Iterator[str]:
        """Names of the files in one of the store's PARTS that nobody has put since then."""

    def remove(self, sha256: str, before: datetime, wanted: Callable[[], bool]) -> bool:
        """Delete a file with its pages, unless it was put since then or is `wanted`, which is asked while nobody finds the file."""
