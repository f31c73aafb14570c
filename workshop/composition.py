"""Adds the workshop's work to the clock's rounds: approved drafts go live at their time."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.command import Command
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from workshop.publishing.commands.publish_approved_package import PublishApprovedPackage
from workshop.publishing.queries.due_drafts import DueDrafts


def due_commands(engine: Engine) -> Iterator[Command]:
    yield from (PublishApprovedPackage(draft=draft) for draft in engine.ask(DueDrafts(), actor=SYSTEM))
