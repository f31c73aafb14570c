"""Shows a file of a draft in its editor, which saves by itself and shows the server's findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from flask import abort, jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.model.errors import DeploymentRejected, InvalidState, Problem
from engine.model.stored_text import is_storable
from engine.queries.people.find_groups import FindGroups
from forms.identifier_types import IDENTIFIERS
from forms.schema import DATA_CLASSES
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import date_time, language, text_in_language, time_of_day, translate
from webui.kept_forms.browser_copies import copy_key
from webui.kept_forms.page_owner import form_token
from webui.rendering.problem_text import problem_text
from webui.settings import ROOT
from webui.workshop.blueprint import blueprint
from webui.workshop.editors.editor_words import class_name, editor_words
from webui.workshop.editors.element_templates import element_templates
from webui.workshop.editors.feel_functions import feel_functions
from webui.workshop.editors.field_offers import field_offers
from webui.workshop.file_groups import file_groups
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.drafts.queries.draft_file_editor import DraftFileEditor, DraftFileEditorView
from workshop.errors import DraftLocked

BUILT = ROOT / "webui" / "static" / "built"
#: ending of the file -> its editor, and the one for narrow screens
EDITORS = {".bpmn": ("modeler", "viewer"), ".dmn": ("decisions", "decisions"), ".form": ("forms", "")}
#: the editors set styles on elements and bring their fonts as data; scripts stay our own
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@blueprint.get("/perancang/draf/<uuid:draft>/sunting/<path:path>")
@permission("design")
def file_editor(draft: UUID, path: str) -> Response:
    suffix = PurePosixPath(path).suffix
    if suffix not in EDITORS:
        abort(404)
    view: DraftFileEditorView = ask(DraftFileEditor(draft=draft, path=path))
    wide, narrow = EDITORS[suffix]
    page = render_template(
        "workshop/file_editor.html",
        view=view,
        kind=suffix[1:],
        built=(BUILT / f"{wide}.js").exists(),
        material=_page_data(view),
        wide=wide,
        narrow=narrow,
        any_width="ubah" in request.args,
        contents=file_groups(view.paths, view.titles),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = POLICY
    return response


@blueprint.post("/perancang/draf/<uuid:draft>/simpan/<path:path>")
@permission("design")
def save(draft: UUID, path: str) -> Response | tuple[Response, int]:
    """Takes JSON: `text` as it is now, `shown` as the editor wrote it before any change, `sha` of the file that it began with."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not all(isinstance(sent.get(name), str) for name in ("text", "shown", "sha")):
        return jsonify(error=translate("Permintaan tidak dapat diproses")), 422
    if not all(is_storable(text) for text in (path, sent["text"], sent["shown"], sent["sha"])):
        return jsonify(error=translate("Isian memuat huruf yang tidak dapat disimpan. Ketik ulang, jangan salin.")), 422
    shown = {path: sent["shown"].encode()} if sent["shown"] else {}
    command = ChangePackageFiles(draft=draft, files={path: sent["text"].encode()}, expected={path: sent["sha"]}, shown=shown)
    try:
        execute(command)
    except DraftLocked as locked:
        by, at = locked.details["by"], date_time(locked.details["until"])
        return jsonify(error=translate("{by} sedang mengubah draf ini, sampai {at}. Coba lagi sesudahnya.", by=by, at=at)), 409
    except InvalidState as refusal:
        stale = refusal.details.get("reason") == "stale"
        text = (
            translate("Belum disimpan: berkas ini sudah diubah di tempat lain. Muat ulang halaman ini; unduh dahulu bila perlu.")
            if stale
            else translate("Belum disimpan: draf ini sudah diterbitkan atau dibuang.")
        )
        return jsonify(error=text), 409
    except DeploymentRejected as rejected:
        return jsonify(error=" ".join(problem_text(problem) for problem in rejected.problems)), 422
    view: DraftFileEditorView = ask(DraftFileEditor(draft=draft, path=path))
    time = time_of_day(view.changed_at)
    return jsonify(sha=view.digest, time=time, problems=_problem_rows(view.problems, path))


@blueprint.get("/perancang/kelompok")
@permission("design")
def groups() -> Response:
    """Returns groups that can get a task, for a field that suggests."""
    found = ask(FindGroups(text=request.args.get("q", "")[:100]))
    return jsonify(groups=[{"value": item.group, "label": f"{item.role}, {item.unit}"} for item in found])


def _page_data(view: DraftFileEditorView) -> dict[str, Any]:
    keep = copy_key()
    return {
        "file": url_for("workshop.download", draft=view.id, path=view.path),
        "save": url_for("workshop.save", draft=view.id, path=view.path),
        "groups": url_for("workshop.groups"),
        "sha": view.digest,
        "token": form_token(),
        "fileName": PurePosixPath(view.path).name,
        "keep": keep.key,
        "keepName": keep.name,
        "language": language(),
        "reading": view.reading,
        "saved": translate("Hanya dibaca") if view.reading else translate("Tersimpan pukul {time}", time=time_of_day(view.changed_at)),
        "forms": [{"id": key, "name": name} for key, name in view.forms.items()],
        "fields": view.fields,
        "stages": [{"key": stage.key, "name": stage.name} for stage in view.stages],
        "templates": element_templates(view),
        "problems": _problem_rows(view.problems, view.path),
        "uses": {name: [{"path": use.path, "name": use.name} for use in places] for name, places in view.uses.items()},
        "identifiers": [{"key": key, "name": text_in_language(item.name)} for key, item in IDENTIFIERS.items()],
        "fieldTypes": field_offers(),
        "classes": [{"value": key, "label": class_name(key)} for key in DATA_CLASSES],
        "functions": feel_functions(),
        "words": editor_words(),
    }


def _problem_rows(problems: Sequence[Problem], path: str) -> list[dict[str, Any]]:
    """Returns problems as rows. `here`: whether a problem is in this file."""
    return [
        {
            "severity": problem.severity,
            "text": problem_text(problem),
            "element": problem.element,
            "here": problem.resource == path,
        }
        for problem in problems
    ]
