"""Starts a case that answers another one, with what that one offers for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.deliveries.commands.start_answer import StartAnswer
from casework.deliveries.queries.answer_form import AnswerForm, AnswerFormView
from engine.model.errors import FieldError, FormRejected
from webui.access import person
from webui.door import ask, execute
from webui.rendering.form_view import view_form
from webui.tasklist.answers import all_errors, collect, file_views
from webui.tasklist.begun_case import remember_begun
from webui.tasklist.blueprint import blueprint


@blueprint.route("/kasus/<uuid:identifier>/jawab/<process>", methods=["GET", "POST"])
@person
def answer(identifier: UUID, process: str) -> str | Response | tuple[str, int]:
    view: AnswerFormView = ask(AnswerForm(process=process, answered=identifier))
    start = view.start
    if request.method == "GET":
        return _page(view, dict(view.offered))
    answers, errors = collect(start.form)
    try:
        if errors:
            raise FormRejected(all_errors(start.form, answers, errors, {}, start.options))
        command = StartAnswer(
            process=process,
            answers=answers,
            answered=identifier,
            position=start.seat.position if start.seat else None,
            idempotency_key=request.form.get("kunci"),
        )
        instance = UUID(execute(command)["instance"])
    except FormRejected as rejected:
        return _page(view, answers, rejected.errors), 422
    remember_begun(instance)
    return redirect(url_for("tasklist.case", identifier=instance))


def _page(view: AnswerFormView, typed: dict[str, Any], errors: tuple[FieldError, ...] = ()) -> str:
    start = view.start
    form = view_form(
        start.form or {"id": "", "components": []},
        texts=start.texts,
        options=start.options,
        variables={},
        typed=typed,
        time=start.time,
        errors=errors,
        files=file_views(start.form, typed),
    )
    return render_template("tasklist/start.html", start=start, form=form, answered=view)
