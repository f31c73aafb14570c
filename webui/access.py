"""Guards pages by access rules. Every view declares one; a view without a declaration is never served (a test walks them all)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from werkzeug.wrappers import Response

from engine.identity.errors import StepUpNeeded
from webui.auth import current
from webui.kept_forms.keeping import ask_for_code, ask_to_sign_in
from webui.proxies import is_loopback

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class AccessRule:
    #: public, person, half (the code is still owed), or a permission of a position
    need: str
    step_up: bool = False
    loopback: bool = False


def _declare(rule: AccessRule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.__access__ = rule  # type: ignore[attr-defined]
        return view

    return mark


public = _declare(AccessRule("public"))
person = _declare(AccessRule("person"))
#: for people who proved their identity within the last ten minutes
recently_authenticated = _declare(AccessRule("person", step_up=True))
second_factor_pending = _declare(AccessRule("half"))
loopback = _declare(AccessRule("public", loopback=True))


def permission(name: str, *, step_up: bool = False) -> Callable[[View], View]:
    """Requires a permission. `step_up`: identity must have been proved within the last ten minutes."""
    return _declare(AccessRule(name, step_up=step_up))


def rule_of(app: Flask, endpoint: str | None) -> AccessRule | None:
    if endpoint is None:
        return None
    if endpoint == "static":
        return AccessRule("public")
    return getattr(app.view_functions.get(endpoint), "__access__", None)


def door_of(endpoint: str) -> str:
    """Returns the page on which the readers of a view sign in."""
    return "citizens.sign_in" if endpoint.startswith("portal.") else "signin.sign_in"


def guard() -> Response | None:
    """Checks the rule of a view before each request."""
    if request.endpoint is None:
        return None
    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        abort(500)
    if rule.loopback and not is_loopback(request.remote_addr, request.headers):
        abort(404)
    if rule.need == "public":
        return None
    user = current()
    if user is None:
        return ask_to_sign_in(door_of(request.endpoint))
    if user.owes_code and rule.need != "half":
        return ask_for_code()
    if rule.need not in ("person", "half") and not user.actor.may(rule.need):
        # the same as for an address that does not exist: who may not know, learns nothing
        abort(404)
    if rule.step_up and not user.fresh:
        raise StepUpNeeded
    return None
