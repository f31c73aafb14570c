"""Working days by hand-counted cases, and amounts and dates as Indonesian documents write them."""

from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import compile, evaluate
from engine.feel.calendar.office_hours import OfficeHours
from engine.feel.calendar.working_calendar import national_calendar
from engine.feel.dates import Date, DateTime, Time
from engine.feel.government.amounts import in_words


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-12-18", 5, Date(2026, 12, 29)),
        ("2027-03-05", 5, Date(2027, 3, 22)),
        ("2027-05-14", 5, Date(2027, 5, 27)),
        ("2026-11-23", 12, Date(2026, 12, 9)),
        ("2026-11-28", 0, Date(2026, 11, 28)),
        ("2026-11-30", -1, Date(2026, 11, 27)),
    ],
)
def test_working_days_are_counted_over_holidays_and_joint_leave(start, days, expected):
    assert evaluate(f'tambah hari kerja(date("{start}"), {days})') == expected


@pytest.mark.parametrize(("year", "days"), [(2026, 240), (2027, 242)])
def test_a_year_has_as_many_working_days_as_the_decree_says(year, days):
    first = evaluate(f"if adalah hari kerja(date({year}, 1, 1)) then 1 else 0")
    assert first + evaluate(f"jumlah hari kerja(date({year}, 1, 1), date({year}, 12, 31))") == days


def test_a_time_limit_beyond_the_calendar_is_null_with_a_warning_never_wrong():
    for text in (
        'tambah hari kerja(date("2027-12-30"), 5)',
        'adalah hari kerja(date("2031-01-01")) = true',
        'if akhir hari kerja(@"2031-01-01") = null then 1 else 2',
    ):
        result = compile(text).evaluate({})
        assert (result.value, result.warnings[-1].code) == (None, "CALENDAR"), text


def test_a_day_without_office_hours_is_no_end_of_a_term():
    bare = replace(national_calendar(), hours=OfficeHours(()))
    result = compile('tambah hari kerja(@"2026-11-23T10:00:00", 1)').evaluate({}, calendar=lambda: bare)
    assert (result.value, result.warnings[0].message) == (None, "no office hours are set for 2026-11-24")


@pytest.mark.parametrize(
    ("moment", "days", "day", "closes"),
    [
        ("2026-11-23T10:00:00", 1, Date(2026, 11, 24), (16, 0)),
        # one working day from a Sunday at 02.15 is the whole Monday
        ("2026-11-29T02:15:00", 1, Date(2026, 11, 30), (16, 0)),
        ("2026-11-26T23:59:59", 1, Date(2026, 11, 27), (16, 30)),
        ("2026-02-23T09:00:00", 4, Date(2026, 2, 27), (15, 30)),
        ("2026-11-30T09:00:00", -1, Date(2026, 11, 27), (16, 30)),
        # no term ends on a day without work
        ("2026-11-28T09:00:00", 0, Date(2026, 11, 30), (16, 0)),
        ("2026-11-30T22:00:00", 0, Date(2026, 11, 30), (16, 0)),
    ],
)
def test_a_term_from_a_moment_ends_with_the_office_hours_of_its_last_day(moment, days, day, closes):
    text = f'tambah hari kerja(date and time("{moment}@Asia/Jakarta"), {days})'
    assert evaluate(text) == DateTime(day, Time(*closes, 0, 0, "Asia/Jakarta"))
    assert evaluate(text.replace("@Asia/Jakarta", "")) == DateTime(day, Time(*closes, 0)), "local time stays local"


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        ('date("2026-11-27")', DateTime(Date(2026, 11, 27), Time(16, 30, 0))),
        ('date("2026-11-29")', DateTime(Date(2026, 11, 30), Time(16, 0, 0))),
        ('date and time("2026-12-24T23:10:00")', DateTime(Date(2026, 12, 28), Time(16, 0, 0))),
    ],
)
def test_calendar_days_end_with_the_next_working_day_where_an_author_says_so(given, ends):
    assert evaluate(f"akhir hari kerja({given})") == ends


def test_the_day_of_a_moment_is_the_regencys():
    """19.15 UTC on a Saturday is Sunday in Jakarta."""
    there = replace(national_calendar(), zone=ZoneInfo("Asia/Jakarta"))

    def counted(text):
        return compile(text).evaluate({}, calendar=lambda: there).value

    moment = 'date and time("2026-11-29T19:15:00Z")'
    assert counted(f"tambah hari kerja({moment}, 1)") == DateTime(Date(2026, 12, 1), Time(16, 0, 0, 0, "Asia/Jakarta"))
    assert counted(f"adalah hari kerja({moment})") is True
    assert counted(f'jumlah hari kerja({moment}, date("2026-12-01"))') == 1
    assert counted('akhir hari kerja(date("2026-11-29"))') == DateTime(Date(2026, 11, 30), Time(16, 0, 0, 0, "Asia/Jakarta"))


@given(st.integers(-300, 300))
def test_adding_and_counting_working_days_agree(days):
    start = 'date("2026-12-01")' if days < 0 else 'date("2026-02-02")'
    days = max(-200, min(days, 400))
    assert evaluate(f"jumlah hari kerja({start}, tambah hari kerja({start}, {days}))") == days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rupiah(1500000)", "Rp1.500.000,00"),
        ("rupiah(-0.005)", "-Rp0,01"),
        ("terbilang(0)", "nol"),
        ("terbilang(11)", "sebelas"),
        ("terbilang(1000)", "seribu"),
        ("terbilang(21100)", "dua puluh satu ribu seratus"),
        ("terbilang(1001001)", "satu juta seribu satu"),
        ("terbilang(2500000000)", "dua miliar lima ratus juta"),
        ("terbilang(-1.05)", "minus satu koma nol lima"),
        ("terbilang(1e18)", None),
        ('tanggal indonesia(date("2026-11-23"))', "23 November 2026"),
        ('hari indonesia(date("2026-11-27"))', "Jumat"),
        ('bulan indonesia(date("2026-05-01"))', "Mei"),
        ('pukul indonesia(date and time("2026-11-23T14:30:00@Asia/Jakarta"))', "14.30 WIB"),
        ('pukul indonesia(time("14:30:00+09:00"))', "14.30 WIT"),
        ('pukul indonesia(time("14:30:00"))', "14.30"),
        ('pukul indonesia(time("14:30:00-03:30"))', "14.30 UTC-03:30"),
    ],
)
def test_amounts_and_dates_are_written_as_documents_have_them(text, expected):
    assert evaluate(text) == expected


_VALUES = {"nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9}
_SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}


def number_of(words):
    """Reads Indonesian number words back."""
    total = group = last = 0
    for word in words.split():
        if word in ("sepuluh", "sebelas", "seratus"):
            group += {"sepuluh": 10, "sebelas": 11, "seratus": 100}[word]
        elif word == "seribu":
            total += 1000
        elif word in _VALUES:
            last = _VALUES[word]
            group += last
        elif word in ("belas", "puluh", "ratus"):
            group += {"belas": 10, "puluh": last * 9, "ratus": last * 99}[word]
        else:
            total += group * _SCALES[word]
            group = 0
    return total + group


@given(st.integers(0, 10**18 - 1))
def test_words_can_be_read_back_as_the_number(number):
    assert number_of(in_words(Decimal(number))) == number


def test_an_expression_that_is_compiled_once_counts_on_the_calendar_of_each_evaluation():
    expression = compile('adalah hari kerja(@"2026-11-25")')
    assert expression.evaluate({}).value is True
    closed = national_calendar().changed(closed=["2026-11-25"], open_=[], years=[])
    assert expression.evaluate({}, calendar=lambda: closed).value is False
    assert expression.evaluate({}).value is True
