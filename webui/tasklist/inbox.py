"""Shows the inbox: tasks of mine, of my unit, of others, and those that I have done."""

from __future__ import annotations

from flask import render_template, request

from casework.cases.queries.task_list_page import TaskListPage
from casework.notices.queries.waiting_messages import WaitingMessages
from engine.queries.instances.startable_processes import StartableProcesses
from engine.queries.people.colleagues import Colleagues
from engine.queries.tasks.kept_filters import KeptFilters
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint
from webui.tasklist.filters import TABS, address_of, read_filter
from webui.tasklist.several import OFFERED


@blueprint.get("/tugas")
@person
def inbox() -> str:
    tasks = read_filter(request.args)
    tab = next(address for address, kind in TABS.items() if kind == tasks.tab)
    found = ask(TaskListPage(tasks=tasks))
    choosing = bool(request.args.get("pilih")) and tasks.tab in OFFERED and bool(found.rows)
    return render_template(
        "tasklist/inbox.html",
        inbox=found,
        tab=tab,
        # who has nobody below them is shown no such group
        tabs={address: kind for address, kind in TABS.items() if kind == "done" or kind in found.counts},
        filters={name: request.args.get(name, "") for name in ("cari", "layanan", "tenggat", "urut")},
        kept=[(address_of(item.tasks), item) for item in ask(KeptFilters())],
        choosing=choosing,
        several=tasks.tab in OFFERED,
        colleagues=ask(Colleagues()) if choosing and tasks.tab == "unit" else [],
        startable=ask(StartableProcesses()),
        messages=ask(WaitingMessages()) if tab == "untuk-saya" else [],
    )
