"""Times of day as people write them: read as they were meant, or asked back."""

from datetime import date, time
from random import Random

import pytest

from forms.answers.clock_times import day_and_time, time_readings
from forms.question import AnswerRejected

TODAY = date(2026, 11, 23)


def read(text):
    try:
        found = time_readings(text, zone="WIB")
    except AnswerRejected as wrong:
        return wrong.code
    return ("?" if found.asked else "") + " ".join(f"{item:%H:%M}" for item in found.times)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14.30", "14:30"),
        ("１４：３０", "14:30"),
        ("1430", "14:30"),
        ("730", "07:30"),
        ("14:30:15.250", "14:30"),
        ("pukul 14.30 WIB", "14:30"),
        ("pkl. 09.00", "09:00"),
        ("2:30 p.m.", "14:30"),
        ("12:30 AM", "00:30"),
        ("jam 2 siang", "14:00"),
        ("12 siang", "12:00"),
        ("jam 12 malam", "00:00"),
        ("tengah malam", "00:00"),
        ("jam 1 malam", "01:00"),
        ("tujuh malam", "19:00"),
        ("setengah delapan malam", "19:30"),
        ("setengah 1 siang", "12:30"),
        ("7 lewat 15 pagi", "07:15"),
        ("8 kurang sepuluh malam", "NOT_TIME"),
        ("8 kurang 10 malam", "19:50"),
        ("jam 14 siang", "14:00"),
        ("jam 14 pagi", "NOT_TIME"),
        ("jam 7", "?07:00 19:00"),
        ("setengah 3", "?02:30 14:30"),
        ("9", "?09:00 21:00"),
        ("24.00", "?00:00"),
        ("24.01", "NOT_TIME"),
        ("25.00", "NOT_TIME"),
        ("14.60", "NOT_TIME"),
        ("-1", "NOT_TIME"),
        ("pagi", "NOT_TIME"),
        ("14.30 WITA", "OTHER_ZONE"),
    ],
)
def test_a_time_is_what_was_meant_or_asked_back(text, meant):
    assert read(text) == meant


def test_every_minute_of_a_day_in_every_writing_is_right_or_asked_back():
    random = Random(17)
    for minute_of_day in range(24 * 60):
        meant = time(minute_of_day // 60, minute_of_day % 60)
        hour, minute = meant.hour, meant.minute
        half = "AM" if hour < 12 else "PM"
        part = "dini hari" if hour < 4 else "pagi" if hour < 11 else "siang" if hour < 15 else "sore" if hour < 18 else "malam"
        twelve = hour % 12 or 12
        for text in random.sample(
            [
                f"{hour}.{minute:02}", f"{hour:02}:{minute:02}", f"{hour:02}{minute:02}", f"pukul {hour}.{minute:02} WIB",
                f"{twelve}:{minute:02} {half}", f"jam {twelve}.{minute:02} {part}", f"{hour:02}:{minute:02}:00", f"{hour}h{minute:02}",
            ],
            3,
        ):  # fmt: skip
            found = time_readings(text, zone="WIB")
            assert meant in found.times, text
            assert found.asked or found.times == (meant,), text


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("17 Nov 2026 14.30", "2026-11-17", "14:30"),
        ("17/11/2026 pukul 14.30", "2026-11-17", "14:30"),
        ("Selasa, 17 November 2026, pukul 08.00 WIB", "2026-11-17", "08:00"),
        ("17-11-2026, jam 2 siang", "2026-11-17", "14:00"),
        ("17112026 1430", "2026-11-17", "14:30"),
        ("2026-11-17 T 14.30", "2026-11-17", "14:30"),
        ("17 11 2026", "TIME_LACKS", ""),
        ("kemarin sore", "NOT_MOMENT", ""),
        ("17 11 14.30", "DATE_INCOMPLETE", ""),
    ],
)
def test_a_day_with_its_time_is_read_from_one_text(text, day, at):
    if day.isupper():
        with pytest.raises(AnswerRejected, match=day):
            day_and_time(text, today=TODAY, zone="WIB")
        return
    days, times = day_and_time(text, today=TODAY, zone="WIB")
    assert (str(days.days[0]), f"{times.times[0]:%H:%M}") == (day, at)
