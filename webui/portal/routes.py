"""Every page of citizens: importing one registers it."""

from __future__ import annotations

from webui.portal import (  # noqa: F401
    apply,
    attachments,
    carry,
    catalogue,
    check,
    contact,
    documents,
    home,
    mine,
    my_data,
    receipt,
    reply,
    service,
    survey,
    track,
    verify,
)
from webui.portal.blueprint import blueprint

__all__ = ["blueprint"]
