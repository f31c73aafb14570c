"""Stores a draft's token in a cookie of this browser, so that the draft's address alone opens nothing."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, request
from werkzeug.wrappers import Response

from casework.records.public_numbers import DRAFT_LASTS
from webui.auth import remember_cookie

_PATH = "/permohonan"


def _name(draft: UUID | str) -> str:
    return f"draf-{str(draft)[:8]}"


def set_draft_cookie(response: Response, draft: UUID | str, token: str) -> Response:
    remember_cookie(_name(draft), _PATH)
    response.set_cookie(
        _name(draft),
        token,
        max_age=DRAFT_LASTS,
        path=_PATH,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def draft_token(draft: UUID) -> str:
    """Returns the draft's token, or an empty one, which opens nothing."""
    return request.cookies.get(_name(draft), "")
