"""Counts, times and traces requests, by their route: an address that leads nowhere makes no label."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from flask import Flask, Response, current_app, g, request

from webui.observation.observation import Observation

#: stands for what has no route: an unknown address, or a method that its page does not take
NO_ROUTE = "none"
PROGRAM = "web"


def observation() -> Observation | None:
    """The part that observes this application; None: its engine was built without."""
    found: Observation | None = current_app.extensions["alur"].platform.find(Observation)
    return found


def install(app: Flask) -> None:
    """Installed before everything else, so that all that a request does is within its time."""

    @app.before_request
    def begin() -> None:
        g.began, g.observation = perf_counter(), observation()
        if g.observation is not None:
            g.observation.go_on(PROGRAM)
            g.span = g.observation.observer.tracing.begin("page", request.endpoint or NO_ROUTE)

    @app.after_request
    def keep_status(response: Response) -> Response:
        g.status = response.status_code
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        found: Observation | None = g.pop("observation", None)
        if found is None:
            return
        endpoint, status, observer = request.endpoint or NO_ROUTE, int(g.pop("status", 500)), found.observer
        observer.tallies.observe(("alur_page_seconds", endpoint), perf_counter() - g.pop("began"))
        observer.tallies.count(("alur_pages", endpoint, str(status)))
        attributes: dict[str, Any] = {
            "http.request.method": request.method,
            "http.route": str(request.url_rule or ""),
            "http.response.status_code": status,
            "alur.outcome": "error" if status >= 500 else "done",
        }
        observer.tracing.end(g.pop("span", None), attributes)
