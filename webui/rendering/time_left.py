"""Says in words how much time is left, so that colour is never the only sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webui.i18n import day, time_of_day, translate, zone


@dataclass(frozen=True)
class TimeLeft:
    #: late, soon, or empty
    state: str
    words: str
    when: str


def time_left(moment: datetime | None, now: datetime | None = None) -> TimeLeft | None:
    """Returns the words. `now` defaults to the present; days are counted by the calendar of the regency's zone."""
    if moment is None:
        return None
    local, today = moment.astimezone(zone()), (now or datetime.now(zone())).astimezone(zone())  # noqa: TID251 (for display only)
    days = (local.date() - today.date()).days
    clock = translate("pukul {clock}", clock=time_of_day(local))
    if local < today:
        late = max((today.date() - local.date()).days, 0)
        text = translate("Lewat {days} hari", days=late) if late else translate("Lewat hari ini")
        return TimeLeft("late", text, day(local, year=False))
    if days == 0:
        return TimeLeft("soon", translate("Hari ini"), clock)
    if days == 1:
        return TimeLeft("soon", translate("Besok"), clock)
    return TimeLeft("", translate("{days} hari lagi", days=days), day(local, year=False))


def since(moment: datetime) -> str:
    """Formats `23 November, pukul 09.12`."""
    local = moment.astimezone(zone())
    return translate("{day}, pukul {clock}", day=day(local, weekday=False, year=False), clock=time_of_day(local))
