"""Limits requests: by the network or the person that they come from, by the object that they are about, and by what they do.

Nothing that the sender merely writes removes a limit: the sender is the address of the connection (webui/proxies.py) or the session's
person. A route that declares nothing has the limits of `OTHERS`. docs/reference/limits.md lists them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse_many
from werkzeug.exceptions import TooManyRequests

from webui.access import rule_of
from webui.auth import current
from webui.counters import Counters
from webui.proxies import network_of

View = TypeVar("View", bound=Callable[..., Any])
READS, CHANGES = frozenset({"GET", "HEAD"}), frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEY = "alur.counters"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many requests from one sender: on public pages a network, elsewhere the person who is signed in."""

    amounts: str
    methods: frozenset[str] = CHANGES
    #: the part of the address that names an object: it is counted for each object of a sender
    of: str = ""

    @property
    def items(self) -> list[RateLimitItem]:
        return parse_many(self.amounts)


#: of public routes that declare nothing; wide, for a town of telephones may share the address of its operator
FOR_NETWORKS = Limit(amounts="1200 per hour")
#: of routes for people who are signed in, and declare nothing: nobody presses a button each second for an hour
FOR_PEOPLE = Limit(amounts="3600 per hour")


class TooMany(TooManyRequests):
    """Expected a request within its limit, but there were too many. `seconds`: after them one more is taken."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.seconds = seconds


def retry_after(refusal: TooMany) -> dict[str, str]:
    return {"Retry-After": str(refusal.seconds)}


def rate_limit(amounts: str, *, of: str = "", reads: bool = False) -> Callable[[View], View]:
    """Declares a limit of a view, such as "60 per minute; 2000 per day".

    `of`: the part of the address that names the object, such as a draft: each has a limit of its own. It is only for objects whose name
    nobody guesses, and stands beside a limit without it. `reads`: looking is counted too, where it costs much or may be a guess.
    """

    def mark(view: View) -> View:
        limit = Limit(amounts=amounts, of=of, methods=CHANGES | READS if reads else CHANGES)
        view.__limits__ = (*getattr(view, "__limits__", ()), limit)  # type: ignore[attr-defined]
        return view

    return mark


def limits_of(app: Flask, endpoint: str) -> tuple[Limit, ...]:
    """Returns the limits of a route, declared ones or those of all others."""
    rule = rule_of(app, endpoint)
    declared: tuple[Limit, ...] = getattr(app.view_functions.get(endpoint), "__limits__", ())
    return declared or ((FOR_NETWORKS,) if rule is None or rule.need == "public" else (FOR_PEOPLE,))


def install(app: Flask, limiter: Limiter) -> None:
    """Counts each request before anything is done for it, or kept of it."""
    app.extensions[KEY] = Counters(limiter.storage, app.config["SECRET_KEY"])
    app.before_request(count_request)


def counters() -> Counters:
    found: Counters = current_app.extensions[KEY]
    return found


def sender() -> str:
    """Returns whose request it is, for counting: a person where the page is for people who are signed in, else the network."""
    rule, user = rule_of(current_app, request.endpoint), current()
    # who still owes the code may be anybody who knows the password: they do not use up what is the person's
    if rule is not None and rule.need != "public" and user is not None and not user.owes_code:
        return f"person {user.actor.person}"
    return f"network {network_of(request.remote_addr)}"


def count_request() -> None:
    """Raises TooMany."""
    if request.endpoint is None or request.endpoint == "static":
        return
    for limit in limits_of(current_app, request.endpoint):
        if request.method in limit.methods:
            named = str((request.view_args or {}).get(limit.of, ""))
            take(limit.items, counters().key("request", request.endpoint, sender(), named))


def take(items: list[RateLimitItem], key: str) -> None:
    """Counts one in each of the windows. Raises TooMany without counting where one of them is full: waiting always helps."""
    counting = counters()
    full = [item for item in items if not counting.is_open(item, key)]
    if not full:
        # others may have come between the look and the count
        full = [item for item in items if not counting.count(item, key)]
    if full:
        raise TooMany(max(counting.seconds_left(item, key) for item in full))
