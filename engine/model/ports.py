"""The ports of the engine: protocols whose implementations the composition root connects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Protocol
from uuid import UUID


class Clock(Protocol):
    @property
    def question(self) -> Any:
        """A statement that asks the database for the time together with others; None: the time is known without it."""

    def now(self, session: Any) -> datetime:
        """The time of the database's transaction, with a zone."""


class Doorbell(Protocol):
    def ring(self, queue: str, job: UUID) -> None:
        """Tells a worker that a job is due. May fail silently: the sweeper finds jobs that no worker heard of."""

    def ring_if_silent(self, queue: str, jobs: Sequence[UUID]) -> int:
        """Rings for those of these jobs that do not wait in the queue. Returns how many those were."""

    def answers(self) -> bool:
        """Whether it can be rung now."""

    def lengths(self, queues: Iterable[str]) -> Mapping[str, int] | None:
        """Returns how many rings wait in each queue; None where it does not answer."""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Mail:
    to: str
    subject: str
    text: str
    #: no person wrote it
    automatic: bool = True
    attachments: tuple[Attachment, ...] = ()


class Notifier(Protocol):
    def send(self, mail: Mail, *, key: str) -> None:
        """Delivers a mail; `key` becomes its Message-ID, so that a repeated delivery can be recognised.

        Raises AddressRefused where the address takes none.
        """


class Vault(Protocol):
    def seal(self, value: str) -> bytes:
        """Encrypts a personal number; only the vault opens it."""

    def open(self, sealed: bytes) -> str: ...

    def index(self, value: str) -> bytes:
        """Returns the index by which a value is found without opening any."""


class Sealer(Protocol):
    """Signs the days of the audit."""

    @property
    def key(self) -> str:
        """Returns the public key with which anybody verifies seals."""

    def sign(self, digest: bytes) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option of a field: its value, what people read, and a second line."""

    value: str
    label: str
    hint: str = ""


#: the options of a field whose options depend on the case; None: the component has options of its own
OptionsOf = Callable[[Mapping[str, Any]], Sequence[Option] | None]


@dataclass(frozen=True, kw_only=True)
class FormRules:
    """The answers that a form has accepted, in the engine's terms."""

    answers: Mapping[str, Any]
    #: ids of uploaded documents among the answers, each with its data class and retention
    documents: Mapping[str, tuple[str, str]]
    #: fields whose answers stand in no variable
    sensitive: frozenset[str] = frozenset()
    #: values that are stored separately: reference -> (field, answer)
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class OptionSource(Enum):
    """The source of a field's options that depend on the case."""

    #: positions that a decision table permits to the one who answers
    PERMITTED_POSITIONS = "permitted positions"
    #: fields of the form with which the case began
    RETURNABLE_FIELDS = "returnable fields"


@dataclass(frozen=True, kw_only=True)
class FieldTraits:
    """The properties of a form component that the engine asks for; it knows no type by its name."""

    #: False: it is only shown
    answered: bool = True
    #: its answers are ids of uploaded documents
    documents: bool = False
    #: None: its schema holds its options, or it has none
    options: OptionSource | None = None
    #: whether it must have a data class before it is published
    classed: bool = True


#: faults of a form's schema: (code, field, sentence)
FormLint = Callable[[Mapping[str, Any]], list[tuple[str, str, str]]]
