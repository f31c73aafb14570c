"""The page of the working calendar: years and what they lack, holidays, office hours, and who changed what on which basis."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.timers.set_calendar import MAX_DAYS, SetCalendar
from engine.commands.timers.set_office_hours import LONGEST_SPECIAL, SetOfficeHours
from engine.feel.calendar.coverage import FASTING, HOLIDAYS, HOURS
from engine.model.errors import InvalidState
from engine.queries.calendar.calendar_overview import CalendarOverview
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate

blueprint = Blueprint("calendar", __name__)
LINE = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(.*\S)")
#: characters that a page keeps of what was typed
LONGEST = 20_000


@blueprint.get("/kokpit/kalender")
@permission("operate")
def calendar() -> str:
    return _page()


@blueprint.post("/kokpit/kalender/hari")
@permission("administer", step_up=True)
def set_days() -> str | Response | tuple[str, int]:
    typed = {name: request.form.get(name, "")[:LONGEST] for name in ("hari", "jenis", "tahun", "dasar")}
    lines = [line.strip() for line in typed["hari"].splitlines() if line.strip()]
    read = [LINE.fullmatch(line) for line in lines]
    wrong = next((line for line, match in zip(lines, read, strict=True) if match is None), None)
    year = typed["tahun"].strip()
    if wrong is not None:
        return _page(typed, "hari", translate("Tulis tanggal lalu namanya, misalnya 2028-01-01 Tahun Baru: {line}", line=wrong[:80])), 422
    if not typed["dasar"].strip():
        return _page(typed, "dasar", translate("Tulis dasar hukumnya, misalnya SKB 3 Menteri atau edaran Bupati.")), 422
    if year and not re.fullmatch(r"2[01]\d\d", year):
        return _page(typed, "tahun", translate("Tulis tahun, misalnya 2028, atau kosongkan.")), 422
    if not lines and not year:
        return _page(typed, "hari", translate("Tulis sedikitnya satu hari, atau tahun yang sudah lengkap.")), 422
    days = [{"day": match[1], "works": typed["jenis"] == "masuk", "name": match[2]} for match in read if match is not None]
    try:
        answer = execute(SetCalendar(basis=typed["dasar"].strip(), days=days, years=[int(year)] if year else []))
    except InvalidState:
        text = translate("Ada tanggal yang tidak ada pada kalender, atau lebih dari {most} hari sekaligus.", most=MAX_DAYS)
        return _page(typed, "hari", text), 422
    flash(translate("Kalender dicatat: {days} hari. Batas waktu {cases} kasus dihitung lagi.", days=answer["days"], cases=answer["cases"]))
    return redirect(url_for("calendar.calendar"))


@blueprint.post("/kokpit/kalender/jam")
@permission("administer", step_up=True)
def set_hours() -> str | Response | tuple[str, int]:
    names = ("nama", "dari", "sampai", "buka", "tutup", "jumat_buka", "jumat_tutup", "dasar_jam")
    typed = {name: request.form.get(name, "").strip()[:200] for name in names}
    if missing := next((name for name in names if name != "sampai" and not typed[name]), None):
        return _page(typed, missing, translate("Isi semua bagian jam kerja; hanya hari terakhir boleh kosong.")), 422
    command = SetOfficeHours(
        name=typed["nama"],
        first=typed["dari"],
        last=typed["sampai"] or None,
        weekdays=(typed["buka"], typed["tutup"]),
        friday=(typed["jumat_buka"], typed["jumat_tutup"]),
        basis=typed["dasar_jam"],
    )
    try:
        answer = execute(command)
    except InvalidState:
        text = translate(
            "Periksa tanggal dan jamnya: kantor tutup sesudah buka, jam khusus paling lama {days} hari dan tidak bertemu jam khusus lain.",
            days=LONGEST_SPECIAL.days,
        )
        return _page(typed, "dari", text), 422
    flash(translate("Jam kerja dicatat. Batas waktu {cases} kasus dihitung lagi.", cases=answer["cases"]))
    return redirect(url_for("calendar.calendar"))


def lack_words(name: str) -> str:
    return {
        HOLIDAYS: translate("hari libur dan cuti bersama"),
        HOURS: translate("jam kerja"),
        FASTING: translate("jam kerja bulan Ramadan"),
    }[name]


def kind_words(kind: str) -> str:
    return {"DAY": translate("Hari"), "YEAR": translate("Tahun lengkap"), "HOURS": translate("Jam kerja")}[kind]


def _page(typed: dict[str, Any] | None = None, wrong: str = "", error: str = "") -> str:
    return render_template(
        "cockpit/calendar.html",
        calendar=ask(CalendarOverview()),
        lack_words=lack_words,
        kind_words=kind_words,
        typed=typed or {},
        wrong=wrong,
        error=error,
    )
