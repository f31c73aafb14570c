"""Stores a draft's token in a cookie of this browser, so that the draft's address alone opens nothing."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, request
from werkzeug.wrappers import Response

from casework.records.public_numbers import DRAFT_LASTS
from webui.auth import remember_cookie

#: where pages outside the application's own may see that there is a draft: the first page, the service's
PATH = "/"
_PREFIX = "draf-"
#: tokens of a browser that are looked up; a draft that is opened again comes first
MOST_HELD = 20


def _name(draft: UUID | str) -> str:
    return f"{_PREFIX}{str(draft)[:8]}"


def held_tokens() -> list[str]:
    """Returns the tokens of drafts that this browser holds."""
    return [value for name, value in request.cookies.items() if name.startswith(_PREFIX)][:MOST_HELD]


def drop_draft_cookie(response: Response, draft: UUID | str) -> Response:
    response.delete_cookie(_name(draft), path=PATH)
    response.delete_cookie(_name(draft), path="/permohonan")  # where it stood before
    return response


def set_draft_cookie(response: Response, draft: UUID | str, token: str) -> Response:
    remember_cookie(_name(draft), PATH)
    response.set_cookie(
        _name(draft),
        token,
        max_age=DRAFT_LASTS,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def draft_token(draft: UUID) -> str:
    """Returns the draft's token, or an empty one, which opens nothing."""
    return request.cookies.get(_name(draft), "")
