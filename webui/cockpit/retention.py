"""The page of retention: which cases, fields and documents are over their time or will be, what follows, and approvals of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.privacy.commands.approve_erasure import ApproveErasure
from casework.privacy.queries.handovers import Handovers
from casework.privacy.queries.held_cases import HeldCases
from casework.privacy.queries.retention_due import DueCase, RetentionDue
from casework.privacy.queries.retention_of_parts import RetentionOfParts
from engine.model.errors import InvalidState
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate

blueprint = Blueprint("retention", __name__)


@dataclass(frozen=True)
class Group:
    """What goes by one rule of one process, and is approved in one go."""

    kind: str  # CASE, FIELD, DOCUMENT
    process: str
    name: str
    register: str
    rule: str
    fate: str
    long: bool
    rows: list[Any]
    #: how an error names it
    key: str

    @property
    def until(self) -> date:
        found: date = max(row.due for row in self.rows)
        return found

    @property
    def waiting(self) -> int:
        """Rows that wait for an approval and could go."""
        return sum(not row.basis and not row.held for row in self.rows)


@blueprint.get("/kokpit/masa-simpan")
@permission("operate")
def retention() -> str | tuple[str, int]:
    return render_retention()


@blueprint.post("/kokpit/masa-simpan/setujui")
@permission("administer", step_up=True)
def approve() -> str | Response | tuple[str, int]:
    process, until, basis = (request.form.get(name, "")[:500].strip() for name in ("proses", "sampai", "dasar"))
    part, fate = request.form.get("bagian") or "CASE", request.form.get("akibat") or "DESTROY"
    try:
        execute(ApproveErasure(process=process, due_until=until, basis=basis, part=part, fate=fate))
    except InvalidState:
        error = translate("Tulis nomor dan tanggal persetujuannya.")
        return render_retention(error=error, wrong=request.form.get("kelompok", "")[:300] or process, typed=basis)[0], 422
    flash(
        translate("Persetujuan dicatat. Kasus yang tidak ditahan disiapkan untuk diserahkan; paketnya muncul di halaman ini.")
        if fate == "ARCHIVE"
        else translate("Persetujuan dicatat. Yang tidak ditahan dimusnahkan sedikit demi sedikit.")
    )
    return redirect(url_for("retention.retention"))


def fate_words(fate: str) -> str:
    return {
        "DESTROY": translate("dimusnahkan"),
        "ARCHIVE": translate("diserahkan ke lembaga kearsipan (permanen)"),
        "JUDGE": translate("dinilai kembali"),
    }[fate]


def render_retention(*, error: str = "", wrong: str = "", typed: str = "", reason: str = "") -> tuple[str, int]:
    written, status, until = request.args.get("sampai", "").strip(), 200, None
    if written:
        try:
            until = date.fromisoformat(written)
        except ValueError:
            error, wrong, status = translate("Tulis tanggal, misalnya 2028-01-01."), "sampai", 422
    groups = groups_of(ask(RetentionDue(until=until)), ask(RetentionOfParts(until=until)))
    # who is told of a case that is not shown here any more is told where the groups begin
    holds = ask(HeldCases())
    listed = {str(row.case) for group in groups if group.kind == "CASE" for row in group.rows}
    known = {"sampai", "nomor", *listed, *(str(row.case) for row in holds), *(group.key for group in groups)}
    page = render_template(
        "cockpit/retention.html",
        groups=groups,
        holds=holds,
        listed=listed,
        handovers=ask(Handovers()),
        fate_words=fate_words,
        until=until,
        written=written,
        error=error,
        wrong=wrong if wrong in known or wrong.startswith("serah-") else "",
        typed=typed,
        reason=reason,
    )
    return page, status


def groups_of(cases: list[DueCase], parts: list[Any]) -> list[Group]:
    groups = []
    for (process, fate, rule), rows in groupby(_sorted(cases), key=lambda row: (row.process, row.fate, row.rule)):
        found = list(rows)
        key = process if fate == "DESTROY" else f"{process}-{fate}"
        groups.append(Group("CASE", process, found[0].name, found[0].register, rule, fate, found[0].long, found, key))
    for (process, part, rule), rows in groupby(
        sorted(parts, key=lambda row: (row.process, row.part, row.rule, row.due)), key=lambda row: (row.process, row.part, row.rule)
    ):
        found = list(rows)
        groups.append(Group(part, process, found[0].name, "", rule, "DESTROY", found[0].long, found, f"{process}-{part}-{rule}"))
    return sorted(groups, key=lambda group: group.process)


def _sorted(cases: list[DueCase]) -> list[DueCase]:
    return sorted(cases, key=lambda row: (row.process, row.fate, row.rule, row.due))
