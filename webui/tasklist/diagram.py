"""Shows the diagram of a case with its tokens, and the same in words."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from casework.cases.queries.case_detail import CaseDetail
from engine.queries.instances.case_diagram import CaseDiagram
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint
from webui.tasklist.case_picture import draw_case


@blueprint.get("/kasus/<uuid:identifier>/diagram")
@person
def diagram(identifier: UUID) -> str:
    view = ask(CaseDiagram(instance=identifier))
    return render_template("tasklist/diagram.html", case=ask(CaseDetail(instance=identifier)), picture=draw_case(view))
