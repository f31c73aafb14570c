"""Passes the engine's two doors as the signed-in person."""

from __future__ import annotations

from typing import Any

from engine.core.command import Answer, Command
from engine.core.query import Query
from engine.model.actor import SYSTEM, Actor
from webui.answering.page_reading import ask_as, end_reading, note_writing
from webui.answering.page_reading import engine as engine
from webui.answering.public_state import public_state
from webui.auth import actor
from webui.wording.case_words import speak_of


def ask(query: Query) -> Any:
    return speak_of(ask_as(actor(), query))


def execute(command: Command) -> Answer:
    return execute_as(actor(), command)


def execute_as(who: Actor, command: Command) -> Answer:
    end_reading()
    answer = engine().execute(command, actor=who)
    public_state().note_command()
    if who.person is not None:
        note_writing()
    return answer


def ask_as_platform(query: Query) -> Any:
    """Asks as the platform, where a page has checked the right itself, such as a PIN."""
    return ask_as(SYSTEM, query)


def execute_as_platform(command: Command) -> Answer:
    """Executes as the platform, before anybody is signed in."""
    return execute_as(SYSTEM, command)
