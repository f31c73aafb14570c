"""Reports whether the whole platform works, in plain words and for machines; and whether this process does, for load balancers."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response

from casework.composition import NEARLY_FULL
from casework.documents.errors import StorageAway
from casework.documents.parts import DocumentParts
from casework.mail.queries.received_mails import MailHealth
from engine.model.actor import SYSTEM
from engine.persistence.database import DatabaseTrouble
from engine.persistence.replica import AWAY, BEHIND
from engine.queries.jobs.current_time import CurrentTime
from engine.queries.programs.program_health import CLOCK, MAIL, ProgramHealth, ProgramHealthView
from webui.access import public
from webui.auth import current
from webui.door import engine
from webui.i18n import date_time, number, translate

blueprint = Blueprint("health", __name__)
#: from this share of the disk on, the next files may be refused
FULL = 0.95


@dataclass(frozen=True, kw_only=True)
class HealthCheck:
    """`name`: for machines. `remedy`: what an operator does; empty where nothing is wrong."""

    name: str
    ok: bool
    text: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class PlatformHealth:
    checks: Sequence[HealthCheck]
    #: None: the database does not answer
    programs: ProgramHealthView | None
    disk_used: float | None

    @property
    def problems(self) -> list[HealthCheck]:
        return [check for check in self.checks if not check.ok]


@blueprint.get("/sehat")
@public
def health() -> tuple[Response, int]:
    """Answers 503 as soon as anything that people need stands still; what it is, to operators and to whoever shows the token alone."""
    found = look()
    told: dict[str, Any] = {"status": "wrong" if found.problems else "ok"}
    if not may_read_details():
        return jsonify(told), 503 if found.problems else 200
    told |= {
        "problems": [check.text for check in found.problems],
        "checks": [asdict(check) for check in found.checks],
        "database": found.programs.now.isoformat() if found.programs else None,
        "disk_used": found.disk_used,
    }
    return jsonify(told), 503 if found.problems else 200


def may_read_details() -> bool:
    """Whether an operator asks, or whoever shows the token."""
    token = str(current_app.config["HEALTH_TOKEN"])
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(shown.encode(), token.encode()):
        return True
    try:
        user = current()
    except DatabaseTrouble:  # then nobody is known to be an operator
        return False
    return user is not None and not user.owes_code and user.actor.may("operate")


@blueprint.get("/sehat/web")
@public
def web_health() -> Response:
    """For load balancers: a web process is of use while it reaches the database, whatever else stands still."""
    return jsonify(status="ok", database=engine().ask(CurrentTime(), actor=SYSTEM).isoformat())


def look() -> PlatformHealth:
    """Looks at everything that people need. The database may be away: that is a finding, too."""
    programs: ProgramHealthView | None
    try:
        programs = engine().ask(ProgramHealth(), actor=SYSTEM)
    except DatabaseTrouble:
        programs = None
    used = _disk_used()
    checks = [_database(programs), *_replica(programs), _redis(), *(_programs(programs) if programs else ()), _disk(used)]
    return PlatformHealth(checks=checks, programs=programs, disk_used=used)


def _database(programs: ProgramHealthView | None) -> HealthCheck:
    if programs is not None:
        return HealthCheck(name="database", ok=True, text=translate("Basis data menjawab."))
    remedy = translate("Periksa server PostgreSQL dan ALUR_DATABASE_URL. Tanpa basis data tidak ada yang berjalan.")
    return HealthCheck(name="database", ok=False, text=translate("Basis data tidak menjawab."), remedy=remedy)


def _replica(programs: ProgramHealthView | None) -> Iterator[HealthCheck]:
    """Of a replica, where there is one: without it pages are answered all the same, by the primary."""
    replica = engine().platform.replica
    if replica is None or programs is None:
        return
    found = replica.look()
    if found == AWAY:
        remedy = translate("Periksa server replika dan ALUR_DATABASE_READ_URL. Halaman tetap dijawab, oleh basis data utama.")
        yield HealthCheck(name="replica", ok=False, text=translate("Replika basis data tidak menjawab."), remedy=remedy)
    elif found == BEHIND:
        remedy = translate("Periksa beban dan jaringan server replika. Sampai menyusul, halaman dijawab oleh basis data utama.")
        yield HealthCheck(name="replica", ok=True, text=translate("Replika basis data tertinggal."), remedy=remedy)
    else:
        yield HealthCheck(name="replica", ok=True, text=translate("Replika basis data menjawab."))


def _redis() -> HealthCheck:
    if engine().platform.doorbell.answers():
        return HealthCheck(name="redis", ok=True, text=translate("Redis menjawab."))
    remedy = translate("Periksa server Redis atau Valkey dan ALUR_REDIS_URL. Tidak ada yang hilang; langkah otomatis menunggu.")
    return HealthCheck(name="redis", ok=False, text=translate("Redis tidak menjawab."), remedy=remedy)


def _programs(view: ProgramHealthView) -> Iterator[HealthCheck]:
    yield _clock(view)
    for queue in view.queues:
        yield _workers(view, queue.queue, queue.workers)
    for queue in view.queues:
        if queue.workers and queue.oldest is not None and queue.slow:
            text = translate(
                "Antrean {queue} menumpuk: {count} langkah, yang tertua sejak {when}.",
                queue=queue.queue, count=queue.waiting, when=date_time(queue.oldest),
            )  # fmt: skip
            remedy = translate("Tambah proses worker untuk antrean itu, atau periksa apa yang membuat langkahnya lambat.")
            yield HealthCheck(name=f"queue {queue.queue}", ok=False, text=text, remedy=remedy)
    if view.mail_stands and view.unsent_since is not None:
        text = translate("{count} surel belum dapat dikirim, sejak {when}.", count=view.unsent, when=date_time(view.unsent_since))
        remedy = translate("Periksa server surel (ALUR_SMTP_HOST). Surel dicoba lagi sendiri.")
        yield HealthCheck(name="mail", ok=False, text=text, remedy=remedy)
    else:
        yield HealthCheck(name="mail", ok=True, text=translate("Tidak ada surel yang tertahan."))
    yield from _received_mails(view)


def _received_mails(view: ProgramHealthView) -> Iterator[HealthCheck]:
    """Where mails are received: whether the receiver runs, and whether what came in is dealt with."""
    receivers = [program for program in view.programs if program.program == MAIL]
    if receivers and all(program.silent for program in receivers):
        text = translate("Penerima surel tidak berjalan ({since}).", since=_last_heard([program.beaten_at for program in receivers]))
        remedy = translate("Jalankan proses mail. Server pengirim menyimpan surel dan mencoba lagi.")
        yield HealthCheck(name="mail receiver", ok=False, text=text, remedy=remedy)
    waiting = engine().ask(MailHealth(), actor=SYSTEM)
    if waiting.waiting_since is not None:
        text = translate(
            "{count} surel masuk belum dikerjakan, sejak {when}.", count=waiting.waiting, when=date_time(waiting.waiting_since)
        )
        remedy = translate("Lihat alasannya di halaman Surel masuk, dan periksa worker antrean mails. Surel dicoba lagi sendiri.")
        yield HealthCheck(name="received mails", ok=False, text=text, remedy=remedy)


def _clock(view: ProgramHealthView) -> HealthCheck:
    if view.clock_leads:
        return HealthCheck(name="clock", ok=True, text=translate("Jam berjalan."))
    since = _last_heard([program.beaten_at for program in view.programs if program.program == CLOCK])
    remedy = translate("Jalankan proses clock. Tanpa jam, tenggat, pengingat, dan surel kepada operator tidak berjalan.")
    return HealthCheck(name="clock", ok=False, text=translate("Jam tidak berjalan ({since}).", since=since), remedy=remedy)


def _workers(view: ProgramHealthView, queue: str, workers: int) -> HealthCheck:
    name = f"workers {queue}"
    if workers:
        return HealthCheck(name=name, ok=True, text=translate("Antrean {queue}: {count} worker.", queue=queue, count=workers))
    since = _last_heard([program.beaten_at for program in view.programs if queue in program.queues])
    text = translate("Antrean {queue} tidak dikerjakan siapa pun ({since}).", queue=queue, since=since)
    remedy = translate("Jalankan proses worker untuk antrean itu (Procfile). Yang menunggu dikerjakan begitu worker berjalan.")
    return HealthCheck(name=name, ok=False, text=text, remedy=remedy)


def _last_heard(beats: list[datetime]) -> str:
    return translate("terakhir terdengar {when}", when=date_time(max(beats))) if beats else translate("belum pernah terdengar")


def _disk_used() -> float | None:
    try:
        return round(engine().platform.part(DocumentParts).documents.used(), 3)
    except (OSError, StorageAway):
        return None


def _disk(used: float | None) -> HealthCheck:
    if used is None:
        remedy = translate("Periksa disk atau bucket dokumen (ALUR_DATA, ALUR_DOCUMENTS).")
        return HealthCheck(name="disk", ok=False, text=translate("Penyimpanan dokumen tidak terjangkau."), remedy=remedy)
    text = translate("Disk dokumen terisi {percent} %.", percent=number(used * 100))
    if used < NEARLY_FULL:
        return HealthCheck(name="disk", ok=True, text=text)
    return HealthCheck(name="disk", ok=used < FULL, text=text, remedy=translate("Tambah ruang disk sebelum berkas ditolak."))
