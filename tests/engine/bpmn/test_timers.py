"""What timers may be written as (Camunda 8: timer events; ISO 8601; cron rules), and when they fire."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.cron import read_cron
from engine.bpmn.expressions import ExpressionFailed
from engine.bpmn.timers import due_date, due_date_of, read_cycle
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.calendar.office_hours import OfficeHours
from engine.feel.calendar.working_calendar import national_calendar
from engine.model.effects import CreateTimer, CreateUserTask
from engine.testing.drawing import diagram, event, event_sub_process, task
from engine.testing.play import ZONE, Play

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=ZONE)
START, END = event("start", "s"), event("end", "e")


def firings(text, count=4, *, now=NOW, **variables):
    """As a clock that is never late makes them: each counted with what the first one was counted from."""
    cycle = read_cycle(text, variables, now, ZONE)
    due, found = cycle.first(now, ZONE), []
    while due is not None and len(found) < count:
        found.append(due)
        due = cycle.after(due, due, ZONE, cycle.start or now)
    return found


def days(text, count=4, **options):
    return [f"{due.astimezone(ZONE):%d.%m.%Y}" for due in firings(text, count, **options)]


# --- cron


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("0 0 8 * * 5L", "27.11.2026 25.12.2026 29.01.2027"),
        ("0 0 8 * * FRIL", "27.11.2026 25.12.2026 29.01.2027"),
        ("0 0 8 * * 0L", "29.11.2026 27.12.2026 31.01.2027"),
        ("0 0 8 LW * *", "30.11.2026 31.12.2026 29.01.2027"),
        ("0 0 8 L * ?", "30.11.2026 31.12.2026 31.01.2027"),
        ("0 0 8 L-3 * *", "27.11.2026 28.12.2026 28.01.2027"),
        ("0 0 8 L,15 * *", "30.11.2026 15.12.2026 31.12.2026"),
        ("0 0 8 1W 5,8 ?", "03.05.2027 02.08.2027 01.05.2028"),  # 1 May 2027 is a Saturday, 1 August a Sunday
        ("0 0 8 31W 1,10 ?", "29.01.2027 29.10.2027 31.01.2028"),  # both are Sundays, and the month ends
        ("0 0 8 ? * MON#2", "14.12.2026 11.01.2027 08.02.2027"),
        ("0 0 8 ? * 1#5", "30.11.2026 29.03.2027 31.05.2027"),  # not every month has a fifth one
        ("0 0 8 1-7 * MON", "07.12.2026 04.01.2027 01.02.2027"),  # both must hold
        ("0 0 8 ? * SAT-SUN", "28.11.2026 29.11.2026 05.12.2026"),
        ("0 0 8 29 2 *", "29.02.2028 29.02.2032 29.02.2036"),
        ("0 8 * * 7", "29.11.2026 06.12.2026 13.12.2026"),
        ("@monthly", "01.12.2026 01.01.2027 01.02.2027"),
    ],
)
def test_a_cron_rule_is_read_as_camunda_documents_it(rule, wanted):
    assert days(rule, 3, now=NOW + timedelta(seconds=1)) == wanted.split()


def test_seconds_minutes_and_hours_of_a_cron_rule():
    assert [f"{due:%H:%M:%S}" for due in firings("0/20 59 8-10/2 * * *", 4)] == ["08:59:00", "08:59:20", "08:59:40", "10:59:00"]


def test_a_cron_rule_goes_by_a_clock_that_shows_an_hour_twice():
    berlin = ZoneInfo("Europe/Berlin")
    due, found = datetime(2026, 10, 25, 1, 30, tzinfo=berlin), []
    rule = read_cron("0 30 * * * *")
    for _ in range(3):
        due = rule.next_after(due, berlin)
        found.append(due.isoformat())
    assert found == ["2026-10-25T02:30:00+02:00", "2026-10-25T03:30:00+01:00", "2026-10-25T04:30:00+01:00"]


@pytest.mark.parametrize(
    "rule",
    ["0 R 8 * * *", "R R 8 * * *", "0 0 8 R * *", "0 0 R(1-5) * * *", "0 H 8 * * *", "0 0 8 * * L", "0 0 8 32 * *", "0 0 24 * * *",
     "0 0 8 0 * *", "*/0 * * * * *", "0 0 8 32W * *", "0 0 8 * * MON#6", "0 0 8 * 13 *", "0 0 8 * FOO *", "0 0 8 1- * *", "@often"],
)  # fmt: skip
def test_a_cron_rule_that_is_none_or_leaves_something_to_chance_is_refused(rule):
    with pytest.raises(ExpressionFailed):
        read_cycle(rule, {}, NOW, ZONE)


# --- cycles


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("R/2026-12-01T08:00:00@Asia/Jakarta/P1D", "2026-12-01T08:00:00+07:00"),
        ("R/2026-12-01T08:00:00@Asia/Pontianak/P1D", "2026-12-01T08:00:00+07:00"),  # the name begins as a duration does
        ("R/2026-12-01T08:00:00@America/Argentina/Buenos_Aires/P1D", "2026-12-01T08:00:00-03:00"),
        ("R/2026-12-01T08:00:00@UTC/P1D", "2026-12-01T08:00:00+00:00"),
        ("R/2026-12-01T08:00:00+07:00[Asia/Jakarta]/P1D", "2026-12-01T08:00:00+07:00"),
        ("R2/P1D/2026-12-01T08:00:00@Asia/Jakarta", "2026-11-24T08:00:00+07:00"),
        ('="R/" + string(now() + duration("P1D")) + "/P1D"', "2026-11-24T08:00:00+07:00"),
        ('="R3/P1D/" + string(now() + duration("P2D"))', "2026-11-24T08:00:00+07:00"),
        ("R/2026-12-01/P1D", "2026-12-01T00:00:00+07:00"),
    ],
)
def test_a_cycle_from_or_to_a_point_in_a_named_zone(text, first):
    assert read_cycle(text, {}, NOW, ZONE).first(NOW, ZONE).isoformat() == first


@pytest.mark.parametrize("text", ["R/2026-12-01T08:00:00@Mars/Olympus/P1D", "R/2026-12-01T08:00:00@Asia/Jakarta", "R/P1D/P1D/P1D"])
def test_a_cycle_without_a_zone_or_a_distance_that_is_known_is_refused(text):
    with pytest.raises(ExpressionFailed):
        read_cycle(text, {}, NOW, ZONE)


@pytest.mark.parametrize(
    ("text", "now", "wanted"),
    [
        ("R/2027-01-31T08:00:00/P1M", NOW, "31.01.2027 28.02.2027 31.03.2027 30.04.2027"),
        ("R/P1M", datetime(2027, 1, 31, 8, tzinfo=ZONE), "28.02.2027 31.03.2027 30.04.2027 31.05.2027"),
        ("P1M", datetime(2027, 8, 31, 8, tzinfo=ZONE), "30.09.2027 31.10.2027 30.11.2027 31.12.2027"),
        ("R/P1Y", datetime(2028, 2, 29, 8, tzinfo=ZONE), "28.02.2029 28.02.2030 28.02.2031 29.02.2032"),
        ("R/2027-01-31T08:00:00/P1M1D", NOW, "31.01.2027 01.03.2027 02.04.2027 03.05.2027"),
        ("R/2020-01-31T08:00:00/P1M", NOW, "30.11.2026 31.12.2026 31.01.2027 28.02.2027"),
    ],
)
def test_the_nth_firing_is_the_start_and_n_times_the_distance(text, now, wanted):
    assert days(text, now=now) == wanted.split()


def test_a_month_is_one_of_the_regencys_clock():
    """31 January at one in the morning is still the 30th in UTC."""
    assert days("R/P1M", 2, now=datetime(2027, 1, 30, 18, tzinfo=ZoneInfo("UTC"))) == ["28.02.2027", "31.03.2027"]


BOUNDARY = (START, END, task("a"), task("h"), event("boundary", "x", "timer R/P1M", attachedToRef="a", cancelActivity="false"))
LISTENER = event_sub_process("v", event("start", "x", "timer R/P1M", isInterrupting="false"), task("h"), event("end", "ve"), "x > h > ve")


@pytest.mark.parametrize(
    "parts", [(*BOUNDARY, "s > a > e, x > h > e"), (START, END, task("a"), LISTENER, "s > a > e")], ids=["boundary", "event sub-process"]
)
def test_a_cycle_of_months_remembers_when_it_was_set(parts, monkeypatch):
    monkeypatch.setattr("engine.testing.play.BEGAN", datetime(2027, 1, 31, 8, tzinfo=ZONE))
    play, fired = Play(diagram(*parts)), []
    for _ in range(4):
        play.fire("x")
        fired.append(play.now.astimezone(ZONE).day)
    assert fired == [28, 31, 30, 31]


def test_a_cycle_whose_distance_changes_goes_on_from_its_last_firing():
    boundary = event("boundary", "x", 'timer ="R/P" + string(n) + "M"', attachedToRef="a", cancelActivity="false").replace(
        "timeDuration", "timeCycle"
    )
    play = Play(diagram(START, END, task("a"), boundary, task("h"), "s > a > e, x > h > e"), n=1)
    play.fire("x").complete("h", n=2)
    seen = []
    for _ in range(3):
        play.fire("x")
        seen.append(f"{play.now:%d.%m}")
    assert seen == ["23.01", "23.03", "23.05"]


# --- durations and dates


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("P1Y2M3DT4H", "2028-01-26T12:00:00+07:00"),
        ("P1M1W", "2026-12-30T08:00:00+07:00"),
        ("P1MT30M", "2026-12-23T08:30:00+07:00"),
        ("-P1M2D", "2026-10-21T08:00:00+07:00"),
        ('="P" + string(n) + "M2D"', "2026-12-25T08:00:00+07:00"),
        ("2026-12-02T08:09:40+02:00[Europe/Berlin]", "2026-12-02T08:09:40+01:00"),
        ("2026-12-02T08:09:40+01:00[Europe/Berlin]", "2026-12-02T08:09:40+01:00"),
    ],
)
def test_durations_of_months_and_days_and_zones_in_brackets(text, due):
    found = due_date(text, {"n": 1}, EvaluationTime(NOW), ZONE)
    wanted = datetime.fromisoformat(due)
    assert found == (wanted - timedelta(hours=1) if "+02:00[" in text else wanted)  # the offset says when it is


@pytest.mark.parametrize(
    ("text", "due", "term"),
    [
        # a day ends with its office hours, also that of a timer; Friday has its own, the fasting month too
        ("2026-11-25", "2026-11-25T16:00", "2026-11-25T16:00"),
        ('=date("2026-11-27")', "2026-11-27T16:30", "2026-11-27T16:30"),
        ("2026-02-25", "2026-02-25T15:00", "2026-02-25T15:00"),
        # a term of whole days does; the law moves nobody's Sunday unless its author writes so
        ("P3D", "2026-11-26T08:00", "2026-11-26T16:00"),
        ('=duration("P6D")', "2026-11-29T08:00", "2026-11-29T16:00"),
        ('=akhir hari kerja(today() + duration("P6D"))', "2026-11-30T16:00", "2026-11-30T16:00"),
        ("P1M", "2026-12-23T08:00", "2026-12-23T16:00"),
        # hours are hours
        ("PT24H", "2026-11-24T08:00", "2026-11-24T08:00"),
        ("P1DT2H", "2026-11-24T10:00", "2026-11-24T10:00"),
        ('=now() + duration("PT72H")', "2026-11-26T08:00", "2026-11-26T08:00"),
        ("=tambah hari kerja(now(), 1)", "2026-11-24T16:00", "2026-11-24T16:00"),
    ],
)
def test_a_timer_and_a_due_date_of_one_text_end_at_the_same_moment_unless_a_duration_is_exact(text, due, term):
    def found(**how):
        return due_date_of(text, {}, EvaluationTime(NOW.astimezone(ZONE)), ZONE, **how).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")

    assert (found(), found(term=True)) == (due, term)


def test_a_day_without_office_hours_is_an_incident():
    bare = replace(national_calendar(), hours=OfficeHours(()))
    with pytest.raises(ExpressionFailed, match="no office hours are set for 2026-11-25"):
        due_date_of("2026-11-25", {}, EvaluationTime(NOW, lambda: bare), ZONE)


@pytest.mark.parametrize("text", ["P", "P1MT", "P1YT", "P1M2", "PT1H1D"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ExpressionFailed):
        due_date(text, {}, EvaluationTime(NOW), ZONE)


def test_a_mixed_duration_in_every_place_that_takes_one():
    schedule = '<extensionElements><zeebe:taskSchedule dueDate="P1M2D" followUpDate="P1MT1H"/></extensionElements>'
    parts = (START, event("boundary", "x", "timer P1Y1D", attachedToRef="a"), task("a", schedule), END, "s > a > e, x > e")
    play = Play(diagram(*parts))
    (created,) = play.emitted(CreateUserTask)
    (timer,) = play.emitted(CreateTimer)
    told = [f"{point:%d.%m.%Y %H}" for point in (created.due_at, created.follow_up_at, timer.due_at)]
    assert told == ["25.12.2026 16", "23.12.2026 09", "24.11.2027 08"]
