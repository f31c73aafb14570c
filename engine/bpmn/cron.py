"""Cron rules as Camunda 8 documents them: second, minute, hour, day of the month, month, weekday; each must hold."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MACROS = {
    "@yearly": "0 0 0 1 1 *",
    "@annually": "0 0 0 1 1 *",
    "@monthly": "0 0 0 1 * *",
    "@weekly": "0 0 0 * * 0",
    "@daily": "0 0 0 * * *",
    "@midnight": "0 0 0 * * *",
    "@hourly": "0 0 * * * *",
}
_MONTHS = {name: number for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_WEEKDAYS = {name: number for number, name in enumerate("SUN MON TUE WED THU FRI SAT".split())}
#: a 29 February on a given weekday comes within 40 years, even where a century has no leap day; what has not come then never does
_YEARS = 41

Day = Callable[[date], bool]


@dataclass(frozen=True)
class CronRule:
    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    months: frozenset[int]
    day_of_month: tuple[Day, ...]
    weekday: tuple[Day, ...]

    def next_after(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """On the clock of the zone. None: it never comes, as a 31 February."""
        local = moment.astimezone(zone).replace(tzinfo=None, microsecond=0, fold=0) + timedelta(seconds=1)
        for day in self._days(local.date()):
            at = self._time_from(local.time() if day == local.date() else time())
            if at is None:
                continue
            for fold in (0, 1):  # an hour that a clock shows twice
                found = datetime.combine(day, at.replace(fold=fold), tzinfo=zone)
                if found.astimezone(UTC) > moment.astimezone(UTC):
                    return found
        return None

    def _days(self, first: date) -> Iterator[date]:
        for number in range(first.year * 12 + first.month - 1, min((first.year + _YEARS) * 12, 9999 * 12)):
            year, month = number // 12, number % 12 + 1
            if month not in self.months:
                continue
            for day in range(1, calendar.monthrange(year, month)[1] + 1):
                found = date(year, month, day)
                if found >= first and any(rule(found) for rule in self.day_of_month) and any(rule(found) for rule in self.weekday):
                    yield found

    def _time_from(self, earliest: time) -> time | None:
        for hour in self.hours:
            for minute in self.minutes if hour >= earliest.hour else ():
                for second in self.seconds if (hour, minute) >= (earliest.hour, earliest.minute) else ():
                    if time(hour, minute, second) >= earliest:
                        return time(hour, minute, second)
        return None


@lru_cache(maxsize=256)
def read_cron(text: str) -> CronRule | None:
    """`0 0 8 * * MON-FRI`, five fields without seconds, or a macro such as `@daily`. None: it is none.

    Nothing here is left to chance: other libraries read `R` as some number, a case would go on otherwise each time.
    """
    fields = MACROS.get(text.strip().lower(), text).upper().split()
    if len(fields) == 5:
        fields = ["0", *fields]
    if len(fields) != 6:
        return None
    seconds, minutes, hours = _numbers(fields[0], 0, 59), _numbers(fields[1], 0, 59), _numbers(fields[2], 0, 23)
    months = _numbers(fields[4], 1, 12, _MONTHS)
    days, weekdays = _days_of_month(fields[3]), _weekdays(fields[5])
    if not (seconds and minutes and hours and months and days and weekdays):
        return None
    return CronRule(seconds, minutes, hours, frozenset(months), days, weekdays)


def _numbers(field: str, low: int, high: int, names: dict[str, int] | None = None) -> tuple[int, ...]:
    """The numbers that a list of `*`, `a`, `a-b`, each with or without `/step`, speaks of. Empty: it cannot be read."""
    found: set[int] = set()
    for part in field.split(","):
        whole, slash, step = part.partition("/")
        first, dash, last = whole.partition("-")
        begin = low if whole == "*" else _number(first, low, high, names)
        end = high if whole == "*" or (slash and not dash) else _number(last, low, high, names) if dash else begin
        size = _number(step, 1, high) if slash else 1
        if begin is None or end is None or size is None:
            return ()
        if begin > end:  # FRI-MON goes over the end of the week; Sunday is 0 and 7
            end += 7 if high == 7 else high - low + 1
        found |= {number if number <= high else number - (7 if high == 7 else high - low + 1) for number in range(begin, end + 1, size)}
    return tuple(sorted(found))


def _number(text: str, low: int, high: int, names: dict[str, int] | None = None) -> int | None:
    number = (names or {}).get(text)
    if number is None and re.fullmatch(r"\d{1,2}", text, re.ASCII):
        number = int(text)
    return number if number is not None and low <= number <= high else None


def _days_of_month(field: str) -> tuple[Day, ...]:
    """Beside numbers: `L` the last day, `L-3` three before it, `LW` the last weekday, `15W` the weekday nearest to the 15th."""
    rules: list[Day] = []
    for part in ("*" if field == "?" else field).split(","):
        last, near = re.fullmatch(r"L(?:-(\d{1,2}))?", part, re.ASCII), re.fullmatch(r"(\d{1,2})W", part, re.ASCII)
        if last:
            back = int(last[1] or 0)
            rules.append(lambda day, back=back: day.day == _length(day) - back)  # type: ignore[misc]
        elif part == "LW":
            rules.append(lambda day: day.day == _nearest_weekday(day, _length(day)))
        elif near and 1 <= int(near[1]) <= 31:
            number = int(near[1])
            rules.append(lambda day, number=number: number <= _length(day) and day.day == _nearest_weekday(day, number))  # type: ignore[misc]
        elif numbers := _numbers(part, 1, 31):
            rules.append(lambda day, numbers=numbers: day.day in numbers)  # type: ignore[misc]
        else:
            return ()
    return tuple(rules)


def _weekdays(field: str) -> tuple[Day, ...]:
    """Beside numbers and names, Sunday being 0 and 7: `5L` or `FRIL` the last Friday of the month, `MON#2` its second Monday."""
    rules: list[Day] = []
    for part in ("*" if field == "?" else field).split(","):
        # L5: how rules of earlier releases write it
        last, count = re.fullmatch(r"(\w{1,3})L|L(\w{1,3})", part, re.ASCII), re.fullmatch(r"(\w{1,3})#([1-5])", part, re.ASCII)
        named = (last[1] or last[2]) if last else count[1] if count else ""
        number = _number(named, 0, 7, _WEEKDAYS)
        if last and number is not None:
            rules.append(lambda day, wanted=number % 7: _weekday(day) == wanted and day.day + 7 > _length(day))  # type: ignore[misc]
        elif count and number is not None:
            wanted = (number % 7, int(count[2]))
            rules.append(lambda day, wanted=wanted: (_weekday(day), (day.day + 6) // 7) == wanted)  # type: ignore[misc]
        elif numbers := _numbers(part, 0, 7, _WEEKDAYS):
            rules.append(lambda day, wanted=frozenset(item % 7 for item in numbers): _weekday(day) in wanted)  # type: ignore[misc]
        else:
            return ()
    return tuple(rules)


def _weekday(day: date) -> int:
    return day.isoweekday() % 7


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _nearest_weekday(month: date, number: int) -> int:
    """The Friday before a Saturday, the Monday after a Sunday; never in another month."""
    weekday = _weekday(month.replace(day=number))
    if weekday == 6:
        return number - 1 if number > 1 else 3
    if weekday == 0:
        return number + 1 if number < _length(month) else number - 2
    return number
