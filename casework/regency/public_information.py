"""Describes what a regency tells everybody about itself: how it is reached, its counters, who answers for personal data and accessibility.

docs/reference/organisation.md#public-information shows a document; UU 25/2009, article 21, and UU 27/2022 ask for most of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict
from pydantic import Field as Filled

from casework.regency.errors import PublicInformationRejected
from engine.packages.given import CLOSED, Odd, check_document

#: also short ones (112) and those with an extension or spaces
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{1,24}")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _phone(text: str) -> str:
    if text and not _PHONE.fullmatch(text):
        raise ValueError(f"a telephone number must be such as +62 21 5990 001, but is {text!r}")
    return text


def _mail(text: str) -> str:
    if text and not _MAIL.fullmatch(text):
        raise ValueError(f"an e-mail address must be such as help@regency.example, but is {text!r}")
    return text


def _clock(text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise ValueError(f"a time of day must be such as 08:00, but is {text!r}")
    return text


def _days(days: tuple[int, ...]) -> tuple[int, ...]:
    if not days or set(days) - set(range(1, 8)) or len(set(days)) < len(days):
        raise ValueError("days must be different numbers from 1 (Monday) to 7 (Sunday)")
    return tuple(sorted(days))


Phone = Annotated[str, AfterValidator(_phone)]
Mail = Annotated[str, AfterValidator(_mail)]
Clock = Annotated[str, AfterValidator(_clock)]


@dataclass(frozen=True, kw_only=True)
class PublicText:
    """A text in both languages; without an English one the Indonesian is shown, marked as such."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Annotated[str, Filled(min_length=1)]
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class OpeningHours:
    """`days`: 1 is Monday; the times are those of the regency's zone."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    days: Annotated[tuple[int, ...], AfterValidator(_days)]
    open: Clock
    close: Clock

    def __post_init__(self) -> None:
        if self.open >= self.close:
            raise ValueError(f"open must be before close, but is {self.open} and {self.close}")


@dataclass(frozen=True, kw_only=True)
class Contact:
    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    phone: Phone = ""
    whatsapp: Phone = ""
    email: Mail = ""
    address: str = ""
    hours: tuple[OpeningHours, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A place where an officer helps people who come."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    name: Annotated[str, Filled(min_length=1)]
    address: Annotated[str, Filled(min_length=1)]
    phone: Phone = ""
    latitude: Annotated[Decimal, Filled(ge=-90, le=90)] | None = None
    longitude: Annotated[Decimal, Filled(ge=-180, le=180)] | None = None
    hours: tuple[OpeningHours, ...] = ()
    #: such as a ramp, or a queue number of its own
    note: PublicText | None = None

    def __post_init__(self) -> None:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError(f"the counter {self.name!r} needs latitude and longitude, or neither")


@dataclass(frozen=True, kw_only=True)
class DataProtection:
    """Who answers for personal data (docs/law/personal-data.md): the controller, and its officer for data protection."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    controller: str = ""
    officer: str = ""
    email: Mail = ""
    phone: Phone = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Accessibility:
    """`gaps`: what does not work for everybody yet, and what people can do meanwhile."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    assessed_on: date | None = None
    assessed_by: str = ""
    gaps: tuple[PublicText, ...] = ()
    email: Mail = ""
    phone: Phone = ""


@dataclass(frozen=True, kw_only=True)
class BankGuide:
    """How a bill is paid at one bank or wallet, step by step; in `{va}` stands the number to pay to, in `{amount}` the amount."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    name: Annotated[str, Filled(min_length=1)]
    #: va or qris: what of a bill is used there
    pays_by: str = "va"
    steps: Annotated[tuple[PublicText, ...], Filled(min_length=1)]

    def __post_init__(self) -> None:
        if self.pays_by not in ("va", "qris"):
            raise ValueError(f"pays_by must be va or qris, but is {self.pays_by!r}")


@dataclass(frozen=True, kw_only=True)
class PublicInformation:
    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    contact: Contact = Contact()
    counters: tuple[Counter, ...] = ()
    data_protection: DataProtection = DataProtection()
    accessibility: Accessibility = Accessibility()
    banks: tuple[BankGuide, ...] = ()
    #: what somebody can do who does not agree with an amount: where, until when, and what happens then, with the law
    objection: tuple[PublicText, ...] = ()


NOTHING_KNOWN = PublicInformation()


def read_public_information(document: Mapping[str, Any]) -> PublicInformation:
    """Raises PublicInformationRejected with every part that is missing or wrong."""
    try:
        return check_document(PublicInformation, document)
    except Odd as wrong:
        raise PublicInformationRejected(f"information: {wrong}") from None
