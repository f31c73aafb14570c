"""Shows a task with its case: first the decision, then what it needs, one thing on a page, three taps in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.queries.case_happenings import CaseHappenings, Happening
from casework.cases.queries.task_detail import TaskDetail, TaskView
from casework.cases.queries.task_page import TaskPage, TaskPageView
from casework.documents.document_files import FileView
from casework.documents.errors import NoSigner, PassphraseWrong, SignerAway, SignerUnknown
from casework.documents.sign_task import sign_task
from engine.commands.tasks.claim_user_task import ClaimUserTask
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.commands.tasks.mark_task_read import MarkTaskRead
from engine.commands.tasks.save_task_draft import SaveTaskDraft
from engine.model.errors import FieldError, FormRejected, InvalidState, TaskTaken
from webui.access import person
from webui.auth import actor
from webui.door import ask, engine, execute
from webui.errors import task_taken_page
from webui.guesses import guess
from webui.i18n import translate
from webui.limits import TooMany, rate_limit, retry_after
from webui.rendering.answer_rows import answers_of_application
from webui.rendering.form_view import FormView, rows_that_differ, view_form
from webui.rendering.waiting import wait_words
from webui.tasklist.answers import VERSION, all_errors, collect, file_views
from webui.tasklist.blueprint import blueprint
from webui.tasklist.overview import first_page
from webui.tasklist.sent_words import sent_words


@blueprint.get("/tugas/<uuid:identifier>")
@person
def task(identifier: UUID) -> str:
    found: TaskPageView = ask(TaskPage(task=identifier))
    if found.unread:
        execute(MarkTaskRead(task=identifier))
    form = _form(found.task, found.task.draft, found.files, decided=request.args.get("putusan", ""))
    return _page(found.task, form, found.history)


@blueprint.post("/tugas/<uuid:identifier>")
@person
def complete(identifier: UUID) -> str | Response | tuple[str, int]:
    try:
        view: TaskView = ask(TaskDetail(task=identifier))
        answers, errors = collect(view.form)
        if "simpan" in request.form:
            execute(SaveTaskDraft(task=identifier, answers=answers, expected=request.form.get(VERSION)))
            flash(translate("Draf disimpan. Hanya Anda yang melihatnya."))
            decided = answers.get(_decision_key(view) or "", "")
            return redirect(url_for("tasklist.task", identifier=identifier, putusan=decided or None))
        if errors:
            raise FormRejected(all_errors(view.form, answers, errors, view.variables, view.options))
        execute(CompleteUserTask(task=identifier, answers=answers, idempotency_key=request.form.get("kunci")))
    except FormRejected as rejected:
        return _again(view, answers, errors=rejected.errors), 422
    except TaskTaken as refusal:
        if refusal.details.get("mine"):
            # the same form sent again, by a double tap or the back button: it has its one result already
            flash(translate("Tugas ini sudah Anda selesaikan."))
            return redirect(first_page())
        typed = {name: value for name, value in request.form.items() if name not in ("csrf_token", "kunci", "frasa") and value.strip()}
        return task_taken_page(refusal, typed=typed)
    except InvalidState as refusal:
        if refusal.details.get("reason") != "elsewhere":
            raise
        return _again(ask(TaskDetail(task=identifier)), answers, elsewhere=True), 409
    flash(translate("Terkirim: {task}", task=sent_words(view, answers)))
    return redirect(first_page())


@blueprint.post("/tugas/<uuid:identifier>/ambil")
@person
def claim(identifier: UUID) -> Response:
    release = request.form.get("lepas") == "1"
    # pressed twice: it has gone back already
    with suppress(InvalidState):
        execute(ClaimUserTask(task=identifier, release=release))
    return redirect(url_for("tasklist.inbox", tab="unit") if release else url_for("tasklist.task", identifier=identifier))


@blueprint.post("/tugas/<uuid:identifier>/tanda-tangan")
@person
@rate_limit("200 per hour")
@rate_limit("60 per hour", of="identifier")
def sign(identifier: UUID) -> str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Signs between two transactions: the passphrase goes to the signing service and nowhere else."""
    view: TaskView = ask(TaskDetail(task=identifier))
    passphrase = request.form.get("frasa", "")
    answers, _errors = collect(view.form)
    if not passphrase:
        return _again(view, answers, unsigned=translate("Tulis frasa sandi sertifikat Anda.")), 422
    try:
        tried = guess("passphrase", str(actor().person))
    except TooMany as slow:
        return _again(view, answers, unsigned=wait_words(slow)), 429, retry_after(slow)
    try:
        sign_task(engine(), actor=actor(), task=identifier, answers=answers, passphrase=passphrase)
    except FormRejected as rejected:
        return _again(view, answers, errors=rejected.errors), 422
    except NoSigner:
        told = translate("Tanda tangan elektronik belum diatur di sini. Hubungi Diskominfo.")
    except PassphraseWrong:
        tried.was_wrong()
        told = translate("Frasa sandi ini salah. Dokumen belum ditandatangani.")
    except SignerUnknown:
        told = translate("Anda belum mempunyai sertifikat tanda tangan. Hubungi Diskominfo.")
    except SignerAway:
        told = translate("Layanan tanda tangan tidak menjawab. Dokumen belum ditandatangani; coba lagi sebentar lagi.")
    else:
        tried.was_right()
        flash(translate("Ditandatangani: {task}", task=sent_words(view, {})))
        return redirect(first_page())
    return _again(view, answers, unsigned=told), 422


def _again(
    view: TaskView, answers: dict[str, Any], *, errors: tuple[FieldError, ...] = (), unsigned: str = "", elsewhere: bool = False
) -> str:
    """Shows the page again with the sent answers, and why they were refused. `elsewhere`: with the draft that another tab saved."""
    decided = str(answers.get(_decision_key(view) or "", ""))
    form = _form(view, answers, file_views(view.form, answers), decided=decided, errors=errors)
    others = rows_that_differ(form, view.draft, answers) if elsewhere else []
    return _page(view, form, ask(CaseHappenings(instance=view.case.id)), unsigned=unsigned, others=others)


def _decision_key(view: TaskView) -> str | None:
    components = (view.form or {}).get("components", [])
    return next((item.get("key") for item in components if item.get("properties", {}).get("decision")), None)


def _form(
    view: TaskView,
    typed: Mapping[str, Any],
    files: Mapping[str, Sequence[FileView]],
    *,
    decided: str = "",
    errors: tuple[FieldError, ...] = (),
) -> FormView:
    return view_form(
        view.form or {"id": "", "components": []},
        texts=view.case.texts,
        options=view.options,
        variables=view.variables,
        typed=typed,
        time=view.time,
        decided=decided,
        errors=errors,
        files=files,
    )


def _page(
    view: TaskView, form: FormView, history: Sequence[Happening], *, unsigned: str = "", others: Sequence[tuple[str, str]] = ()
) -> str:
    asking = form.decision is None or bool(form.decided)
    template = "tasklist/decide.html" if form.decision is not None and asking else "tasklist/task.html"
    application = answers_of_application(view.application, view.time) if view.application else None
    return render_template(
        template,
        task=view,
        case=view.case,
        form=form,
        history=history,
        asking=asking,
        application=application,
        others=others,
        **_signing(view, form, unsigned),
    )


def _signing(view: TaskView, form: FormView, told: str) -> dict[str, Any]:
    """Returns whether the chosen decision ends with a signature, whether that is a test one, and its last error."""
    signing = view.signs is not None and (not view.sign_choice or form.decided == view.sign_choice)
    return {"signing": signing, "trial": view.trial_signature, "unsigned": told}
