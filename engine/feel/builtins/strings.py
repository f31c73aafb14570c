"""String functions (DMN 1.5, 10.3.4.3). Characters are Unicode code points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.builtins.library import Library
from engine.feel.evaluation.frame import Run
from engine.feel.evaluation.regex import Pattern, replacement, search
from engine.feel.limits import check_items, check_length
from engine.feel.values import whole

STRINGS = Library()


@STRINGS.add("substring(string: string, start position: number, [length: number])")
def substring(text: str, start: Decimal, length: Decimal | None) -> str | None:
    position, size = whole(start), len(text)
    first = position - 1 if position > 0 else size + position
    if position == 0 or not 0 <= first <= size:
        return None
    if length is None:
        return text[first:]
    wanted = whole(length)
    return text[first : first + wanted] if wanted >= 1 else None


@STRINGS.add("string length(string: string)")
def string_length(text: str) -> Decimal:
    return Decimal(len(text))


@STRINGS.add("upper case(string: string)", weight=4)
def upper_case(text: str) -> str:
    return text.upper()


@STRINGS.add("lower case(string: string)", weight=4)
def lower_case(text: str) -> str:
    return text.lower()


@STRINGS.add("substring before(string: string, match: string)")
def substring_before(text: str, match: str) -> str:
    before, found, _after = text.partition(match) if match else ("", "", "")
    return before if found else ""


@STRINGS.add("substring after(string: string, match: string)")
def substring_after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@STRINGS.add("contains(string: string, match: string)")
def contains(text: str, match: str) -> bool:
    return match in text


@STRINGS.add("starts with(string: string, match: string)")
def starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@STRINGS.add("ends with(string: string, match: string)")
def ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


@STRINGS.add("matches(input: string, pattern: string, [flags: string?])", run=True)
def matches(run: Run, text: str, expression: str, flags: str | None) -> Any:
    return search(run, expression, flags, lambda compiled, timeout: compiled.search(text, timeout=timeout) is not None)


@STRINGS.add("replace(input: string, pattern: string, replacement: string, [flags: string?])", run=True)
def replace(run: Run, text: str, expression: str, by: str, flags: str | None) -> Any:
    run.spend(len(by))  # it is read character by character

    def operate(compiled: Pattern, timeout: float) -> str | None:
        if compiled.search("", timeout=timeout) is not None:
            return None  # a pattern that matches nothing at all would match everywhere (F&O, FORX0003)
        result: str = compiled.sub(replacement(by, compiled.groups), text, timeout=timeout)
        return result

    return search(run, expression, flags, operate)


@STRINGS.add("split(string: string, delimiter: string)", run=True)
def split(run: Run, text: str, delimiter: str) -> Any:
    def operate(compiled: Pattern, timeout: float) -> list[str]:
        parts, end = [], 0
        for match in compiled.finditer(text, timeout=timeout):
            # as Java does it: where nothing is matched between two characters the text breaks too, but not at its ends
            if match.end() > match.start() or end < match.start() < len(text):
                parts.append(text[end : match.start()])
                end = match.end()
                check_items(len(parts))
        return [*parts, text[end:]]

    return search(run, delimiter, None, operate)


@STRINGS.add("string join(list: list, [delimiter: string?])")
def string_join(items: list[Any], delimiter: str | None) -> str | None:
    present = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in present):
        return None
    check_length(sum(map(len, present)) + len(delimiter or "") * len(present))
    return (delimiter or "").join(present)


@STRINGS.add("string join(list: list, delimiter: string?, prefix: string?, suffix: string?)")
def string_join_between(items: list[Any], delimiter: str | None, prefix: str | None, suffix: str | None) -> str | None:
    """Camunda's: with a text before and a text behind the whole."""
    joined = string_join(items, delimiter)
    return None if joined is None else f"{prefix or ''}{joined}{suffix or ''}"
