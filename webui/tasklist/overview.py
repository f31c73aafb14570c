"""Shows the first page of who leads, and what lies with a unit: three figures, what waits for them, and where something is late."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.queries.task_list_page import TaskListPage
from casework.cases.queries.task_overview import TaskOverview, TaskOverviewView
from engine.queries.people.unit_name import UnitName
from engine.queries.tasks.own_tasks import OwnTasks
from engine.queries.tasks.task_list import Inbox, TaskList
from webui.access import person
from webui.auth import actor
from webui.door import ask
from webui.i18n import translate
from webui.tasklist.blueprint import blueprint

DUE = {"terlambat": "late", "hari-ini": "today"}


@blueprint.get("/pimpinan")
@person
def overview() -> str | Response:
    if not actor().leads:
        return redirect(url_for("tasklist.inbox"))
    view: TaskOverviewView = ask(TaskOverview())
    know_own_tasks(view.count)
    return render_template("tasklist/overview.html", view=view, greeting=greet(view.units.at))


@blueprint.get("/pimpinan/tugas")
@person
def tasks_of_others() -> str:
    """Open tasks of others that the reader may see: of one unit, those that are late, or all."""
    unit, due = request.args.get("unit", type=UUID), request.args.get("tenggat", "")
    tasks = TaskList(tab="others", unit=unit, due=DUE.get(due, ""), page=request.args.get("hal", 1, type=int))
    found: Inbox = ask(TaskListPage(tasks=tasks))
    name = ask(UnitName(unit=unit)) if unit else ""
    return render_template("tasklist/tasks_of_others.html", inbox=found, unit=unit, name=name, due=due if due in DUE else "")


def first_page() -> str:
    """The address of the page with which somebody of the staff begins."""
    return url_for("tasklist.overview" if actor().leads else "tasklist.inbox")


def own_tasks() -> int:
    """Returns how many tasks wait for the reader, for the menu."""
    if "own_tasks" not in g:
        g.own_tasks = ask(OwnTasks())
    count: int = g.own_tasks
    return count


def know_own_tasks(count: int) -> None:
    """Tells the menu what the page has counted already."""
    g.own_tasks = count


def greet(now: datetime) -> str:
    """As people greet each other at this hour."""
    if now.hour < 11:
        return translate("Selamat pagi, {name}", name=actor().name)
    if now.hour < 15:
        return translate("Selamat siang, {name}", name=actor().name)
    if now.hour < 18:
        return translate("Selamat sore, {name}", name=actor().name)
    return translate("Selamat malam, {name}", name=actor().name)
