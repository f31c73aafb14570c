"""Every page of citizens: importing one registers it."""

from __future__ import annotations

from webui.portal import catalogue, home, verify  # noqa: F401
from webui.portal.account import mine, my_data  # noqa: F401
from webui.portal.applying import apply, attachments, carry, check, receipt, service  # noqa: F401
from webui.portal.blueprint import blueprint
from webui.portal.following import contact, documents, reply, survey, track  # noqa: F401

__all__ = ["blueprint"]
