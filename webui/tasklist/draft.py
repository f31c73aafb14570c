"""Saves a task's answers while they are typed (with JavaScript; without, there is a button)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request

from casework.cases.queries.task_detail import TaskDetail
from engine.commands.tasks.save_task_draft import SaveTaskDraft
from engine.model.errors import InvalidState
from webui.access import person
from webui.door import ask, execute
from webui.tasklist.answers import VERSION, collect
from webui.tasklist.blueprint import blueprint


@blueprint.post("/tugas/<uuid:identifier>/draf")
@person
def save_draft(identifier: UUID) -> dict[str, Any] | tuple[dict[str, Any], int]:
    """Answers the version that is stored now; 409 where another tab was first, and then nothing is overwritten."""
    view = ask(TaskDetail(task=identifier))
    answers, _errors = collect(view.form)
    try:
        return {"version": execute(SaveTaskDraft(task=identifier, answers=answers, expected=request.form.get(VERSION)))["version"]}
    except InvalidState as refusal:
        if refusal.details.get("reason") != "elsewhere":
            raise
        return dict(refusal.details), 409
