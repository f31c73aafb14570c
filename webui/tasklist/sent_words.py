"""Says what somebody has just sent: the step, what was decided, and to whom it goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casework.cases.queries.task_detail import TaskView
from engine.model.ports import OptionSource
from forms.form import Field
from forms.registry import type_of
from forms.schema import read_form
from webui.i18n import translate, words


def sent_words(view: TaskView, answers: Mapping[str, Any]) -> str:
    """Returns `Putuskan: Setujui. Kepada Ratna Teladan, Dewi Contoh`."""
    text = words(view.case.texts, f"element.{view.case.process}.{view.element}", view.name)
    form = read_form(view.form or {})
    for field in form.fields:
        if field.component.get("properties", {}).get("decision") and answers.get(field.key):
            text = f"{text}: {_label(view, form.id, field, str(answers[field.key]))}"
    names = list(dict.fromkeys(name for field in form.fields for name in _recipients(view, field, answers.get(field.key))))
    return translate("{sent}. Kepada {names}", sent=text, names=", ".join(names)) if names else text


def _label(view: TaskView, form: str, field: Field, value: str) -> str:
    label = next((option.label for option in field.options if option.value == value), value)
    return words(view.case.texts, f"{form}.{field.key}.{value}", label)


def _recipients(view: TaskView, field: Field, chosen: Any) -> Iterator[str]:
    """Names of the positions that were chosen, as the form offered them."""
    if type_of(field.type).traits.options is OptionSource.PERMITTED_POSITIONS:
        values = chosen if isinstance(chosen, list) else [chosen]
        yield from (option.label for option in view.options.get(field.key) or () if option.value in values)
