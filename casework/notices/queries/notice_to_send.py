"""Writes a notice in words, with its address: number, stage and what to do, never a NIK or an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from casework.applications.contact import contact_of
from casework.applications.tables import Application
from casework.notices.parts import NoticeParts
from casework.notices.tables import Notice
from casework.notices.wording import Words, long_date_time
from casework.services.service import Service, service_of
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.query import Query
from engine.persistence.tables.instances import ProcessInstance, UserTask


@dataclass(frozen=True, kw_only=True)
class OutgoingNotice:
    channel: str
    address: str
    subject: str
    text: str


@dataclass(frozen=True, kw_only=True)
class NoticeToSend(Query):
    """Answers None where the notice was sent, or the step that it asks for is done."""

    permission: ClassVar[str] = "system"

    notice: UUID

    def run(self, context: QueryContext) -> OutgoingNotice | None:
        notice = context.session.get(Notice, self.notice)
        if notice is None or notice.sent_at is not None or notice.failed is not None:
            return None
        row = context.session.get_one(Application, notice.instance_id)
        address = contact_of(context.platform.vault, row).get(notice.channel)
        instance = context.session.get_one(ProcessInstance, row.instance_id)
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        service = service_of(loaded.manifest, instance.process_key)
        words = _words(context, notice, loaded, service) if service else None
        if not address or words is None or service is None:
            return None
        subject, text = words
        link = f"{context.platform.address}/lacak?nomor={row.number}"
        head = f"{service.name} {row.number}"
        if notice.channel == "phone":
            return OutgoingNotice(channel="phone", address=address, subject="", text=f"{head}: {subject}. {link}")
        applicant = loaded.texts.get("id", {}).get(f"applicant.{instance.process_key}", "pemohon").capitalize()
        body = f"Yth. {applicant},\n\n{head}: {text}\n\nLacak: {link}\nPIN ada pada tanda terima Anda.\n\nAlur"
        return OutgoingNotice(channel="email", address=address, subject=f"{head}: {subject}", text=body)


def _words(context: QueryContext, notice: Notice, loaded: Loaded, service: Service) -> Words:
    if notice.kind == "stage":
        stage = service.stage(notice.about["stage"])
        return (stage.name, f"kini pada tahap {stage.name}. {stage.text}".strip()) if stage else None
    if notice.kind == "waiting":
        task = context.session.get(UserTask, UUID(notice.about["task"]))
        if task is None or task.status != "OPEN":
            return None
        until = f" sebelum {long_date_time(task.due_at.astimezone(context.platform.zone))}" if task.due_at else ""
        return f"menunggu Anda{until}", f"menunggu Anda. Kirim yang diminta{until}; sesudah itu kami melanjutkan."
    words = context.platform.part(NoticeParts).words.get(notice.kind)
    if words is not None:
        return words(context, notice.about)
    if notice.kind == "cancelled":
        return "dihentikan", f"dihentikan dan tidak dilanjutkan. Alasannya: {_plain(notice.about.get('reason'))}"
    if notice.kind == "message":
        return "ada pesan untuk Anda", "ada pesan dari petugas untuk Anda. Bacalah di halaman lacak."
    subject, text = _plain(notice.about.get("subject")), _plain(notice.about.get("text"))
    return subject, text


def _plain(value: Any) -> str:
    return " ".join(str(value or "").split())
