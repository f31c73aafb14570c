"""Maps the engine's refusals to HTTP and to sentences; nothing else knows both."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from flask import Flask, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from casework.documents.errors import (
    DecoderBusy,
    FileRejected,
    NoSigner,
    PassphraseWrong,
    ScannerAway,
    SignerAway,
    SignerUnknown,
    StorageAway,
    StorageFull,
    TemplateFailed,
)
from casework.mail.errors import AddressRejected
from casework.payments.errors import BankAway
from casework.records.errors import DuplicateEntry
from casework.regency.errors import AnnouncementRejected, PublicInformationRejected
from casework.registries.errors import RegistryAway
from engine.identity.errors import OrganisationRejected, SignInRefused, StepUpNeeded, SubstituteRefused
from engine.model.errors import (
    AddressRefused,
    CalendarNotSet,
    CommandRefused,
    Conflict,
    DeploymentRejected,
    EngineError,
    Forbidden,
    FormRejected,
    InvalidState,
    MigrationRefused,
    NotFound,
    TaskTaken,
    Unstorable,
)
from engine.persistence.database import DatabaseTrouble
from webui.access import door_of, rule_of
from webui.auth import current
from webui.i18n import date_time, translate
from webui.kept_forms.keeping import answer_stale_form, ask_to_sign_in, keep_own_form
from webui.kept_forms.page_owner import owner_of_page
from webui.limits import TooMany, retry_after
from webui.rendering.waiting import wait_words
from workshop.errors import DraftLocked, OwnDraft

log = structlog.get_logger()
STATUS: dict[type[EngineError], int] = {
    NotFound: 404,
    Forbidden: 403,
    SignInRefused: 401,
    StepUpNeeded: 401,
    TaskTaken: 409,
    Conflict: 409,
    FormRejected: 422,
    FileRejected: 422,
    DeploymentRejected: 422,
    DuplicateEntry: 422,
    OrganisationRejected: 422,
    SubstituteRefused: 422,
    PublicInformationRejected: 422,
    AddressRejected: 422,
    AnnouncementRejected: 422,
    InvalidState: 409,
    MigrationRefused: 409,
    Unstorable: 422,
    StorageFull: 503,
    StorageAway: 503,
    ScannerAway: 503,
    DecoderBusy: 503,
    AddressRefused: 422,
    CalendarNotSet: 503,
    BankAway: 503,
    DraftLocked: 409,
    OwnDraft: 403,
    RegistryAway: 503,
    TemplateFailed: 422,
    PassphraseWrong: 422,
    SignerUnknown: 422,
    NoSigner: 422,
    SignerAway: 503,
    CommandRefused: 422,
}


def status_of(error: EngineError) -> int:
    return next((code for kind, code in STATUS.items() if type(error) is kind), 500)


def install(app: Flask) -> None:
    app.register_error_handler(EngineError, engine_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(TooMany, too_many)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(DatabaseTrouble, database_away)
    app.register_error_handler(Exception, crash)


def page(status: int, title: str, text: str, **more: Any) -> tuple[str, int]:
    return render_template("error.html", title=title, text=text, **more), status


def engine_error(error: EngineError) -> tuple[str, int] | Response:
    if isinstance(error, StepUpNeeded):
        return redirect(url_for("signin.reauthenticate", lanjut=request.full_path if request.method == "GET" else keep_own_form()))
    if isinstance(error, TaskTaken):
        return task_taken_page(error)
    if isinstance(error, NotFound):
        return not_found()
    if isinstance(error, Forbidden):
        return page(403, translate("Anda tidak berwenang"), translate("Jabatan Anda tidak boleh melakukan ini."))
    if isinstance(error, DraftLocked):
        text = translate(
            "{by} sedang mengubah draf ini, sampai {at}. Coba lagi sesudahnya.",
            by=error.details["by"],
            at=date_time(error.details["until"]),
        )
        return page(409, translate("Draf ini sedang diubah orang lain"), text)
    if isinstance(error, Conflict | InvalidState):
        return page(
            409,
            translate("Keadaan sudah berubah"),
            translate("Orang lain mengubah kasus ini pada saat yang sama. Buka lagi, lalu coba sekali lagi."),
        )
    if isinstance(error, DuplicateEntry):
        text = translate("Entri yang sama sudah ada dalam buku register: {entry}. Periksa nomornya.", entry=error.details["entry"])
        return page(422, translate("Sudah ada"), text)
    if isinstance(error, Unstorable):
        return page(
            422,
            translate("Permintaan tidak dapat diproses"),
            translate("Isian memuat huruf yang tidak dapat disimpan. Ketik ulang, jangan salin."),
        )
    if isinstance(error, CalendarNotSet | DecoderBusy | StorageFull | StorageAway):
        return missing_page(error)
    if isinstance(error, CommandRefused):
        return page(status_of(error), translate("Permintaan tidak dapat diproses"), str(error))
    return crash(error)


def missing_page(error: EngineError) -> tuple[str, int]:
    """Says what the regency's side lacks just now, and that what was typed is not lost by it."""
    if isinstance(error, CalendarNotSet):
        log.error("the working calendar does not cover a term", path=request.path, reason=str(error))
        text = translate(
            "Hari kerja tahun yang dihitung di sini belum ditetapkan, sehingga batas waktunya belum dapat dipastikan. "
            "Coba lagi beberapa hari lagi, atau tanyakan ke loket."
        )
        return page(503, translate("Kalender hari kerja belum lengkap"), text)
    if isinstance(error, DecoderBusy):
        text = translate("Banyak berkas sedang diperiksa. Tunggu satu menit, lalu kembali dan kirim sekali lagi.")
        return page(503, translate("Sedang ramai"), text)
    if isinstance(error, StorageFull):
        log.error("the disk of the documents is full", path=request.path)
        text = translate("Berkas belum tersimpan. Isian pada halaman sebelumnya masih ada; coba lagi nanti, atau beri tahu Diskominfo.")
        return page(503, translate("Ruang penyimpanan penuh"), text)
    log.error("the store of the documents does not answer", path=request.path, reason=str(error))
    text = translate("Berkas sedang tidak dapat dijangkau. Isian pada halaman sebelumnya masih ada; coba lagi beberapa menit lagi.")
    return page(503, translate("Penyimpanan berkas tidak menjawab"), text)


def task_taken_page(error: TaskTaken, *, typed: dict[str, Any] | None = None) -> tuple[str, int]:
    """Shows who did the task and when, and what the reader had typed, so that nothing is lost."""
    by, at = error.details.get("by"), error.details.get("at")
    if by and at:
        text = translate("{by} sudah menyelesaikannya pada {at}.", by=by, at=date_time(at))
    elif by:
        text = translate("{by} sudah mengambilnya.", by=by)
    else:
        text = translate("Tugas ini sudah selesai atau dibatalkan.")
    case = error.details.get("instance")
    return page(409, translate("Tugas ini sudah tidak terbuka"), text, typed=typed or {}, case=case)


def not_found() -> tuple[str, int]:
    return page(
        404,
        translate("Halaman tidak ditemukan"),
        translate("Periksa alamatnya. Bila alamat benar, Anda mungkin tidak berwenang melihatnya."),
    )


def http_error(error: HTTPException) -> tuple[str, int] | Response:
    if error.code == 404:
        return not_found()
    if error.code is not None and error.code < 400:
        return error.get_response()
    return page(error.code or 500, translate("Permintaan tidak dapat diproses"), translate("Kembali, lalu coba sekali lagi."))


def csrf_error(error: CSRFError) -> tuple[str, int] | Response:
    rule = rule_of(current_app, request.endpoint)
    if current() is None and owner_of_page() is not None and rule is not None and rule.need != "public" and request.endpoint:
        return ask_to_sign_in(door_of(request.endpoint))
    return answer_stale_form() or page(
        400,
        translate("Halaman ini sudah terlalu lama terbuka"),
        translate("Kembali, muat ulang halamannya, lalu kirim lagi. Isian pada halaman sebelumnya masih ada."),
    )


def too_many(error: TooMany) -> tuple[str, int, dict[str, str]]:
    shown, status = page(429, translate("Terlalu banyak percobaan"), wait_words(error), kept=request.method != "GET")
    return shown, status, retry_after(error)


def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    return page(
        413,
        translate("Berkas terlalu besar"),
        translate("Kembali dan pilih berkas yang lebih kecil: paling besar 10 MB tiap berkas. Isian pada halaman sebelumnya masih ada."),
    )


def database_away(error: DatabaseTrouble) -> tuple[str, int, dict[str, str]]:
    """Shows that the database is away, without asking it anything, and reloads by itself: a restart takes seconds."""
    log.warning("database away", path=request.path, error=type(error.orig).__name__)
    # without the context of other pages, which asks the database who is signed in
    again = request.full_path.rstrip("?") if request.method == "GET" else ""
    return current_app.jinja_env.get_template("away.html").render(again=again), 503, {"Retry-After": "10"}


def crash(error: Exception) -> tuple[str, int]:
    """Shows a code for a fault of ours, which the operator finds in the log, and nothing of the case."""
    code = secrets.token_hex(4).upper()
    log.error("page failed", code=code, path=request.path, error=type(error).__name__, exc_info=error)
    text = translate("Kesalahan ada pada kami. Data yang sudah tersimpan tetap aman. Sebutkan kode {code} kepada Diskominfo.", code=code)
    return page(500, translate("Maaf, ada gangguan"), text)
