"""Answers several questions in one read-only transaction and at one time, such as those of a page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.core.asking.unstorable import refuse_unstorable
from engine.core.context import QueryContext
from engine.core.hooks import ReadingObserver, hooks_of
from engine.core.looks import Look
from engine.core.platform import Platform
from engine.core.query import Opening, Query
from engine.model.actor import Actor
from engine.model.errors import Forbidden
from engine.persistence.replica import AWAY, NOWHERE, Replica

#: has looks at cases recorded, at a time
Record = Callable[[ReadingObserver, Actor, list[Look], datetime], None]


class Reading:
    """Its transaction begins with the first question and ends with `close`; the answers' objects are kept until then.

    Where there is a replica, it is asked what a person asks after the first question: who is there, and the time, the primary tells.
    """

    def __init__(
        self, platform: Platform, database: Database, record: Record, replica: Replica | None = None, written: str = NOWHERE
    ) -> None:
        """`database`: one whose transactions only read; `written`: up to where the reader has written, which the replica must have."""
        self._platform = platform
        self._replica, self._written = replica, written
        self._elsewhere: Session | None = None
        self._record = record
        self._session = Session(database, expire_on_commit=False)
        self._now: datetime | None = None

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the transaction; another question would begin a new one, at a new time."""
        self._now = None
        self._session.close()
        self._leave_replica()

    def _leave_replica(self) -> None:
        session, self._elsewhere = self._elsewhere, None
        if session is not None:
            # what it has failed at is over; a connection that is lost cannot even be rolled back
            with suppress(OperationalError):
                session.close()

    def ask(self, query: Query, actor: Actor) -> Any:
        if not actor.may(query.permission):
            raise Forbidden(f"Expected the permission '{query.permission}', but {actor.name} does not have it.")
        try:
            with refuse_unstorable(), self._platform.telemetry.query(type(query).__name__):
                return self._answer(query, actor)
        except Exception:
            # a statement that failed has ended the transaction
            self.close()
            raise

    def _answer(self, query: Query, actor: Actor) -> Any:
        session, clock = self._session, self._platform.clock
        if self._now is None and isinstance(query, Opening):
            answer, now = query.open(session, self._platform, clock.now(session) if clock.question is None else None)
            self._now = now.astimezone(self._platform.zone)
            return answer
        if self._now is None:
            self._now = clock.now(session).astimezone(self._platform.zone)
        elsewhere = self._session_of_replica(actor)
        if elsewhere is not None:
            session.close()  # the connection to the primary is free meanwhile
            try:
                return self._run(query, elsewhere, actor, self._now)
            except OperationalError as error:
                if self._replica:
                    self._replica.note_failure(error)
                self._leave_replica()
                self._replica = None
                self._platform.telemetry.read_from(AWAY)
        return self._run(query, session, actor, self._now)

    def _session_of_replica(self, actor: Actor) -> Session | None:
        """Returns the transaction at the replica, which begins with the first question of a person; None where the primary answers."""
        if self._replica is None or actor.person is None:
            return None
        if self._elsewhere is None:
            self._elsewhere, answered = self._replica.begin(self._written)
            self._platform.telemetry.read_from(answered)
            if self._elsewhere is None:
                self._replica = None
        return self._elsewhere

    def _run(self, query: Query, session: Session, actor: Actor, now: datetime) -> Any:
        context = QueryContext(session=session, platform=self._platform, actor=actor, now=now)
        answer = query.run(context)
        reading = hooks_of(context).reading if context.looks and actor.person else None
        looks = reading.concerning(session, actor, context.looks) if reading else []
        if reading and looks:
            self._record(reading, actor, looks, now)
        return answer
