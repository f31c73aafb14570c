"""The session of a command: beside its objects it has rows to be written, which are sent in its order, the last with the commit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from engine.persistence.row_batch import RowBatch
from engine.persistence.stored_objects import change_of

#: options of statements that ask for what no turn writes, such as the organisation: nothing need be sent before them
BESIDE_ROWS = {"beside_rows": True, "autoflush": False}


class WritingSession(Session):
    def __init__(self, bind: Any) -> None:
        super().__init__(bind, expire_on_commit=False)
        self.rows = RowBatch(self)

    def rollback(self) -> None:
        self.rows.forget()
        super().rollback()


@event.listens_for(WritingSession, "do_orm_execute")
def _before_statement(state: Any) -> None:
    if not state.execution_options.get("beside_rows"):
        state.session.rows.send()


@event.listens_for(WritingSession, "before_flush")
def _before_flush(session: WritingSession, _context: Any, _objects: Any) -> None:
    session.rows.send()


@event.listens_for(WritingSession, "before_commit")
def _before_commit(session: WritingSession) -> None:
    """Ends the transaction in the round trip of its last rows. Raises StaleDataError where another one has changed a case meanwhile."""
    if session.new or session.deleted:
        session.flush()
    for found in list(session.dirty):
        change = change_of(session, found)
        if change is not None:
            session.rows.run(*change)
    session.flush()
    session.rows.finish()
