"""Shows the inbox: tasks of mine, of my unit, of others, and those that I have done."""

from __future__ import annotations

from flask import render_template, request

from casework.cases.queries.task_list_page import TaskListPage
from casework.notices.queries.waiting_messages import WaitingMessages
from engine.queries.instances.startable_processes import StartableProcesses
from engine.queries.tasks.task_list import TaskList
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint

#: the address of each tab
TABS = {"untuk-saya": "mine", "unit": "unit", "bawahan": "agency", "menunggu": "waiting", "selesai": "done"}
DUE = {"terlambat": "late", "hari-ini": "today", "minggu-ini": "week"}


@blueprint.get("/tugas")
@person
def inbox() -> str:
    tab = request.args.get("tab", "untuk-saya")
    tab = tab if tab in TABS else "untuk-saya"
    filters = {name: request.args.get(name, "") for name in ("cari", "layanan", "tenggat", "urut")}
    tasks = TaskList(
        tab=TABS[tab],
        text=filters["cari"],
        process=filters["layanan"],
        due=DUE.get(filters["tenggat"], ""),
        order="new" if filters["urut"] == "terbaru" else "due",
        page=request.args.get("hal", 1, type=int),
    )
    found = ask(TaskListPage(tasks=tasks))
    return render_template(
        "tasklist/inbox.html",
        inbox=found,
        tab=tab,
        # who has nobody below them is shown no such group
        tabs={address: kind for address, kind in TABS.items() if kind == "done" or kind in found.counts},
        filters=filters,
        startable=ask(StartableProcesses()),
        messages=ask(WaitingMessages()) if tab == "untuk-saya" else [],
    )
