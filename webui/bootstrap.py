"""Composes the platform from settings. No Flask here: workers, clock and command line use it too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from casework import composition as casework
from casework.documents.connectors.clamd import ClamdScanner, NoScanner
from casework.documents.connectors.files import FileStore
from casework.documents.connectors.no_signatures import NoSignatureCheck
from casework.documents.connectors.typst_documents import TypstRenderer
from casework.documents.parts import DocumentParts
from casework.documents.ports import DocumentStore, SignatureCheck
from casework.mail.parts import MailParts
from casework.notices.connectors.recording_messenger import RecordingMessenger
from casework.notices.parts import NoticeParts
from casework.payments.connectors.bank import HttpBank, NoBank
from casework.payments.parts import PaymentParts
from casework.registries.connectors.http_registries import HttpRegistries
from casework.registries.parts import RegistryParts
from engine.connectors.clock import DatabaseClock
from engine.connectors.head_file import HeadFile
from engine.connectors.seal import Ed25519Sealer
from engine.connectors.smtp import SmtpNotifier
from engine.connectors.vault import KeyVault
from engine.core.engine import Engine
from engine.core.platform import Platform
from engine.jobs.housekeeping import ColdStorage
from engine.jobs.ring_listener import PATIENCE
from engine.jobs.rounds import Rounds
from engine.jobs.rq_doorbell import RqDoorbell
from engine.packages.catalogue import Catalogue
from engine.persistence.counted_statements import connections_of, count_statements
from engine.persistence.database import connect
from engine.persistence.replica import connect_replica
from forms.check import FormCheck
from webui.observation.observation import Observation
from webui.observation.observer import ObservedTurns, Observer
from webui.observation.tracing import NO_TRACING, Tracing
from webui.settings import Settings
from workshop import composition as workshop

if TYPE_CHECKING:
    from casework.documents.connectors.local_signer import LocalSigner


def build_platform(settings: Settings) -> Engine:
    """Builds an engine with the real parts behind its ports, and the rooms above it in their fixed order."""
    packages = catalogue_of(settings.package_folders)
    observer = Observer(
        declared=lambda kind: packages.job_type(kind) is not None,
        tracing=_tracing_of(settings),
    )
    database = connect(settings.database_url, pooled=bool(settings.database_direct_url))
    count_statements(database)
    return Engine(
        Platform(
            database=database,
            replica=connect_replica(settings.database_read_url, database) if settings.database_read_url else None,
            clock=DatabaseClock(),
            doorbell=RqDoorbell(doorbell(settings)),
            forms=FormCheck(zone=settings.zone),
            notifier=SmtpNotifier(host=settings.smtp_host, port=settings.smtp_port, sender=settings.mail_sender),
            vault=KeyVault(settings.data_keys),
            sealer=Ed25519Sealer(settings.seal_key) if settings.seal_key else None,
            packages=packages,
            zone=settings.zone,
            area=settings.area,
            address=settings.address,
            telemetry=observer,
            parts=(
                *_parts(settings, observer),
                Observation(observer, doorbell(settings), lambda: connections_of(database), settings.slow_turn_ms / 1000),
            ),
        )
    )


def catalogue_of(folders: Iterable[Path]) -> Catalogue:
    """Returns the packages in these folders and the installed ones, under the rules of every room."""
    return Catalogue(folders, rules=casework.RULES, steps=casework.STEPS)


def _parts(settings: Settings, observer: Observer) -> tuple[object, ...]:
    """Builds the parts of the rooms above the engine, in the order in which each round of the clock uses them."""
    return (
        replace(casework.HOOKS, turns=(*casework.HOOKS.turns, ObservedTurns())),
        casework.TOOLS,
        Rounds(due=(casework.due_commands, workshop.due_commands), chores=casework.CHORES),
        DocumentParts(
            documents=documents_of(settings),
            scanner=ClamdScanner(settings.scanner) if settings.scanner else NoScanner(),
            renderer=TypstRenderer(),
            signatures=signature_check_of(settings),
            signer=signer_of(settings),
            place=settings.seat,
        ),
        NoticeParts(messenger=RecordingMessenger(settings.message_folder), words=casework.NOTICE_WORDS),
        MailParts(own_address=settings.mail_sender, trusted=settings.mail_trusted, senders=casework.MAIL_SENDERS),
        PaymentParts(payments=HttpBank(settings.bank_address, settings.bank_key, observer) if settings.bank_address else NoBank()),
        RegistryParts(registries=HttpRegistries(settings.registries, settings.registry_key, observer)),
        ColdStorage(settings.cold_after_days),
        *((HeadFile(settings.seal_heads),) if settings.seal_heads else ()),
    )


def _tracing_of(settings: Settings) -> Tracing:
    if not settings.traces_url:
        return NO_TRACING
    # slow to load, and most servers trace nothing
    from webui.observation.opentelemetry_tracing import trace_to

    return trace_to(settings.traces_url)


def documents_of(settings: Settings) -> DocumentStore:
    if settings.bucket is None:
        return FileStore(settings.document_folder)
    # slow to load, and most servers have none
    from casework.documents.connectors.s3 import S3Store

    bucket = settings.bucket
    return S3Store(bucket=bucket.name, endpoint=bucket.endpoint, region=bucket.region, key=bucket.key, secret=bucket.secret)


def signer_of(settings: Settings) -> LocalSigner | None:
    if settings.signing != "local":
        return None
    # slow to load, and a server where nobody signs has it not
    from casework.documents.connectors.local_signer import LocalSigner

    return LocalSigner(settings.signing_folder)


def signature_check_of(settings: Settings) -> SignatureCheck:
    if find_spec("pyhanko") is None:
        return NoSignatureCheck()
    from casework.documents.connectors.pdf_signatures import PdfSignatureCheck

    return PdfSignatureCheck(roots_of(settings))


def roots_of(settings: Settings) -> bytes:
    """Returns the certificates that verify signatures, as PEM; none where nothing is set up."""
    if settings.signing_roots is not None:
        return settings.signing_roots.read_bytes()
    signer = signer_of(settings)
    return signer.roots if signer else b""


def doorbell(settings: Settings) -> Redis:
    """Connects the doorbell of web and clock with short timeouts, because a person waits meanwhile."""
    never_again = Retry(NoBackoff(), 0)
    return Redis.from_url(settings.redis_url, socket_connect_timeout=1, socket_timeout=1, retry=never_again)


def connect_redis(settings: Settings) -> Redis:
    """Connects to Redis for workers, which wait at their queues."""
    return Redis.from_url(settings.redis_url, socket_connect_timeout=2, socket_timeout=3 * PATIENCE)
