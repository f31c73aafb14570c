"""Writes a notice in words, with its address: number, stage and what to do, never a NIK or an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from casework.applications.applicant_tasks import returns_of
from casework.applications.application_form import CaseApplication, application_of
from casework.applications.contact import contact_of
from casework.applications.tables import Application
from casework.notices import notice_texts as texts
from casework.notices.filled_texts import text_of_step
from casework.notices.parts import NoticeParts
from casework.notices.tables import Notice
from casework.notices.wording import NoticeText, Words, fill
from casework.services.service import Service, service_of
from casework.wording.package_texts import package_text
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.query import Query
from engine.persistence.tables.instances import ProcessInstance, UserTask
from forms.answers.return_reasons import RETURN_REASONS
from forms.printing import Writer


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
        writer = Writer(language=row.language, zone=context.platform.zone)
        words = _words(context, notice, loaded, service, writer) if service else None
        if not address or words is None or service is None:
            return None
        link = f"{context.platform.address}/lacak?nomor={row.number}"
        head = f"{package_text(loaded.texts, row.language, f'service.{service.key}.name', service.name)} {row.number}"
        if notice.channel == "phone":
            return OutgoingNotice(channel="phone", address=address, subject="", text=f"{head}: {words.subject}. {link}")
        applicant = package_text(loaded.texts, row.language, f"applicant.{instance.process_key}", writer.text(texts.APPLICANT)).capitalize()
        lines = "".join(f"\n- {line}" for line in words.lines)
        body = fill(
            writer,
            texts.BODY,
            name=_name(context, row, service) or applicant,
            head=head,
            text=words.text,
            lines=f"\n\n{writer.text(texts.TO_SEND)}{lines}" if lines else "",
            link=link,
        )
        return OutgoingNotice(channel="email", address=address, subject=f"{head}: {words.subject}", text=body)


def _name(context: QueryContext, row: Application, service: Service) -> str:
    """How the applicant calls themselves in the application; empty for who gives no name."""
    application = application_of(context, row.instance_id)
    value = application.values.get(service.contact_name) if application and service.contact_name else None
    return " ".join(value.split()) if isinstance(value, str) else ""


def _words(context: QueryContext, notice: Notice, loaded: Loaded, service: Service, writer: Writer) -> Words:
    if notice.kind == "stage":
        return _stage(notice.about["stage"], loaded, service, writer)
    if notice.kind == "waiting":
        return _waiting(context, UUID(notice.about["task"]), notice.instance_id, writer)
    words = context.platform.part(NoticeParts).words.get(notice.kind)
    if words is not None:
        return words(context, notice.about, writer)
    if notice.kind == "cancelled":
        reason = " ".join(str(notice.about.get("reason") or "").split())
        return NoticeText(subject=writer.text(texts.CANCELLED), text=fill(writer, texts.CANCELLED_TEXT, reason=reason))
    if notice.kind == "withdrawn":
        return NoticeText(subject=writer.text(texts.WITHDRAWN), text=writer.text(texts.WITHDRAWN_TEXT))
    if notice.kind == "message":
        return NoticeText(subject=writer.text(texts.MESSAGE), text=writer.text(texts.MESSAGE_TEXT))
    return NoticeText(
        subject=text_of_step(context, notice.about, "subject", writer), text=text_of_step(context, notice.about, "text", writer)
    )


def _stage(key: str, loaded: Loaded, service: Service, writer: Writer) -> Words:
    stage = service.stage(key)
    if stage is None:
        return None
    place = f"service.{service.key}.stage.{stage.key}"
    name = package_text(loaded.texts, writer.language, place, stage.name)
    text = package_text(loaded.texts, writer.language, f"{place}.text", stage.text)
    return NoticeText(subject=name, text=fill(writer, texts.STAGE, stage=name, text=text).strip())


def _waiting(context: QueryContext, identifier: UUID, case: UUID, writer: Writer) -> Words:
    """What is missing, until when, and what happens otherwise: in the same words as the page."""
    task = context.session.get(UserTask, identifier)
    if task is None or task.status != "OPEN":
        return None
    asking = context.session.get_one(ProcessInstance, task.instance_id)
    own = context.platform.definitions.get(context.session, asking.definition_id).texts
    hint = package_text(own, writer.language, f"element.{asking.process_key}.{task.element_id}.hint")
    until = writer.moment(task.due_at) if task.due_at else ""
    first = fill(writer, texts.ASKED_UNTIL, until=until) if until else writer.text(texts.ASKED)
    return NoticeText(
        subject=fill(writer, texts.WAITS_UNTIL, until=until) if until else writer.text(texts.WAITS),
        text=f"{first} {hint or writer.text(texts.GOES_ON)}",
        lines=tuple(_missing(application_of(context, case), task, writer)),
    )


def _missing(application: CaseApplication | None, task: UserTask, writer: Writer) -> list[str]:
    """Each returned field by its label with the reason; the officer's own words are read on the page only."""
    if application is None:
        return []
    labels: Mapping[str, Any] = {item["key"]: item.get("label", item["key"]) for item in application.fields}
    lines = []
    for item in returns_of(task):
        key = f"{application.form.get('id')}.{item.field}.label"
        label = package_text(application.loaded.texts, writer.language, key, str(labels.get(item.field, item.field)))
        fault = writer.text(RETURN_REASONS[item.reason][0]) if item.reason in RETURN_REASONS else ""
        lines.append(f"{label}: {fault}" if fault else label)
    return lines
