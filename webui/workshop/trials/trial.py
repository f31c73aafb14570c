"""Shows one trial: the diagram with the way so far, the waits, and a form to answer each as its candidate would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from flask import abort, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.feel.entered_values import read_entered
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.feel.values import to_json
from engine.model.errors import DeploymentRejected, FieldError, FormRejected, InvalidState
from engine.model.ports import Option, OptionSource
from engine.packages.scenario import Step
from engine.queries.instances.case_diagram import DiagramView
from forms.registry import traits_of
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate
from webui.rendering.diagram import draw
from webui.rendering.form_view import FormView, view_form
from webui.tasklist.answers import collect
from webui.workshop.blueprint import blueprint
from webui.workshop.drafts.draft import page as draft_page
from webui.workshop.editors.step_templates import step_outputs
from webui.workshop.trials.trial_words import why_words
from workshop.trials.commands.take_trial_step import TakeTrialStep
from workshop.trials.queries.trial_detail import TrialDetail, TrialView, WaitView
from workshop.trials.trial import SEED

#: on the page; no field of a form can have this name
STARTER = "uji.sebagai"
FIRST_STEPS = ("start", "task", "service", "error", "message", "signal")


@blueprint.get("/perancang/draf/<uuid:draft>/uji/<key>")
@permission("design")
def trial(draft: UUID, key: str) -> str | tuple[str, int]:
    return _page(draft, key)


@blueprint.post("/perancang/draf/<uuid:draft>/uji/<key>")
@permission("design")
def take_step(draft: UUID, key: str) -> Response | str | tuple[str, int]:
    """Takes a step, named in the address (`langkah`, `di`), with the answers in the form."""
    do, at = request.args.get("langkah", ""), request.args.get("di", "")
    view: TrialView = ask(TrialDetail(draft=draft, scenario=key))
    values: dict[str, Any] = {}
    try:
        step = _step(view, do, at, values)
        execute(TakeTrialStep(draft=draft, scenario=key, step=step, starter=request.form.get(STARTER, "")))
    except FormRejected as rejected:
        return _page(draft, key, typed=values, errors=rejected.errors)
    except _Unread as unread:
        return _page(draft, key, error=str(unread))
    except InvalidState as refusal:
        reason = refusal.details.get("reason")
        if not isinstance(reason, str):
            raise
        return _page(draft, key, error=why_words(reason))
    return redirect(url_for("workshop.trial", draft=draft, key=key))


@blueprint.post("/perancang/draf/<uuid:draft>/uji/<key>/kembali")
@permission("design")
def go_back(draft: UUID, key: str) -> Response:
    keep = request.form.get("sampai", "0")
    execute(TakeTrialStep(draft=draft, scenario=key, keep=int(keep) if keep.isdecimal() else 0))
    return redirect(url_for("workshop.trial", draft=draft, key=key))


class _Unread(ValueError):
    """Expected a readable value, but the typed text is none."""


def _step(view: TrialView, do: str, at: str, values: dict[str, Any]) -> Step:
    """Reads the step; fills `values` on the way, for the page with an error. Raises FormRejected, _Unread."""
    if do == "days":
        days = request.form.get("hari", "")
        return Step(do="days", days=int(days) if days.isdecimal() and len(days) < 5 else 0)
    if do == "due":
        return Step(do="due", at=at)
    kind = "service" if do == "error" else do
    wait = next((item for item in view.waits if item.element == at and item.kind == kind), None)
    if wait is None or do not in FIRST_STEPS:
        abort(404)
    if do == "error":
        return Step(do="error", at=at, code=request.form.get("kode", "").strip())
    if wait.form is not None:
        values.update(_answers(wait.form))
    else:
        values.update(_values(view))
    return Step(do=do, at=at, values=values)


def _answers(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Reads answers as the real page does; a file stands for any file, and is not stored."""
    answers, errors = collect(schema, lambda name, _content: {"id": str(uuid5(SEED, name))})
    answers.pop(STARTER, None)
    if errors:
        raise FormRejected(errors)
    for item in schema.get("components", []):
        if traits_of(item).documents and not answers.get(item["key"]):
            example = str(uuid5(SEED, str(item["key"])))
            answers[item["key"]] = [example] if item.get("multiple") else example
    return answers


def _values(view: TrialView) -> dict[str, Any]:
    typed = {name[2:]: text for name, text in request.form.items() if name.startswith("n.")}
    values, unread = read_entered(typed, view.time)
    if unread:
        raise _Unread(translate("{name}: rumus ini tidak dapat dibaca.", name=next(iter(unread))))
    more = request.form.get("lain", "").strip().removeprefix("=")
    if more:
        try:
            found = compile_feel(more).evaluate({}, now=view.time.now, calendar=view.time.calendar).value
        except FeelSyntaxError:
            found = None
        if not isinstance(found, dict):
            raise _Unread(translate("Tulis variabel lain sebagai konteks FEEL, misalnya {example}.", example='{nomor: 7, hasil: "cocok"}'))
        values |= found
    made: dict[str, Any] = to_json(values)
    return made


def _page(
    draft: UUID, key: str, *, typed: Mapping[str, Any] | None = None, errors: Sequence[FieldError] = (), error: str = ""
) -> str | tuple[str, int]:
    try:
        view: TrialView = ask(TrialDetail(draft=draft, scenario=key))
    except DeploymentRejected as rejected:
        return draft_page(draft, refused=rejected.problems), 422
    chosen = _chosen(view)
    form = _form(view, chosen, typed or {}, errors) if chosen is not None and chosen.form is not None else None
    outputs = {**chosen.gives, **step_outputs(chosen.service)} if chosen is not None else {}
    answer = render_template(
        "workshop/trial.html",
        view=view,
        chosen=chosen,
        form=form,
        outputs=outputs,
        error=error,
        typed=request.form,
        drawing=_drawn(view),
        why_words=why_words,
    )
    return (answer, 422) if error or errors else answer


def _chosen(view: TrialView) -> WaitView | None:
    """Returns the wait that this page answers: the one in the address, else the first."""
    at, do = request.args.get("di", ""), request.args.get("langkah", "")
    named = [item for item in view.waits if item.element == at and do in ("", item.kind, "error")]
    waiting = [item for item in view.waits if item.kind != "due"]
    return named[0] if named and "di" in request.args else waiting[0] if waiting else None


def _form(view: TrialView, wait: WaitView, typed: Mapping[str, Any], errors: Sequence[FieldError]) -> FormView:
    schema = wait.form or {}
    components = schema.get("components", [])
    fields = [Option(value=str(item.get("key")), label=str(item.get("label", ""))) for item in components if item.get("key")]
    example = {
        OptionSource.RETURNABLE_FIELDS: fields,
        OptionSource.PERMITTED_POSITIONS: [Option(value="contoh", label=translate("Contoh jabatan"))],
    }
    options = {str(item.get("key")): example[source] for item in components if (source := traits_of(item).options)}
    plain = {**schema, "components": [_undecided(item) for item in components]}
    return view_form(plain, texts={}, options=options, variables=wait.variables, typed=typed, time=view.time, errors=errors)


def _undecided(item: Mapping[str, Any]) -> dict[str, Any]:
    """Removes the properties by which a real page asks the decision first: a trial asks all fields at once."""
    properties = {name: value for name, value in (item.get("properties") or {}).items() if name not in ("decision", "fold")}
    return {**item, "properties": properties}


def _drawn(view: TrialView) -> Markup:
    shown = DiagramView(
        title=view.scenario.name,
        process=view.process,
        version=0,
        root=view.root,
        active=view.active,
        parked=view.parked,
        done=view.done,
        taken=view.taken,
        texts={},
    )
    names = [view.process.elements[name].name or name for name in sorted(view.active) if name in view.process.elements]
    described = translate("Uji ini berada di: {places}", places=", ".join(names) or translate("akhir"))
    return draw(shown, lambda _identifier, name: name, described)
