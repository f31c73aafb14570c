"""Asks the questions of a request that only looks in one transaction: they are of one moment, and the database begins and ends once."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, request, session

from engine.core.asking.reading import Reading
from engine.core.engine import Engine
from engine.core.query import Query
from engine.model.actor import Actor
from engine.persistence.replica import NOWHERE

_READING = "reading"
#: in the signed cookie: a position of the database up to which this browser's person has written; a replica that is asked must have it
WRITTEN = "tulis"


def engine() -> Engine:
    found: Engine = current_app.extensions["alur"]
    return found


def ask_as(who: Actor, query: Query) -> Any:
    """Asks; in a request that changes something each question has a transaction of its own."""
    if request.method not in ("GET", "HEAD"):
        return engine().ask(query, actor=who)
    if _READING not in g:
        setattr(g, _READING, engine().reading(written=session.get(WRITTEN, NOWHERE)))
    reading: Reading = g.get(_READING)
    return reading.ask(query, who)


def note_writing() -> None:
    """Called after a command of a person: what is asked next shows it, whoever answers."""
    position = engine().written_up_to()
    if position is not None:
        session[WRITTEN] = position


def end_reading(_error: BaseException | None = None) -> None:
    """Ends the transaction: before something is changed, so that what is asked afterwards shows it, and when the answer is ready."""
    reading: Reading | None = g.pop(_READING, None)
    if reading is not None:
        reading.close()


def install(app: Flask) -> None:
    app.teardown_request(end_reading)
