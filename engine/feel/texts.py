"""String functions (DMN 1.5, 10.3.4.3). Regular expressions are bounded: none may hang the process."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from engine.feel.frame import MAX_STRING
from engine.feel.function import builtin, is_number, is_text, text_function
from engine.feel.values import Function


def substring(text: Any, start: Any, length: Any = None) -> Any:
    if not is_text(text) or not is_number(start) or start == 0:
        return None
    first = int(start) - 1 if start > 0 else max(len(text) + int(start), 0)
    return text[first:] if length is None else (text[first : first + int(length)] if is_number(length) else None)


def pattern(text: str, flags: Any) -> re.Pattern[str] | None:
    """A regular expression, refused where it could run away: nested quantifiers backtrack exponentially."""
    if len(text) > 500 or re.search(r"[*+}]\)?[*+{]|\([^)]*[*+{][^)]*\)[*+{]|\([^)]*\|[^)]*\)[*+{]", text):
        return None
    options = 0
    for flag in flags or "":
        options |= {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}.get(flag, 0)
    try:
        return re.compile(text, options)
    except re.error:
        return None


def matches(text: Any, regex: Any, flags: Any = None) -> Any:
    if not is_text(text, regex) or len(text) > 10_000:
        return None
    found = pattern(regex, flags)
    return None if found is None else found.search(text) is not None


def replace(text: Any, regex: Any, replacement: Any, flags: Any = None) -> Any:
    if not is_text(text, regex, replacement) or len(text) > 10_000:
        return None
    found = pattern(regex, flags)
    try:
        return None if found is None else found.sub(re.sub(r"\$(\d+)", r"\\g<\1>", replacement.replace("\\", "\\\\")), text)
    except (re.error, IndexError):
        return None


def split(text: Any, delimiter: Any) -> Any:
    found = pattern(delimiter, None) if is_text(text, delimiter) and len(text) <= 10_000 else None
    return None if found is None else found.split(text)


def string_join(items: Any, delimiter: Any = None) -> Any:
    if not isinstance(items, list):
        items = [items]
    kept = [item for item in items if item is not None]
    if not is_text(*kept) or not (delimiter is None or is_text(delimiter)):
        return None
    joined = (delimiter or "").join(kept)
    return joined if len(joined) <= MAX_STRING else None


TEXTS: dict[str, Function] = {
    "substring": builtin("string, start position, length", substring, 2),
    "string length": builtin("string", text_function(lambda text: Decimal(len(text)))),
    "upper case": builtin("string", text_function(str.upper)),
    "lower case": builtin("string", text_function(str.lower)),
    "substring before": builtin("string, match", text_function(lambda text, match: text.partition(match)[0] if match in text else "")),
    "substring after": builtin("string, match", text_function(lambda text, match: text.partition(match)[2] if match else text)),
    "contains": builtin("string, match", text_function(lambda text, match: match in text)),
    "starts with": builtin("string, match", text_function(str.startswith)),
    "ends with": builtin("string, match", text_function(str.endswith)),
    "trim": builtin("string", text_function(str.strip)),
    "matches": builtin("input, pattern, flags", matches, 2),
    "replace": builtin("input, pattern, replacement, flags", replace, 3),
    "split": builtin("string, delimiter", split),
    "string join": builtin("list, delimiter", string_join, 1),
}
