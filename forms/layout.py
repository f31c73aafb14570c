"""Lays a form out for a page: each visible question with its words in the reader's language, its answer, and its error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FieldError
from engine.model.ports import Option, OptionsOf
from forms.check import ask
from forms.conditions import evaluate_text, fixed_value, is_readonly
from forms.field_type import Asked
from forms.form import Field, Form

#: (key, fallback) to a text in the reader's language
Translate = Callable[[str, str], str]


@dataclass(frozen=True, kw_only=True)
class QuestionView:
    key: str
    type: str
    label: str
    hint: str
    required: bool
    #: the text in the field: the typed one, else the draft's, else the default
    value: Any
    options: tuple[Option, ...]
    multiple: bool
    error: FieldError | None
    identifier: str
    #: shown as it is, without a control
    fixed: bool = False
    #: what stands before and behind the field: `Rp`, `m²`
    prefix: str = ""
    suffix: str = ""

    @property
    def asked(self) -> Asked:
        """What the words of its answer depend on."""
        return Asked(options=self.options, prefix=self.prefix, suffix=self.suffix, identifier=self.identifier)


def lay_out(
    form: Form,
    typed: Mapping[str, Any],
    variables: Mapping[str, Any],
    time: EvaluationTime,
    choices: OptionsOf,
    translate: Translate,
    errors: Mapping[str, FieldError] | None = None,
) -> list[QuestionView]:
    """Returns every question, also hidden ones: without JavaScript all are shown, and the check leaves out answers to hidden ones."""
    found = errors or {}
    views = []
    for field in form.fields:
        known = {**variables, **typed}
        question = ask(field, known, time, choices)
        name = f"{form.id}.{field.key}"
        fixed = field.disabled or is_readonly(field, known, time)
        offered = evaluate_text(field.default, variables, time) if field.default else None
        views.append(
            QuestionView(
                key=field.key,
                type=field.type,
                label=_said(translate(f"{name}.label", field.label), known, time),
                hint=_said(translate(f"{name}.hint", field.description), known, time),
                required=field.required and not fixed,
                value=fixed_value(field, variables, time) if fixed else typed.get(field.key, offered),
                fixed=fixed,
                options=tuple(
                    Option(
                        value=option.value,
                        label=translate(f"{name}.{option.value}", option.label),
                        hint=translate(f"{name}.{option.value}.hint", option.hint),
                    )
                    for option in question.options
                ),
                multiple=field.multiple,
                error=found.get(field.key),
                identifier=field.identifier,
                prefix=_adorner(field, "prefixAdorner", variables, time),
                suffix=translate(f"{name}.unit", _adorner(field, "suffixAdorner", variables, time)),
            )
        )
    return views


def _adorner(field: Field, name: str, variables: Mapping[str, Any], time: EvaluationTime) -> str:
    appearance = field.component.get("appearance")
    text = appearance.get(name) if isinstance(appearance, Mapping) else None
    return str(evaluate_text(text, variables, time) or "").strip()


def _said(text: str, variables: Mapping[str, Any], time: EvaluationTime) -> str:
    """A label or hint, which may be an expression over the answers so far."""
    return str(evaluate_text(text, variables, time) or "")
