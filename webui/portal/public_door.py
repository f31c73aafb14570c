"""Passes the engine's doors for readers of public pages: as the signed-in person, else as a guest."""

from __future__ import annotations

from typing import Any

from casework.services.queries.service_catalogue import OfferedService, ServiceCatalogue
from engine.core.command import Answer, Command
from engine.core.query import Query
from engine.model.actor import GUEST, Actor
from webui.answering.page_reading import ask_as
from webui.answering.public_state import keep
from webui.auth import current
from webui.door import execute_as
from webui.wording.case_words import speak_of


def _reader() -> Actor:
    user = current()
    return user.actor if user is not None and not user.owes_code else GUEST


def ask(query: Query) -> Any:
    return speak_of(ask_as(_reader(), query))


def offered_services() -> list[OfferedService]:
    """Returns the services that can be applied for, by name: the same for everybody."""
    return keep("services", lambda: ask_as(GUEST, ServiceCatalogue()))


def execute(command: Command) -> Answer:
    return execute_as(_reader(), command)
