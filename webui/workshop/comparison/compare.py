"""Compares a draft with the live package, on one page that ends with the decision of the second person."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from engine.queries.instances.case_diagram import DiagramView
from engine.queries.people.find_groups import FindGroups
from webui.access import permission
from webui.door import ask
from webui.i18n import translate
from webui.rendering.diagram import draw
from webui.workshop.blueprint import blueprint
from webui.workshop.comparison.attribute_words import attribute_name, part_name
from webui.workshop.file_groups import title_of
from workshop.comparison.queries.package_comparison import PackageComparison, PackageComparisonView, ProcessDrawing
from workshop.publishing.queries.package_draft_detail import PackageDraftDetail

#: groups that are looked up for one page
MOST_GROUPS = 50


@blueprint.get("/perancang/draf/<uuid:draft>/bandingkan")
@permission("design")
def compare(draft: UUID) -> str:
    return comparison(draft)


def comparison(draft: UUID, *, error: str = "", typed: str = "") -> str:
    view: PackageComparisonView = ask(PackageComparison(draft=draft))
    drawings = {
        item.change.path: (_drawings(item.before, translate("Sebelum")), _drawings(item.after, translate("Sesudah"))) for item in view.files
    }
    detail = ask(PackageDraftDetail(draft=draft))
    return render_template(
        "workshop/compare.html",
        view=view,
        detail=detail,
        drawings=drawings,
        title_of=title_of,
        attribute_name=attribute_name,
        part_name=part_name,
        groups=_groups(view),
        error=error,
        typed=typed,
    )


def _groups(view: PackageComparisonView) -> dict[str, str]:
    """Returns candidates -> role and unit in words; a computed or unfilled one has none."""
    attributes = [
        attribute
        for item in view.files
        for part in item.change.parts
        for attribute in part.attributes
        if attribute.code == "candidate_groups"
    ]
    named = dict.fromkeys(attribute.after for attribute in attributes if attribute.after and not attribute.after.startswith("="))
    found = [item for group in list(named)[:MOST_GROUPS] for item in ask(FindGroups(text=group[:100]))]
    return {item.group: f"{item.role}, {item.unit}" for item in found if item.group in named}


def _drawings(states: Sequence[ProcessDrawing], when: str) -> list[Markup]:
    return [drawing for state in states if (drawing := _drawn(state, when))]


def _drawn(state: ProcessDrawing, when: str) -> Markup:
    shown = DiagramView(
        title=state.process.name,
        process=state.process,
        version=0,
        root=state.root,
        active=frozenset(),
        parked=frozenset(),
        done=frozenset(),
        texts={},
        marked=state.marked,
    )
    described = translate("{when}: {process}, {count} bagian berbeda", when=when, process=state.process.name, count=len(state.marked))
    return draw(shown, lambda _identifier, name: name, described)
