"""The platform's own job types: follow-up commands of a turn, notifications, the drawing of pages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from engine.commands.cancel_process_instance import CancelProcessInstance
from engine.commands.catch_signal import CatchSignal
from engine.commands.correlate_message import CorrelateMessage
from engine.commands.create_bill import CreateBill
from engine.commands.follow_calendar import FollowCalendar
from engine.commands.move_process_instance import MoveProcessInstance
from engine.commands.move_process_instance_back import MoveProcessInstanceBack
from engine.commands.notify_applicant import NotifyApplicant
from engine.commands.record_notice import RecordNotice
from engine.commands.report_called_end import ReportCalledEnd
from engine.commands.report_escalation import ReportEscalation
from engine.commands.reserve_number import ReserveNumber
from engine.commands.start_by_signal import StartBySignal
from engine.commands.start_called_instance import StartCalledInstance
from engine.commands.store_rendered import StoreRendered
from engine.connectors.pdf_pages import draw_pages, pages_of
from engine.core.engine import Engine
from engine.core.platform_jobs import (
    CANCEL_CHILD,
    CATCH_SIGNAL,
    CORRELATE,
    CREATE_BILL,
    DRAW_PAGES,
    ESCALATE,
    FIND_NEAR,
    FOLLOW_CALENDAR,
    LOOK_UP,
    MOVE_BACK,
    MOVE_INSTANCE,
    NOTIFY_APPLICANT,
    NOTIFY_POSITION,
    NOTIFY_TASK,
    PUBLISH,
    RENDER_DOCUMENT,
    REPORT_CHILD,
    RESERVE_NUMBER,
    START_BY_SIGNAL,
    START_CHILD,
    TELL_APPLICANT,
    TELL_OFFICERS,
)
from engine.jobs.lease import Lease
from engine.jobs.look_up import find_near, look_up
from engine.model.actor import SYSTEM
from engine.model.errors import AddressRefused, BankAway, InvalidState
from engine.model.ports import Mail, ShortMessage
from engine.queries.buffered_message import BufferedMessageById
from engine.queries.children_of_token import ChildrenOfToken
from engine.queries.declared_series import DeclaredSeries
from engine.queries.document_file import DocumentFile
from engine.queries.message_readers import MessageReaders
from engine.queries.notice_to_send import NoticeToSend
from engine.queries.task_notification import PositionAddresses, TaskNotification
from engine.queries.template_to_render import TemplateToRender
from engine.records.masks import masked_name
from engine.records.moments import end_of_day, moment_of


def start_child(engine: Engine, lease: Lease) -> dict[str, Any]:
    values = lease.variables
    command = StartCalledInstance(
        child=uuid5(lease.job, "child"),
        parent=lease.instance,
        token=UUID(values["token"]),
        process=values["process"],
        binding=values["binding"],
        version_tag=values["version_tag"],
        variables=values["variables"],
    )
    engine.execute(command, actor=SYSTEM)
    return {}


def report_child(engine: Engine, lease: Lease) -> dict[str, Any]:
    values = dict(lease.variables)
    parent, token, child = (UUID(values.pop(name)) for name in ("parent", "token", "child"))
    try:
        engine.execute(ReportCalledEnd(parent=parent, token=token, child=child, **values), actor=SYSTEM)
    except InvalidState:
        return {}  # the parent was told before, or no longer waits
    return {}


def cancel_child(engine: Engine, lease: Lease) -> dict[str, Any]:
    for child in engine.ask(ChildrenOfToken(token=UUID(lease.variables["token"])), actor=SYSTEM):
        try:
            engine.execute(CancelProcessInstance(instance=child, reason="the caller was cancelled"), actor=SYSTEM)
        except InvalidState:
            continue  # it ended by itself meanwhile
    return {}


def correlate(engine: Engine, lease: Lease) -> dict[str, Any]:
    message = engine.ask(BufferedMessageById(id=UUID(lease.variables["message"])), actor=SYSTEM)
    if message is not None:
        engine.execute(CorrelateMessage(**message), actor=SYSTEM)
    return {}


def publish(engine: Engine, lease: Lease) -> dict[str, Any]:
    engine.execute(CorrelateMessage(message_id=str(lease.job), **lease.variables), actor=SYSTEM)
    return {}


def catch_signal(engine: Engine, lease: Lease) -> dict[str, Any]:
    try:
        engine.execute(CatchSignal(instance=lease.instance, **lease.variables), actor=SYSTEM)
    except InvalidState:
        return {}  # whoever waited has gone on or ended meanwhile
    return {}


def start_by_signal(engine: Engine, lease: Lease) -> dict[str, Any]:
    start, variables = UUID(lease.variables["start"]), lease.variables["variables"]
    engine.execute(StartBySignal(start=start, instance=uuid5(lease.job, "instance"), variables=variables), actor=SYSTEM)
    return {}


def escalate(engine: Engine, lease: Lease) -> dict[str, Any]:
    values = lease.variables
    try:
        command = ReportEscalation(
            parent=UUID(values["parent"]), token=UUID(values["token"]), job=lease.job, code=values["code"], variables=values["variables"]
        )
        engine.execute(command, actor=SYSTEM)
    except InvalidState:
        return {}  # the parent no longer waits
    return {}


def move_instance(engine: Engine, lease: Lease) -> dict[str, Any]:
    engine.execute(MoveProcessInstance(migration=UUID(lease.variables["migration"]), instance=lease.instance), actor=SYSTEM)
    return {}


def move_back(engine: Engine, lease: Lease) -> dict[str, Any]:
    engine.execute(MoveProcessInstanceBack(migration=UUID(lease.variables["migration"]), instance=lease.instance), actor=SYSTEM)
    return {}


def follow_calendar(engine: Engine, lease: Lease) -> dict[str, Any]:
    try:
        engine.execute(FollowCalendar(instance=lease.instance), actor=SYSTEM)
    except InvalidState:
        return {}  # it has ended meanwhile
    return {}


def notify_task(engine: Engine, lease: Lease) -> dict[str, Any]:
    for mail, person in engine.ask(TaskNotification(task=UUID(lease.variables["task"])), actor=SYSTEM):
        engine.platform.notifier.send(mail, key=f"{lease.job}.{person}")
    return {}


def notify_position(engine: Engine, lease: Lease) -> dict[str, Any]:
    """Any diagram may use it: inputs `position` (id or code), `subject`, `text`."""
    values = lease.variables
    for name in ("position", "subject", "text"):
        if not isinstance(values.get(name), str):
            raise InvalidState(f"Expected the input '{name}' as a text, but it is missing.")
    mail_position(engine, values["position"], subject=values["subject"], text=values["text"], key=str(lease.job))
    return {}


def notify_applicant(engine: Engine, lease: Lease) -> dict[str, Any]:
    """Any diagram may use it: inputs `subject` (a few words) and `text` (sentences); no personal data."""
    for name in ("subject", "text"):
        if not isinstance(lease.variables.get(name), str):
            raise InvalidState(f"Expected the input '{name}' as a text, but it is missing.")
    subject, text = lease.variables["subject"], lease.variables["text"]
    engine.execute(NotifyApplicant(instance=lease.instance, job=lease.job, subject=subject, text=text), actor=SYSTEM)
    return {}


def tell_applicant(engine: Engine, lease: Lease) -> dict[str, Any]:
    identifier = UUID(lease.variables["notice"])
    notice = engine.ask(NoticeToSend(notice=identifier), actor=SYSTEM)
    if notice is None:
        return {}
    failed = None
    try:
        if notice.channel == "phone":
            engine.platform.messenger.send(ShortMessage(to=notice.address, text=notice.text), key=str(identifier))
        else:
            engine.platform.notifier.send(Mail(to=notice.address, subject=notice.subject, text=notice.text), key=str(identifier))
    except AddressRefused:
        failed = "refused"
    engine.execute(RecordNotice(notice=identifier, failed=failed), actor=SYSTEM)
    return {}


def render_document(engine: Engine, lease: Lease) -> dict[str, Any]:
    """Any diagram may use it. Inputs: `template`, `title`, `number`, `holder` (whom it is for), `data`, `valid_to`, `document` (anew)."""
    values = lease.variables
    text = {name: str(values.get(name) or "") for name in ("template", "title", "number", "holder")}
    if not text["template"] or not text["title"]:
        raise InvalidState("Expected the inputs 'template' and 'title', but one of them is missing.")
    document = UUID(str(values["document"])) if values.get("document") else uuid5(lease.job, "document")
    found = engine.ask(TemplateToRender(instance=lease.instance, template=text["template"], document=document), actor=SYSTEM)
    signer = engine.platform.signer
    data = {**text, "data": values.get("data"), "code": found.code, "link": found.link, "trial": signer is None or signer.trial}
    pdf = engine.platform.renderer.render(found.template, data, link=found.link, at=found.now)
    until = values.get("valid_to")
    command = StoreRendered(
        instance=lease.instance,
        document=document,
        title=text["title"],
        number=text["number"],
        holder=masked_name(text["holder"]),
        valid_to=end_of_day(str(until), engine.platform.zone) if until else None,
        pages=pages_of(pdf),
        content=pdf,
    )
    return dict(engine.execute(command, actor=SYSTEM))


def reserve_number(engine: Engine, lease: Lease) -> dict[str, Any]:
    """Any diagram may use it: inputs `series` (declared in process.toml) and `scope`; a case has one number of each."""
    series, scope = (str(lease.variables.get(name) or "") for name in ("series", "scope"))
    key = engine.ask(DeclaredSeries(instance=lease.instance, series=series), actor=SYSTEM)
    return dict(engine.execute(ReserveNumber(series=key, scope=scope, reserved_for=f"{lease.instance} {scope}"), actor=SYSTEM))


def create_bill(engine: Engine, lease: Lease) -> dict[str, Any]:
    """Any diagram may use it: inputs `amount` (whole rupiahs), `description`, `expires_at` (a date and time)."""
    amount, description = Decimal(str(lease.variables.get("amount"))), str(lease.variables.get("description") or "")
    until = lease.variables.get("expires_at")
    if not amount.is_finite() or amount != amount.to_integral_value() or amount <= 0 or not description or not isinstance(until, str):
        raise InvalidState("Expected the inputs 'amount' (whole rupiahs), 'description' and 'expires_at', but one of them is missing.")
    expires_at, bill = moment_of(until, engine.platform.zone), uuid5(lease.job, "bill")
    try:
        codes = engine.platform.payments.create(bill, amount=amount, description=description, expires_at=expires_at)
    except BankAway as away:
        raise ConnectionError(str(away)) from None  # it is tried again, as no refusal is
    command = CreateBill(
        instance=lease.instance, bill=bill, description=description, amount=amount, va=codes.va, qris=codes.qris, expires_at=expires_at
    )
    return dict(engine.execute(command, actor=SYSTEM))


def tell_officers(engine: Engine, lease: Lease) -> dict[str, Any]:
    for mail, person in engine.ask(MessageReaders(case=lease.instance), actor=SYSTEM):
        engine.platform.notifier.send(mail, key=f"{lease.job}.{person}")
    return {}


def mail_position(engine: Engine, position: str, *, subject: str, text: str, key: str) -> None:
    for person, address in engine.ask(PositionAddresses(position=position), actor=SYSTEM):
        engine.platform.notifier.send(Mail(to=address, subject=subject, text=text), key=f"{key}.{person}")


def draw(engine: Engine, lease: Lease) -> dict[str, Any]:
    file = engine.ask(DocumentFile(document=UUID(lease.variables["document"])), actor=SYSTEM)
    store = engine.platform.documents
    for number, image in enumerate(draw_pages(store.get(file.sha256), file.media_type), 1):
        store.put_page(file.sha256, number, image)
    return {}


PLATFORM_HANDLERS: dict[str, Callable[[Engine, Any], dict[str, Any]]] = {
    START_CHILD: start_child,
    REPORT_CHILD: report_child,
    CANCEL_CHILD: cancel_child,
    CORRELATE: correlate,
    PUBLISH: publish,
    CATCH_SIGNAL: catch_signal,
    START_BY_SIGNAL: start_by_signal,
    ESCALATE: escalate,
    MOVE_INSTANCE: move_instance,
    MOVE_BACK: move_back,
    FOLLOW_CALENDAR: follow_calendar,
    NOTIFY_TASK: notify_task,
    NOTIFY_POSITION: notify_position,
    NOTIFY_APPLICANT: notify_applicant,
    TELL_APPLICANT: tell_applicant,
    RENDER_DOCUMENT: render_document,
    CREATE_BILL: create_bill,
    LOOK_UP: look_up,
    FIND_NEAR: find_near,
    RESERVE_NUMBER: reserve_number,
    TELL_OFFICERS: tell_officers,
    DRAW_PAGES: draw,
}
