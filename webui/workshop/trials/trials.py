"""Lists the scenarios of a draft: which are green, which flows they cover, a new one, and waived flows."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from uuid import UUID

import simplejson
from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.packages.paths import SCENARIOS, WAIVED
from engine.packages.scenario import SHORTEST, Scenario, write_scenario
from engine.queries.instances.case_diagram import DiagramView
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate, zone
from webui.rendering.diagram import draw
from webui.workshop.blueprint import blueprint
from webui.workshop.trials.trial_words import why_words
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.trials.queries.trial_list import ProcessCoverage, TrialList, TrialListView

#: of the name that a scenario gets from its title
LONGEST_KEY = 40


@blueprint.get("/perancang/draf/<uuid:draft>/uji")
@permission("design")
def trials(draft: UUID) -> str:
    return _page(draft)


@blueprint.post("/perancang/draf/<uuid:draft>/uji")
@permission("design")
def begin_trial(draft: UUID) -> Response | tuple[str, int]:
    view: TrialListView = ask(TrialList(draft=draft))
    name, process = request.form.get("nama", "").strip(), request.form.get("proses", "")
    if not 3 <= len(name) <= 100 or process not in {item.id for item in view.processes}:
        return _page(draft, error=translate("Beri uji ini nama, 3 sampai 100 huruf, dan pilih prosesnya."), at="nama"), 422
    key = _key(name, set(view.trials))
    begins = datetime.combine(view.now.astimezone(zone()).date(), time(8), zone())
    made = write_scenario(Scenario(name=name, process=process, begins=begins))
    execute(ChangePackageFiles(draft=draft, files={f"{SCENARIOS}{key}.json": made}))
    return redirect(url_for("workshop.trial", draft=draft, key=key))


@blueprint.post("/perancang/draf/<uuid:draft>/kecualikan")
@permission("design")
def waive(draft: UUID) -> Response | tuple[str, int]:
    """Waives all uncovered flows of a process, with one reason."""
    view: TrialListView = ask(TrialList(draft=draft))
    reason = request.form.get("alasan", "").strip()
    process = next((item for item in view.processes if item.id == request.form.get("proses")), None)
    if len(reason) < SHORTEST or process is None:
        error = translate("Tulis mengapa alur itu tidak perlu diuji, paling sedikit {count} huruf.", count=SHORTEST)
        return _page(draft, error=error, at=f"alasan-{request.form.get('proses', '')}"), 422
    kept = {flow: text for item in view.processes for flow, text in item.coverage.waived.items()}
    waived = {**kept, **dict.fromkeys(process.coverage.missing_flows, reason)}
    content = simplejson.dumps(waived, ensure_ascii=False, indent=2) + "\n"
    execute(ChangePackageFiles(draft=draft, files={WAIVED: content.encode()}))
    flash(translate("Dikecualikan dengan alasan itu. Penyetuju akan membacanya."))
    return redirect(url_for("workshop.trials", draft=draft))


@blueprint.post("/perancang/draf/<uuid:draft>/uji/<key>/hapus")
@permission("design")
def forget_trial(draft: UUID, key: str) -> Response:
    execute(ChangePackageFiles(draft=draft, files={f"{SCENARIOS}{key}.json": None}))
    flash(translate("Uji itu dihapus. Dari riwayat draf, uji itu dapat dikembalikan."))
    return redirect(url_for("workshop.trials", draft=draft))


def _page(draft: UUID, *, error: str = "", at: str = "") -> str:
    view: TrialListView = ask(TrialList(draft=draft))
    drawings = {item.id: _drawn(item) for item in view.processes}
    ends = {key: _ends(item.scenario, view) for key, item in view.trials.items()}
    return render_template(
        "workshop/trials.html", view=view, drawings=drawings, ends=ends, error=error, at=at, typed=request.form, why_words=why_words
    )


def _ends(scenario: Scenario, view: TrialListView) -> list[str]:
    """Returns the names of the end events that it reaches; unnamed ones are left out."""
    elements = next((item.process.elements for item in view.processes if item.id == scenario.process), {})
    reached = scenario.expect.ends if scenario.expect else ()
    return [elements[name].name for name in reached if name in elements and elements[name].name]


def _drawn(item: ProcessCoverage) -> Markup:
    covered = item.coverage
    shown = DiagramView(
        title=item.name,
        process=item.process,
        version=0,
        root=item.root,
        active=frozenset(),
        parked=frozenset(),
        done=frozenset(name for name, count in covered.elements.items() if count),
        taken=frozenset(name for name, count in covered.flows.items() if count),
        texts={},
    )
    described = translate("{process}: {done} dari {all} alur diuji", process=item.name, done=len(shown.taken), all=len(covered.flows))
    return draw(shown, lambda _identifier, name: name, described)


def _key(name: str, known: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY] or "uji"
    key = key if key[0].isalpha() else f"uji_{key}"
    number = 2
    found = key
    while found in known:
        found, number = f"{key}_{number}", number + 1
    return found
