"""The refusal of public information that cannot be shown."""

from __future__ import annotations

from engine.model.errors import CommandRefused


class PublicInformationRejected(CommandRefused):
    """Expected public information that can be shown to everybody, but a part is missing or wrong; the text names every such part."""

    code = "PUBLIC_INFORMATION_REJECTED"
