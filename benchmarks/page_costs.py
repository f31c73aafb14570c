"""What a page costs the process that answers it: processor time, its template's share of it, statements, and the wait for them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, before_render_template, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import Engine as Database
from sqlalchemy import event

from benchmarks.figures import Figure

#: milliseconds of processor time of a page with 50,000 letters at the median, and statements of a page
CPU_TARGET, STATEMENTS_TARGET = 25.0, 6.0
WARM = 5


@dataclass(frozen=True)
class Page:
    """`address`: of the number of a request. `of_staff`: for people who are signed in; `judged`: whether the targets hold for it."""

    name: str
    client: FlaskClient
    address: Callable[[int], str]
    of_staff: bool = True
    judged: bool = True
    over_http: bool = True


@dataclass
class _Meter:
    statements: int = 0
    #: seconds: of the wall for the database, of the processor for templates
    database: float = 0.0
    template: float = 0.0


@contextmanager
def _metered(database: Database, app: Flask) -> Iterator[_Meter]:
    meter, began = _Meter(), {"statement": 0.0, "template": 0.0}

    def send(*_: Any) -> None:
        began["statement"] = time.perf_counter()

    def answered(*_: Any) -> None:
        meter.statements += 1
        meter.database += time.perf_counter() - began["statement"]

    def render(*_: Any, **__: Any) -> None:
        began["template"] = time.thread_time()

    def rendered(*_: Any, **__: Any) -> None:
        meter.template += time.thread_time() - began["template"]

    event.listen(database, "before_cursor_execute", send)
    event.listen(database, "after_cursor_execute", answered)
    try:
        with before_render_template.connected_to(render, app), template_rendered.connected_to(rendered, app):
            yield meter
    finally:
        event.remove(database, "before_cursor_execute", send)
        event.remove(database, "after_cursor_execute", answered)


def costs_of(page: Page, database: Database, app: Flask, *, runs: int) -> list[Figure]:
    spent: dict[str, list[float]] = {"cpu": [], "statements": [], "database": [], "template": []}
    for number in range(WARM + runs):
        with _metered(database, app) as meter:
            began = time.thread_time()
            answer: Any = page.client.get(page.address(number))
            cpu = time.thread_time() - began
        assert answer.status_code == 200, (page.name, answer.status_code)
        if number >= WARM:
            for name, value in (("cpu", cpu * 1e3), ("database", meter.database * 1e3), ("template", meter.template * 1e3)):
                spent[name].append(value)
            spent["statements"].append(meter.statements)
    of, median = f"pages: {page.name}", {name: statistics.median(values) for name, values in spent.items()}
    return [
        Figure(f"{of}, CPU at the median", median["cpu"], "ms", target=CPU_TARGET if page.judged else None),
        Figure(f"{of}, CPU at p95", statistics.quantiles(spent["cpu"], n=20)[18], "ms"),
        Figure(f"{of}, CPU of its template", median["template"], "ms"),
        Figure(f"{of}, wait for the database", median["database"], "ms"),
        Figure(f"{of}, statements", max(spent["statements"]), "", target=STATEMENTS_TARGET if page.judged else None),
    ]
