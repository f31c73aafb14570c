"""Shows the diagram of a case with its tokens, and the same in words."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from casework.cases.queries.case_detail import CaseDetail
from engine.queries.instances.case_diagram import CaseDiagram, DiagramView
from webui.access import person
from webui.door import ask
from webui.i18n import translate, words
from webui.rendering.diagram import draw
from webui.tasklist.blueprint import blueprint


@blueprint.get("/kasus/<uuid:identifier>/diagram")
@person
def diagram(identifier: UUID) -> str:
    view: DiagramView = ask(CaseDiagram(instance=identifier))

    def name_of(element: str, name: str) -> str:
        return words(view.texts, f"element.{view.process.id}.{element}", name)

    def names(elements: frozenset[str]) -> list[str]:
        found = [item for item in view.process.elements.values() if item.id in elements and item.name]
        return [name_of(item.id, item.name) for item in found]

    now = names(view.active | view.parked)
    describe = translate("Diagram. Sekarang di: {places}", places=", ".join(now) or translate("selesai"))
    return render_template(
        "tasklist/diagram.html",
        case=ask(CaseDetail(instance=identifier)),
        version=view.version,
        now=now,
        done=names(view.done - view.active),
        picture=draw(view, name_of, describe),
    )
