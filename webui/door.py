"""Passes the engine's two doors as the signed-in person."""

from __future__ import annotations

from typing import Any

from flask import current_app

from engine.core.command import Answer, Command
from engine.core.engine import Engine
from engine.core.query import Query
from engine.model.actor import SYSTEM
from webui.auth import actor
from webui.wording.case_words import speak_of


def engine() -> Engine:
    found: Engine = current_app.extensions["alur"]
    return found


def ask(query: Query) -> Any:
    return speak_of(engine().ask(query, actor=actor()))


def execute(command: Command) -> Answer:
    return engine().execute(command, actor=actor())


def ask_as_platform(query: Query) -> Any:
    """Asks as the platform, where a page has checked the right itself, such as a PIN."""
    return engine().ask(query, actor=SYSTEM)


def execute_as_platform(command: Command) -> Answer:
    """Executes as the platform, before anybody is signed in."""
    return engine().execute(command, actor=SYSTEM)
