"""Shows a register as a book: narrowed, turned page by page, printed, and as a file for spreadsheets."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from casework.cases.queries.register_book import MOST_OF_A_FILE, BookRow, RegisterBook, RegisterBookView
from webui.access import person
from webui.books.sheets import csv_file, xlsx_file
from webui.door import ask
from webui.i18n import translate, words
from webui.rendering.printed_fact import printed_fact
from webui.rendering.state_words import case_state

blueprint = Blueprint("books", __name__)


@blueprint.get("/buku/<process>")
@person
def book(process: str) -> str:
    view: RegisterBookView = ask(_asked(process))
    return render_template("books/book.html", book=view, hits=view, chosen=request.args, kept=_kept(), shown=_shown)


@blueprint.get("/buku/<process>/cetak")
@person
def print_book(process: str) -> str:
    view: RegisterBookView = ask(_asked(process, whole=True))
    return render_template(
        "books/book_to_print.html", book=view, chosen=request.args, most=MOST_OF_A_FILE, shown=_shown, since=_day("dari"),
        until=_day("sampai"),
    )  # fmt: skip


@blueprint.get("/buku/<process>.csv")
@person
def book_csv(process: str) -> Response:
    return csv_file(_name(process), _table(process))


@blueprint.get("/buku/<process>.xlsx")
@person
def book_xlsx(process: str) -> Response:
    return xlsx_file(_name(process), _table(process))


def _asked(process: str, *, whole: bool = False) -> RegisterBook:
    values = {name.removeprefix("f-"): text for name, text in request.args.items() if name.startswith("f-")}
    return RegisterBook(
        process=process, since=_day("dari"), until=_day("sampai"), status=request.args.get("keadaan", ""), values=values,
        page=request.args.get("hal", 1, type=int), whole=whole,
    )  # fmt: skip


def _kept() -> dict[str, str]:
    """What the page was narrowed by, for the links to its files."""
    return {name: text for name, text in request.args.items() if text and (name in ("dari", "sampai", "keadaan") or name.startswith("f-"))}


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, "")[:10])
    except ValueError:
        return None


def _name(process: str) -> str:
    return f"buku-{process}-{date.isoformat(since) if (since := _day('dari')) else 'semua'}"


def _table(process: str) -> list[list[Any]]:
    view: RegisterBookView = ask(_asked(process, whole=True))
    head = [words(view.texts, f"fact.{name}", name) for name in view.columns]
    rows = [[*(_shown(view, row, name) for name in view.columns), case_state(row.status, view.texts)] for row in view.rows]
    cut = [[translate("Hanya {most} baris pertama. Persempit masanya untuk sisanya.", most=MOST_OF_A_FILE)]] if view.more else []
    return [[*head, translate("Keadaan")], *rows, *cut]


def _shown(view: RegisterBookView, row: BookRow, name: str) -> str:
    """The words of a column, as they may leave the page."""
    if name in row.hidden:
        return translate("Rahasia")
    fact = row.facts.get(name)
    return printed_fact(fact, view.texts) if fact is not None else ""
