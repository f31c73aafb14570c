"""A task: its case, and the decision. First which decision, then what it needs: one thing a page, three taps in all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.claim_user_task import ClaimUserTask
from engine.commands.complete_user_task import CompleteUserTask
from engine.commands.mark_task_read import MarkTaskRead
from engine.commands.save_draft import SaveDraft
from engine.model.errors import FieldError, FormRejected, TaskTaken
from engine.queries.case_history import CaseHistory
from engine.queries.task_detail import TaskDetail, TaskView
from webui.access import person
from webui.door import ask, execute
from webui.errors import taken
from webui.i18n import translate, words
from webui.rendering.answer_rows import answered
from webui.rendering.form_view import FormView, view_form
from webui.tasklist import blueprint
from webui.tasklist.answers import all_errors, collect, file_views


@blueprint.get("/tugas/<uuid:identifier>")
@person
def task(identifier: UUID) -> str:
    view: TaskView = ask(TaskDetail(task=identifier))
    execute(MarkTaskRead(task=identifier))
    form = _form(view, dict(view.draft), decided=request.args.get("putusan", ""))
    return _page(view, form)


@blueprint.post("/tugas/<uuid:identifier>")
@person
def complete(identifier: UUID) -> str | Response | tuple[str, int]:
    try:
        view: TaskView = ask(TaskDetail(task=identifier))
        answers, errors = collect(view.form)
        if "simpan" in request.form:
            execute(SaveDraft(task=identifier, answers=answers))
            flash(translate("Draf disimpan. Hanya Anda yang melihatnya."))
            decided = answers.get(_decision_key(view) or "", "")
            return redirect(url_for("tasklist.task", identifier=identifier, putusan=decided or None))
        if errors:
            raise FormRejected(all_errors(view.form, answers, errors, view.variables, view.options, view.now))
        execute(CompleteUserTask(task=identifier, answers=answers, idempotency_key=request.form.get("kunci")))
    except FormRejected as rejected:
        form = _form(view, answers, decided=str(answers.get(_decision_key(view) or "", "")), errors=rejected.errors)
        return _page(view, form), 422
    except TaskTaken as refusal:
        if refusal.details.get("mine"):
            # the same form sent again, by a double tap or the back button: it has its one result already
            flash(translate("Tugas ini sudah Anda selesaikan."))
            return redirect(url_for("tasklist.inbox"))
        typed = {name: value for name, value in request.form.items() if name not in ("csrf_token", "kunci") and value.strip()}
        return taken(refusal, typed=typed)
    flash(translate("Terkirim: {task}", task=words(view.case.texts, f"element.{view.case.process}.{view.element}", view.name)))
    return redirect(url_for("tasklist.inbox"))


@blueprint.post("/tugas/<uuid:identifier>/ambil")
@person
def claim(identifier: UUID) -> Response:
    release = request.form.get("lepas") == "1"
    execute(ClaimUserTask(task=identifier, release=release))
    return redirect(url_for("tasklist.inbox", tab="unit") if release else url_for("tasklist.task", identifier=identifier))


def _decision_key(view: TaskView) -> str | None:
    components = (view.form or {}).get("components", [])
    return next((item.get("key") for item in components if item.get("properties", {}).get("decision")), None)


def _form(view: TaskView, typed: dict[str, Any], *, decided: str = "", errors: tuple[FieldError, ...] = ()) -> FormView:
    return view_form(
        view.form or {"id": "", "components": []},
        texts=view.case.texts,
        options=view.options,
        variables=view.variables,
        typed=typed,
        now=view.now,
        decided=decided,
        errors=errors,
        files=file_views(view.form, typed),
    )


def _page(view: TaskView, form: FormView) -> str:
    history = ask(CaseHistory(instance=view.case.id))
    asking = form.decision is None or bool(form.decided)
    template = "tasklist/decide.html" if form.decision is not None and asking else "tasklist/task.html"
    application = answered(view.application, view.now) if view.application else None
    return render_template(template, task=view, case=view.case, form=form, history=history, asking=asking, application=application)
