"""Collects answers from a sent page: the typed values, the uploaded files, and their errors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request

from casework.documents.commands.store_document import StoreDocument
from casework.documents.document_files import FileView
from casework.documents.errors import FileRejected, ScannerAway
from casework.documents.file_check import MAX_BYTES, safe_name
from casework.documents.queries.document_file import DocumentFile
from engine.model.errors import FieldError, NotFound
from engine.model.ports import Option
from engine.queries.tasks.check_answers import CheckAnswers, CheckedAnswers
from forms.answers.places import fill_places
from forms.form import Field
from forms.registry import type_of
from forms.schema import read_form
from webui.door import ask, execute
from webui.kept_forms.sent_form import MARK

#: of a button: what somebody meant with an answer that can be read in two ways, as `field=text`
MEANT = "maksud"
#: which stored answers the page was made from
VERSION = "versi"
#: names on the page that are no answers
RESERVED = frozenset({"csrf_token", "kunci", "simpan", "frasa", VERSION, MARK, MEANT})


#: keeps a file that came along and answers its document; raises FileRejected
Store = Callable[[str, bytes], Mapping[str, Any]]


def store_own(name: str, content: bytes) -> Mapping[str, Any]:
    """Stores a file; the same file of the same form is one document, so that a form that is sent twice says the same twice."""
    key = request.form.get("kunci", "")[:64]
    once = f"{key} {hashlib.sha256(content).hexdigest()}" if key else None
    return execute(StoreDocument(file_name=name, content=content, idempotency_key=once))


def collect(schema: Mapping[str, Any] | None, store: Store = store_own) -> tuple[dict[str, Any], list[FieldError]]:
    """Returns answers as they were typed. Each file is stored at once, so that it is still there when another answer is wrong."""
    form = read_form(schema or {})
    answers: dict[str, Any] = {}
    errors: list[FieldError] = []
    known: set[str] = set()
    chosen, _equals, reading = request.form.get(MEANT, "").partition("=")
    for field in form.fields:
        declaration = type_of(field.type)
        known |= {name for name in request.form if name == field.key or declaration.owns(field, name)}
        if field.shown_only:
            continue
        value = declaration.collect(field, request.form)
        if declaration.traits.documents:
            value = _files(field, value, errors, store)
        elif field.key == chosen:
            value = reading
        if value is not None:
            answers[field.key] = value
    fill_places(form, answers)
    for name in request.form:
        if name not in known and name not in RESERVED:
            answers[name] = request.form[name]
    return answers, errors


def _files(field: Field, kept: list[str], errors: list[FieldError], store: Store) -> list[str]:
    added = []
    for upload in request.files.getlist(field.key):
        if not upload.filename:
            continue
        # one byte more than is taken: a file that is too large is told so, and never stands in memory whole
        content = upload.read(MAX_BYTES + 1)
        upload.close()
        try:
            added.append(store(upload.filename, content)["id"])
        except FileRejected as refused:
            errors.append(file_error(field.key, refused))
        except ScannerAway:
            errors.append(FieldError(field=field.key, code="FILE_SCANNER", values={"name": safe_name(upload.filename)}))
    if field.multiple:
        return kept + added
    return added[:1] or kept[:1]


def file_error(field: str, refused: FileRejected) -> FieldError:
    values = {"name": refused.details["name"], "limit": refused.details.get("limit")}
    return FieldError(field=field, code=f"FILE_{refused.details['reason']}", values=values)


def all_errors(
    schema: Mapping[str, Any] | None,
    answers: Mapping[str, Any],
    refused: Sequence[FieldError],
    variables: Mapping[str, Any],
    options: Mapping[str, Sequence[Option] | None],
) -> list[FieldError]:
    """Returns the errors of refused files together with all others, so that nobody corrects a page twice."""
    fields = {error.field for error in refused}
    found: CheckedAnswers = ask(CheckAnswers(form=schema or {}, answers=answers, variables=variables, options=options))
    return [*refused, *(error for error in found.errors if error.field not in fields)]


def own_file(identifier: UUID) -> FileView:
    view: FileView = ask(DocumentFile(document=identifier))
    return view


def file_views(
    schema: Mapping[str, Any] | None, typed: Mapping[str, Any], look: Callable[[UUID], FileView] = own_file
) -> dict[str, list[FileView]]:
    """Returns the uploaded files among the answers, to be shown again."""
    found: dict[str, list[FileView]] = {}
    for field in read_form(schema or {}).fields:
        value = typed.get(field.key)
        if value and type_of(field.type).traits.documents:
            items = value if isinstance(value, list) else [value]
            found[field.key] = [view for item in items if (view := _view(str(item), look))]
    return found


def _view(identifier: str, look: Callable[[UUID], FileView]) -> FileView | None:
    try:
        return look(UUID(identifier))
    except (ValueError, NotFound):
        return None
