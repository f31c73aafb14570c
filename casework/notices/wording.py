"""Finds the words of a notice by its kind, from functions that rooms give, in the language of its case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.core.context import QueryContext
from forms.printing import Writer
from forms.texts import Text


@dataclass(frozen=True, kw_only=True)
class NoticeText:
    """`subject`: a few words; `text`: sentences; `lines`: what is asked for, one line each. Telephones get the subject only."""

    subject: str
    text: str
    lines: tuple[str, ...] = ()


#: None where there is nothing to tell any more
Words = NoticeText | None
NoticeWords = Callable[[QueryContext, Mapping[str, Any], Writer], Words]


def fill(writer: Writer, text: Text, /, **values: Any) -> str:
    """Returns the text in the writer's language with its places filled."""
    return writer.text(text).format(**values)
