"""What a running platform is made of: the parts that the composition root gives to the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy import Engine as Database

from engine.core.calendar import CalendarCache
from engine.core.definitions import DefinitionCache
from engine.model.ports import (
    Clock,
    DocumentRenderer,
    DocumentStore,
    FormValidator,
    Messenger,
    Notifier,
    PaymentGateway,
    Registries,
    Scanner,
    Sealer,
    SignatureCheck,
    SignatureProvider,
    Vault,
    WakeUp,
)
from engine.packages.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Platform:
    database: Database
    clock: Clock
    wake_up: WakeUp
    forms: FormValidator
    documents: DocumentStore
    scanner: Scanner
    renderer: DocumentRenderer
    signatures: SignatureCheck
    payments: PaymentGateway
    registries: Registries
    #: None: nobody can sign here
    signer: SignatureProvider | None
    notifier: Notifier
    messenger: Messenger
    vault: Vault
    packages: Catalogue
    zone: ZoneInfo
    #: the short name of the regency, in front of public numbers
    area: str
    #: the address of the web application, for links in mails
    address: str
    #: None: the audit is not sealed here (only the clock's process needs the key)
    sealer: Sealer | None = None
    calendars: CalendarCache = field(default_factory=CalendarCache)
    definitions: DefinitionCache = field(default_factory=DefinitionCache)
