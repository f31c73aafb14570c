"""Dates that a form asked are texts at rest, and meet dates, times and durations as what they spell, in every expression of a process."""

from datetime import date

import pytest

from engine.bpmn.expressions import ExpressionFailed, condition, evaluate
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.expression import compile as compile_feel
from engine.feel.values import to_json, to_python
from engine.model.effects import CreateTimer
from engine.testing.drawing import diagram, element, event, script, task
from engine.testing.play import BEGAN, Play

S, E = event("start", "s"), event("end", "e")
TIME = EvaluationTime(BEGAN)
DATA = {
    "hari": "2026-03-01",
    "akhir": "2026-03-31",
    "saat": "2026-03-01T08:30:00",
    "jam": "08:30:00",
    "pukul": "2026-03-01T08:30",
    "menit": "08:30",
    "masa": "P3D",
    "nama": "budi",
    "n": 5,
}


@pytest.mark.parametrize(
    "text",
    [
        'hari = date("2026-03-01")',
        'hari < date("2026-04-01")',
        'date("2026-04-01") > hari',
        'hari != date("2026-04-01")',
        "hari <= akhir",
        "hari > today() or hari <= today()",
        'hari between date("2026-01-01") and date("2026-12-31")',
        'hari in [date("2026-01-01")..date("2026-12-31")]',
        'hari in (date("2026-03-01"), date("2026-03-02"))',
        'hari + duration("P3D") = date("2026-03-04")',
        'akhir - hari = duration("P30D")',
        'date("2026-03-31") - hari = duration("P30D")',
        'date("2026-03-01") + masa = date("2026-03-04")',
        "hari.year = 2026",
        "hari.month = 3",
        'day of week(hari) = "Sunday"',
        'years and months duration(hari, akhir) = duration("P0M")',
        'max(hari, date("2026-02-01")) = date("2026-03-01")',
        'saat < date and time("2026-03-02T00:00:00")',
        'hari < date and time("2026-03-02T00:00:00")',
        'jam < time("09:00:00")',
        'date(hari) = date("2026-03-01")',
        '"pada " + hari = "pada 2026-03-01"',
        'substring(hari, 1, 4) = "2026"',
        "string(hari) = hari",
        'count([{h: "2026-05-01"}, {h: "2026-01-01"}][h > date("2026-03-01")]) = 1',
        'some h in [hari, akhir] satisfies h = date("2026-03-31")',
        'date("2026-03-15") in [hari..akhir]',
        'date("2026-03-31") in (hari, akhir)',
        'date("2026-03-31") in [hari, akhir]',
        'date("2026-04-01") in (> akhir)',
        "hari in (< today())",
        'date("2026-03-15") in [hari..date("2026-12-31")]',
        # without seconds, as forms and Java write it
        'pukul < date and time("2026-03-01T09:00:00")',
        "pukul.hour = 8",
        'date(pukul) = date("2026-03-01")',
        'menit < time("09:00:00")',
        # what has no zone is meant on the clock of now()
        "now() > pukul",
        "now() > saat",
        'now() - date and time("2026-11-23T00:00:00") = duration("PT1H")',
        "hari < now()",
        'today() in [hari..akhir + duration("P1Y")]',
        'time(now()) < time("02:00:00")',
        "before(saat, now())",
    ],
)
def test_what_a_process_may_say_of_a_date(text):
    assert condition(text, DATA, TIME) is True


@pytest.mark.parametrize("text", ['nama < date("2026-04-01")', "nama - hari", "akhir * hari"])
def test_what_spells_nothing_or_fits_nowhere_fails_as_before(text):
    with pytest.raises(ExpressionFailed):
        condition(text, DATA, TIME)


def test_feel_itself_reads_no_text():
    assert compile_feel('"2026-03-01" < date("2026-04-01")').evaluate({}).value is None
    assert compile_feel('"2026-03-01".year').evaluate({}).value is None
    assert compile_feel('"2026-03-01" + duration("P1D")').evaluate({}).value is None


def test_a_gateway_a_script_a_mapping_and_a_timer():
    gate = element("exclusiveGateway", "g", default="g_b")
    mapped = task(
        "a", '<extensionElements><zeebe:ioMapping><zeebe:input source="=hari" target="salinan"/></zeebe:ioMapping></extensionElements>'
    )
    parts = (
        S,
        E,
        script("r", "hari + duration(&quot;P3D&quot;)", "tenggat"),
        gate,
        mapped,
        event("catch", "c", "timer =tenggat"),
        task("b"),
    )
    play = Play(diagram(*parts, 's > r > g, g > a: tenggat > date("2020-01-01"), g > b, a > c > e, b > e'), hari="2036-03-01")
    assert (play.tasks, play.incidents) == (["a"], [])
    assert play.variables["tenggat"] == "2036-03-04"
    play.complete("a")
    (timer,) = play.emitted(CreateTimer)
    assert timer.due_at.date() == date(2036, 3, 4)


def test_what_is_kept_stays_text():
    value = evaluate('=hari + duration("P1D")', DATA, TIME)
    assert to_json(value) == "2026-03-02"
    assert to_python(value) == date(2026, 3, 2)
