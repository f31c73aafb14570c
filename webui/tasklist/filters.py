"""Keeps filters of the inbox under a name, and deletes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.commands.tasks.delete_filter import DeleteFilter
from engine.commands.tasks.keep_filter import LONGEST_NAME, MOST, KeepFilter
from engine.model.errors import InvalidState
from engine.queries.tasks.task_list import TaskList
from webui.access import person
from webui.door import execute
from webui.i18n import translate
from webui.tasklist.blueprint import blueprint

#: the address of each tab
TABS = {"untuk-saya": "mine", "unit": "unit", "bawahan": "agency", "menunggu": "waiting", "selesai": "done"}
DUE = {"terlambat": "late", "hari-ini": "today", "minggu-ini": "week"}


def read_filter(values: Any) -> TaskList:
    """`values`: of the address or of a form; what is unknown falls back to the whole group."""
    return TaskList(
        tab=TABS.get(values.get("tab", ""), "mine"),
        text=values.get("cari", ""),
        process=values.get("layanan", ""),
        due=DUE.get(values.get("tenggat", ""), ""),
        order="new" if values.get("urut") == "terbaru" else "due",
        page=values.get("hal", 1, type=int),
    )


def address_of(tasks: TaskList) -> str:
    """The address of the inbox under this filter."""
    of_tab = {kind: address for address, kind in TABS.items()}
    of_due = {kind: address for address, kind in DUE.items()}
    parts = (("cari", tasks.text), ("layanan", tasks.process), ("tenggat", of_due.get(tasks.due, "")))
    order = (("urut", "terbaru"),) if tasks.order == "new" else ()
    chosen: dict[str, Any] = {name: value for name, value in (*parts, *order) if value}
    return url_for("tasklist.inbox", tab=of_tab[tasks.tab], **chosen)


@blueprint.post("/tugas/saringan")
@person
def keep_filter() -> Response:
    tasks = read_filter(request.form)
    name = request.form.get("nama", "")
    parts = {"tab": tasks.tab, "text": tasks.text, "process": tasks.process, "due": tasks.due, "order": tasks.order}
    try:
        execute(KeepFilter(name=name, **parts))
    except InvalidState as refused:
        if refused.details.get("reason") == "many":
            flash(translate("Saringan belum disimpan: sudah ada {count}. Hapus salah satu dahulu.", count=MOST))
        else:
            flash(translate("Saringan belum disimpan: beri nama 1 sampai {limit} huruf.", limit=LONGEST_NAME))
    else:
        flash(translate("Saringan disimpan: {name}", name=" ".join(name.split())))
    return redirect(address_of(tasks))


@blueprint.post("/tugas/saringan/<uuid:identifier>/hapus")
@person
def delete_filter(identifier: UUID) -> Response:
    execute(DeleteFilter(filter=identifier))
    flash(translate("Saringan dihapus."))
    return redirect(url_for("tasklist.inbox"))
