"""Deletes files without a document a day after their upload: a torn upload leaves one, and so does an unsent draft."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice

from casework.documents.parts import DocumentParts
from casework.documents.ports import PARTS
from casework.documents.queries.unknown_files import UnknownFiles
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.queries.jobs.current_time import CurrentTime

#: since a file was last put: its document comes within the same transaction, or never
MIN_AGE = timedelta(hours=24)
#: names that are looked up together
BATCH = 1000


def sweep_files(engine: Engine, *, every: float) -> int:
    """Returns how many files it deleted. A round, each `every` seconds, looks at a part of the store: at all of it within a day."""
    now = engine.ask(CurrentTime(), actor=SYSTEM)
    store, before, share = (
        engine.platform.part(DocumentParts).documents,
        now - MIN_AGE,
        math.ceil(PARTS * every / MIN_AGE.total_seconds()),
    )
    first = int(now.timestamp() // every) * share
    removed = 0
    for number in range(first, first + share):
        for names in _batches(store.untouched(before, number % PARTS)):
            for name in _unknown(engine, names):
                removed += store.remove(name, before, partial(_known, engine, name))
    return removed


def _known(engine: Engine, name: str) -> bool:
    return not _unknown(engine, [name])


def _unknown(engine: Engine, names: list[str]) -> set[str]:
    found: set[str] = engine.ask(UnknownFiles(names=tuple(names)), actor=SYSTEM)
    return found


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(names, BATCH)):
        yield batch
