"""Every page of citizens: importing one registers it."""

from __future__ import annotations

from webui.portal import catalogue, home, information, verify  # noqa: F401
from webui.portal.account import my_data, my_page  # noqa: F401
from webui.portal.applying import apply, attachments, draft_code, held_drafts, receipt, review, service  # noqa: F401
from webui.portal.blueprint import blueprint
from webui.portal.tracking import (  # noqa: F401
    bills,
    documents,
    lost_pin,
    messages_and_channels,
    own_answers,
    reopen,
    reply,
    survey,
    track,
    withdraw,
)

__all__ = ["blueprint"]
