"""Starts a case with its start form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.model.errors import FieldError, FormRejected
from engine.queries.instances.startable_processes import StartForm, StartFormView
from webui.access import person
from webui.door import ask, execute
from webui.rendering.form_view import view_form
from webui.tasklist.answers import all_errors, collect, file_views
from webui.tasklist.begun_case import remember_begun
from webui.tasklist.blueprint import blueprint


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
        command = StartProcessInstance(
            process=process, answers=answers, position=view.seat.position if view.seat else None, idempotency_key=request.form.get("kunci")
        )
        instance = UUID(execute(command)["instance"])
    except FormRejected as rejected:
        return _page(view, answers, rejected.errors), 422
    remember_begun(instance)
    return redirect(url_for("tasklist.case", identifier=instance))


def _page(view: StartFormView, typed: dict[str, Any], errors: tuple[FieldError, ...] = ()) -> str:
    form = view_form(
        view.form or {"id": "", "components": []},
        texts=view.texts,
        options=view.options,
        variables={},
        typed=typed,
        time=view.time,
        errors=errors,
        files=file_views(view.form, typed),
    )
    return render_template("tasklist/start.html", start=view, form=form)
