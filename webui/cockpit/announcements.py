"""The page on which operators announce an outage or planned work; it stands above every page until it ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.regency.announcement_limits import ALL, LONGEST_TEXT, LONGEST_TIME, PORTAL, STAFF
from casework.regency.commands.end_announcement import EndAnnouncement
from casework.regency.commands.write_announcement import WriteAnnouncement
from casework.regency.errors import AnnouncementRejected
from casework.regency.queries.announcements import AnnouncementView, CurrentAnnouncements, NewestAnnouncements
from engine.model.actor import GUEST
from engine.persistence.database import DatabaseTrouble
from webui.access import permission
from webui.answering.page_reading import ask_as
from webui.answering.public_state import keep
from webui.door import ask, execute
from webui.i18n import translate, zone

blueprint = Blueprint("announcements", __name__)
FIELDS = ("di", "teks", "teks_en", "mulai", "selesai", "tampil")
#: which field of the page a refusal speaks of
PARTS = {"text": "teks", "place": "di", "ends": "selesai", "shown": "tampil"}


@blueprint.get("/kokpit/pengumuman")
@permission("operate")
def announcements() -> str:
    return _page({"di": ALL})


@blueprint.post("/kokpit/pengumuman")
@permission("operate")
def write_announcement() -> Response | tuple[str, int]:
    typed = {name: request.form.get(name, "").strip()[: 4 * LONGEST_TEXT] for name in FIELDS}
    times = {name: _read(typed[name]) for name in ("mulai", "selesai", "tampil")}
    unread = next((name for name, time in times.items() if time is None and (typed[name] or name != "tampil")), None)
    if unread is not None or times["mulai"] is None or times["selesai"] is None:
        return _page(typed, unread or "mulai", translate("Pilih tanggal dan jam, misalnya 25 November 2026 pukul 22.00.")), 422
    command = WriteAnnouncement(
        place=typed["di"],
        text_id=typed["teks"],
        text_en=typed["teks_en"],
        begins_at=times["mulai"],
        ends_at=times["selesai"],
        shown_from=times["tampil"],
    )
    try:
        execute(command)
    except AnnouncementRejected as refusal:
        wrong = PARTS[refusal.details["part"]]
        return _page(typed, wrong, _refusal_words(wrong)), 422
    flash(translate("Pengumuman dicatat. Pengumuman hilang sendiri pada waktunya."))
    return redirect(url_for("announcements.announcements"))


@blueprint.post("/kokpit/pengumuman/<uuid:identifier>/selesai")
@permission("operate")
def end_announcement(identifier: UUID) -> Response | tuple[str, int]:
    typed = request.form.get("sampai", "").strip()[:40]
    ends_at = _read(typed) if typed else None
    wrong = f"sampai-{identifier}"
    if typed and ends_at is None:
        return _page({"di": ALL, wrong: typed}, wrong, translate("Pilih tanggal dan jam, misalnya 25 November 2026 pukul 22.00.")), 422
    try:
        execute(EndAnnouncement(announcement=identifier, ends_at=ends_at))
    except AnnouncementRejected:
        return _page({"di": ALL, wrong: typed}, wrong, _refusal_words("selesai")), 422
    flash(translate("Waktu pengumuman diubah.") if ends_at else translate("Pengumuman diakhiri."))
    return redirect(url_for("announcements.announcements"))


def current_announcements(place: str) -> Sequence[AnnouncementView]:
    """`place`: PORTAL or STAFF. Asked by the layout of each page; an error page does without them while the database is away."""
    try:
        return keep(f"announcements {place}", lambda: ask_as(GUEST, CurrentAnnouncements(place=place)))
    except DatabaseTrouble:
        return ()


def place_words(place: str) -> str:
    return {
        PORTAL: translate("Halaman warga"),
        STAFF: translate("Halaman pegawai"),
        ALL: translate("Semua halaman"),
    }[place]


def _read(typed: str) -> datetime | None:
    """Reads what a browser sends for a day and a time (`2026-11-25T22:00`), in the regency's zone."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone())


def _refusal_words(field: str) -> str:
    return {
        "teks": translate("Tulis teksnya, paling banyak {most} huruf.", most=LONGEST_TEXT),
        "di": translate("Pilih di mana pengumuman tampil."),
        "mulai": translate("Pilih tanggal dan jam, misalnya 25 November 2026 pukul 22.00."),
        "selesai": translate("Pilih akhir sesudah awal dan sesudah sekarang, paling lama {days} hari.", days=LONGEST_TIME.days),
        "tampil": translate("Pilih waktu tampil sebelum gangguan berakhir, atau kosongkan."),
    }[field]


def _page(typed: dict[str, str], wrong: str = "", error: str = "") -> str:
    return render_template(
        "cockpit/announcements.html",
        written=ask(NewestAnnouncements()),
        places=(ALL, PORTAL, STAFF),
        place_words=place_words,
        typed=typed,
        wrong=wrong,
        error=error,
        most=LONGEST_TEXT,
    )
