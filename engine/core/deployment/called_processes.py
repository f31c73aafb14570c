"""The deployed processes that the diagrams of a draft may call."""

from __future__ import annotations

from contextlib import suppress

from engine.core.context import CommandContext, QueryContext
from engine.model.errors import NotFound
from engine.packages.deployed import Deployed, Elsewhere


def deployed_elsewhere(context: CommandContext | QueryContext) -> Elsewhere:
    """A call activity takes the newest version, unless it says otherwise; so does who checks it."""

    def find(key: str) -> Deployed | None:
        with suppress(NotFound):
            loaded = context.platform.definitions.latest(context.session, key)
            return Deployed(
                identity=loaded.id,
                process=loaded.definition.process,
                manifest=loaded.manifest,
                forms=loaded.forms,
                decisions=loaded.decisions,
                siblings={process.id: process for process in loaded.diagram.processes},
            )
        return None

    return find
