"""A case: what it is about, its documents, where it stands, what has happened."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from engine.queries.case_detail import CaseDetail
from engine.queries.case_history import CaseHistory
from webui.access import person
from webui.door import ask
from webui.tasklist import blueprint


@blueprint.get("/kasus/<uuid:identifier>")
@person
def case(identifier: UUID) -> str:
    view = ask(CaseDetail(instance=identifier))
    return render_template("tasklist/case.html", case=view, history=ask(CaseHistory(instance=identifier)))
