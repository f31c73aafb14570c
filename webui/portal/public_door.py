"""Passes the engine's doors for readers of public pages: as the signed-in person, else as a guest."""

from __future__ import annotations

from typing import Any

from engine.core.command import Answer, Command
from engine.core.query import Query
from engine.model.actor import GUEST, Actor
from webui.auth import current
from webui.door import engine
from webui.wording.case_words import speak_of


def _reader() -> Actor:
    user = current()
    return user.actor if user is not None and not user.owes_code else GUEST


def ask(query: Query) -> Any:
    return speak_of(engine().ask(query, actor=_reader()))


def execute(command: Command) -> Answer:
    return engine().execute(command, actor=_reader())
