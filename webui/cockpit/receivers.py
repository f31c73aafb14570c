"""Pages of what nobody can act on, for operators: what waits, for which post, since when, and who could act instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.notices.commands.give_message import GiveMessage
from engine.commands.receivers.give_task import LONGEST_REASON, GiveTask
from engine.core.command import Command
from engine.model.errors import InvalidState, NotFound
from engine.queries.receivers.open_receivers import OpenReceivers, OpenTrouble
from engine.queries.receivers.remedies import FindingView, Remedies
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate

blueprint = Blueprint("receivers", __name__)
#: handled by one press; a group that is larger is told how many are left
AT_ONCE = 100
#: kind of what waits -> the command that gives it to a position
GIVE: Mapping[str, Callable[[UUID, str, str], Command]] = {
    "task": lambda subject, position, reason: GiveTask(task=subject, position=position, reason=reason),
    "message": lambda subject, position, reason: GiveMessage(message=subject, position=position, reason=reason),
}


@blueprint.get("/kokpit/penerima")
@permission("operate")
def receivers() -> str:
    return render_template("cockpit/receivers.html", groups=ask(OpenReceivers()), reason_of=reason_of, kind_of=kind_of)


@blueprint.get("/kokpit/penerima/<uuid:identifier>")
@permission("operate")
def finding(identifier: UUID) -> str:
    return _page(identifier, error="", chosen="", reason="")


@blueprint.post("/kokpit/penerima/<uuid:identifier>")
@permission("operate")
def give(identifier: UUID) -> Response | tuple[str, int]:
    """Gives what waits to the chosen position; nothing that somebody else has done meanwhile stops the rest."""
    group: FindingView = ask(Remedies(finding=identifier))
    chosen, reason = request.form.get("kepada", ""), request.form.get("alasan", "")
    if not chosen or group.kind not in GIVE:
        return _page(identifier, error=translate("Pilih siapa yang mengerjakan."), chosen=chosen, reason=reason), 422
    if len(" ".join(reason.split())) > LONGEST_REASON:
        error = translate("Alasan paling panjang {limit} huruf.", limit=LONGEST_REASON)
        return _page(identifier, error=error, chosen=chosen, reason=reason), 422
    given = 0
    for subject in group.subjects[:AT_ONCE]:
        try:
            execute(GIVE[group.kind](subject, "" if chosen == "kembali" else chosen, reason))
            given += 1
        except (InvalidState, NotFound):
            continue
    if not given:
        error = translate("Belum ada yang dipindahkan: jabatan itu tidak dapat mengerjakannya hari ini. Pilih jabatan lain.")
        return _page(identifier, error=error, chosen=chosen, reason=reason), 422
    left = group.count - given
    flash(translate("{count} sudah dipindahkan.", count=given))
    if left:
        flash(translate("{count} belum dipindahkan. Ulangi dari daftar ini.", count=left))
    return redirect(url_for("receivers.receivers"))


def _page(identifier: UUID, *, error: str, chosen: str, reason: str) -> str:
    typed = request.args.get("cari", "").strip()[:100]
    view = ask(Remedies(finding=identifier, text=typed))
    return render_template(
        "cockpit/receiver.html", view=view, identifier=identifier, typed=typed, error=error, chosen=chosen, reason=reason,
        reason_of=reason_of, kind_of=kind_of, why_of=why_of, longest=LONGEST_REASON, can_be_given=view.kind in GIVE,
    )  # fmt: skip


def trouble() -> tuple[int, int]:
    """Returns how many incidents and findings are open, for the menu of an operator."""
    counts: tuple[int, int] = ask(OpenTrouble())
    return counts


def reason_of(reason: str) -> str:
    return {
        "VACANT": translate("Jabatan kosong"),
        "AWAY": translate("Pejabat cuti tanpa Plh."),
        "ENDED": translate("Jabatan tidak ada hari ini"),
        "CLAIMED": translate("Diambil oleh orang yang tidak dapat mengerjakannya"),
        "NOBODY": translate("Tidak ada yang disebut"),
    }[reason]


def kind_of(kind: str, count: int) -> str:
    return {
        "task": translate("{count} tugas", count=count),
        "message": translate("{count} pesan", count=count),
        "bill": translate("{count} tagihan", count=count),
    }[kind]


def why_of(why: str) -> str:
    return {
        "successor": translate("Jabatan pengganti"),
        "superior": translate("Atasan"),
        "unit": translate("Unit yang sama"),
        "search": translate("Hasil pencarian"),
    }[why]
