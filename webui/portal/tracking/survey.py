"""Pages of the survey after a case: nine questions, and the published results."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.services.queries.service_catalogue import ServiceCatalogue
from casework.survey.commands.answer_survey import AnswerSurvey
from casework.survey.queries.survey_results import FEWEST, SurveyResults
from casework.survey.satisfaction import BEST, ELEMENTS, WORST
from casework.tracking.queries.tracking import Receipt, Tracking, TrackingView
from engine.model.errors import InvalidState
from webui.access import public
from webui.i18n import translate
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.portal.tracking.track import pass_of_opened_case


@blueprint.route("/lacak/<int:place>/survei", methods=["GET", "POST"])
@public
@rate_limit("200 per hour")
def survey_tracked(place: int) -> str | Response | tuple[str, int]:
    return _survey(ask(Tracking(case_pass=pass_of_opened_case(place))), url_for("portal.tracking_page", place=place))


@blueprint.route("/tanda-terima/<token>/survei", methods=["GET", "POST"])
@public
@rate_limit("200 per hour")
def survey_received(token: str) -> str | Response | tuple[str, int]:
    return _survey(ask(Receipt(token=token)), url_for("portal.open_tracking_page", token=token))


@blueprint.get("/survei")
@public
def results() -> str:
    offered = {item.service.key: item for item in ask(ServiceCatalogue())}
    found = [(offered[key], index) for key, index in ask(SurveyResults()).items() if key in offered]
    found.sort(key=lambda pair: pair[0].service.name)
    return render_template("portal/survey_results.html", found=found, questions=questions(), fewest=FEWEST)


def questions() -> list[tuple[str, str, tuple[str, str]]]:
    """Returns (element, question, (meaning of the worst score, of the best one)), in the order of the regulation."""
    return [
        (
            "requirements",
            translate("Apakah persyaratannya sesuai dengan jenis layanannya?"),
            (translate("Tidak sesuai"), translate("Sangat sesuai")),
        ),
        ("procedure", translate("Apakah prosedurnya mudah?"), (translate("Tidak mudah"), translate("Sangat mudah"))),
        ("time", translate("Apakah layanannya cepat?"), (translate("Tidak cepat"), translate("Sangat cepat"))),
        ("cost", translate("Apakah biayanya wajar?"), (translate("Sangat mahal"), translate("Gratis atau wajar"))),
        ("product", translate("Apakah hasilnya sesuai dengan yang dijanjikan?"), (translate("Tidak sesuai"), translate("Sangat sesuai"))),
        ("competence", translate("Apakah petugasnya mampu?"), (translate("Tidak mampu"), translate("Sangat mampu"))),
        ("behaviour", translate("Apakah petugasnya sopan dan ramah?"), (translate("Tidak sopan"), translate("Sangat sopan"))),
        ("complaints", translate("Apakah pengaduan ditangani dengan baik?"), (translate("Tidak ada"), translate("Ditangani baik"))),
        ("facilities", translate("Apakah sarananya, termasuk situs ini, baik?"), (translate("Buruk"), translate("Sangat baik"))),
    ]


def _survey(view: TrackingView, back: str) -> str | Response | tuple[str, int]:
    if not view.asked:
        return redirect(back)
    if request.method == "GET":
        return render_template("portal/survey.html", view=view, back=back, questions=questions(), missing=[], typed={})
    typed = {name: request.form.get(name, "") for name in ELEMENTS}
    missing = [name for name, score in typed.items() if score not in {str(number) for number in range(WORST, BEST + 1)}]
    if missing:
        return render_template("portal/survey.html", view=view, back=back, questions=questions(), missing=missing, typed=typed), 422
    try:
        execute(AnswerSurvey(case_pass=view.case_pass, scores=tuple(int(typed[name]) for name in ELEMENTS)))
    except InvalidState:
        return redirect(back)  # it was answered in another window meanwhile
    flash(translate("Terima kasih. Jawaban Anda dihitung tanpa nama."))
    return redirect(back)
