"""Shows the inbox: tasks of mine, of my unit, of others, and those that I have done."""

from __future__ import annotations

from flask import render_template, request

from casework.cases.queries.inbox_page import InboxPage, InboxView
from engine.queries.people.colleagues import Colleagues
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint
from webui.tasklist.filters import TABS, address_of, read_filter
from webui.tasklist.overview import know_own_tasks
from webui.tasklist.several import OFFERED


@blueprint.get("/tugas")
@person
def inbox() -> str:
    tasks = read_filter(request.args)
    tab = next(address for address, kind in TABS.items() if kind == tasks.tab)
    page: InboxView = ask(InboxPage(tasks=tasks))
    found = page.inbox
    know_own_tasks(found.counts.get("mine", 0))
    choosing = bool(request.args.get("pilih")) and tasks.tab in OFFERED and bool(found.rows)
    return render_template(
        "tasklist/inbox.html",
        inbox=found,
        tab=tab,
        # who has nobody below them is shown no such group
        tabs={address: kind for address, kind in TABS.items() if kind == "done" or kind in found.counts},
        filters={name: request.args.get(name, "") for name in ("cari", "layanan", "tenggat", "urut")},
        kept=[(address_of(item.tasks), item) for item in page.kept],
        choosing=choosing,
        several=tasks.tab in OFFERED,
        colleagues=ask(Colleagues()) if choosing and tasks.tab == "unit" else [],
        startable=page.startable,
        messages=page.messages,
    )
