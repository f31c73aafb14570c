"""Steps that send a case's documents: into a process of another package, by mail, as a copy to read; and that find where a post stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.deliveries.commands.give_copy import GiveCopy
from casework.deliveries.commands.record_delivery import RecordDelivery
from casework.deliveries.commands.send_delivery import SendDelivery
from casework.deliveries.commands.take_delivery import TakeDelivery
from casework.deliveries.queries.position_place import PositionPlace
from casework.documents.parts import DocumentParts
from casework.documents.queries.document_file import DocumentFile
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.jobs.staff_mails import mail_position
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import AddressRefused, InvalidState
from engine.model.ports import Attachment, Mail
from engine.sdk import described, job_handler

#: seconds for which a message is kept while the process that takes it is not there: an operator has the time to enable it
KEPT_SECONDS = 30 * 86_400


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidState(f"Expected the input '{name}' as a text, but it is missing.")
    return value


def _documents(value: Any) -> list[str]:
    """One document, or a list of them; what is null is none."""
    found = value if isinstance(value, list) else [value]
    return [str(item) for item in found if item]


@dataclass(frozen=True, kw_only=True)
class WantedPlace:
    """`position`, `until`: ids or codes of positions; `role`: of whoever keeps an agency's book."""

    position: Any = described("Jabatan", "=initiator.position")
    role: Any = described("Peran pencatat di instansi")
    until: Any = described("Sampai jabatan", required=False)


@dataclass(frozen=True, kw_only=True)
class Place:
    office: Any = described("Kantor pencatat: unit, nama, dan jabatannya")
    inside: Sequence[Any] = described("Atasan di dalam instansi")
    above: Sequence[Any] = described("Atasan di atas instansi")
    title: str = described("Nama jabatan")
    until_role: str = described("Peran jabatan terakhir")


@job_handler(
    "alur:look-up-position",
    queue="engine",
    label="Cari kedudukan jabatan",
    summary="Instansi, pencatat, dan rantai atasan suatu jabatan, seperti hari ini.",
)
def look_up_position(context: StepContext, wanted: WantedPlace) -> Place:
    query = PositionPlace(
        position=_text("position", wanted.position), role=_text("role", wanted.role), until=str(wanted.until) if wanted.until else ""
    )
    return Place(**context.engine.ask(query, actor=SYSTEM))


@dataclass(frozen=True, kw_only=True)
class Handover:
    """`message`: with which the other process begins; it gets `data`, `delivery` and `office` as variables."""

    message: Any = described("Nama pesan yang memulai proses penerima")
    position: Any = described("Jabatan penerima")
    role: Any = described("Peran pencatat di instansi")
    documents: Any = described("Berkas", "=[dokumen]")
    data: Any = described("Data untuk proses penerima", "={}")


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    delivery: str = described("Pengiriman")


@job_handler(
    "alur:hand-over",
    queue="engine",
    label="Serahkan ke proses lain",
    summary="Memulai proses lain dengan pesan; berkas ikut, dan halaman kasus menunjukkan sampai di mana.",
)
def hand_over(context: StepContext, wanted: Handover) -> HandedOver:
    engine, lease = context.engine, context.lease
    position = _text("position", wanted.position)
    place = engine.ask(PositionPlace(position=position, role=_text("role", wanted.role)), actor=SYSTEM)
    if place["office"] is None:
        raise InvalidState(f"Expected somebody who enters what arrives for '{place['title']}', but no unit above or below it has one.")
    if not isinstance(wanted.data, Mapping):
        raise InvalidState("Expected the input 'data' as a context, but it is something else.")
    sent = engine.execute(
        SendDelivery(
            job=lease.job,
            instance=lease.instance,
            channel="case",
            recipient=place["title"],
            position=UUID(position),
            documents=_documents(wanted.documents),
        ),
        actor=SYSTEM,
    )
    delivery = sent["delivery"]
    variables = {**wanted.data, "delivery": delivery, "office": place["office"], "addressee": position}
    message = CorrelateMessage(
        name=_text("message", wanted.message),
        correlation_key=delivery,
        message_id=delivery,
        variables=variables,
        time_to_live=KEPT_SECONDS,
    )
    if engine.execute(message, actor=SYSTEM)["instance"] is None:
        raise InvalidState(f"Expected a process that begins with the message '{message.name}', but none is enabled.")
    engine.execute(RecordDelivery(delivery=UUID(delivery)), actor=SYSTEM)
    return HandedOver(delivery=delivery)


@dataclass(frozen=True, kw_only=True)
class Arriving:
    delivery: Any = described("Pengiriman", "=delivery")


@dataclass(frozen=True, kw_only=True)
class Arrived:
    documents: Sequence[Any] = described("Berkas")


@job_handler(
    "alur:take-delivery",
    queue="engine",
    label="Terima berkas kiriman",
    summary="Berkas yang dikirim proses lain menjadi berkas kasus ini.",
)
def take_delivery(context: StepContext, arriving: Arriving) -> Arrived:
    command = TakeDelivery(instance=context.lease.instance, delivery=UUID(_text("delivery", arriving.delivery)))
    return Arrived(documents=context.engine.execute(command, actor=SYSTEM)["documents"])


@dataclass(frozen=True, kw_only=True)
class DocumentMail:
    """`recipient`: as the case shows it; `documents`: attached."""

    address: Any = described("Alamat surel")
    recipient: Any = described("Nama penerima")
    subject: Any = described("Judul")
    text: Any = described("Isi", hint="Tanpa data pribadi.")
    documents: Any = described("Berkas", "=[dokumen]")


@dataclass(frozen=True, kw_only=True)
class MailedDocuments:
    refused: bool = described("Alamat menolak")


@job_handler(
    "alur:mail-documents",
    queue="notify",
    label="Kirim berkas dengan surel",
    summary="Berkas kasus sebagai lampiran surel; halaman kasus menunjukkan apakah alamatnya menerima.",
)
def mail_documents(context: StepContext, mail: DocumentMail) -> MailedDocuments:
    engine, lease = context.engine, context.lease
    words = {name: _text(name, getattr(mail, name)) for name in ("address", "recipient", "subject", "text")}
    documents = _documents(mail.documents)
    sent = engine.execute(
        SendDelivery(
            job=lease.job,
            instance=lease.instance,
            channel="email",
            recipient=words["recipient"],
            address=words["address"],
            documents=documents,
        ),
        actor=SYSTEM,
    )
    delivery = UUID(sent["delivery"])
    store = engine.platform.part(DocumentParts).documents
    files = [engine.ask(DocumentFile(document=UUID(document)), actor=SYSTEM) for document in documents]
    attached = tuple(Attachment(name=file.name, media_type=file.media_type, content=store.get(file.sha256)) for file in files)
    try:
        engine.platform.notifier.send(
            # an office wrote it: another platform's desk registers it
            Mail(to=words["address"], subject=words["subject"], text=words["text"], attachments=attached, automatic=False),
            key=str(delivery),
        )
    except AddressRefused:
        engine.execute(RecordDelivery(delivery=delivery, failed="refused"), actor=SYSTEM)
        return MailedDocuments(refused=True)
    engine.execute(RecordDelivery(delivery=delivery), actor=SYSTEM)
    return MailedDocuments(refused=False)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """`position`: id or code."""

    position: Any = described("Jabatan")
    subject: Any = described("Judul")
    text: Any = described("Isi", hint="Tanpa data pribadi.")


@job_handler("alur:give-copy", queue="notify", label="Beri tembusan", summary="Jabatan itu boleh membaca kasus ini, dan mendapat surel.")
def give_copy(context: StepContext, copy: Copy) -> None:
    position, lease = _text("position", copy.position), context.lease
    subject, text = _text("subject", copy.subject), _text("text", copy.text)
    context.engine.execute(GiveCopy(instance=lease.instance, position=position), actor=SYSTEM)
    mail_position(context.engine, lease.instance, position, subject=subject, text=text, key=str(lease.job))
