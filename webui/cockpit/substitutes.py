"""Pages on which an operator appoints a Plh. or Plt.: who stands in, for whom, from which day to which, by which order."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands.people.appoint_substitute import LONGEST_DECREE, AppointSubstitute
from engine.commands.people.end_substitution import EndSubstitution
from engine.identity.errors import SubstituteRefused
from engine.model.errors import InvalidState
from engine.queries.people.posts_to_fill import PersonsToAppoint, PostsToFill, PostView
from engine.queries.people.substitutes import Substitutes
from webui.access import permission
from webui.door import ask, execute
from webui.i18n import translate

blueprint = Blueprint("substitutes", __name__)
FIELDS = ("orang", "mulai", "sampai", "dasar", "alasan")


@blueprint.get("/kokpit/pengganti")
@permission("operate")
def substitutes() -> str:
    typed = request.args.get("cari", "").strip()[:100]
    return render_template("cockpit/substitutes.html", substitutes=ask(Substitutes()), posts=ask(PostsToFill(text=typed)), typed=typed)


@blueprint.get("/kokpit/pengganti/<uuid:identifier>")
@permission("operate")
def post(identifier: UUID) -> str:
    return _page(identifier, {})


@blueprint.post("/kokpit/pengganti/<uuid:identifier>")
@permission("operate", step_up=True)
def appoint(identifier: UUID) -> Response | tuple[str, int]:
    sent = {name: request.form.get(name, "").strip()[:300] for name in FIELDS}
    view: PostView = ask(PostsToFill(position=identifier))[0]
    try:
        person = UUID(sent["orang"])
    except ValueError:
        return _page(identifier, sent, rule="PERSON"), 422
    command = AppointSubstitute(
        position=identifier,
        person=person,
        kind="PLH" if view.has_holder else "PLT",
        first=sent["mulai"],
        last=sent["sampai"],
        decree=sent["dasar"],
        absence=sent["alasan"],
    )
    try:
        execute(command)
    except SubstituteRefused as refused:
        return _page(identifier, sent, rule=refused.rule), 422
    flash(translate("Penunjukan dicatat. Tugas jabatan ini ikut berpindah, dan kembali sendiri setelah hari terakhir."))
    return redirect(url_for("substitutes.substitutes"))


@blueprint.post("/kokpit/pengganti/<uuid:identifier>/akhiri")
@permission("operate", step_up=True)
def end(identifier: UUID) -> Response:
    """`identifier`: of the holding."""
    try:
        execute(EndSubstitution(holding=identifier, back=request.form.get("kembali") == "ya"))
    except InvalidState:
        flash(translate("Masa tugasnya sudah berakhir."))
    else:
        flash(translate("Diakhiri. Tugas jabatan ini kembali kepada pejabatnya, atau muncul di halaman Tanpa penerima."))
    return redirect(url_for("substitutes.substitutes"))


def _page(identifier: UUID, sent: dict[str, str], *, rule: str = "") -> str:
    typed = request.args.get("cari", "").strip()[:100]
    view: PostView = ask(PostsToFill(position=identifier))[0]
    field, error = refusal_of(rule) if rule else ("", "")
    return render_template(
        "cockpit/substitute.html", view=view, people=ask(PersonsToAppoint(position=identifier, text=typed)), typed=typed, sent=sent,
        field=field, error=error, longest=LONGEST_DECREE, standing=ask(Substitutes(position=identifier)),
    )  # fmt: skip


def refusal_of(rule: str) -> tuple[str, str]:
    """Returns the field that is to be changed, and what is wrong with it."""
    return {
        "PERSON": ("orang", translate("Pilih siapa yang ditunjuk.")),
        "KIND": ("orang", translate("Pilih siapa yang ditunjuk.")),
        "PERSON_UNKNOWN": ("orang", translate("Orang ini bukan pegawai yang aktif.")),
        "OWN": ("orang", translate("Anda tidak dapat menunjuk diri sendiri. Minta operator lain mencatatnya.")),
        "SELF": ("orang", translate("Orang ini sudah memegang jabatan ini. Pilih orang lain.")),
        "RIGHTS": ("orang", translate("Jabatan ini memberi hak yang tidak Anda miliki. Minta administrator mencatatnya.")),
        "SUBSTITUTE_AWAY": ("orang", translate("Orang ini sendiri tidak hadir pada masa itu. Pilih orang lain atau masa lain.")),
        "PERIOD": ("sampai", translate("Tulis hari pertama dan hari terakhir; hari terakhir tidak boleh sebelum hari pertama.")),
        "PAST": ("mulai", translate("Hari pertama paling awal hari ini: keputusan yang sudah diambil tidak dapat berganti pejabat.")),
        "TOO_LONG_PLT": ("sampai", translate("Plt. paling lama tiga bulan. Sesudahnya dapat ditunjuk lagi.")),
        "TOO_LONG_PLH": ("sampai", translate("Plh. paling lama satu tahun.")),
        "POSITION_ENDS": ("sampai", translate("Jabatan ini tidak ada selama seluruh masa itu: reorganisasi mengubahnya.")),
        "VACANT_NEEDS_PLT": ("sampai", translate("Pada sebagian masa itu jabatan ini kosong. Tunjuk Plt. untuk masa itu.")),
        "HELD_NEEDS_PLH": ("sampai", translate("Pada sebagian masa itu jabatan ini sudah ada pejabatnya.")),
        "OVERLAP": ("mulai", translate("Sudah ada yang ditunjuk pada sebagian masa itu. Akhiri dahulu, atau pilih masa lain.")),
        "HOLDER_PRESENT": ("alasan", translate("Pejabatnya hadir pada masa itu. Tulis mengapa ia tidak hadir.")),
        "DECREE": ("dasar", translate("Tulis nomor dan tanggal perintah tertulisnya.")),
    }[rule]
