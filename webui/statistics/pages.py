"""Shows statistics to the staff: each procedure, one of them week by week, the units; and all of it as CSV."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from casework.figures.queries.figures_of_units import FiguresOfUnits
from casework.figures.queries.process_figures import Figures, FiguresView, ProcessFigures
from casework.figures.queries.process_trend import FEWEST, ProcessTrend, TrendView
from webui.access import person
from webui.books.sheets import csv_file
from webui.door import ask
from webui.i18n import number, translate, words
from webui.statistics.charts import draw_durations, draw_weeks

blueprint = Blueprint("statistics", __name__)

#: the address of each period: weeks with the present one
PERIODS = {"8-minggu": 8, "26-minggu": 26, "52-minggu": 52}
#: colours of the heat table, by the share of the longest median
SHADES = ((0.15, 1), (0.4, 2), (0.7, 3))


def _period() -> tuple[str, int]:
    chosen = request.args.get("masa", "")
    chosen = chosen if chosen in PERIODS else "8-minggu"
    return chosen, PERIODS[chosen]


@blueprint.get("/statistik")
@person
def overview() -> str:
    chosen, weeks = _period()
    view: FiguresView = ask(ProcessFigures(weeks=weeks))
    return render_template("statistics/overview.html", view=view, units=ask(FiguresOfUnits(weeks=weeks)), chosen=chosen, periods=PERIODS)


@blueprint.get("/statistik/<process>")
@person
def process(process: str) -> str:
    chosen, weeks = _period()
    view: TrendView = ask(ProcessTrend(process=process, weeks=weeks))
    longest = max((step.median for step in view.steps if step.count >= FEWEST), default=0)
    return render_template(
        "statistics/process.html",
        view=view,
        figures=view.figures,
        chosen=chosen,
        periods=PERIODS,
        weeks_chart=draw_weeks(view.weeks),
        durations_chart=draw_durations(view.durations, view.figures.limit),
        shades={step.element: _shade(step.median, longest) for step in view.steps if step.count >= FEWEST and longest},
        fewest=FEWEST,
    )


@blueprint.get("/statistik.csv")
@person
def overview_csv() -> Response:
    _chosen, weeks = _period()
    view: FiguresView = ask(ProcessFigures(weeks=weeks))
    head = [
        translate("Layanan"),
        translate("Kasus masuk"),
        translate("Kasus selesai"),
        translate("Tepat waktu"),
        translate("Terlambat"),
        translate("Nilai tengah (hari)"),
        translate("Batas (hari kerja)"),
        translate("Sekarang terbuka"),
        translate("Sekarang terlambat"),
        translate("IKM"),
    ]
    rows = [[name_of(row), row.started, row.ended, row.limited - row.late, row.late, row.median, row.limit, row.open, row.open_late,
             row.survey.index if row.survey else None] for row in view.rows]  # fmt: skip
    return csv_file(f"statistik-{view.since}-{view.until}", [head, *rows])


@blueprint.get("/statistik/<process>.csv")
@person
def process_csv(process: str) -> Response:
    _chosen, weeks = _period()
    view: TrendView = ask(ProcessTrend(process=process, weeks=weeks))
    rows = [[week.monday, week.started, week.ended] for week in view.weeks]
    head = [translate("Minggu mulai"), translate("Kasus masuk"), translate("Kasus selesai")]
    return csv_file(f"statistik-{process}-{view.of_all.since}-{view.of_all.until}", [head, *rows])


def name_of(row: Figures) -> str:
    return words(row.texts, f"process.{row.process}", row.process)


def say_duration(hours: int) -> str:
    """Says hours of the clock as people speak of them: hours of the first two days, then days."""
    if hours < 1:
        return translate("kurang dari 1 jam")
    if hours < 48:
        return translate("{hours} jam", hours=hours)
    return translate("{days} hari", days=number(round(hours / 24, 1)))


def _shade(median: int, longest: int) -> int:
    return next((shade for share, shade in SHADES if median <= share * longest), 4)
