"""Evaluates a decision table for an analyst's answers, with the rules that match and why."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request

from engine.model.errors import DeploymentRejected
from webui.access import permission
from webui.door import ask
from webui.workshop.blueprint import blueprint
from webui.workshop.drafts.draft import page
from workshop.trials.queries.decision_trial import DecisionTrial

#: longer answers are no answers to a table
MAX_LENGTH = 2000


@blueprint.get("/perancang/draf/<uuid:draft>/uji-keputusan/<path:path>")
@permission("design")
def decision_trial(draft: UUID, path: str) -> str | tuple[str, int]:
    given = request.args
    answers = {name[2:]: value[:MAX_LENGTH] for name, value in given.items() if name.startswith("n.")}
    query = DecisionTrial(draft=draft, path=path, decision=given.get("keputusan", ""), answers=answers if "coba" in given else None)
    try:
        view = ask(query)
    except DeploymentRejected as rejected:
        return page(draft, refused=rejected.problems), 422
    answer = render_template("workshop/decision_trial.html", view=view, draft=draft, path=path, answers=answers)
    return (answer, 422) if view.unread else answer
