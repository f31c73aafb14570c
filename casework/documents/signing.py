"""Handles steps that end with a signature: user tasks with the property `signs` (the document), and `sign_choice` (the decision)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.documents.tables import Document, DocumentVersion
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.hooks import TaskObserver
from engine.model.errors import InvalidState
from engine.persistence.tables.instances import ProcessInstance, UserTask

SIGNS, SIGN_CHOICE = "signs", "sign_choice"
#: how long somebody who signs keeps others away; the signing service answers within seconds
SIGNING_LASTS = timedelta(minutes=2)


def needs_signature(loaded: Loaded, task: UserTask, answers: Mapping[str, Any]) -> bool:
    """Whether these answers complete the task only with a signature."""
    if SIGNS not in task.properties:
        return False
    choice = task.properties.get(SIGN_CHOICE)
    if not choice:
        return True
    form = loaded.forms.get(task.form_key or "", {})
    decision = next((item["key"] for item in form.get("components", []) if item.get("properties", {}).get("decision")), None)
    return decision is not None and answers.get(decision) == choice


class SignedSteps(TaskObserver):
    def before_completion(self, context: CommandContext, loaded: Loaded, task: UserTask, answers: Mapping[str, Any]) -> None:
        """Raises InvalidState for a step that only a signature completes."""
        if needs_signature(loaded, task, answers):
            raise InvalidState("Expected a signature on the document of this step, but there is none.")


def to_be_signed(session: Session, task: UserTask) -> tuple[Document, DocumentVersion]:
    """Returns the document and its newest version. Raises InvalidState where the step names none, or another case's."""
    try:
        identifier = UUID(str(task.properties.get(SIGNS)))
    except ValueError:
        raise InvalidState("Expected a step that names the document to sign, but it names none.") from None
    row = session.execute(
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .join(ProcessInstance, ProcessInstance.root_id == Document.instance_id)
        .where(Document.id == identifier, ProcessInstance.id == task.instance_id)
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    ).first()
    if row is None:
        raise InvalidState("Expected the document to sign, but it is not there.")
    return row[0], row[1]
