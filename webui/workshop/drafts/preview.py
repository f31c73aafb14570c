"""Shows a form of a draft as citizens and staff will see it: drawn by the same code, on a page that sends nothing."""

from __future__ import annotations

from uuid import UUID

import simplejson
from flask import abort, make_response, render_template
from werkzeug.wrappers import Response

from engine.model.ports import Option, OptionSource
from forms.lint import lint_form
from forms.registry import traits_of
from webui.access import permission
from webui.door import ask
from webui.i18n import translate, words
from webui.rendering.form_view import view_form
from webui.workshop.blueprint import blueprint
from workshop.drafts.queries.draft_file_editor import DraftFileEditor, DraftFileEditorView

#: shown within the editor's page, and sends nothing
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


@blueprint.get("/perancang/draf/<uuid:draft>/pratinjau/<path:path>")
@permission("design")
def preview(draft: UUID, path: str) -> Response:
    if not path.endswith(".form"):
        abort(404)
    view: DraftFileEditorView = ask(DraftFileEditor(draft=draft, path=path))
    schema = simplejson.loads(view.content, use_decimal=True)
    if any(code == "FORM_SHAPE" for code, _field, _text in lint_form(schema)):
        schema = {"id": "", "components": []}
    key = str(schema.get("id", ""))
    by_page: dict[str, list[dict[str, object]]] = {}
    for component in schema.get("components", []):
        by_page.setdefault(str((component.get("properties") or {}).get("page", "")), []).append(component)
    example = [Option(value="contoh", label=translate("Contoh jabatan"))]
    pages = [
        {
            "title": words(view.texts, f"{key}.page.{page}", page),
            "form": view_form(
                {"id": key, "components": components},
                texts=view.texts,
                options={
                    str(item.get("key")): example for item in components if traits_of(item).options is OptionSource.PERMITTED_POSITIONS
                },
                variables={},
                typed={},
                time=view.time,
            ),
        }
        for page, components in by_page.items()
    ]
    title = words(view.texts, f"{key}.title", view.name)
    response = make_response(render_template("workshop/preview.html", pages=pages, path=path, title=title))
    response.headers["Content-Security-Policy"] = POLICY
    return response
