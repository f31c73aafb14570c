"""Ticks and choices: only what was offered is an answer."""

from __future__ import annotations

from typing import Any

from forms.fields.base import Question, Wrong, reads, single

_YES = (True, "true", "on", "ya", "1")
_NO = (False, None, "", "false", "off", "tidak", "0")


@reads("checkbox")
def read_checkbox(question: Question, value: Any) -> bool | None:
    value = single(value)
    if value in _YES:
        return True
    if value in _NO:
        # a box that must be ticked is unanswered while it is not
        return None if question.field.required else False
    raise Wrong("NOT_OFFERED")


@reads("radio", "select")
def read_one(question: Question, value: Any) -> str | None:
    value = single(value)
    if value in (None, ""):
        return None
    if str(value) not in {option.value for option in question.options}:
        raise Wrong("NOT_OFFERED")
    return str(value)


@reads("checklist")
def read_many(question: Question, value: Any) -> list[str] | None:
    chosen = [str(item) for item in (value if isinstance(value, list) else [value]) if item not in (None, "")]
    # the order of the options, each once: the same ticks give the same answer
    offered = [option.value for option in question.options]
    if any(item not in offered for item in chosen):
        raise Wrong("NOT_OFFERED")
    return [item for item in offered if item in chosen] or None


@reads("alur-positions")
def read_positions(question: Question, value: Any) -> str | list[str] | None:
    answer: str | list[str] | None = (read_many if question.field.multiple else read_one)(question, value)
    return answer
