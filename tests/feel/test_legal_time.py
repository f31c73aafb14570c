"""Time limits in working days: the law's examples, and a minute-by-minute count over random calendars and pauses."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel.calendar.working_calendar import WorkingCalendar, national_calendar
from engine.feel.government.legal_time import LegalTime

ZONE = ZoneInfo("Asia/Jakarta")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def limit(started, days, calendar=None):
    return LegalTime(started=at(started), limit=days, calendar=calendar or national_calendar(), zone=ZONE)


@pytest.mark.parametrize(
    ("started", "days", "due"),
    [
        # docs/law/working-time.md#examples
        ("2026-12-18T10:00", 5, "2026-12-29T16:00"),
        ("2027-03-05T10:00", 5, "2027-03-22T16:00"),
        ("2027-05-14T10:00", 5, "2027-05-27T16:00"),
        ("2026-11-23T10:00", 12, "2026-12-09T16:00"),
        # whenever on its day it begins; also on a day without work
        ("2026-11-23T00:00", 3, "2026-11-26T16:00"),
        ("2026-11-23T23:59", 3, "2026-11-26T16:00"),
        ("2026-11-28T12:00", 1, "2026-11-30T16:00"),
        # Friday's own hours, and those of the fasting month
        ("2026-11-24T09:00", 3, "2026-11-27T16:30"),
        ("2026-02-20T09:00", 2, "2026-02-24T15:00"),
        ("2026-02-23T09:00", 4, "2026-02-27T15:30"),
    ],
)
def test_limits_end_with_the_hours_of_their_last_day(started, days, due):
    assert limit(started, days).due() == at(due)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("2026-11-25T07:30", "2026-11-26T07:30")], "2026-12-10T16:00"),
        # half a day of Thursday's eight and a half hours
        ([("2026-11-26T07:30", "2026-11-26T11:45")], "2026-12-10T11:45"),
        # at night, at the week-end and on the first day nothing is lost
        ([("2026-11-25T17:00", "2026-11-26T06:00")], "2026-12-09T16:00"),
        ([("2026-11-27T16:30", "2026-11-30T07:00")], "2026-12-09T16:00"),
        ([("2026-11-23T11:00", "2026-11-23T15:00")], "2026-12-09T16:00"),
        ([("2026-11-24T07:30", "2026-11-24T16:00"), ("2026-11-27T07:30", "2026-11-27T16:30")], "2026-12-11T16:30"),
    ],
)
def test_a_pause_moves_the_end_by_the_working_time_that_it_took(pauses, due):
    found = limit("2026-11-23T10:00", 12).due([(at(begin), at(end)) for begin, end in pauses])
    assert found == at(due)


def test_how_much_is_used():
    clock = limit("2026-11-23T10:00", 12)
    assert clock.used(at("2026-11-23T15:00")) == 0
    assert clock.used(at("2026-11-25T07:00")) == 1
    assert clock.used(at("2026-11-25T11:45")) == Fraction(3, 2)
    pause = (at("2026-11-24T07:30"), at("2026-11-25T07:30"))
    assert clock.used(at("2026-11-25T16:00"), [pause]) == 1
    assert clock.used(at("2026-11-24T12:00"), [pause]) == 0, "it stands since the morning"
    assert clock.due(share=Fraction(3, 4)) == at("2026-12-04T16:30")


def test_beyond_the_calendar_nothing_is_promised():
    assert limit("2027-12-20T10:00", 20).due() is None
    assert limit("2026-11-23T10:00", 12).used(at("2031-01-01T10:00")) is None


def by_the_minute(clock, pauses):
    """The same, told by counting minutes: each working day is worth one, however long it is."""
    left = Fraction(clock.limit)
    moment = datetime.combine(clock.started.astimezone(ZONE).date() + timedelta(days=1), datetime.min.time(), ZONE)
    while left > 0:
        opens, closes = clock.calendar.hours_of(moment.date())
        if clock.calendar.works(moment.date().toordinal() - date(1970, 1, 1).toordinal()) and opens <= moment.time() < closes:
            length = (datetime.combine(moment.date(), closes) - datetime.combine(moment.date(), opens)) // timedelta(minutes=1)
            if not any(begin <= moment < end for begin, end in pauses):
                left -= Fraction(1, length)
        moment += timedelta(minutes=1)
    return moment


@st.composite
def limits(draw):
    start = datetime(2026, 2, 1, tzinfo=ZONE) + timedelta(minutes=draw(st.integers(0, 60 * 24 * 60)))
    days = st.integers(0, 100).map(lambda number: date(2026, 2, 1).toordinal() - date(1970, 1, 1).toordinal() + number)
    calendar = WorkingCalendar(draw(st.frozensets(days, max_size=30)), frozenset({2026}), draw(st.frozensets(days, max_size=10)))
    clock = LegalTime(started=start, limit=draw(st.integers(1, 9)), calendar=calendar, zone=ZONE)
    pauses, moment = [], start
    for _ in range(draw(st.integers(0, 3))):
        begin = moment + timedelta(minutes=draw(st.integers(0, 3000)))
        moment = begin + timedelta(minutes=draw(st.integers(1, 4000)))
        pauses.append((begin, moment))
    return clock, pauses


@given(limits())
@settings(max_examples=120, deadline=None)
def test_it_is_what_counting_minutes_gives(case):
    clock, pauses = case
    due = clock.due(pauses)
    # pauses that begin after the end do not move it; the platform never has such ones
    pauses = [pause for pause in pauses if pause[0] < due]
    due = clock.due(pauses)
    if all(begin < clock.due(pauses[:number]) for number, (begin, _end) in enumerate(pauses)):
        assert abs(due - by_the_minute(clock, pauses)) <= timedelta(minutes=2 + len(pauses))
        assert clock.used(due, pauses) is None or abs(clock.used(due, pauses) - clock.limit) <= Fraction(1, 100)
        assert due.astimezone(UTC) == due
