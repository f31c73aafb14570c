"""Marks each page's forms with the person for whom the page was made, signed, beside the CSRF token.

When a session ends, and when somebody else signs in in the same browser, the forms of pages that are still open belong to the person
before. The mark tells whose they are, so that nothing is done in another person's name and nobody else sees what was typed.
"""

from __future__ import annotations

from uuid import UUID

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import BadData, URLSafeSerializer

from webui.auth import current

_BETWEEN = "~"
FIELD, HEADER = "csrf_token", "X-CSRFToken"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="owner of a page")


def form_token() -> str:
    """Returns what each form carries in its field `csrf_token`, and each request of a script in its header."""
    user = current()
    owner = _signer().dumps(user.actor.person.hex) if user is not None and user.actor.person else ""
    return f"{generate_csrf()}{_BETWEEN}{owner}"


def owner_of_page() -> UUID | None:
    """Returns the person for whom the page of a sent form was made; None for a guest's, and where the mark is not ours."""
    _token, _between, mark = _sent().partition(_BETWEEN)
    if not mark:
        return None
    try:
        return UUID(hex=_signer().loads(mark))
    except (BadData, ValueError, TypeError):
        return None


def _sent() -> str:
    return request.form.get(FIELD) or request.headers.get(HEADER, "")


def somebody_else_signed_in() -> bool:
    """Whether the page was made for one person, and another one has signed in since in this browser."""
    user, owner = current(), owner_of_page()
    return user is not None and owner is not None and user.actor.person != owner


class FormProtection(CSRFProtect):  # type: ignore[misc]
    """CSRF protection that also refuses a form of a page that was made for somebody else."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = form_token
        app.context_processor(lambda: {"csrf_token": form_token})

    def _get_csrf_token(self) -> str | None:
        found: str | None = super()._get_csrf_token()
        return found.partition(_BETWEEN)[0] if found else found

    def protect(self, apply_exemptions: bool = False) -> None:
        super().protect(apply_exemptions=apply_exemptions)
        if g.get("csrf_valid") and somebody_else_signed_in():
            self._error_response("The page was made for another person.")
