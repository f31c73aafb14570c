"""Searches the registers, among the entries that the reader may see."""

from __future__ import annotations

from flask import render_template, request

from casework.cases.queries.search import Search
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint


@blueprint.get("/cari")
@person
def search() -> str:
    text = request.args.get("kata", "")
    return render_template("tasklist/search.html", hits=ask(Search(text=text, page=request.args.get("hal", 1, type=int))), text=text)
