"""Finds a package's draft, locks it for its editor, and reads and changes its files."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.core.context import CommandContext, QueryContext
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.identity import Person
from workshop.drafts.tables import PackageDraft, PackageDraftChange, PackageDraftFile
from workshop.errors import DraftLocked

#: since the last change; who goes for lunch does not keep others from working
LOCK_LASTS = timedelta(minutes=15)
#: changes of one person to one file that follow each other within this time can be taken back together
SITTING_LASTS = timedelta(minutes=10)
IN_WORK = ("OPEN", "PROPOSED", "APPROVED")


def draft_of(context: QueryContext, identifier: UUID, *, lock: bool = False) -> PackageDraft:
    """Returns a draft. Raises NotFound."""
    row = context.session.get(PackageDraft, identifier, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound("Expected a draft of a package, but there is none under this address.")
    return row


def draft_in_work(context: CommandContext, identifier: UUID) -> PackageDraft:
    """Returns a draft in work, with its row locked. Raises NotFound, InvalidState for a published or discarded one."""
    row = draft_of(context, identifier, lock=True)
    if row.state not in IN_WORK:
        raise InvalidState("Expected a draft that is in work, but it has ended.")
    return row


def take_draft_lock(context: CommandContext, identifier: UUID) -> PackageDraft:
    """Takes the draft's lock for the actor, for a change. Raises NotFound, InvalidState, DraftLocked (who, until when)."""
    row = draft_in_work(context, identifier)
    if held_by_another(context, row):
        name = context.session.scalars(select(Person.name).where(Person.id == row.editor_id)).first() or ""
        raise DraftLocked("Expected a draft that nobody else edits, but somebody does.", by=name, until=row.editor_until)
    row.editor_id, row.editor_until = context.actor.person, context.now + LOCK_LASTS
    row.changed_at = context.now
    # an approval of the files before this change does not hold for those after it
    row.state, row.proposed_at, row.proposed_by = "OPEN", None, None
    row.live_at, row.approved_by, row.held_back = None, None, ""
    return row


def held_by_another(context: QueryContext, draft: PackageDraft) -> bool:
    """Whether another person edits the draft now; everybody else may read it only."""
    if draft.editor_id in (None, context.actor.person) or draft.editor_until is None:
        return False
    return draft.editor_until > context.now


def new_draft(context: CommandContext, package: str, base: UUID | None) -> PackageDraft:
    """Creates a draft without files, locked by its author. `base`: the live deployment."""
    row = PackageDraft(
        id=context.new_id(),
        package=package,
        state="OPEN",
        base_id=base,
        begun_at=context.now,
        begun_by=context.actor.person,
        changed_at=context.now,
        editor_id=context.actor.person,
        editor_until=context.now + LOCK_LASTS,
    )
    context.session.add(row)
    context.session.flush()
    return row


def files_of(session: Session, draft: UUID) -> dict[str, bytes]:
    rows = session.scalars(select(PackageDraftFile).where(PackageDraftFile.draft_id == draft).order_by(PackageDraftFile.path))
    return {row.path: row.content for row in rows}


def change_file(context: CommandContext, draft: PackageDraft, path: str, content: bytes | None, *, going_on: bool = False) -> bool:
    """Changes a file and keeps its former content; returns whether it differs. `content` None removes the file.

    `going_on`: an editor saves by itself again and again. What one person does to one file within a while is one change.
    """
    session = context.session
    found = select(PackageDraftFile).where(PackageDraftFile.draft_id == draft.id, PackageDraftFile.path == path)
    row = session.scalars(found.with_for_update()).first()
    before = row.content if row else None
    if before == content:
        return False
    if content is None:
        session.delete(row)
    elif row is not None:
        row.content = content
    else:
        session.add(PackageDraftFile(id=context.new_id(), draft_id=draft.id, path=path, content=content))
    if going_on and (known := _same_sitting(context, draft, path)):
        known.changed_at = context.now
        session.flush()
        return True
    session.add(
        PackageDraftChange(
            id=context.new_id(), draft_id=draft.id, path=path, person_id=context.actor.person, changed_at=context.now, before=before
        )
    )
    session.flush()
    return True


def _same_sitting(context: CommandContext, draft: PackageDraft, path: str) -> PackageDraftChange | None:
    """Returns the draft's last change, if this person made it to this file a short time ago."""
    statement = (
        select(PackageDraftChange)
        .where(PackageDraftChange.draft_id == draft.id)
        .order_by(PackageDraftChange.changed_at.desc(), PackageDraftChange.id.desc())
        .limit(1)
    )
    last = context.session.scalars(statement).first()
    mine = last is not None and last.path == path and last.person_id == context.actor.person
    return last if last is not None and mine and last.changed_at + SITTING_LASTS > context.now else None
