"""Stores an applicant's survey: nine scores, once for each case, kept without the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casework.applications.tables import Application
from casework.records.public_numbers import case_of_pass
from casework.survey.asking import may_answer
from casework.survey.satisfaction import BEST, ELEMENTS, WORST
from casework.survey.tables import SurveyAnswer
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import InvalidState, NotFound


@dataclass(frozen=True, kw_only=True)
class AnswerSurvey(Command):
    """`scores`: of the nine elements, 1 to 4. Raises NotFound, InvalidState (not yet, twice, or other scores)."""

    permission: ClassVar[str] = "public"

    case_pass: str
    scores: tuple[int, ...]

    def payload(self) -> dict[str, object]:
        # the audit knows that somebody answered, never what
        return {}

    def run(self, context: CommandContext) -> Answer:
        case = case_of_pass(context.platform.vault, self.case_pass)
        row = context.session.get(Application, case, with_for_update=True)
        if row is None:
            raise NotFound("Expected an application, but there is none.")
        if len(self.scores) != len(ELEMENTS) or any(not WORST <= score <= BEST for score in self.scores):
            raise InvalidState(f"Expected {len(ELEMENTS)} scores from {WORST} to {BEST}, but got {self.scores}.")
        if not may_answer(context, row):
            raise InvalidState("Expected a case that has come to its end and was not asked yet, but it is not so.")
        row.surveyed = True
        answer = SurveyAnswer(id=context.new_id(), service=row.service, answered_on=context.today, scores=list(self.scores))
        context.session.add(answer)
        return {}
