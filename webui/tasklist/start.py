"""Starts a process by its form: beside the pages of the document that it describes, with what was written before, twins told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.documents.document_files import FileView
from casework.records.queries.remembered_values import RememberedValues
from casework.records.queries.twins_of_answers import Twin, TwinsOfAnswers
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.model.errors import FieldError, FormRejected, NotFound
from engine.queries.instances.startable_processes import StartForm, StartFormView
from engine.queries.tasks.check_answers import CheckAnswers, CheckedAnswers
from webui.access import person
from webui.door import ask, execute
from webui.rendering.form_view import FormView, view_form
from webui.tasklist.answers import all_errors, collect, file_views
from webui.tasklist.begun_case import remember_begun
from webui.tasklist.blueprint import blueprint
from webui.tasklist.uploads import file_beside

#: appearance of the box that is asked only where the register has the same already, and of the file that is shown beside the form
CONFIRM, BESIDE = "confirm", "beside"


@blueprint.route("/mulai/<process>", methods=["GET", "POST"])
@person
def start(process: str) -> str | Response | tuple[str, int]:
    view: StartFormView = ask(StartForm(process=process))
    if request.method == "GET":
        return _page(view, {})
    answers, errors = collect(view.form)
    try:
        if errors:
            raise FormRejected(all_errors(view.form, answers, errors, {}, view.options))
        if twins := _unconfirmed_twins(view, answers):
            return _page(view, answers, twins=twins), 409
        command = StartProcessInstance(
            process=process, answers=answers, position=view.seat.position if view.seat else None, idempotency_key=request.form.get("kunci")
        )
        instance = UUID(execute(command)["instance"])
    except FormRejected as rejected:
        return _page(view, answers, rejected.errors), 422
    remember_begun(instance)
    return redirect(url_for("tasklist.case", identifier=instance))


def _unconfirmed_twins(view: StartFormView, answers: Mapping[str, Any]) -> Sequence[Twin]:
    """Returns what the register has already, where the form has a box for it and its sender has not ticked it."""
    box = next((key for key, appearance in _appearances(view.form) if appearance == CONFIRM), None)
    if box is None or answers.get(box):
        return ()
    checked: CheckedAnswers = ask(CheckAnswers(form=view.form or {}, answers=answers, variables={}, options=view.options))
    twins: Sequence[Twin] = ask(TwinsOfAnswers(process=view.process, answers=checked.answers)) if not checked.errors else ()
    return twins


def _page(view: StartFormView, typed: dict[str, Any], errors: tuple[FieldError, ...] = (), twins: Sequence[Twin] = ()) -> str:
    files = file_views(view.form, typed)
    form = view_form(
        view.form or {"id": "", "components": []},
        texts=view.texts,
        options=view.options,
        variables={},
        typed=typed,
        time=view.time,
        errors=errors,
        files=files,
        remembered=_remembered(view),
    )
    beside = next((key for key, appearance in _appearances(view.form) if appearance == BESIDE), "")
    shown = _shown_beside(files.get(beside, ()))
    return render_template(
        "tasklist/start.html", start=view, form=_without_box(form, typed, twins), twins=twins, uploads=True, beside=beside, shown=shown
    )


def _remembered(view: StartFormView) -> Mapping[str, Sequence[str]]:
    components = (view.form or {}).get("components", [])
    names = tuple(item["key"] for item in components if item.get("key") and item.get("properties", {}).get("remember") is True)
    found: Mapping[str, Sequence[str]] = ask(RememberedValues(process=view.process, fields=names)) if names else {}
    return found


def _without_box(form: FormView, typed: Mapping[str, Any], twins: Sequence[Twin]) -> FormView:
    """The box that confirms a twin is asked where there is one, and again where it was ticked."""
    kept = [item for item in form.asked if item.appearance != CONFIRM or twins or typed.get(item.question.key)]
    return replace(form, asked=kept)


def _appearances(form: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    components = (form or {}).get("components", [])
    return [(item["key"], str(item.get("properties", {}).get("appearance") or "")) for item in components if item.get("key")]


def _shown_beside(files: Sequence[FileView]) -> FileView | None:
    with suppress(NotFound):
        return file_beside(files[0].document) if files else None
    return None
