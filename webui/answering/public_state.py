"""Keeps what everybody sees alike, such as announcements and the pages of guests, until it changes in the database.

Each process asks for a stamp of it, at most once a second: what a deployment, a switched package, an announcement or the regency's own
information changes is seen everywhere a second later. What changes through this gunicorn's own pages is seen by the next request.
"""

from __future__ import annotations

import mmap
import struct
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g

from casework.regency.queries.public_stamp import PublicStamp
from engine.core.engine import Engine
from engine.model.actor import GUEST
from webui.answering.page_reading import ask_as, engine

Kept = TypeVar("Kept")
KEY = "alur.public_state"
#: seconds for which a stamp is believed: the staleness of what guests see
CHECK_SECONDS = 1.0
#: seconds after which everything is made anew, whatever the stamp says
LONGEST_SECONDS = 300.0
#: values that are kept: pages in two languages, most of all
MOST = 300
_COUNT = struct.Struct("Q")


class PublicState:
    def __init__(self, *, check_seconds: float = CHECK_SECONDS) -> None:
        self.check_seconds = check_seconds
        self._lock = threading.Lock()
        # shared with the processes that are forked from this one
        self._commands = mmap.mmap(-1, _COUNT.size)
        self._forget(None, "")

    def _forget(self, engine: Engine | None, stamp: str) -> None:
        self._engine, self._stamp, self._made, self._values = engine, stamp, time.monotonic(), dict[Any, Any]()
        self._checked, self._seen = 0.0, -1

    def note_command(self) -> None:
        """Called after a command of this gunicorn: its own changes are looked for at once."""
        with self._lock:
            # of two processes that count at once one may be lost: both have changed the number
            _COUNT.pack_into(self._commands, 0, self._counted() + 1)

    def _counted(self) -> int:
        count: int = _COUNT.unpack_from(self._commands, 0)[0]
        return count

    def values(self, engine: Engine, ask_stamp: Callable[[], str]) -> dict[Any, Any]:
        """Returns what is kept for the present stamp. Raises what the database raises."""
        now, counted = time.monotonic(), self._counted()
        if engine is self._engine and counted == self._seen and now - self._checked < self.check_seconds:
            return self._values
        with self._lock:
            stamp = ask_stamp()
            if engine is not self._engine or stamp != self._stamp or now - self._made > LONGEST_SECONDS:
                self._forget(engine, stamp)
            self._checked, self._seen = now, counted
            return self._values


def public_state() -> PublicState:
    found: PublicState = current_app.extensions[KEY]
    return found


def public_values() -> dict[Any, Any]:
    """Returns what is kept, as it stood when this request first asked."""
    if "public_values" not in g:
        g.public_values = public_state().values(engine(), lambda: ask_as(GUEST, PublicStamp()))
    found: dict[Any, Any] = g.public_values
    return found


def keep(name: object, make: Callable[[], Kept]) -> Kept:
    """Returns a value that is the same for everybody, made again after something that is public has changed."""
    values = public_values()
    if name not in values:
        # made after the stamp was read: at worst it is newer than its stamp, never older
        made = make()
        if len(values) >= MOST:
            values.clear()
        values[name] = made
        return made
    found: Kept = values[name]
    return found
