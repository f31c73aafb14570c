"""Answers guests of public pages from what is kept: a page is made once for each language until something on it changes.

Only a guest of whom nothing is known gets one: no cookie besides the language and a session with nothing but its CSRF token, which is
woven into the page. Whoever is signed in, holds a draft, has opened a case or is to be told something gets a page of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from webui.answering.public_state import KEY, MOST, PublicState, public_values
from webui.i18n import COOKIE, language

#: of the session of a guest who has seen a form
FIELD = "csrf_token"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class KeptPage:
    #: the page, cut where the token of its reader stands
    parts: tuple[str, ...]
    digest: str


def kept_for_guests(*arguments: str) -> Callable[[View], View]:
    """Declares that a page shows every guest the same.

    `arguments`: those of the address on which it depends; with any other it is not kept.
    """

    def mark(view: View) -> View:
        view.__kept__ = frozenset(arguments)  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    """To be called after access and limits: a kept page is answered to whoever may ask for it."""
    app.extensions[KEY] = PublicState()
    app.before_request(_answer)
    app.after_request(_keep)


def _answer() -> Response | None:
    key = _key_of_request()
    if key is None:
        return None
    found: KeptPage | None = public_values().get(key)
    if found is None:
        g.kept_page_key = key
        return None
    return _conditional(current_app.response_class(generate_csrf().join(found.parts), mimetype="text/html"), found)


def _keep(response: Response) -> Response:
    key = g.pop("kept_page_key", None)
    if key is None or response.status_code != 200 or response.mimetype != "text/html" or not _is_nobody():
        return response
    if "Set-Cookie" in response.headers or response.direct_passthrough:
        return response
    page = response.get_data(as_text=True)
    kept = KeptPage(tuple(page.split(generate_csrf())), hashlib.sha256(page.replace(generate_csrf(), "").encode()).hexdigest()[:24])
    values = public_values()
    if len(values) >= MOST:
        values.clear()
    values[key] = kept
    return _conditional(response, kept)


def _conditional(response: Response, page: KeptPage) -> Response:
    """A browser may keep it, and asks each time whether it is still the one: then only that is answered."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(f"{page.digest} {session.get(FIELD)}".encode()).hexdigest()[:24])
    return response.make_conditional(request)


def _key_of_request() -> tuple[str, ...] | None:
    """Returns under what the page is kept; None for a request whose answer is its reader's own."""
    view = current_app.view_functions.get(request.endpoint or "")
    arguments: frozenset[str] | None = getattr(view, "__kept__", None)
    if request.method != "GET" or arguments is None or not arguments.issuperset(request.args) or not _is_nobody():
        return None
    return ("page", language(), request.full_path)


def _is_nobody() -> bool:
    return {COOKIE, current_app.config["SESSION_COOKIE_NAME"]}.issuperset(request.cookies) and {FIELD}.issuperset(session)
