"""Draws the two charts of statistics as SVG with a title and a description. A table beside each says the same in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

from casework.figures.queries.process_trend import Week
from webui.i18n import day, translate

WIDTH, LEFT, TOP, BOTTOM = 400, 32, 32, 176
INK, SOFT, LINE, RIVER, PALE, BRICK = "#14252b", "#46565d", "#d2dcde", "#0b6671", "#b5d6d9", "#a8261b"
#: bars of the chart of durations; the last one holds all that took longer
MOST_BARS = 20


def draw_weeks(weeks: Sequence[Week]) -> Markup:
    """Two bars for each week: what came in, and what ended."""
    top = _scale(max((max(week.started, week.ended) for week in weeks), default=0))
    step = (WIDTH - LEFT - 8) / max(1, len(weeks))
    bar = max(2.0, min(16.0, step * 0.4))
    every = max(1, -(-len(weeks) // 4))
    parts = [_grid(top)]
    for number, week in enumerate(weeks):
        x = LEFT + 8 + number * step
        parts.append(_bar(x, bar, week.started, top, f'fill="{PALE}" stroke="{RIVER}"'))
        parts.append(_bar(x + bar + 1.5, bar, week.ended, top, f'fill="{RIVER}"'))
        if number % every == 0:
            parts.append(_text(x + bar, 198, short_day(week.monday), "middle" if number else "start"))
    described = translate(
        "{count} minggu. Masuk {started}, selesai {ended}. Minggu terakhir masuk {last_started}, selesai {last_ended}.",
        count=len(weeks),
        started=sum(week.started for week in weeks),
        ended=sum(week.ended for week in weeks),
        last_started=weeks[-1].started if weeks else 0,
        last_ended=weeks[-1].ended if weeks else 0,
    )
    return _svg("m", translate("Masuk dan selesai tiap minggu"), described, parts)


def draw_durations(durations: Mapping[int, int], limit: int | None) -> Markup:
    """A bar for each number of days; those beyond the limit are red, and a line says where it is."""
    last = min(max(durations, default=0), MOST_BARS - 1)
    counts = [durations.get(days, 0) for days in range(last)]
    counts.append(sum(count for days, count in durations.items() if days >= last))
    top = _scale(max(counts, default=0))
    step = (WIDTH - LEFT - 8) / max(1, len(counts))
    every = max(1, -(-len(counts) // 8))
    parts = [_grid(top)]
    for days, count in enumerate(counts):
        x = LEFT + 8 + days * step
        parts.append(_bar(x, max(2.0, step - 2), count, top, f'fill="{BRICK if limit is not None and days >= limit else RIVER}"'))
        if days % every == 0 or days == last:
            more = "+" if days == last and max(durations, default=0) > last else ""
            parts.append(_text(x + step / 2, 198, f"{days}{more}", "middle"))
    if limit is not None and limit <= last:
        x = LEFT + 8 + limit * step - 1
        parts.append(f'<path d="M{x:.1f} {TOP - 16}V{BOTTOM}" stroke="{INK}" stroke-width="2" stroke-dasharray="4 3"/>')
        parts.append(_text(x + 6, TOP - 8, translate("Batas {limit}", limit=limit), "start", INK))
    described = translate("{count} kasus selesai.", count=sum(durations.values()))
    return _svg("l", translate("Lama penyelesaian"), described, parts)


def short_day(monday: date) -> str:
    """Formats `28 Sep`, in the reader's language."""
    number, _space, month = day(monday, weekday=False, year=False).partition(" ")
    return f"{number} {month[:3]}"


def _svg(name: str, title: str, described: str, parts: Sequence[str]) -> Markup:
    head = (
        f'<svg class="alur-chart" viewBox="0 0 {WIDTH} 206" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(described)}</desc>'
    )
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704 (numbers, and texts that are escaped)


def _scale(highest: int) -> int:
    """Returns a round figure at or above the highest, with a whole half."""
    unit = 1
    while True:
        for factor in (2, 4, 10):
            if factor * unit >= highest:
                return factor * unit
        unit *= 10


def _height(count: int, top: int) -> float:
    return (BOTTOM - TOP) * count / top


def _bar(x: float, width: float, count: int, top: int, paint: str) -> str:
    height = _height(count, top)
    return f'<rect x="{x:.1f}" y="{BOTTOM - height:.1f}" width="{width:.1f}" height="{height:.1f}" {paint}/>' if count else ""


def _grid(top: int) -> str:
    lines = []
    for value in (0, top // 2, top):
        y = BOTTOM - _height(value, top)
        lines.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH}" stroke="{LINE}"/>' + _text(LEFT - 8, y + 5, str(value), "end"))
    return "".join(lines)


def _text(x: float, y: float, text: str, anchor: str, colour: str = SOFT) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="15" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
