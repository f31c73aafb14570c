"""Shows a draft: its files, its problems, its differences from the live package, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import render_template

from engine.model.errors import Problem
from webui.access import permission
from webui.door import ask
from webui.workshop.blueprint import blueprint
from webui.workshop.editors.file_editor import EDITORS
from webui.workshop.file_groups import file_groups, title_of
from workshop.publishing.queries.package_draft_detail import PackageDraftDetail


@blueprint.get("/perancang/draf/<uuid:draft>")
@permission("design")
def draft(draft: UUID) -> str:
    return page(draft)


def page(draft: UUID, *, refused: Sequence[Problem] = (), error: str = "", at: str = "", note: str = "") -> str:
    """Shows the page. `refused`: why files were not stored; `error` at the field `at`."""
    view = ask(PackageDraftDetail(draft=draft))
    return render_template(
        "workshop/draft.html",
        view=view,
        contents=file_groups(view.files, view.titles),
        title_of=title_of,
        refused=refused,
        error=error,
        at=at,
        note=note,
        editable=tuple(EDITORS),
    )
