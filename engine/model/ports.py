"""What the engine needs from outside, as protocols; the composition root connects the implementations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol
from uuid import UUID


class Clock(Protocol):
    def now(self, session: Any) -> datetime:
        """The time of the database's transaction, with a zone."""


class WakeUp(Protocol):
    def ring(self, queue: str, job: UUID) -> None:
        """Tell a worker that a job is due. May fail silently: the sweeper finds what was not heard."""

    def ring_again(self, queue: str, jobs: Sequence[UUID]) -> int:
        """For jobs that nobody heard of: rings for those that do not wait in the queue already. How many that were."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    to: str
    subject: str
    text: str


class Notifier(Protocol):
    def send(self, mail: Mail, *, key: str) -> None:
        """Deliver a mail; `key` becomes its Message-ID, so that a repeated delivery can be recognised.

        Raises AddressRefused where the address takes none.
        """


@dataclass(frozen=True, kw_only=True)
class ShortMessage:
    """To a phone; `to` as +62…"""

    to: str
    text: str


class Messenger(Protocol):
    """A gateway to WhatsApp or SMS."""

    def send(self, message: ShortMessage, *, key: str) -> None:
        """Deliver it; the same key is the same message. Raises OSError where the gateway does not answer."""


class Vault(Protocol):
    def seal(self, value: str) -> bytes:
        """A personal number as bytes that only the vault opens."""

    def open(self, sealed: bytes) -> str: ...

    def index(self, value: str) -> bytes:
        """By which a value is found again without opening any."""


class Sealer(Protocol):
    """Signs the days of the audit."""

    @property
    def key(self) -> str:
        """The public key, by which anybody verifies."""

    def sign(self, digest: bytes) -> bytes: ...


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
    def trial(self) -> bool:
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


@dataclass(frozen=True, kw_only=True)
class PaymentCodes:
    """By which a bill is paid: a virtual account, and the text of a QRIS code."""

    va: str
    qris: str


@dataclass(frozen=True, kw_only=True)
class BankPayment:
    """A payment as the bank tells it; whole rupiahs."""

    reference: str
    va: str
    amount: Decimal
    paid_at: datetime


class PaymentGateway(Protocol):
    def create(self, bill: UUID, *, amount: Decimal, description: str, expires_at: datetime) -> PaymentCodes:
        """Asked again for the same bill, the same codes. Raises BankAway."""

    def statement(self, day: date) -> Sequence[BankPayment]:
        """Everything that was paid on a day, by the bank's own books. Raises BankAway."""


@dataclass(frozen=True, kw_only=True)
class RegistryQuestion:
    """What a register of another institution is asked, and why (after X-Road: who asks, for which case, what for, by which law)."""

    registry: str
    data: Mapping[str, Any]
    purpose: str
    basis: str
    case: str
    #: the same question asked again has the same id
    request: UUID


class Registries(Protocol):
    def ask(self, question: RegistryQuestion) -> Mapping[str, Any]:
        """Raises RegistryAway."""


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


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One option of a field: its value, what people read, and a second line."""

    value: str
    label: str
    hint: str = ""


#: the options of a field whose options depend on the case; None: the component has options of its own
Choices = Callable[[Mapping[str, Any]], Sequence[Choice] | None]


@dataclass(frozen=True, kw_only=True)
class FormRules:
    """The answers that a form accepts, in the engine's terms."""

    answers: Mapping[str, Any]
    #: ids of uploaded documents among the answers, each with its data class and retention
    documents: Mapping[str, tuple[str, str]]
    #: fields whose answers stand in no variable
    sensitive: frozenset[str] = frozenset()
    #: what stands apart: reference -> (field, what was answered)
    apart: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class OptionSource(Enum):
    """Who gives the options of a field that depend on the case."""

    #: positions that a decision table permits to the one who answers
    PERMITTED_POSITIONS = "permitted positions"
    #: fields of the form with which the case began
    RETURNABLE_FIELDS = "returnable fields"


@dataclass(frozen=True, kw_only=True)
class FieldTraits:
    """What the engine asks of a component of a form; it knows no type by its name."""

    #: False: it is only shown
    answered: bool = True
    #: its answers are ids of uploaded documents
    documents: bool = False
    #: None: its schema holds its options, or it has none
    options: OptionSource | None = None
    #: whether it must have a data class before it is published
    classed: bool = True


#: what is wrong with a form's schema: (code, field, sentence)
FormLint = Callable[[Mapping[str, Any]], list[tuple[str, str, str]]]


class FormValidator(Protocol):
    def lint(self, schema: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """A FormLint."""

    def traits(self, component: Mapping[str, Any]) -> FieldTraits:
        """Of a component as it stands in a schema, whatever stands there."""

    def check(
        self, schema: Mapping[str, Any], submitted: Mapping[str, Any], variables: Mapping[str, Any], now: datetime, choices: Choices
    ) -> FormRules:
        """Raises FormRejected with every error at once; answers hold the form's own fields only."""
