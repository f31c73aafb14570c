"""The page of a case for operators: where it stands and what was done to it, nothing of what it is about."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from engine.queries.instances.operated_case import OperatedCase
from webui.access import permission
from webui.cockpit import incident_words
from webui.cockpit.command_words import command_words
from webui.cockpit.incidents import blueprint
from webui.door import ask
from webui.tasklist.case_picture import draw_case


@blueprint.get("/kokpit/kasus/<uuid:identifier>")
@permission("operate")
def case(identifier: UUID) -> str:
    view = ask(OperatedCase(instance=identifier))
    return render_template(
        "cockpit/case.html", case=view, texts=view.diagram.texts, picture=draw_case(view.diagram), wording=incident_words,
        command_words=command_words, error="", failed=None, typed="", position="",
    )  # fmt: skip
