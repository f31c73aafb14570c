"""Refusals of what cannot be told to everybody."""

from __future__ import annotations

from engine.model.errors import CommandRefused


class PublicInformationRejected(CommandRefused):
    """Expected public information that can be shown to everybody, but a part is missing or wrong; the text names every such part."""

    code = "PUBLIC_INFORMATION_REJECTED"


class AnnouncementRejected(CommandRefused):
    """Expected an announcement with a text and times that follow each other; `details["part"]`: text, place, ends or shown."""

    code = "ANNOUNCEMENT_REJECTED"
