"""Regular expressions of XPath (F&O 3.1, 5.6), run by the `regex` package under a time limit.

Python's own patterns mean other things in the details and can hang, so a pattern is read by the grammar of XML Schema with
XPath's additions and written again. What that grammar does not have, such as look-around, is no pattern.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import regex

from engine.feel.evaluation.frame import Run
from engine.feel.limits import check_length

Pattern = regex.Pattern[str]
MAX_PATTERN = 1_000
MAX_REPEAT = 1_000
#: steps that reading a pattern takes
_READING = 500
_FLAGS = frozenset("smix")
_NAME_START = r"\p{L}_:"
_CLASSES = {
    "s": r"\t\n\r ",
    "i": _NAME_START,
    "c": rf"{_NAME_START}\p{{M}}\p{{Nd}}.\-\u00b7",
    "d": r"\p{Nd}",
    "w": r"\p{L}\p{M}\p{N}\p{S}",
}
_CHARACTERS = {"n": r"\n", "r": r"\r", "t": r"\t"}
_LITERALS = frozenset(r"\|.?*+(){}-[]^$")
_SPACE = " \t\n\r"


class NoPattern(ValueError):
    """The text is no regular expression of XPath."""


@functools.lru_cache(maxsize=512)
def pattern(text: str, flags: str) -> Pattern:
    """A compiled pattern. Raises NoPattern."""
    if len(text) > MAX_PATTERN or not set(flags) <= _FLAGS:
        raise NoPattern(flags)
    translated = _Translator(text, flags).whole()
    options = regex.V1 | (regex.IGNORECASE if "i" in flags else 0)
    try:
        return regex.compile(translated, options)
    except (regex.error, OverflowError, RecursionError) as error:
        raise NoPattern(text) from error


def search(run: Run, expression: str, flags: str | None, operate: Callable[[Pattern, float], Any]) -> Any:
    """The result of a search, which is given the pattern and its time limit in seconds; None where there is no such pattern."""
    run.spend(10 + len(expression) // 4)
    if expression not in run.patterns:
        # the first time it is read and compiled, unless an evaluation before has done it; what counts must not depend on that
        run.spend(_READING + 4 * len(expression))
        run.patterns |= {expression}
    try:
        compiled = pattern(expression, flags or "")
        return run.search(lambda timeout: operate(compiled, timeout))
    except (NoPattern, regex.error):
        return None


def replacement(text: str, groups: int) -> Callable[[regex.Match[str]], str]:
    """What takes the place of a match: `$1` is a group, `$0` the match, `\\$` and `\\\\` the characters. Raises NoPattern."""
    parts: list[str | int] = []
    place = 0
    while place < len(text):
        character = text[place]
        following = text[place + 1 : place + 2]
        if character == "\\":
            if following not in ("\\", "$") or not following:
                raise NoPattern(text)
            parts.append(following)
            place += 2
        elif character == "$":
            end = place + 1
            while end < len(text) and text[end] in "0123456789" and (end == place + 1 or int(text[place + 1 : end + 1]) <= groups):
                end += 1
            if end == place + 1:
                raise NoPattern(text)
            parts.append(int(text[place + 1 : end]))
            place = end
        else:
            parts.append(character)
            place += 1
    length = 0

    def fill(match: regex.Match[str]) -> str:
        nonlocal length
        filled = [part if isinstance(part, str) else ((match.group(part) or "") if part <= groups else "") for part in parts]
        length += sum(map(len, filled))
        check_length(length)
        return "".join(filled)

    return fill


class _Translator:
    def __init__(self, text: str, flags: str) -> None:
        self.text = text
        self.flags = flags
        self.place = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.repeat = 1
        self.depth = 0

    def whole(self) -> str:
        result = self.alternatives()
        if self.place < len(self.text):
            raise NoPattern(self.text)
        return result

    def peek(self, size: int = 1) -> str:
        if "x" in self.flags:
            while self.place < len(self.text) and self.text[self.place] in _SPACE:
                self.place += 1
        return self.text[self.place : self.place + size]

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise NoPattern(self.text)
        self.place += 1
        return character

    def alternatives(self) -> str:
        self.depth += 1
        if self.depth > 30:
            raise NoPattern(self.text)
        branches = [self.branch()]
        while self.peek() == "|":
            self.take()
            branches.append(self.branch())
        self.depth -= 1
        return "|".join(branches)

    def branch(self) -> str:
        pieces: list[str] = []
        while (character := self.peek()) and character not in "|)":
            pieces.append(self.atom() + self.quantifier())
        return "".join(pieces)

    def quantifier(self) -> str:
        character = self.peek()
        if not character or character not in "?*+{":
            return ""
        result = self.take()
        if character == "{":
            digits = ""
            while (next_one := self.take()) != "}":
                digits += next_one
            low, comma, high = digits.partition(",")
            if not (low.isascii() and low.isdigit()) or not (high == "" or (high.isascii() and high.isdigit())):
                raise NoPattern(self.text)
            most = int(high or low)
            self.repeat *= max(most, 1)
            if self.repeat > MAX_REPEAT or (high and int(high) < int(low)):
                raise NoPattern(self.text)
            result = "{" + low + comma + high + "}"
        if self.peek() == "?":
            result += self.take()
        return result

    def atom(self) -> str:
        character = self.take()
        if character == "(":
            return self.group()
        if character == "[":
            return self.character_class()
        if character == ".":
            return r"[\s\S]" if "s" in self.flags else r"[^\n\r]"
        if character == "^":
            return r"(?:\A|(?<=\n)(?!\Z))" if "m" in self.flags else r"\A"
        if character == "$":
            return r"(?:(?=\n)|(?<!\n)\Z)" if "m" in self.flags else r"\Z"
        if character == "\\":
            return self.escape()
        if character in "?*+{}])":
            raise NoPattern(self.text)
        return regex.escape(character, special_only=False, literal_spaces=False)

    def group(self) -> str:
        if self.peek() == "?":
            self.take()
            if self.take() != ":":
                raise NoPattern(self.text)
            inner = f"(?:{self.alternatives()})"
        else:
            self.groups += 1
            number = self.groups
            inner = f"({self.alternatives()})"
            self.closed.add(number)
        if self.take() != ")":
            raise NoPattern(self.text)
        return inner

    def escape(self) -> str:
        character = self.take()
        if character in "123456789":
            number = int(character)
            while (following := self.peek()) and following in "0123456789" and number * 10 + int(following) <= self.groups:
                number = number * 10 + int(self.take())
            if number not in self.closed:
                raise NoPattern(self.text)
            # a group that took no part matches the empty string
            return f"(?:(?({number})\\{number}))"
        return f"[{self.class_escape(character)}]"

    def class_escape(self, character: str) -> str:
        """The inside of a bracketed class for an escape."""
        if character in _CHARACTERS:
            return _CHARACTERS[character]
        if character in _LITERALS:
            return "\\" + character
        if character.lower() in _CLASSES:
            inside = _CLASSES[character.lower()]
            return inside if character.islower() else f"[^{inside}]"
        if character in "pP":
            return self.category(character)
        raise NoPattern(self.text)

    def category(self, character: str) -> str:
        if self.take() != "{":
            raise NoPattern(self.text)
        name = ""
        while (next_one := self.take()) != "}":
            name += next_one
        if name.startswith("Is"):
            name = f"Block={name[2:]}"
            # an unknown block is no error of the pattern's form, but there is nothing to match either
        elif not 1 <= len(name) <= 2 or not name.isalpha():
            raise NoPattern(self.text)
        if not all(part.isalnum() or part in "-=" for part in name):
            raise NoPattern(self.text)
        return f"\\{character}{{{name}}}"

    def raw(self) -> str:
        """The next character inside brackets, where space counts."""
        if self.place >= len(self.text):
            raise NoPattern(self.text)
        self.place += 1
        return self.text[self.place - 1]

    def character_class(self) -> str:
        self.depth += 1
        if self.depth > 30:
            raise NoPattern(self.text)
        negated = self.text[self.place : self.place + 1] == "^"
        self.place += negated
        parts: list[str] = []
        subtracted = ""
        while True:
            character = self.raw()
            if character == "]":
                break
            if character == "-" and self.text[self.place : self.place + 1] == "[" and parts:
                self.place += 1
                subtracted = self.character_class()
                if self.raw() != "]":
                    raise NoPattern(self.text)
                break
            parts.append(self.class_part(character, first=not parts))
        if not parts:
            raise NoPattern(self.text)
        self.depth -= 1
        inside = f"[{'^' if negated else ''}{''.join(parts)}]"
        return f"[{inside}--{subtracted}]" if subtracted else inside

    def class_part(self, character: str, *, first: bool) -> str:
        if character == "[":
            raise NoPattern(self.text)
        if character == "-" and not first and self.text[self.place : self.place + 1] != "]":
            raise NoPattern(self.text)
        if character == "\\":
            escaped = self.raw()
            start = self.class_escape(escaped)
            if escaped not in _CHARACTERS and escaped not in _LITERALS:
                return start
        else:
            start = regex.escape(character, special_only=False, literal_spaces=False)
        following = self.text[self.place : self.place + 2]
        if following[:1] != "-" or following[1:] in ("]", "[", ""):
            return start
        self.place += 1
        end = self.raw()
        if end == "\\":
            escaped = self.raw()
            if escaped not in _CHARACTERS and escaped not in _LITERALS:
                raise NoPattern(self.text)
            end = self.class_escape(escaped)
        else:
            end = regex.escape(end, special_only=False, literal_spaces=False)
        return f"{start}-{end}"
