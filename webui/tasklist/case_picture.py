"""Draws where a case stands, and says the same in words: where it goes on, and where it stands still with an incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.queries.instances.case_diagram import DiagramView
from webui.i18n import translate, words
from webui.rendering.diagram import draw


@dataclass(frozen=True, kw_only=True)
class CasePicture:
    version: int
    #: names of the steps
    now: Sequence[str]
    stuck: Sequence[str]
    done: Sequence[str]
    drawing: Markup


def draw_case(view: DiagramView) -> CasePicture:
    def name_of(element: str, name: str) -> str:
        return words(view.texts, f"element.{view.process.id}.{element}", name)

    def names(elements: frozenset[str]) -> list[str]:
        found = [item for item in view.process.elements.values() if item.id in elements and item.name]
        return [name_of(item.id, item.name) for item in found]

    now, stuck = names(view.active), names(view.parked)
    parts = [translate("Sekarang di: {places}", places=", ".join(now))] if now else []
    parts += [translate("Terhenti karena gangguan di: {places}", places=", ".join(stuck))] if stuck else []
    describe = translate("Diagram. {places}", places=". ".join(parts) or translate("Sudah selesai."))
    return CasePicture(
        version=view.version,
        now=now,
        stuck=stuck,
        done=names(view.done - view.active - view.parked),
        drawing=draw(view, name_of, describe),
    )
