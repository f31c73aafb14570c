"""Saves a task's answers while they are typed (with JavaScript; without, there is a button)."""

from __future__ import annotations

from uuid import UUID

from casework.cases.queries.task_detail import TaskDetail
from engine.commands.tasks.save_task_draft import SaveTaskDraft
from webui.access import person
from webui.door import ask, execute
from webui.tasklist.answers import collect
from webui.tasklist.blueprint import blueprint


@blueprint.post("/tugas/<uuid:identifier>/draf")
@person
def save_draft(identifier: UUID) -> tuple[str, int]:
    view = ask(TaskDetail(task=identifier))
    answers, _errors = collect(view.form)
    execute(SaveTaskDraft(task=identifier, answers=answers))
    return "", 204
