"""Shows the report of time limits: the cases that the reader may see (an operator: all), the most urgent first."""

from __future__ import annotations

from flask import render_template, request

from casework.legal_clock.queries.legal_clocks import LegalClocks
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint


@blueprint.get("/tenggat")
@person
def legal_clocks() -> str:
    rows = ask(LegalClocks())
    late = [row for row in rows if row.clock.late]
    only = request.args.get("saring") == "terlambat"
    return render_template("tasklist/legal_clocks.html", rows=late if only else rows, all=len(rows), late=len(late), only=only)
