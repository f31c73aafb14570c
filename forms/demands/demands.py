"""Says beside a question when it must be answered: always, never, or in words of the answers that decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.feel.calendar.evaluation_time import EvaluationTime
from forms.conditions import is_hidden
from forms.demands.condition_words import Asked, condition_words
from forms.demands.requirements import names_in, requirement_of
from forms.field_type import Speaker
from forms.form import Field, Form
from forms.layout import QuestionView, Translate
from forms.registry import type_of
from forms.texts import Text

#: of a condition for which there are no words
_OTHERWISE = Text(id="jawaban lain menuntutnya", en="other answers demand it")


@dataclass(frozen=True)
class Demands:
    """`page`: the form's part that is shown; `known`: answers so far; `settled`: those that this page does not ask."""

    page: Form
    whole: Form
    translate: Translate
    known: Mapping[str, Any]
    settled: Mapping[str, Any]
    time: EvaluationTime
    speaker: Speaker

    def of(self, field: Field, question: QuestionView) -> tuple[QuestionView, str]:
        """Returns the question, and in words when it must be answered; none where it is settled."""
        condition = requirement_of(field)
        if question.fixed or isinstance(condition, bool):
            return question, ""
        asked_here = {item.key for item in self.page.fields} - {field.key} - set(self.settled)
        if not names_in(condition) & asked_here:
            return replace(question, required=question.required and not is_hidden(field.hide, self.known, self.time)), ""
        own = self.translate(f"{self.page.id}.{field.key}.demanded", "")
        said = own or condition_words(condition, self._questions(), self.speaker)
        return replace(question, required=False), said or self.speaker.text(_OTHERWISE)

    def _questions(self) -> dict[str, Asked]:
        return {item.key: self._asked(item) for item in self.whole.fields if not item.shown_only}

    def _asked(self, item: Field) -> Asked:
        name = f"{self.whole.id}.{item.key}"
        options = [replace(option, label=self.translate(f"{name}.{option.value}", option.label)) for option in item.options]
        return Asked(label=self.translate(f"{name}.label", item.label), options=options, ticked=type_of(item.type).always)
