"""The page on which operators look up who did what, and when: by the number of a case, by a name, by a day."""

from __future__ import annotations

from datetime import date

from flask import render_template, request

from engine.queries.audit.audit_search import LOOKED_THROUGH, AuditSearch
from webui.access import permission
from webui.cockpit import incident_words
from webui.cockpit.command_words import command_words
from webui.cockpit.incidents import blueprint, page_number
from webui.door import ask
from webui.i18n import translate


@blueprint.get("/kokpit/jejak")
@permission("operate")
def audit() -> str | tuple[str, int]:
    number, person, written = (request.args.get(name, "").strip()[:100] for name in ("nomor", "nama", "tanggal"))
    day, error = _read_day(written)
    found = ask(AuditSearch(number=number, person=person, day=day, page=page_number()))
    shown = render_template(
        "cockpit/audit.html", hits=found, number=number, person=person, written=written, error=error, days=LOOKED_THROUGH.days,
        wording=incident_words, command_words=command_words,
    )  # fmt: skip
    return (shown, 422) if error else shown


def _read_day(written: str) -> tuple[date | None, str]:
    try:
        return (date.fromisoformat(written) if written else None), ""
    except ValueError:
        return None, translate("Pilih tanggal, misalnya 2026-11-23.")
