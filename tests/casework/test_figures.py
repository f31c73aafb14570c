"""Figures of days are counted by the clock: no secret case is among them, and what has ended long ago costs no reader anything."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlalchemy import event, select, update

from casework.figures import measures
from casework.figures.commands.count_daily_figures import CountDailyFigures
from casework.figures.count_figures import count_figures
from casework.figures.distribution import median, value_at
from casework.figures.queries.figures_of_units import FiguresOfUnits
from casework.figures.queries.process_figures import ProcessFigures
from casework.figures.queries.process_trend import ProcessTrend
from casework.figures.tables import DailyFigure
from casework.survey.tables import SurveyAnswer
from engine.model.actor import GUEST
from engine.model.errors import Forbidden, NotFound
from engine.persistence.tables.instances import ProcessInstance
from tests.support.permit_office import PACKAGES, Office
from tests.support.rows import change
from tests.support.templates import deployed


@pytest.fixture
@deployed(*PACKAGES)
def office(harness, regency):
    return Office(harness, regency)


def of(harness, measure):
    rows = harness._all(select(DailyFigure).where(DailyFigure.measure == measure).order_by(DailyFigure.day))
    return [(row.day.isoformat(), row.process, row.bucket, row.count) for row in rows]


def test_cases_are_counted_on_the_days_on_which_they_came_and_ended(office, harness, regency):
    for name in ("Ani", "Budi", "Citra"):
        office.send(nama=name)
    harness.clock.forward(days=3)
    for task in harness.tasks("periksa")[:2]:
        harness.complete(task.id, office.officer, kelengkapan="lengkap")
    harness.run_jobs()
    count_figures(harness.engine)
    assert of(harness, measures.STARTED) == [("2026-11-23", "izin_uji", 0, 3)]
    took = harness._all(select(DailyFigure).where(DailyFigure.measure == measures.STEP))
    assert Counter((row.day.isoformat(), row.bucket, row.count) for row in took) == {("2026-11-26", 72, 2): 1}
    before = of(harness, measures.OPEN)
    count_figures(harness.engine)
    assert of(harness, measures.OPEN) == before, "counted again, not added"
    (row,) = harness.ask(ProcessFigures(), regency("kepala.dinsos")).rows
    assert (row.started, row.open, row.ended) == (3, 3, 0)


@pytest.mark.parametrize("kind", ["confidential", "restricted"])
def test_no_secret_case_is_counted(office, harness, regency, kind):
    office.send()
    harness.complete(harness.task("periksa").id, office.officer, kelengkapan="lengkap")
    change(harness, update(ProcessInstance).values({kind: True}))
    count_figures(harness.engine)
    assert harness._all(select(DailyFigure)) == []
    assert harness.ask(ProcessFigures(), regency("operator")).rows == []


def test_units_are_those_of_the_readers_agency_and_below_them(office, harness, regency):
    office.send()
    harness.complete(harness.task("periksa").id, office.officer, kelengkapan="lengkap")
    count_figures(harness.engine)

    def names(code):
        return {row.name for row in harness.ask(FiguresOfUnits(), regency(code))}

    own = {"Dinas Komunikasi dan Informatika"}
    for code in ("operator", "bupati", "sekda", "asisten.3", "kepala.diskominfo", "agendaris.diskominfo", "staf.diskominfo.1.1"):
        assert names(code) == own, code
    for code in ("kepala.dishub", "camat.01", "asisten.2", "agendaris.dinkes"):
        assert names(code) == set(), code


def test_nobody_outside_reads_them(office, harness):
    with pytest.raises(Forbidden):
        harness.ask(ProcessFigures(), GUEST)
    with pytest.raises(Forbidden):
        harness.execute(CountDailyFigures(), office.officer)


def test_weeks_are_whole_and_what_nobody_counted_is_nothing(office, harness, regency):
    reader = regency("bupati")
    with pytest.raises(NotFound):
        harness.ask(ProcessTrend(process="izin_uji"), reader)
    office.send()
    harness.clock.forward(days=7)
    office.send(nama="Budi")
    count_figures(harness.engine)
    view = harness.ask(ProcessTrend(process="izin_uji", weeks=2), reader)
    assert [(week.monday.isoformat(), week.started) for week in view.weeks] == [("2026-11-23", 1), ("2026-11-30", 1)]
    assert view.of_all.since.weekday() == 0
    assert [week.started for week in harness.ask(ProcessTrend(process="izin_uji", weeks=1), reader).weeks] == [1]


def test_the_survey_is_told_from_five_answers_on(office, harness, regency):
    office.send()
    for number in range(5):
        count_figures(harness.engine)
        (row,) = harness.ask(ProcessFigures(), regency("bupati")).rows
        assert row.survey is None, number
        harness.add(SurveyAnswer(id=uuid4(), service="izin-uji", answered_on=harness.clock.moment.date(), scores=[4] * 8 + [3]))
    count_figures(harness.engine)
    (row,) = harness.ask(ProcessFigures(), regency("bupati")).rows
    assert row.survey is not None
    assert (row.survey.answers, str(row.survey.index), row.survey.grade) == (5, "97.22", "A")


def test_readers_pay_for_no_ended_case(office, harness, regency):
    def count(query):
        sent = []
        actor = regency("bupati")
        note = lambda _connection, _cursor, statement, *_rest: sent.append(statement)  # noqa: E731
        event.listen(harness.database, "before_cursor_execute", note)
        try:
            harness.ask(query, actor)
        finally:
            event.remove(harness.database, "before_cursor_execute", note)
        assert not any(" process_instance" in text or " user_task" in text for text in sent), "the figures are counted already"
        return len(sent)

    office.send()
    harness.complete(harness.task("periksa").id, office.officer, kelengkapan="lengkap")
    count_figures(harness.engine)
    queries = (ProcessFigures(), ProcessTrend(process="izin_uji"), FiguresOfUnits())
    first = [count(query) for query in queries]
    for number in range(3):
        office.send(nama=f"Pemohon {number}")
        harness.clock.forward(days=1)
    count_figures(harness.engine)
    assert [count(query) for query in queries] == first
    assert max(first) <= 8


def test_a_year_that_nobody_counted_is_made_up_for(office, harness):
    office.send()
    harness.clock.moment += timedelta(days=100)
    days = []
    while not days or not days[-1]["today"]:
        days.append(harness.execute(CountDailyFigures()))
    assert [answer["days"] for answer in days] == [31, 31, 31, 11]
    assert of(harness, measures.STARTED) == [("2026-11-23", "izin_uji", 0, 1)]


def test_medians_and_shares_of_counted_values():
    assert median({}) is None
    assert median({3: 1}) == 3
    assert median({1: 2, 5: 2}) == 1
    assert median({1: 1, 5: 2}) == 5
    assert value_at({1: 8, 4: 1, 9: 1}, Fraction(9, 10)) == 4
    assert value_at({1: 8, 4: 1, 9: 1}, Fraction(1)) == 9
