"""What the page of a case says right after it was begun: its number, or the step with which its starter goes on, as soon as it is there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import session

from casework.cases.queries.case_detail import CaseView
from engine.queries.tasks.task_list import TaskList, TaskRow
from webui.door import ask

#: the case that this browser has just begun, and how often its page was shown
KEPT = "begun"
#: how often the page asks again for what a worker gives, and the seconds between
PATIENCE, SECONDS = 8, 2


@dataclass(frozen=True)
class Begun:
    number: str
    #: the starter's own next step, such as to look at a twin
    task: TaskRow | None
    #: seconds after which the page is loaded again; None: there is nothing to wait for
    again: int | None


def remember_begun(case: UUID) -> None:
    session[KEPT] = [str(case), 0]


def begun_case(view: CaseView) -> Begun | None:
    """None where the page is shown for another reason."""
    case, shown = session.get(KEPT) or ("", 0)
    if case != str(view.id):
        return None
    rows = [row for tab in ("mine", "unit") for row in ask(TaskList(tab=tab, order="new")).rows]
    task = next((row for row in rows if row.instance == view.id), None)
    number = view.business_key or ""
    missing = view.numbered and not number and task is None
    waits = missing and shown < PATIENCE and view.status == "ACTIVE" and not view.trouble.stopped
    session[KEPT] = [case, shown + 1]
    if not waits:
        session.pop(KEPT)
    return Begun(number=number, task=task, again=SECONDS if waits else None)
