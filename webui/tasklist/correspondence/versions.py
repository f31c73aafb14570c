"""Compares two versions of a document that was written from a template."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request

from casework.documents.queries.document_versions import DocumentVersions
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint


@blueprint.get("/dokumen/<uuid:identifier>/versi")
@person
def versions(identifier: UUID) -> str:
    before, after = (request.args.get(name, type=int) for name in ("dari", "ke"))
    return render_template("tasklist/versions.html", found=ask(DocumentVersions(document=identifier, before=before, after=after)))
