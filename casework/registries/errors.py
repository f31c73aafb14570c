"""Refusals of lookups."""

from __future__ import annotations

from engine.model.errors import CommandRefused


class RegistryAway(CommandRefused):
    """Expected another institution's register to answer, but it does not; nothing was changed. Detail `unknown`: none is set."""

    code = "REGISTRY_AWAY"
