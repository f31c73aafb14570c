"""Finds drafts of applications in the database, and makes their numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.applications.tables import Application, ApplicationDraft
from casework.documents.tables import Document, DocumentVersion
from casework.records.public_numbers import hash_token, new_code
from engine.model.errors import NotFound
from engine.model.ports import Vault


def new_number(session: Session, area: str) -> str:
    """Returns a number such as TGR-7K4M-29QX, which does not tell how many there are."""
    while True:
        number = f"{area}-{new_code()}"
        if session.execute(select(Application.instance_id).where(Application.number == number)).first() is None:
            return number


def unseal_draft(vault: Vault, draft: ApplicationDraft) -> tuple[str, dict[str, Any]]:
    """Returns the draft's token and the answers as they were typed."""
    content = json.loads(vault.open(draft.answers))
    return content["token"], content["answers"]


def version_of(answers: Mapping[str, Any], fields: Iterable[str]) -> str:
    """Returns which version of these answers is stored: a page that was made from another one must not overwrite them unasked."""
    chosen = {field: answers.get(field) for field in sorted(fields)}
    return hashlib.sha256(json.dumps(chosen, sort_keys=True, default=str).encode()).hexdigest()[:16]


def stored_bytes(session: Session, draft: ApplicationDraft) -> int:
    sizes = select(func.coalesce(func.sum(DocumentVersion.size), 0)).join(Document, Document.id == DocumentVersion.document_id)
    return session.scalars(sizes.where(Document.draft_id == draft.id, Document.instance_id.is_(None))).one()


def forget_unused(session: Session, draft: ApplicationDraft, answers: Mapping[str, Any], *, before: datetime) -> None:
    """Deletes uploaded files that no answer names any more."""
    named = {text for value in answers.values() for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)}
    mine = select(Document.id).where(Document.draft_id == draft.id, Document.instance_id.is_(None), Document.created_at <= before)
    gone = [identifier for identifier in session.scalars(mine) if str(identifier) not in named]
    session.execute(delete(Document).where(Document.id.in_(gone)))


def draft_of_holder(session: Session, identifier: UUID, token: str, *, lock: bool = False) -> ApplicationDraft:
    """Returns the holder's draft. Raises NotFound, the same for an unknown draft and for another holder's."""
    statement = select(ApplicationDraft).where(ApplicationDraft.id == identifier, ApplicationDraft.token_hash == hash_token(token))
    draft = session.scalars(statement.with_for_update() if lock else statement).first()
    if draft is None:
        raise NotFound("Expected a draft that you hold, but there is none under this address.")
    return draft
