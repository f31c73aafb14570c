"""Does the same with several tasks of the inbox at once: what needs no form, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.commands.tasks.claim_user_task import ClaimUserTask
from engine.commands.tasks.hand_task import HandTask
from engine.commands.tasks.mark_task_read import MarkTaskRead
from engine.commands.tasks.remind_of_task import RemindOfTask
from engine.core.command import Command
from engine.model.errors import InvalidState, NotFound, TaskTaken
from webui.access import person
from webui.door import execute
from webui.i18n import translate
from webui.tasklist.blueprint import blueprint
from webui.tasklist.filters import address_of, read_filter

#: as many as a page of the inbox shows
MOST = 25
#: what is offered in each group of the inbox
OFFERED = {"mine": ("dibaca", "lepas"), "unit": ("ambil", "serahkan"), "agency": ("ingatkan",)}


@blueprint.post("/tugas/beberapa")
@person
def several() -> Response:
    """Each task in a transaction of its own; what somebody else did meanwhile is told and left alone."""
    tasks = read_filter(request.form)
    action = request.form.get("aksi", "")
    chosen = _uuids(request.form, "tugas")[:MOST]
    colleague = next(iter(_uuids(request.form, "kepada")), None)
    if action not in OFFERED.get(tasks.tab, ()):
        flash(translate("Pilih dahulu apa yang dikerjakan."))
    elif not chosen:
        flash(translate("Pilih dahulu tugasnya."))
    elif action == "serahkan" and colleague is None:
        flash(translate("Pilih dahulu rekan yang menerimanya."))
    else:
        flash(_carry_out(action, chosen, colleague))
    return redirect(address_of(tasks))


def _carry_out(action: str, chosen: list[UUID], colleague: UUID | None) -> str:
    verbs: dict[str, Callable[[UUID], Command]] = {
        "dibaca": lambda task: MarkTaskRead(task=task),
        "lepas": lambda task: ClaimUserTask(task=task, release=True),
        "ambil": lambda task: ClaimUserTask(task=task),
        "ingatkan": lambda task: RemindOfTask(task=task),
        "serahkan": lambda task: HandTask(task=task, person=colleague or task),
    }
    done = left = 0
    for task in chosen:
        try:
            execute(verbs[action](task))
            done += 1
        except (NotFound, InvalidState, TaskTaken):
            left += 1
    told = {
        "dibaca": translate("{count} tugas ditandai sudah dibaca.", count=done),
        "lepas": translate("{count} tugas dikembalikan ke antrean.", count=done),
        "ambil": translate("{count} tugas diambil: ada di \u201cUntuk saya\u201d.", count=done),
        "ingatkan": translate("{count} tugas diingatkan.", count=done),
        "serahkan": translate("{count} tugas diserahkan.", count=done),
    }[action]
    if not left:
        return told
    return told + " " + translate("{count} tidak berubah: sudah diurus, atau hari ini sudah diingatkan.", count=left)


def _uuids(form: MultiDict[str, str], name: str) -> list[UUID]:
    return form.getlist(name, type=UUID)
