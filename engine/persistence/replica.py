"""A streaming replica that answers the questions of pages, as long as it is there and has what its readers must find (docs/decisions/0088).

How far it is, is compared in positions of the write-ahead log, which only the primary moves: no clock of two machines is compared, and
no right beyond that of reading is needed.
"""

from __future__ import annotations

import threading
import time
from collections import deque

import structlog
from sqlalchemy import Engine as Database
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.persistence.counted_statements import count_statements
from engine.persistence.database import connect

#: what the primary had so many seconds ago, a replica that is asked has
BOUND = 10.0
#: seconds between two looks at the primary's position
MARK_EVERY = 1.0
#: seconds for which a replica that did not answer is left alone
REST = 5.0
#: seconds for which a page waits for a new connection: then the primary answers
PATIENCE = 1
#: who answered a page: the replica; the primary, for it was behind what its reader must find, or away
REPLICA, BEHIND, AWAY = "replica", "behind", "away"
_FLUSHED = text("select pg_current_wal_flush_lsn()::text")
_WRITTEN = text("select pg_current_wal_insert_lsn()::text")
#: null where the server is no replica (any more)
_REACHED = text("select pg_last_wal_replay_lsn() >= greatest(cast(:bound as pg_lsn), cast(:own as pg_lsn))")
#: before anything was written
NOWHERE = "0/0"
log = structlog.get_logger()


def connect_replica(url: str, primary: Database) -> Replica:
    """Connects without a pooler, by an address like that of the primary."""
    database = connect(url, patience=PATIENCE)
    count_statements(database)
    return Replica(database, primary)


class Replica:
    def __init__(self, database: Database, primary: Database, *, bound: float = BOUND, rest: float = REST) -> None:
        self.database = database.execution_options(postgresql_readonly=True)
        self._primary = primary
        self._bound, self._rest = bound, rest
        self._lock = threading.Lock()
        #: when we looked, and what the primary had flushed then; all within the bound
        self._marks: deque[tuple[float, str]] = deque()
        self._away_until = 0.0

    def written_up_to(self) -> str:
        """Returns a position behind everything that was committed until now."""
        with self._primary.connect() as connection:
            return str(connection.execute(_WRITTEN).scalar_one())

    def begin(self, own: str) -> tuple[Session | None, str]:
        """Begins to read in a transaction of the replica; None where the primary must answer, with the reason.

        `own`: a position up to which the reader has written.
        """
        if time.monotonic() < self._away_until:
            return None, AWAY
        values = {"bound": self._position_wanted(), "own": own}
        session = Session(self.database, expire_on_commit=False)
        try:
            reached = session.execute(_REACHED, values).scalar_one()
        except OperationalError as error:
            session.close()
            self.note_failure(error)
            return None, AWAY
        if reached:
            return session, REPLICA
        session.close()
        if reached is None:
            log.error("the replica is none: it does not follow a primary")
            self._away_until = time.monotonic() + self._rest
        return None, BEHIND if reached is False else AWAY

    def look(self) -> str:
        """Returns how it answers a reader who has written nothing."""
        session, answered = self.begin(NOWHERE)
        if session is not None:
            session.close()
        return answered

    def note_failure(self, error: OperationalError) -> None:
        """Leaves it alone for a while. A question that it cancelled in favour of what it replays is no such failure."""
        if getattr(error.orig, "sqlstate", None) is not None and not error.connection_invalidated:
            return
        log.warning("the replica does not answer", error=str(error.orig).strip())
        self._away_until = time.monotonic() + self._rest

    def _position_wanted(self) -> str:
        """Returns what the primary had flushed at most `bound` seconds ago: the oldest mark within it."""
        with self._lock:
            now = time.monotonic()
            while self._marks and now - self._marks[0][0] > self._bound:
                self._marks.popleft()
            if not self._marks or now - self._marks[-1][0] >= MARK_EVERY:
                with self._primary.connect() as connection:
                    self._marks.append((now, str(connection.execute(_FLUSHED).scalar_one())))
            return self._marks[0][1]
