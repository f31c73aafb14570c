"""The parts of a running platform, which the composition root gives to the engine and to the rooms above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine as Database

from engine.core.calendar import CalendarCache
from engine.core.definitions import DefinitionCache
from engine.core.form_validator import FormValidator
from engine.model.ports import Clock, Doorbell, Notifier, Sealer, Vault
from engine.model.telemetry import NO_TELEMETRY, Telemetry
from engine.packages.catalogue import Catalogue
from engine.packages.content_cache import ContentCache
from engine.persistence.replica import Replica

P = TypeVar("P")


@dataclass(frozen=True, kw_only=True)
class Platform:
    database: Database
    clock: Clock
    doorbell: Doorbell
    forms: FormValidator
    notifier: Notifier
    vault: Vault
    packages: Catalogue
    zone: ZoneInfo
    #: the short name of the regency, in front of public numbers
    area: str
    #: the address of the web application, for links in mails
    address: str
    #: answers pages where it can; None: there is none
    replica: Replica | None = None
    #: None: the audit is not sealed here (only the clock's process needs the key)
    sealer: Sealer | None = None
    #: watches what passes the doors
    telemetry: Telemetry = NO_TELEMETRY
    #: the parts of rooms above the engine, one object of each type: the engine knows none of them
    parts: tuple[object, ...] = ()
    #: cached readings, findings and trials of packages
    cache: ContentCache = field(default_factory=ContentCache)
    definitions: DefinitionCache = field(init=False)
    calendars: CalendarCache = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "definitions", DefinitionCache(self.packages.rules.sections, self.cache))
        object.__setattr__(self, "calendars", CalendarCache(self.zone))

    def part(self, kind: type[P]) -> P:
        """The part of this type. Raises LookupError where the composition root gave none."""
        found = self.find(kind)
        if found is None:
            raise LookupError(f"this platform was built without {kind.__name__}")
        return found

    def find(self, kind: type[P]) -> P | None:
        return next((part for part in self.parts if isinstance(part, kind)), None)
